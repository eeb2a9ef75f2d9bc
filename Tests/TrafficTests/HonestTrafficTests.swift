import Delegation
import PolicyEngine
import Testing
import Traffic

/// What honest software runs into.
private let honestReasons: Reasons = [
  .nonceReplayed, .attestationRequired, .destinationNotAllowed, .sessionExpired, .sessionRevoked,
  .valueOverBudget, .chainMismatch,
]

@Suite struct `honest traffic` {
  @Test(arguments: UInt64(0)..<4)
  func `is accepted but for a few requests, each denied for an honest reason`(seed: UInt64) throws {
    let answers = play(options(seed: seed, sessions: 600, hours: 4), policy: try starterPolicy())
    #expect(answers.allSatisfy { $0.step.label == nil }, "seed \(seed)")
    for answer in answers {
      if case .refused(let refusals, let detail) = answer.outcome {
        Issue.record("seed \(seed): \(refusals) \(detail)")
      }
    }
    let decisions = answers.compactMap(\.decision)
    let denied = decisions.filter { !$0.isAllowed }
    let share = Double(denied.count) / Double(decisions.count)
    #expect((0.005...0.05).contains(share), "seed \(seed): \(share)")
    let others = denied.filter { !honestReasons.isSuperset(of: $0.reasons) }
    #expect(others.isEmpty, "seed \(seed): \(others.map(\.reasons.names))")
  }

  @Test func `has every honest mistake in it`() throws {
    let answers = play(options(seed: 1, sessions: 2000, hours: 8), policy: try starterPolicy())
    var seen = Reasons.none
    for decision in answers.compactMap(\.decision) { seen.formUnion(decision.reasons) }
    #expect(seen == honestReasons, "\(seen.names)")
    let types = Set(answers.map(\.step.event.type))
    #expect(
      types == [
        "session.granted", "session.attested", "session.extended", "session.revoked", "user.loggedOut",
        "execution.requested",
      ])
  }

  @Test func `wallets come again, and some act in quick runs`() throws {
    let steps = Array(
      TrafficGenerator(options(seed: 4, sessions: 600, hours: 4), policy: try starterPolicy()))
    var wallets: [Identifier: Int] = [:]
    var calls: [Identifier: [Timestamp]] = [:]
    for step in steps {
      if case .granted(let envelope) = step.event { wallets[envelope.wallet, default: 0] += 1 }
      if case .requested = step.event { calls[step.sessionKey, default: []].append(step.at) }
    }
    #expect(wallets.count > 200)
    #expect(wallets.values.contains { $0 >= 3 })
    let runs = calls.values.count { times in
      zip(times, times.dropFirst(3)).contains { $1 - $0 < TimeSpan(seconds: 15) }
    }
    #expect(runs > 30)
  }
}
