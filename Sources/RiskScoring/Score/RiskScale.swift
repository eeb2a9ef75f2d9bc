package import Delegation
package import PolicyEngine

/// What of one signal's record its score is made of, in sixteen bytes: what many sessions are scored from at once.
package struct PackedEvidence: Hashable, Sendable {
  fileprivate let sum: UInt64
  /// The half-life in which the latest part came, and in the lowest eight bits the signal.
  private let place: Int64

  package init(_ record: SignalRecord) {
    sum = record.evidence.sum
    place = record.evidence.block << 8 | Int64(record.signal.rawValue)
  }

  /// Of nothing.
  package static let none = PackedEvidence(SignalRecord(.scope))

  fileprivate var block: Int64 { place >> 8 }
  fileprivate var signal: Int { Int(place & 0xFF) }
}

/// What else of a session's state its score depends on.
package struct RiskOutline: Hashable, Sendable {
  /// The highest of its floors; 0 without one.
  fileprivate let floor: UInt16
  fileprivate let criticalSince: Timestamp?

  package init(_ state: RiskState) {
    floor = UInt16(state.floors.map(\.score.hundredths).max() ?? 0)
    criticalSince = state.criticalSince
  }
}

/// The scores of many sessions at one moment under one model: to the hundredth what ``RiskState/score(_:)`` gives, with
/// all that depends on time and model alone computed once.
///
/// It looks at no moment before a session's latest evidence, because a store's time never goes back.
package struct RiskScale {
  private struct Signal {
    /// Of the moment: in which half-life it lies, and what is left of evidence since that half-life began.
    let block: Int64
    let left: UInt64
    let cap: Int64
    let isState: Bool
  }

  private let time: Timestamp
  private let model: RiskModel
  /// By position.
  private let signals: [Signal]

  package init(_ model: RiskModel, at time: Timestamp) {
    self.time = time
    self.model = model
    signals = RiskSignal.allCases.map { signal in
      let (block, left) = Decaying.fading(at: time, halfLife: model[signal].halfLife)
      return Signal(block: block, left: left, cap: model[signal].cap, isState: signal.isState)
    }
  }

  package func score(
    _ evidence: UnsafeBufferPointer<PackedEvidence>, _ outline: RiskOutline, expiresAt: Timestamp,
    revokedFrom: Timestamp?
  ) -> RiskScore {
    var nats = RiskState.prior + lag(outline, expiresAt: expiresAt, revokedFrom: revokedFrom)
    for part in evidence { nats += capped(part) }
    return max(RiskScore(hundredths: Int(outline.floor)), RiskScore(logOdds: nats))
  }

  /// Whether `signal` still says something.
  package func says(
    _ signal: RiskSignal, _ evidence: UnsafeBufferPointer<PackedEvidence>, _ outline: RiskOutline,
    expiresAt: Timestamp, revokedFrom: Timestamp?
  ) -> Bool {
    if signal == .revocationLag,
      lag(outline, expiresAt: expiresAt, revokedFrom: revokedFrom) >= RiskState.leastShown
    {
      return true
    }
    return evidence.contains { $0.signal == signal.rawValue && capped($0) >= RiskState.leastShown }
  }

  private func lag(_ outline: RiskOutline, expiresAt: Timestamp, revokedFrom: Timestamp?) -> Int64 {
    guard let since = outline.criticalSince else { return 0 }
    let context = RiskContext(at: time, revokedFrom: revokedFrom, expiresAt: expiresAt, model: model)
    return RiskState.lagNats(since: since, context)
  }

  private func capped(_ part: PackedEvidence) -> Int64 {
    let signal = signals[part.signal]
    let nats =
      signal.isState
      ? Int64(clamping: part.sum)
      : Int64(clamping: Decaying.faded(part.sum, from: part.block, to: signal.block, left: signal.left))
    return saturated(nats, cap: signal.cap)
  }
}
