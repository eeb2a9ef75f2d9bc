import Delegation
import PolicyEngine
import Testing

@testable import RiskScoring

@Suite struct RiskScaleTests {
  @Test(arguments: UInt64(0)..<40)
  func `many scored at once have the scores and signals of each scored alone`(seed: UInt64) throws {
    var random = Seeded(state: seed)
    var session = try makeSession()
    var state = RiskState()
    let reasons: [Reasons] = [
      .capabilityNotGranted, .chainMismatch, .nonceReplayed, .attestationRequired, .sessionRevoked,
      .sessionExpired, [],
    ]
    var time = 0.0
    for index in 0..<30 {
      time += Double.random(in: 0...400, using: &random)
      state.take(
        reasons.randomElement(using: &random) ?? [], at: at(time), sequence: Int64(index),
        usd: UInt64.random(in: 0...700, using: &random), of: session)
      if Int.random(in: 0..<10, using: &random) == 0 { session.revokedFrom = at(time) }
      if Int.random(in: 0..<12, using: &random) == 0 { state.set(.allowedAfterRevocation) }
      if Int.random(in: 0..<12, using: &random) == 0 { _ = state.clearFloors() }
      if Int.random(in: 0..<8, using: &random) == 0 { state.criticalSince = at(time) }
      for later in [0, 1, 3600, 90_000] {
        let context = RiskContext(session, at: at(time + Double(later)), model: .standard)
        let scale = RiskScale(.standard, at: context.at)
        let (packed, outline) = (state.records.map(PackedEvidence.init), RiskOutline(state))
        packed.withUnsafeBufferPointer { packed in
          let score = scale.score(
            packed, outline, expiresAt: session.expiresAt, revokedFrom: session.revokedFrom)
          #expect(score == state.score(context), "seed \(seed), event \(index)")
          for signal in RiskSignal.allCases {
            let says = scale.says(
              signal, packed, outline, expiresAt: session.expiresAt, revokedFrom: session.revokedFrom)
            #expect(
              says == state.signals(context).contains(signal), "seed \(seed), event \(index): \(signal)")
          }
        }
      }
    }
  }
}
