import Delegation
import PolicyEngine
import Testing

@testable import RiskScoring

/// What each signal takes for an attack, and what for the mistake of an honest client.
@Suite struct SignalTests {
  private func nats(_ signal: RiskSignal, _ state: RiskState, at time: Timestamp) -> Int64 {
    state.record(of: signal)?.nats(at: time, .standard) ?? 0
  }

  /// (reasons of the first request, of the second, seconds between, the second's destination, per cent that it weighs)
  private static let seconds: [(Reasons, Reasons, Double, String, Int64)] = [
    (.destinationNotAllowed, .destinationNotAllowed, 4, "a", 25),
    (.destinationNotAllowed, .destinationNotAllowed, 60, "a", 25),
    (.destinationNotAllowed, .destinationNotAllowed, 60.001, "a", 100),
    (.destinationNotAllowed, .destinationNotAllowed, 4, "b", 100),
    (.none, .nonceReplayed, 4, "a", 25), (.none, .nonceReplayed, 61, "a", 100),
    (.none, .nonceReplayed, 4, "b", 100), (.none, .chainMismatch, 4, "a", 25),
  ]

  @Test(arguments: seconds.indices)
  func `a refused request that repeats the one just before weighs a quarter`(row: Int) throws {
    let (first, second, gap, destination, percent) = Self.seconds[row]
    let session = try makeSession()
    var (state, alone) = (RiskState(), RiskState())
    state.take(first, at: at(10), to: "a", of: session)
    let signal: RiskSignal = second.contains(.nonceReplayed) ? .nonce : .context
    let before = nats(signal, state, at: at(10 + gap))
    state.take(second, at: at(10 + gap), to: destination, of: session)
    alone.take(second, at: at(10 + gap), to: destination, of: session)
    let expected = nats(signal, alone, at: at(10 + gap)) * percent / 100
    #expect(abs(nats(signal, state, at: at(10 + gap)) - before - expected) < 10)
  }

  @Test func `a request that was allowed is never a retry: on a list of bad ones it weighs whole each time`()
    throws
  {
    let session = try makeSession()
    var state = RiskState()
    state.take(.none, at: at(10), to: "a", isListed: true, of: session)
    let once = nats(.context, state, at: at(10))
    state.take(.none, at: at(10), to: "a", isListed: true, of: session)
    #expect(abs(nats(.context, state, at: at(10)) - 2 * once) < 10)
  }

  @Test func `who sends the very same again and again ends up high all the same`() throws {
    let session = try makeSession()
    var state = RiskState()
    for second in 0..<15 {
      state.take(.destinationNotAllowed, at: at(Double(second) * 4), to: "a", of: session)
    }
    #expect(state.points(at(60), of: session) >= 70)
  }

  @Test(arguments: [
    (0, false), (1.999, false), (2, true), (600, true),
  ])
  func `what was on its way when the revocation came is no attempt after it`(late: Double, isSeen: Bool)
    throws
  {
    var session = try makeSession()
    session.revokedFrom = at(100)
    var state = RiskState()
    state.take(.sessionRevoked, at: at(100 + late), of: session)
    #expect((state.record(of: .postRevocation) != nil) == isSeen)
  }

  @Test func `an attestation answers what was asked in its sleep, what is asked after it counts`() throws {
    var session = try makeSession()
    var state = RiskState()
    state.take(.attestationRequired, at: at(2000), of: session)
    #expect(nats(.dormant, state, at: at(2000)) > 1_000_000)
    session.attest(at: at(2010))
    state.take(.none, at: at(2011), of: session)
    #expect(nats(.dormant, state, at: at(2011)) == 0)
    state.take(.attestationRequired, at: at(3900), of: session)
    #expect(nats(.dormant, state, at: at(3900)) > 1_000_000)
    session.attest(at: at(2020))
    state.take(.none, at: at(3901), of: session)
    #expect(nats(.dormant, state, at: at(3901)) > 1_000_000)
  }

  @Test func `what it tries to spend and may not counts as spent, a replay does not`() throws {
    let session = try makeSession()
    var (tried, replayed) = (RiskState(), RiskState())
    for index in 0..<8 {
      tried.take(.destinationNotAllowed, at: at(Double(index)), usd: 100, of: session)
      replayed.take(.nonceReplayed, at: at(Double(index)), usd: 100, of: session)
    }
    #expect(try #require(tried.record(of: .velocity)).count >= 2)
    #expect(replayed.record(of: .velocity) == nil)
  }

  @Test(arguments: [1.5, 30, 75, 900])
  func `a run of calls seconds apart is no burst, whatever pace came before`(gap: Double) throws {
    let session = try makeSession(life: 86_400)
    var state = RiskState()
    for index in 0..<40 { state.take(.none, at: at(Double(index) * gap), of: session) }
    for index in 0..<12 { state.take(.none, at: at(40 * gap + Double(index) * 2.8), of: session) }
    #expect(state.record(of: .burst) == nil)
  }

  @Test(arguments: [1.0, 30, 75, 900])
  func `fifty calls within fifteen seconds make a session high by themselves, not critical`(gap: Double)
    throws
  {
    let session = try makeSession(life: 86_400)
    var state = RiskState()
    for index in 0..<40 { state.take(.none, at: at(Double(index) * gap), of: session) }
    for index in 0..<50 { state.take(.none, at: at(40 * gap + Double(index) * 0.3), of: session) }
    let points = state.points(at(40 * gap + 15), of: session)
    #expect(points >= 70 && points < 90)
  }

  @Test(arguments: [
    Reasons.capabilityNotGranted, .destinationNotAllowed, .nonceReplayed, .attestationRequired,
    .sessionRevoked,
    .sessionExpired,
  ])
  func `one kind of what is denied makes critical by itself, and no more`(reasons: Reasons)
    throws
  {
    var session = try makeSession(life: 60)
    if reasons == .sessionRevoked { session.revokedFrom = at(1) }
    var state = RiskState()
    for index in 0..<100 { state.take(reasons, at: at(100 + Double(index) * 20), of: session) }
    let points = state.points(at(2080), of: session)
    #expect(points >= 90 && points < 97)
  }
}
