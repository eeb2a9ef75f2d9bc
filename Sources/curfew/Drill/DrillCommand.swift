import ArgumentParser
import IncidentResponse
import SessionStore
import Terminal

struct DrillCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drill",
    abstract: "Drill revocation: play the field's accidents, or measure this store on canary keys.",
    discussion: """
      A scripted drill plays its scenarios on virtual time, in memory and on stores of its own, and touches nothing
      else. A live one grants canary keys on the store in use, ends them, and asks every enforcement point five times a
      second from when on it refuses. Nothing but canaries is touched; ^C ends it and them at once.

      Examples:
        curfew drill run                                 every scenario, scripted
        curfew drill run --scenario D4 --design cache    what a cache would have let through
        curfew drill run --live                          the baseline on this store, entered in its audit log
        curfew drill run --live --scenario D9 --keys 1000
        curfew drill --walkthrough                       a newcomer's first incident, on simulated traffic
        curfew drill list
        curfew drill show DRILL-20261126-070501-a1b2 --markdown
      """,
    subcommands: [DrillRunCommand.self, DrillList.self, DrillShow.self, DrillScenarios.self])

  @Flag(help: "Coach a newcomer through a whole incident, on a store of its own.")
  var walkthrough = false

  @Option(help: "The seed of the walkthrough's traffic.")
  var seed: UInt64 = 1

  func run() throws {
    guard walkthrough else { throw CleanExit.helpRequest(self) }
    try Walkthrough.run(seed: seed)
  }
}

extension DrillDesign: ExpressibleByArgument {}

/// How a drill's report is printed.
struct DrillFormat: ParsableArguments {
  @Flag(help: "Print the report as JSON.")
  var json = false

  @Flag(help: "Print the report as Markdown.")
  var markdown = false

  func validate() throws {
    if json && markdown { throw ValidationError("expected one of --json and --markdown") }
  }

  func write(_ report: DrillReport) throws {
    let output = Output()
    if json {
      try output.line(json: report.json)
    } else if markdown {
      try output.verbatim(report.markdown)
    } else {
      try DrillText(report).write(to: output)
    }
    try output.flush()
  }
}

struct DrillScenarios: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scenarios", abstract: "List the scenarios: what each believes, and how it can be run.")

  @OptionGroup var json: JSONOption

  func run() throws {
    let output = Output()
    if json.json {
      for scenario in DrillScenario.all { try output.line(json: scenario.json) }
    } else {
      var table = TextTable(["ID", "TITLE", "RUNS", "HYPOTHESIS"])
      for scenario in DrillScenario.all {
        table.add([
          SafeText(scenario.id.rawValue), SafeText(scenario.title), SafeText(scenario.ways),
          SafeText(scenario.hypothesis),
        ])
      }
      try table.write(to: output)
    }
    try output.flush()
  }
}

extension DrillScenario {
  fileprivate var ways: String {
    "scripted" + (hasScratchRun ? ", scratch store" : "") + (canRunLive ? ", live" : "")
  }
}
