import Delegation
import GRDB
import PolicyEngine
import RiskScoring

extension SessionRow {
  /// What ``init(_:envelope:rules:at:)`` reads, in its order, from `sessions s JOIN envelopes e`.
  static let columns = """
    e.json, s.granted_at, s.expires_at, s.revoked_from, s.last_attested, s.last_active, s.last_used, s.spent, s.allowed,
    s.denied, s.first_refused_at, s.asserted_until, s.id, s.risk, s.risk_policy, s.revoked_from, s.expires_at
    """

  /// How many those are: what else a query reads begins there.
  static let columnCount: Int32 = 17
  /// Where among them its number stands.
  static let idColumn: Int32 = 12

  init(_ row: borrowing Query, rules: Rules, at time: Timestamp) throws(StoreError) {
    let envelope = try row.withBytes(0) { bytes throws(StoreError) in try Envelope(stored: bytes) }
    var state = SessionState(envelope: envelope, grantedAt: row.time(1))
    state.expiresAt = row.time(2)
    state.revokedFrom = row.optionalTime(3)
    state.lastActive = row.time(5)
    self.init(
      envelope: envelope, life: state.life(at: time, policy: rules.policy), grantedAt: row.time(1),
      issuedAt: state.issuedAt, expiresAt: state.expiresAt, revokedFrom: state.revokedFrom,
      lastAttested: row.optionalTime(4), lastUsed: row.optionalTime(6), spent: try row.money(7),
      allowed: UInt64(clamping: row.int(8)), denied: UInt64(clamping: row.int(9)),
      firstRefusedAfterRevoke: row.optionalTime(10),
      assertedUntil: row.optionalTime(11),
      risk: try StoredRisk(row, from: 12, rules: rules, at: time).summary)
  }
}

extension ExecutionRequest {
  static let columns =
    "request_id, session_key, capability, destination, chain_id, value_micros, nonce_domain, nonce"

  /// - Parameter first: where its columns begin.
  init(_ row: borrowing Query, from first: Int32) throws(StoreError) {
    self.init(
      requestID: row.text(first), sessionKey: try row.identifier(first + 1),
      capability: try row.identifier(first + 2), destination: try row.identifier(first + 3),
      chainID: UInt64(clamping: row.int(first + 4)), value: try row.money(first + 5),
      nonceDomain: try row.identifier(first + 6), nonce: try row.nonce(first + 7))
  }
}

extension ExecutionRecord {
  /// What ``init(_:)`` reads from `executions x JOIN policy_versions p`; the request's columns come last.
  static let columns =
    "x.sequence, x.ts, x.reasons, x.mode, x.remaining, p.version, \(ExecutionRequest.columns)"
  static let source = "FROM executions x JOIN policy_versions p ON p.id = x.policy_id"

  init(_ row: borrowing Query) throws(StoreError) {
    let request = try ExecutionRequest(row, from: 6)
    let tightness = Int(row.int(3))
    guard let mode = PolicyMode(tightness: tightness) else {
      throw .corrupt(message: "execution \(row.int(0)) has mode \(tightness)")
    }
    let decision = Decision(
      requestID: request.requestID, sessionKey: request.sessionKey,
      reasons: Reasons(rawValue: UInt32(truncatingIfNeeded: row.int(2))), mode: mode, at: row.time(1),
      policy: PolicyVersion(text: row.text(5)), remaining: row.isNull(4) ? nil : try row.money(4))
    self.init(sequence: row.int(0), request: request, decision: decision)
  }
}
