import Delegation
import PolicyEngine
import Testing

@testable import RiskScoring

@Suite struct ExplanationTests {
  private func attacked() throws -> (RiskState, SessionState) {
    let session = try makeSession()
    var state = RiskState()
    for index in 0..<6 {
      state.take(
        [.chainMismatch, .destinationNotAllowed], at: at(Double(index) * 20), sequence: Int64(index + 3),
        of: session)
    }
    state.take(.nonceReplayed, at: at(150), sequence: 20, of: session)
    return (state, session)
  }

  @Test func `every signal is named with its weight, its events and the score without it`() throws {
    let (state, session) = try attacked()
    let context = RiskContext(session, at: at(150), model: .standard)
    let why = state.explanation(context)
    #expect(why.contributions.map(\.signal) == [.context, .nonce])
    #expect(why.contributions[0].count == 6 && why.contributions[0].denied == 6)
    #expect(why.contributions[0].executions == [5, 6, 7, 8])
    #expect(why.contributions[1].executions == [20])
    for part in why.contributions { #expect(part.scoreWithout < why.score) }
    #expect(RiskScore(logOdds: RiskState.prior + why.contributions.reduce(0) { $0 + $1.nats }) == why.score)
  }

  @Test func `the moment at which the band ends is the first one outside it`() throws {
    let (state, session) = try attacked()
    let why = state.explanation(RiskContext(session, at: at(150), model: .standard))
    let end = try #require(why.leavesBandAt)
    func band(_ time: Timestamp) -> RiskBand {
      RiskBand(state.score(RiskContext(session, at: time, model: .standard)))
    }
    #expect(band(end) < why.band)
    #expect(band(end - TimeSpan(milliseconds: 1)) == why.band)
  }

  @Test func `a floor and a growing lag have no end`() throws {
    var (state, session) = try attacked()
    state.criticalSince = at(100)
    #expect(state.explanation(RiskContext(session, at: at(150), model: .standard)).leavesBandAt == nil)
    session.revokedFrom = at(120)
    #expect(state.explanation(RiskContext(session, at: at(150), model: .standard)).leavesBandAt != nil)
    state.set(.allowedAfterRevocation)
    #expect(state.explanation(RiskContext(session, at: at(150), model: .standard)).leavesBandAt == nil)
  }
}
