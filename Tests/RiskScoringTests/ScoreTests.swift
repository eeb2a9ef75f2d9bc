import Delegation
import Foundation
import PolicyEngine
import Testing

@testable import RiskScoring

@Suite struct ScoreTests {
  @Test func `a session without a signal has the least score`() throws {
    let session = try makeSession()
    var state = RiskState()
    for second in 0..<20 { state.take(.none, at: at(Double(second) * 20), usd: 10, of: session) }
    #expect(state.isClean)
    #expect(state.points(at(400), of: session) == 1)
  }

  /// The formula in floating point, from the evidence that the table gives for one denied event.
  private static let formula: [(Reasons, Double, Double)] = [
    (.capabilityNotGranted, 1.6, 8), (.chainMismatch, 3.2, 8), (.destinationNotAllowed, 2.9, 8),
    (.domainMismatch, 1.4, 8), (Reasons.chainMismatch.union(.destinationNotAllowed), 6.1, 8),
    (.nonceReplayed, 4.6, 8), (.nonceOutOfWindow, 4.6, 8), (.sessionRevoked, 4.6, 8),
  ]

  @Test(arguments: formula)
  func `one event gives the score of the formula`(reasons: Reasons, nats: Double, cap: Double) throws {
    let session = try makeSession()
    var state = RiskState()
    state.take(reasons, at: at(10), of: session)
    let logOdds = log(0.01 / 0.99) + cap * (1 - exp(-nats / cap))
    #expect(abs(state.points(at(10), of: session) - 100 / (1 + exp(-logOdds))) <= 0.011)
  }

  @Test(arguments: [
    Reasons.none, .sessionExpired, .sessionNotYetValid, .modeLockdown, .modeGuarded, .valueOverBudget,
    .executionLimitReached, .stateStale,
  ])
  func `what says nothing of the key leaves context, scope and nonce alone`(reasons: Reasons) throws {
    let session = try makeSession()
    var state = RiskState()
    state.take(reasons, at: at(10), of: session)
    for signal in [RiskSignal.context, .scope, .nonce, .postRevocation, .dormant, .burst] {
      #expect(state.record(of: signal) == nil)
    }
  }

  @Test func `evidence of one kind saturates at its cap`() throws {
    let session = try makeSession()
    var state = RiskState()
    for second in 0..<500 { state.take(.destinationNotAllowed, at: at(Double(second) * 30), of: session) }
    let nats = try #require(state.record(of: .context)).capped(at: at(15_000), .standard)
    #expect(nats > 7_900_000 && nats <= 8_000_000)
  }

  @Test func `a listed destination is evidence though it is allowed, and counts more for that`() throws {
    let session = try makeSession()
    var (allowed, denied) = (RiskState(), RiskState())
    allowed.take(.none, at: at(1), isListed: true, of: session)
    denied.take(.stateStale, at: at(1), isListed: true, of: session)
    #expect(allowed.points(at(1), of: session) > denied.points(at(1), of: session))
    #expect(denied.points(at(1), of: session) > 5)
  }

  @Test(arguments: [
    (RiskFloor.nonceReplayAccepted, 90.0), (RiskFloor.allowedAfterRevocation, 97.0),
  ])
  func `a fact is a floor that no time takes away, and clearing does`(floor: RiskFloor, least: Double) throws
  {
    let session = try makeSession()
    var state = RiskState()
    state.set(floor)
    #expect(state.points(at(1), of: session) == least)
    #expect(state.points(at(10_000_000), of: session) == least)
    #expect(state.clearFloors() == [floor])
    #expect(state.points(at(1), of: session) == 1)
  }

  @Test(arguments: [
    (Reasons.capabilityNotGranted, Reasons.destinationNotAllowed, RiskSignal.context),
    (Reasons.sessionExpired, Reasons.sessionRevoked, RiskSignal.postRevocation),
  ])
  func `the second signal of a loss path weighs half as much again as before the first`(
    first: Reasons, second: Reasons, signal: RiskSignal
  ) throws {
    let session = try makeSession(life: 5)
    func nats(_ reasons: [Reasons]) throws -> Int64 {
      var state = RiskState()
      for reasons in reasons { state.take(reasons, at: at(10), of: session) }
      return try #require(state.record(of: signal)).nats(at: at(10), .standard)
    }
    let (inOrder, reversed) = (try nats([first, second]), try nats([second, first]))
    #expect(abs(inOrder - reversed * 3 / 2) < 10)
  }

  @Test func `a loss path weighs more than the sum of its parts`() throws {
    let session = try makeSession()
    var (both, first, second) = (RiskState(), RiskState(), RiskState())
    both.take(.capabilityNotGranted, at: at(10), of: session)
    both.take(.destinationNotAllowed, at: at(70), of: session)
    first.take(.capabilityNotGranted, at: at(10), of: session)
    second.take(.destinationNotAllowed, at: at(70), of: session)
    func nats(_ state: RiskState) -> Int64 {
      state.records.reduce(0) { $0 + $1.capped(at: at(70), .standard) }
    }
    #expect(nats(both) > nats(first) + nats(second) + 300_000)
    #expect(both.record(of: .context)?.completing == 1)
  }

