import Delegation
package import PolicyEngine

/// What one execution did to its session's risk.
package struct RiskChange: Hashable, Sendable {
  package let before: RiskScore
  package let after: RiskScore
  /// The signals that it gave.
  package let signals: Set<RiskSignal>

  package init(before: RiskScore, after: RiskScore, signals: Set<RiskSignal>) {
    self.before = before
    self.after = after
    self.signals = signals
  }

  /// The band that it rose to, if it rose.
  package var risen: RiskBand? {
    let band = RiskBand(after)
    return band > RiskBand(before) ? band : nil
  }
}

extension RiskState {
  /// Takes the next execution, and says what it changed. Of most there is nothing to say, and no score is made.
  package mutating func observe(
    _ execution: ObservedExecution, of session: borrowing SessionState, under policy: Policy
  ) -> RiskChange {
    let counts = records.map(\.count)
    let signals = records.map(\.signal)
    let context = RiskContext(session, at: execution.at, model: policy.risk)
    let before = isClean ? RiskState.cleanScore : score(context)
    guard take(execution, of: session, under: policy) else {
      return RiskChange(before: before, after: before, signals: [])
    }
    let after = score(context)
    if RiskBand(after) == .critical, criticalSince == nil, isRevocable(session, at: execution.at) {
      criticalSince = execution.at
    }
    var seen: Set<RiskSignal> = []
    for record in records {
      let known = signals.firstIndex(of: record.signal).map { counts[$0] } ?? 0
      if record.count > known { seen.insert(record.signal) }
    }
    return RiskChange(before: before, after: after, signals: seen)
  }

  private func isRevocable(_ session: borrowing SessionState, at time: Timestamp) -> Bool {
    time < session.expiresAt && (session.revokedFrom.map { time < $0 } ?? true)
  }
}
