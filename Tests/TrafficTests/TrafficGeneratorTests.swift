import Delegation
import PolicyEngine
import Testing
import Traffic

private let start = Timestamp(seconds: 1_771_703_000)

/// Plays `steps` steps, a tenth of a second apart, into a ledger, and gives each request's decision.
private func play(seed: UInt64, steps: Int) throws -> [(attack: Attack?, decision: Decision)] {
  let policy = try Policy.load(yaml: StarterPolicy.yaml)
  var generator = TrafficGenerator(seed: seed, policy: policy)
  var ledger = Ledger(policy: policy)
  var decisions: [(attack: Attack?, decision: Decision)] = []
  for index in 0..<steps {
    let time = start + TimeSpan(milliseconds: Int64(index) * 100)
    let next = generator.next(at: time)
    switch try #require(next) {
    case .grant(let envelope):
      let outcome = ledger.apply(LoggedEvent(at: time, event: .granted(envelope)))
      #expect(outcome == .accepted, "seed \(seed): \(outcome)")
    case .attest(let key):
      let outcome = ledger.apply(LoggedEvent(at: time, event: .attested(sessionKey: key)))
      #expect(outcome == .accepted, "seed \(seed): \(outcome)")
    case .revoke(let key):
      let notice = RevocationNotice(
        sessionKey: key, effectiveAt: time, revokedBy: nil, reason: nil, invalidateCaches: nil,
        revocationID: "r-\(index)")
      let outcome = ledger.apply(LoggedEvent(at: time, event: .revoked(notice)))
      #expect(outcome == .accepted, "seed \(seed): \(outcome)")
    case .request(let request, let attack):
      guard case .decided(let decision) = ledger.apply(LoggedEvent(at: time, event: .requested(request)))
      else {
        Issue.record("seed \(seed): a request was refused as an event")
        continue
      }
      decisions.append((attack, decision))
    }
  }
  return decisions
}

@Suite struct `the traffic generator` {
  @Test func `a policy without active capabilities has no traffic`() throws {
    let policy = try Policy.load(yaml: "version: 1\ncapabilities: {}\n")
    var generator = TrafficGenerator(seed: 1, policy: policy)
    let next = generator.next(at: start)
    #expect(next == nil)
  }

  @Test(arguments: UInt64(0)..<5)
  func `the same seed plays the same steps`(seed: UInt64) throws {
    let policy = try Policy.load(yaml: StarterPolicy.yaml)
    var first = TrafficGenerator(seed: seed, policy: policy)
    var second = TrafficGenerator(seed: seed, policy: policy)
    for index in 0..<500 {
      let time = start + TimeSpan(milliseconds: Int64(index) * 100)
      let (one, other) = (first.next(at: time), second.next(at: time))
      #expect(one == other, "seed \(seed), step \(index)")
    }
  }

  @Test(arguments: UInt64(0)..<8)
  func `honest wallets keep inside their envelopes, and attacks show`(seed: UInt64) throws {
    let decisions = try play(seed: seed, steps: 6000)
    let honest = decisions.filter { $0.attack == nil }
    #expect(honest.count > 3000, "seed \(seed)")
    // An attacker with the same key uses up its budget and nonces: some honest requests fail because of it.
    let denied = honest.count { !$0.decision.isAllowed }
    #expect(denied * 10 < honest.count, "seed \(seed): \(denied) of \(honest.count)")
    let expected: [(Attack, Reasons)] = [
      (.scopeProbe, .capabilityNotGranted), (.destinationDrain, .destinationNotAllowed),
      (.chainHop, .chainMismatch),
    ]
    for (attack, reason) in expected {
      for item in decisions where item.attack == attack {
        #expect(item.decision.reasons.contains(reason), "seed \(seed): \(attack)")
      }
    }
  }

  @Test func `every attack is played within an hour of traffic`() throws {
    let played = Set(try play(seed: 3, steps: 36_000).compactMap(\.attack))
    #expect(played == Set(Attack.allCases))
  }
}
