import Delegation
import PolicyEngine
import RiskScoring

/// What is seen of the sessions while something happens to them: what raises alerts and moves the metrics.
///
/// The enforcing transaction and the audit's recount take the same steps through it, so that neither can see more than
/// the other.
struct Watch {
  var sums = MetricSums()
  var raises = AlertRaises()

  /// Takes an execution of a known session with its decision.
  /// - Parameters:
  ///   - session: as the decision saw it.
  ///   - risk: the session's, carried to the policy in force.
  ///   - mismatches: the session's context mismatches in the window, this one included; nil when this is none.
  mutating func take(
    _ request: ExecutionRequest, _ decision: Decision, sequence: Int64, _ session: borrowing SessionState,
    risk: inout RiskState, mismatches: Int64?, isListed: Bool, family: String, under policy: Policy
  ) -> RiskChange {
    sums.add(decision.reasons, chain: session.envelope.chainID, family: family, at: decision.at)
    let before = risk
    let change = risk.observe(
      ObservedExecution(
        request, reasons: decision.reasons, at: decision.at, sequence: sequence, isListed: isListed),
      of: session, under: policy)
    if change.signals.isEmpty && mismatches == nil { return change }
    func raise(_ kind: AlertKind, opens: Bool) {
      raises.add(
        Raise(
          kind: kind, subject: request.sessionKey.text, sessionKey: request.sessionKey.text,
          wallet: session.envelope.wallet.text, owner: policy.owners[request.capability], sequence: sequence,
          at: decision.at, score: change.after, opens: opens))
    }
    if let mismatches, UInt64(clamping: mismatches) > policy.detection.mismatchesOver {
      raise(.contextViolations, opens: UInt64(clamping: mismatches) == policy.detection.mismatchesOver + 1)
    }
    // What goes on counts on an open alert, but a write for each event of a burst would cost more than deciding it.
    if change.hasClimbed {
      if RiskBand(change.after) >= .high { raise(.riskHigh, opens: change.before < RiskBand.high.from) }
      if RiskBand(change.after) == .critical {
        raise(.riskCritical, opens: change.before < RiskBand.critical.from)
      }
    }
    if change.signals.contains(.burst), before.isEpisode(.burst, at: decision.at) {
      raise(.burst, opens: true)
    }
    if change.signals.contains(.postRevocation) {
      raise(.postRevocation, opens: before.isEpisode(.postRevocation, at: decision.at))
    }
    if !policy.response.revokesByItself, change.hasClimbed,
      change.after >= policy.response.autoRevokeAtRisk
    {
      raise(.wouldRevoke, opens: change.before < policy.response.autoRevokeAtRisk)
    }
    return change
  }

  /// Takes an execution of a key that no session has.
  mutating func take(unknown request: ExecutionRequest, _ decision: Decision, family: String) {
    sums.add(decision.reasons, chain: 0, family: family, at: decision.at)
  }
}

extension RiskChange {
  /// Whether the score has come to another whole point.
  fileprivate var hasClimbed: Bool { after.hundredths / 100 > before.hundredths / 100 }
}

extension RiskState {
  /// Whether a signal begins anew: it was never seen, or not for a quarter of an hour.
  fileprivate func isEpisode(_ signal: RiskSignal, at time: Timestamp) -> Bool {
    guard let record = record(of: signal) else { return true }
    return time - record.lastSeen > TimeSpan(seconds: 900)
  }
}

extension RiskState {
  /// Whether the policy plane ends a session: its score has come to the limit, and there is something left to end.
  func mustBeRevoked(_ session: borrowing SessionState, at time: Timestamp, under policy: Policy) -> Bool {
    guard policy.response.revokesByItself, time < session.expiresAt,
      session.revokedFrom.map({ time < $0 }) ?? true
    else { return false }
    return score(RiskContext(session, at: time, model: policy.risk)) >= policy.response.autoRevokeAtRisk
  }
}
