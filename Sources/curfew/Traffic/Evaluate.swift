import ArgumentParser
import Delegation
import PolicyEngine
import Traffic

struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure what the alerts and the risk score find in simulated traffic, and what they cost.",
    discussion: """
      Plays the traffic of a virtual clock, as curfew simulate makes it, through the decision and the score, and counts:
      for each attack recall, precision, the areas under ROC and precision over recall, and the time from the attacker's
      first request to the alarm; for the honest sessions, the false alarms. The seed's SQL rule is counted in the same
      run. Nothing is revoked by a score, so that each attack is played to its end.

      Three attacks (low-and-slow, domain-confusion, replay-probe) were left out when the weights were chosen. They are
      played too, and counted apart. --attacks names the ones to play instead, as in curfew simulate.

      Who made the attacks made the weights too, and all of it is synthetic: the figures show that the parts work
      together and catch a step back. They do not say how well it does in the field.

      The same options print the same bytes. Exit status is 0 whatever the figures are.

      Examples:
        curfew evaluate
        curfew evaluate --seed 7 --sessions 2000 --hours 3 --json
        curfew evaluate --policy policy.yaml --attacks replay,drain-slow
        curfew evaluate --robustness
      """)

  @Option(help: "The same seed makes the same traffic.")
  var seed: UInt64 = 2026

  @Option(help: ArgumentHelp("How many sessions there are.", valueName: "count"))
  var sessions = 10_000

  @Option(help: ArgumentHelp("Within how many hours they begin.", valueName: "hours"))
  var hours = 12.0

  @Option(
    help: ArgumentHelp(
      "all, none, or names with commas between (default: all, and those left out).", valueName: "attacks"),
    transform: ScenarioList.read)
  var attacks = ScenarioList(scenarios: Scenario.allCases)

  @Option(help: ArgumentHelp("The part of the sessions that is attacked, 0 to 1.", valueName: "share"))
  var attackedShare = 0.1

  @Option(help: ArgumentHelp("The policy file (default: a new store's policy).", valueName: "file"))
  var policy: String?

  @Flag(help: "Run again with every weight at 70 and at 130 per cent.")
  var robustness = false

  @Flag(help: "One JSON object.")
  var json = false

  /// 2026-01-05T08:00:00Z, as in simulate.
  private static let start = Timestamp(seconds: 1_767_600_000)

  func validate() throws {
    guard (1...1_000_000).contains(sessions) else {
      throw ValidationError("`--sessions \(sessions)`: expected 1 to 1000000")
    }
    guard hours > 0, hours <= 8784 else {
      throw ValidationError("`--hours \(hours)`: expected more than 0, up to 8784")
    }
    guard attackedShare >= 0, attackedShare <= 1 else {
      throw ValidationError("`--attacked-share \(attackedShare)`: expected 0 to 1")
    }
  }

  func run() throws {
    let policy =
      try policy.map(PolicyFile.load) ?? PolicyFile.load(yaml: StarterPolicy.yaml, named: "starter")
    let options = TrafficOptions(
      seed: seed, start: Evaluate.start,
      volume: .bounded(sessions: sessions, over: TimeSpan(milliseconds: Int64(hours * 3_600_000))),
      attackedShare: attackedShare, scenarios: attacks.scenarios)
    let evaluated = EvaluatedRun(policy: policy, options: options, withOtherWeights: robustness)
    let output = Output()
    if json { try output.line(json: evaluated.json) } else { try evaluated.write(to: output) }
    try output.flush()
  }
}

/// An evaluation and what it was of.
struct EvaluatedRun {
  let policy: Policy
  let options: TrafficOptions
  let result: Evaluation.Result
  /// The same traffic with weights at so many per cent, where that was asked for.
  let otherWeights: [(percent: Int64, result: Evaluation.Result)]

  init(policy: Policy, options: TrafficOptions, withOtherWeights: Bool) {
    func run(_ policy: Policy) -> Evaluation.Result {
      Evaluation.run(policy: policy, options: options, contestants: Evaluation.Contestant.all(policy))
    }
    self.policy = policy
    self.options = options
    result = run(policy)
    otherWeights =
      withOtherWeights
      ? [70, 130].map { ($0, run(policy.weighing(policy.risk.scaled(percent: $0)))) } : []
  }

  var attackedCount: Int { result.sessions.count { $0.scenario != nil } }
}
