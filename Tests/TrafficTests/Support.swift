import Delegation
import PolicyEngine
import Traffic

let start = Timestamp(seconds: 1_767_600_000)

func starterPolicy() throws -> Policy { try Policy.load(yaml: StarterPolicy.yaml) }

func options(
  seed: UInt64, sessions: Int = 300, hours: Int64 = 2, attackedShare: Double = 0,
  scenarios: [Scenario] = Scenario.known
) -> TrafficOptions {
  TrafficOptions(
    seed: seed, start: start,
    volume: .bounded(sessions: sessions, over: TimeSpan(seconds: hours * 3600)),
    attackedShare: attackedShare, scenarios: scenarios)
}

/// A step and what the ledger answered.
struct Answered {
  let step: TrafficStep
  let outcome: Ledger.Outcome

  var decision: Decision? {
    if case .decided(let decision) = outcome { return decision }
    return nil
  }
}

func play(_ options: TrafficOptions, policy: Policy) -> [Answered] {
  var ledger = Ledger(policy: policy)
  return TrafficGenerator(options, policy: policy).map { step in
    Answered(step: step, outcome: ledger.apply(step.logged))
  }
}
