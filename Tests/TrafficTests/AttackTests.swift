import Delegation
import PolicyEngine
import Testing
import Traffic

@Suite struct `attacks` {
  /// Which reasons an attack is made of, and the least and largest part of the attacker's requests that have one.
  private static let marks: [(Scenario, Reasons, ClosedRange<Double>)] = [
    (.scopeProbe, [.capabilityNotGranted, .capabilityUnregistered], 1...1),
    (.drainFast, .destinationNotAllowed, 1...1), (.drainSlow, .destinationNotAllowed, 1...1),
    (.chainHop, .chainMismatch, 1...1), (.replay, .nonceReplayed, 0.9...1),
    (.dormantTakeover, .attestationRequired, 1...1), (.postRevocation, .sessionRevoked, 1...1),
    (.ttlAbuse, .sessionExpired, 1...1), (.sharedKey, .destinationNotAllowed, 1...1),
    (.mimicry, .destinationNotAllowed, 0.1...0.5),
    (.burst, [.valueOverBudget, .valueOverExecutionLimit], 0...0.05),
    (.velocity, [.valueOverBudget, .valueOverExecutionLimit], 0...0),
    (.lowAndSlow, [.chainMismatch, .capabilityNotGranted], 1...1),
    (.domainConfusion, [.domainMismatch, .nonceReplayed], 0.7...1),
    (.replayProbe, [.nonceReplayed, .valueOverBudget, .valueOverExecutionLimit], 0.5...1),
  ]

  @Test(arguments: marks.map(\.0), UInt64(0)..<3)
  func `are denied for what they are, if at all`(scenario: Scenario, seed: UInt64) throws {
    let mark = try #require(`attacks`.marks.first { $0.0 == scenario })
    let wanted = options(seed: seed, sessions: 120, attackedShare: 0.3, scenarios: [scenario])
    let malicious = play(wanted, policy: try starterPolicy()).filter(\.step.isMalicious)
    #expect(malicious.count > 60, "seed \(seed)")
    #expect(malicious.allSatisfy { $0.step.label?.scenario == scenario })
    let decisions = malicious.compactMap(\.decision)
    #expect(decisions.count == malicious.count, "an attacker only makes requests")
    let marked = decisions.count { $0.reasons.rawValue & mark.1.rawValue != 0 }
    let share = Double(marked) / Double(decisions.count)
    #expect(mark.2.contains(share), "seed \(seed): \(share)")
  }

  @Test func `every scenario has its row`() {
    #expect(`attacks`.marks.map(\.0).count == Scenario.allCases.count)
  }

  @Test(arguments: UInt64(0)..<3)
  func `a velocity drain spends nearly the whole budget, and is allowed to`(seed: UInt64) throws {
    let wanted = options(seed: seed, sessions: 60, attackedShare: 0.5, scenarios: [.velocity])
    let answers = play(wanted, policy: try starterPolicy())
    let attacked = Set(answers.filter(\.step.isMalicious).map(\.step.sessionKey))
    var left: [Identifier: Double] = [:]
    var budgets: [Identifier: Double] = [:]
    for answer in answers where attacked.contains(answer.step.sessionKey) {
      let key = answer.step.sessionKey
      if case .granted(let envelope) = answer.step.event { budgets[key] = Double(envelope.maxValue.micros) }
      if let remaining = answer.decision?.remaining { left[key] = Double(remaining.micros) }
    }
    let nearlyEmpty = attacked.count { key in (left[key] ?? 1) < (budgets[key] ?? 1) * 0.1 }
    #expect(nearlyEmpty * 10 > attacked.count * 7, "seed \(seed): \(nearlyEmpty) of \(attacked.count)")
  }

  @Test func `one key for many wallets is refused, and many sessions pay one collector at once`() throws {
    let wanted = options(seed: 1, sessions: 40, attackedShare: 0.5, scenarios: [.sharedKey])
    let answers = play(wanted, policy: try starterPolicy())
    let refusals = answers.compactMap { answer -> [Refusal]? in
      if case .refused(let refusals, _) = answer.outcome { return refusals }
      return nil
    }
    #expect(!refusals.isEmpty)
    #expect(refusals.allSatisfy { $0 == [.duplicateSession] })
    var victims: [Identifier: Set<Identifier>] = [:]
    for answer in answers where answer.step.isMalicious {
      guard case .requested(let request) = answer.step.event else { continue }
      victims[request.destination, default: []].insert(request.sessionKey)
    }
    #expect(victims.values.contains { $0.count >= 4 })
  }

  @Test(arguments: UInt64(0)..<3)
  func `labels say who was attacked, how, and from when`(seed: UInt64) throws {
    let wanted = options(seed: seed, sessions: 400, attackedShare: 0.2, scenarios: Scenario.allCases)
    var labels = SessionLabels()
    var first: [Identifier: Timestamp] = [:]
    var granted: Set<Identifier> = []
    var isGrantFirst = true
    for step in TrafficGenerator(wanted, policy: try starterPolicy()) {
      labels.note(step)
      if case .granted = step.event { granted.insert(step.sessionKey) }
      isGrantFirst = isGrantFirst && granted.contains(step.sessionKey)
      if step.isMalicious && first[step.sessionKey] == nil { first[step.sessionKey] = step.at }
    }
    #expect(isGrantFirst, "seed \(seed): a session's first step is its grant")
    for session in labels.sessions {
      #expect(session.attackStart == first[session.key])
      #expect((session.scenario == nil) == (session.attackStart == nil))
    }
    let attacked = labels.sessions.filter { $0.scenario != nil }
    #expect(Set(attacked.compactMap(\.scenario)) == Set(Scenario.allCases), "seed \(seed)")
    let share = Double(attacked.count) / Double(labels.sessions.count)
    #expect((0.15...0.25).contains(share), "seed \(seed): \(share)")
  }

  @Test func `the left-out family is played only when it is asked for`() throws {
    #expect(Scenario.leftOut.count >= 3 && Scenario.known.count >= 11)
    let wanted = TrafficOptions(
      seed: 1, start: start, volume: .bounded(sessions: 400, over: TimeSpan(seconds: 3600)),
      attackedShare: 0.3)
    let played = Set(TrafficGenerator(wanted, policy: try starterPolicy()).compactMap(\.label?.scenario))
    #expect(played == Set(Scenario.known))
  }
}
