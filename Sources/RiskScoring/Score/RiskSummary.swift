package import PolicyEngine

/// A score as a list shows it: with its band, and the signals that speak for it.
package struct RiskSummary: Hashable, Sendable {
  package let score: RiskScore
  /// Most telling first.
  package let signals: [RiskSignal]

  package var band: RiskBand { RiskBand(score) }

  package init(score: RiskScore, signals: [RiskSignal]) {
    self.score = score
    self.signals = signals
  }

  package init(_ state: RiskState, _ context: RiskContext) {
    self.init(score: state.score(context), signals: state.isClean ? [] : state.signals(context))
  }

  /// Of a session that never gave a signal.
  package static let clean = RiskSummary(score: RiskState.cleanScore, signals: [])
}
