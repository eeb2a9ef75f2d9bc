import ArgumentParser
import Delegation
import Glibc
import IncidentResponse
import SessionStore

struct DrillRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run scenarios and report what held.",
    discussion: """
      Without --live nothing but stores of its own is touched. With it, canary keys are granted on the store in use,
      under the policy in force, for minutes, and are ended when the drill is over, whatever happens. A live drill does
      not start while an incident is open. It adds grants, revocations and one drill.run entry to the audit log; its
      probes are dry runs and are recorded nowhere. Lists leave canaries out with the filter `!label.drill:DRILL-*`.

      Exit status 2 when something did not hold.
      """)

  @Option(
    help: ArgumentHelp(
      "Which scenarios, such as D1 D4 S3 (default: all; with --live: D1).", valueName: "id"),
    transform: readWord)
  var scenario: [DrillScenarioID] = []

  @Flag(help: "Run on the store in use, with canary keys.")
  var live = false

  @Option(help: "The seed of what is scripted: the same seed plays the same drill.")
  var seed: UInt64 = 1

  @Option(
    name: .customLong("repeat"), help: ArgumentHelp("Runs of each scenario, 1 to 50.", valueName: "count"))
  var repetitions: Int?

  @Option(
    help: ArgumentHelp(
      "What is simulated: store, as Curfew decides, or cache, as many in the field do.", valueName: "design"))
  var design = DrillDesign.store

  @Flag(inversion: .prefixedNo, help: "Also run what can be on scratch stores.")
  var scratch = true

  @Option(help: ArgumentHelp("Keys of the mass revocation, 2 to 10000.", valueName: "count"))
  var keys = 1000

  @Option(
    help: ArgumentHelp("What live canaries may do (default: a harmless one).", valueName: "capability"),
    transform: KeyArgument.read)
  var capability: KeyArgument?

  @Option(
    help: ArgumentHelp(
      "How long a live point is waited for that does not refuse, 3s to 4m.", valueName: "time"))
  var wait = DurationArgument(span: TimeSpan(seconds: 90))

  @OptionGroup var store: StoreOptions
  @OptionGroup var acting: OperatorOptions
  @OptionGroup var format: DrillFormat

  func validate() throws {
    if let repetitions, !(1...50).contains(repetitions) {
      throw ValidationError("`--repeat \(repetitions)`: expected 1 to 50")
    }
    // Longer, and the canaries would expire.
    guard (3000...240_000).contains(wait.span.milliseconds) else {
      throw ValidationError("--wait: expected 3s to 4m")
    }
    guard (2...10_000).contains(keys) else { throw ValidationError("`--keys \(keys)`: expected 2 to 10000") }
    guard live else {
      if capability != nil || store.store != nil {
        throw ValidationError("--store and --capability go with --live")
      }
      return
    }
    guard design == .store else { throw ValidationError("--design goes with a scripted drill") }
    for id in scenario where !DrillScenario.of(id).canRunLive {
      throw ValidationError("`\(id.rawValue)` puts in a fault that no live store has: run it without --live")
    }
    if scenario.contains(.d11), !isInteractive {
      throw ValidationError("expected a terminal: D11 pages a person")
    }
  }

  func run() throws {
    let report: DrillReport
    do {
      report = live ? try runLive() : try runScripted()
    } catch let trouble as DrillTrouble {
      switch trouble {
      case .stopped: throw Failure("the drill was stopped")
      case .failed(let sentence): throw Failure(sentence)
      }
    }
    try format.write(report)
    if !report.passed { throw Silent(status: 2) }
  }

  /// Each once, in the order in which they were named.
  private func named(default ids: [DrillScenarioID]) -> [DrillScenarioID] {
    var seen: Set<DrillScenarioID> = []
    return (scenario.isEmpty ? ids : scenario).filter { seen.insert($0).inserted }
  }

  private func runScripted() throws -> DrillReport {
    try DrillScripted(
      scenarios: named(default: DrillScenarioID.allCases), design: design, seed: seed,
      repetitions: repetitions ?? 5, usesScratchStores: scratch, keys: keys,
      owner: Surroundings.operatorName(acting.name)
    ).report()
  }

  private func runLive() throws -> DrillReport {
    let opened = try store.open()
    defer { opened.close() }
    let drill = try DrillLive(
      opened, by: acting.acting(in: opened), seed: seed, keys: keys, capability: capability?.identifier,
      wait: wait.span)
    return try drill.report(of: named(default: [.d1]), repetitions: repetitions ?? 3)
  }
}
