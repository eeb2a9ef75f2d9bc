package import Delegation
package import PolicyEngine

/// What else of a session its score depends on.
package struct RiskContext: Sendable {
  package let at: Timestamp
  package let revokedFrom: Timestamp?
  package let expiresAt: Timestamp
  package let model: RiskModel

  package init(at: Timestamp, revokedFrom: Timestamp?, expiresAt: Timestamp, model: RiskModel) {
    self.at = at
    self.revokedFrom = revokedFrom
    self.expiresAt = expiresAt
    self.model = model
  }

  package init(_ session: borrowing SessionState, at time: Timestamp, model: RiskModel) {
    self.init(at: time, revokedFrom: session.revokedFrom, expiresAt: session.expiresAt, model: model)
  }
}

extension RiskState {
  /// Log-odds of a session of which nothing is known: ln(0.01 ÷ 0.99), in millionths.
  static let prior: Int64 = -4_595_120

  /// The score of a session that never gave a signal.
  package static let cleanScore = RiskScore(logOdds: prior)

  /// `L = L0 + Σ cap · (1 − exp(−E ÷ cap))`; the score is `100 ÷ (1 + exp(−L))`, never below a floor.
  package func score(_ context: RiskContext) -> RiskScore {
    if isClean { return RiskState.cleanScore }
    let nats = records.reduce(lagNats(context)) { $0 + $1.capped(at: context.at, context.model) }
    return max(floors.map(\.score).max() ?? .none, RiskScore(logOdds: RiskState.prior + nats))
  }

  /// A score that this session cannot exceed from now on unless something happens to it: what an order of many is kept
  /// by, because evidence only fades. The lag of a critical session that is not revoked still grows: it counts whole.
  package func bound(_ context: RiskContext) -> RiskScore {
    guard isLagging(context) else { return score(context) }
    let nats = records.reduce(context.model[.revocationLag].cap) {
      $0 + $1.capped(at: context.at, context.model)
    }
    return max(floors.map(\.score).max() ?? .none, RiskScore(logOdds: RiskState.prior + nats))
  }

  /// Critical, and neither revoked nor expired.
  func isLagging(_ context: RiskContext) -> Bool {
    guard criticalSince != nil, context.at < context.expiresAt else { return false }
    return context.revokedFrom.map { context.at < $0 } ?? true
  }

  /// From when it was critical until it was revoked, it expired, or now.
  private static func lag(since criticalSince: Timestamp, _ context: RiskContext) -> TimeSpan {
    let end = min(context.at, context.revokedFrom ?? context.at, context.expiresAt)
    return max(TimeSpan(milliseconds: 0), end - criticalSince)
  }

  /// 0.8 · log2(1 + lag ÷ 5 s), saturating.
  func lagNats(_ context: RiskContext) -> Int64 {
    criticalSince.map { RiskState.lagNats(since: $0, context) } ?? 0
  }

  static func lagNats(since criticalSince: Timestamp, _ context: RiskContext) -> Int64 {
    let lag = lag(since: criticalSince, context)
    let ratio = FixedPoint.log2(5000 + UInt64(lag.milliseconds), over: 5000)
    let nats = context.model[.lagSlope] * ratio / 1_000_000
    return saturated(nats, cap: context.model[.revocationLag].cap)
  }
}

extension SignalRecord {
  /// The evidence that is left at `time`, in millionths of a nat, before its cap.
  func nats(at time: Timestamp, _ model: RiskModel) -> Int64 {
    if signal.isState { return Int64(clamping: evidence.sum) }
    return Int64(clamping: evidence.value(at: max(time, lastSeen), halfLife: model[signal].halfLife))
  }

  /// What it adds to the log-odds.
  func capped(at time: Timestamp, _ model: RiskModel) -> Int64 {
    saturated(nats(at: time, model), cap: model[signal].cap)
  }
}

/// cap · (1 − exp(−nats ÷ cap)).
func saturated(_ nats: Int64, cap: Int64) -> Int64 {
  guard cap > 0, nats > 0 else { return 0 }
  let quotient = UInt64(nats).multipliedFullWidth(by: 1_000_000)
  guard quotient.high < UInt64(cap) else { return cap }
  let ratio = UInt64(cap).dividingFullWidth(quotient).quotient
  return Int64(
    FixedPoint.scale(UInt64(cap), by: FixedPoint.one - FixedPoint.exp(minus: Int64(clamping: ratio))))
}

extension RiskScore {
  /// The logistic of log-odds in millionths of a nat, rounded to a hundredth of a point.
  init(logOdds: Int64) {
    let odds = FixedPoint.exp(minus: Int64(clamping: logOdds.magnitude))
    let favour = logOdds < 0 ? odds : FixedPoint.one
    let whole = FixedPoint.one + odds
    self.init(hundredths: Int((favour * 10_000 + whole / 2) / whole))
  }
}
