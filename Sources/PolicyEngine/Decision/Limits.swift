package import Delegation

/// The limits of one decision on plain numbers: ``decide(_:knowing:in:)`` reads them off a session, and what decides
/// millions again off columns, so that there is one copy of each rule.
extension ModeLimits {
  /// `mode_deny_first`, `mode_guarded`, or nothing.
  /// - Parameters:
  ///   - lastAttested: nil when the session never was.
  ///   - remaining: the life that the session has left.
  package func reasons(
    in mode: ModeTable.Effective, risk: RiskScore, lastAttested: Timestamp?, remaining: TimeSpan
  ) -> Reasons {
    let attestedSinceStart = lastAttested.map { $0 >= mode.start } ?? false
    switch mode.mode {
    case .denyFirst where !attestedSinceStart || risk >= denyFirstMaxRisk: return .modeDenyFirst
    case .guarded where risk >= guardedMaxRisk: return .modeGuarded
    case .guarded where remaining > guardedMaxRemaining && !attestedSinceStart: return .modeGuarded
    default: return .none
    }
  }
}

/// What an envelope says of value.
package struct SpendLimits: Hashable, Sendable {
  package let perExecution: Money?
  /// The most in any span of the envelope's window.
  package let window: Money?
  /// The most in the whole life.
  package let budget: Money

  package init(perExecution: Money?, window: Money?, budget: Money) {
    self.perExecution = perExecution
    self.window = window
    self.budget = budget
  }

  /// The three value limits; limits are scaled by `factor` and rounded down to a micro-dollar.
  /// - Parameters:
  ///   - value: of this execution, in micro-dollars as the others.
  ///   - rule: the capability's own limit.
  ///   - spent: in the whole life so far.
  ///   - inWindow: of it in the envelope's window; looked at only where there is one.
  package func reasons(
    _ value: UInt64, rule: Money?, spent: UInt64, inWindow: UInt64, factor: SpendFactor
  ) -> Reasons {
    var reasons = Reasons.none
    if let perExecution, value > factor.of(perExecution) { reasons.formUnion(.valueOverExecutionLimit) }
    if let rule, value > factor.of(rule) { reasons.formUnion(.valueOverExecutionLimit) }
    if let window, value + inWindow > factor.of(window) { reasons.formUnion(.valueOverWindow) }
    if value + spent > factor.of(budget) { reasons.formUnion(.valueOverBudget) }
    return reasons
  }
}
