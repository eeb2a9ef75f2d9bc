import Delegation
import PolicyEngine
import RiskScoring

/// What the policy plane does by itself, and what alerts and metrics learn of a revocation.
extension Transaction {
  /// Ends a session whose score has come to the policy's limit; its row is written by who holds it.
  mutating func revokeByPolicy(
    _ session: StoredSession, _ why: RiskExplanation, wasRevoked: Bool
  ) throws(StoreError) {
    let plane = Operator(name: Transaction.policyName, plane: .policy)
    let signals = why.contributions.map(\.signal.code).joined(separator: " ")
    let reason = "risk \(why.score.text): \(signals)"
    let evidence = try evidence(of: .session(session), why)
    let notice = RevocationNotice(
      sessionKey: session.state.envelope.sessionKey, effectiveAt: time, revokedBy: plane.qualifiedName,
      reason: reason, invalidateCaches: true, revocationID: "p-\(meta.nextSequence)")
    try enter(
      notice, effectiveAt: time, reason: reason, wasRevoked: wasRevoked, by: plane,
      detail: detail(evidence: evidence))
  }

  /// The name under which the policy plane revokes by itself.
  static let policyName = "risk"

  /// Counts a session's life as it is planned now instead of as it was.
  mutating func replan(_ old: SessionState, as new: SessionState, id: Int64) throws(StoreError) {
    if old.plannedEnd == new.plannedEnd { return }
    let classes = try db.text("SELECT classes FROM envelopes WHERE id = ?", [.int(id)]) ?? ""
    watch.sums.move(classes, issuedAt: new.issuedAt, from: old.plannedEnd, to: new.plannedEnd)
  }

  /// A revocation of the session was committed: what its critical alerts wait for.
  mutating func noteRevoked(_ key: Identifier) throws(StoreError) {
    // Alerts of this very transaction are not in the table yet.
    try watch.raises.write(db)
    try db.run(
      """
      UPDATE alerts SET revoked_at = ? WHERE subject = ? AND kind = 'risk_critical' AND revoked_at IS NULL
      """, [.time(time), .text(key.text)])
  }

  /// The session was seen to be refused for the first time since its revocation.
  func noteEffective(_ key: Identifier) throws(StoreError) {
    try db.run(
      """
      UPDATE alerts SET effective_at = ? WHERE subject = ? AND kind = 'risk_critical' AND revoked_at IS NOT NULL
        AND effective_at IS NULL
      """, [.time(time), .text(key.text)])
  }
}