  @Test func `a session that slept long says more than one that slept a little`() throws {
    var session = try makeSession(life: 86_400)
    session.lastActive = at(0)
    var (short, long) = (RiskState(), RiskState())
    short.take(.attestationRequired, at: at(1900), of: session)
    long.take(.attestationRequired, at: at(80_000), of: session)
    #expect(long.points(at(80_000), of: session) > short.points(at(1900), of: session))
  }

  @Test func `a burst is seen after its first few events and forgets itself`() throws {
    let session = try makeSession()
    var state = RiskState()
    for index in 0..<10 { state.take(.none, at: at(Double(index) * 30), of: session) }
    #expect(state.record(of: .burst) == nil)
    for index in 0..<10 { state.take(.none, at: at(300 + Double(index) * 0.2), of: session) }
    let seen = try #require(state.record(of: .burst))
    #expect((3...5).contains(seen.count))
    let before = seen.count
    for index in 1..<10 { state.take(.none, at: at(302 + Double(index) * 60), of: session) }
    #expect(state.record(of: .burst)?.count == before)
  }

  @Test func `most of a budget within minutes is seen, the same in an hour is not`() throws {
    let session = try makeSession()
    var (fast, slow) = (RiskState(), RiskState())
    for index in 0..<9 {
      fast.take(.none, at: at(Double(index) * 30), usd: 100, of: session)
      slow.take(.none, at: at(Double(index) * 400), usd: 100, of: session)
    }
    #expect(try #require(fast.record(of: .velocity)).count >= 3)
    #expect(slow.record(of: .velocity) == nil)
  }

  @Test func `a budget of nothing divides by nothing`() throws {
    let session = try makeSession(budget: 0)
    var state = RiskState()
    state.take(.valueOverBudget, at: at(1), usd: 100, of: session)
    #expect(state.record(of: .velocity) != nil)
  }

  @Test func `use after expiry does not fade, and a longer overrun says more`() throws {
    let session = try makeSession(life: 60)
    var (early, late) = (RiskState(), RiskState())
    early.take(.sessionExpired, at: at(61), of: session)
    late.take(.sessionExpired, at: at(600), of: session)
    #expect(late.points(at(600), of: session) > early.points(at(61), of: session))
    #expect(late.points(at(900_000), of: session) == late.points(at(600), of: session))
  }

  @Test func `the lag of a critical session grows until it is revoked`() throws {
    var session = try makeSession()
    var state = RiskState()
    state.criticalSince = at(0)
    let early = state.points(at(5), of: session)
    let late = state.points(at(600), of: session)
    #expect(late > early && early > 1)
    session.revokedFrom = at(5)
    #expect(state.points(at(600), of: session) == early)
  }

  @Test(arguments: UInt64(0)..<100)
  func `the bound is never below a later score, and what is stored is read back`(seed: UInt64) throws {
    var random = Seeded(state: seed)
    let session = try makeSession()
    var state = RiskState()
    var now = 0.0
    for sequence in 1...Int64.random(in: 1...60, using: &random) {
      now += Double.random(in: 0..<120, using: &random)
      let reasons = Reasons(
        rawValue: UInt32.random(in: 0..<(1 << 20), using: &random)
          & UInt32.random(in: 0..<(1 << 20), using: &random))
      state.take(
        reasons, at: at(now), sequence: sequence, usd: UInt64.random(in: 0...300, using: &random), of: session
      )
      if sequence == 7 { state.criticalSince = at(now) }
      if sequence == 11 { state.set(.nonceReplayAccepted) }
    }
    let read = state.stored.withUnsafeBytes { RiskState(stored: $0) }
    #expect(read == state, "seed \(seed)")
    let bound = state.bound(RiskContext(session, at: at(now), model: .standard))
    for later in [0, 0.001, 1, 60, 3600, 86_400] {
      let score = state.score(RiskContext(session, at: at(now + later), model: .standard))
      #expect(bound >= score, "seed \(seed), \(later) s later")
    }
  }

  @Test(arguments: UInt64(0)..<200)
  func `bytes that are no state are refused`(seed: UInt64) {
    var random = Seeded(state: seed)
    var state = RiskState()
    state.set(.allowedAfterRevocation)
    state.withRecord(of: .context) { $0.note(7, isAllowed: false, at: at(1)) }
    var bytes = state.stored
    switch seed % 3 {
    case 0: bytes.removeLast(Int.random(in: 1..<bytes.count, using: &random))
    case 1: bytes.append(UInt8.random(in: 0...255, using: &random))
    default: bytes[0] = UInt8.random(in: 3...255, using: &random)
    }
    // Cut where a clean state would end, it is one; nothing else may read.
    let read = bytes.withUnsafeBytes { RiskState(stored: $0) }
    #expect(read == nil || (seed % 3 == 0 && read?.isClean == true), "seed \(seed)")
  }
}
