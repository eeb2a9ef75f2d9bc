import ArgumentParser
import PolicyEngine
import SessionStore

struct PostureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "posture",
    abstract:
      "Check policy and store against the control matrix, the design choices, the mistakes and the plan.",
    discussion: """
      Five risks, four design choices, four mistakes and the 30/60/90 plan, each with what was seen here, pass, warn or
      fail, and what to do. What is not known never passes. It changes nothing, and runs once through the sessions.

      Examples:
        curfew posture
        curfew posture --fail-on warn
        curfew posture --json

      Exit status: 2 when something fails, or with --fail-on warn when something warns.
      """)

  @Option(help: ArgumentHelp("What ends with status 2: fail, or warn and fail.", valueName: "verdict"))
  var failOn: FailOn = .fail

  @OptionGroup var store: StoreOptions
  @OptionGroup var json: JSONOption

  enum FailOn: String, CaseIterable, ExpressibleByArgument {
    case warn
    case fail

    var verdict: PostureVerdict { self == .warn ? .warn : .fail }
  }

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    let reading = try store.posture()
    let findings = reading.findings
    let output = Output()
    if json.json {
      for finding in findings { try output.line(json: finding.json) }
    } else {
      try PostureText(reading, findings).write(to: output)
    }
    try output.flush()
    if findings.contains(where: { !($0.verdict < failOn.verdict) }) { throw Silent(status: 2) }
  }
}
