import AuditTrail
import Delegation
import PolicyEngine
import SessionStore

@testable import IncidentResponse

/// A session that was granted at second 0 for 900 s as leaf 10, and acts at second 300 as leaf 50.
enum WhySamples {
  static let key = Identifier.opaque("0xSession")
  static let wallet = Identifier.opaque("0xWallet")
  static let acted: Int64 = 50

  static let envelope = Envelope(
    sessionKey: key, wallet: wallet, capabilities: [.opaque("swap.execute")],
    maxValue: Money(micros: 500_000_000) ?? .zero, destinations: .shared([.opaque("0xRouter")]), chainID: 1,
    expiresAt: at(900), nonceDomain: .opaque("mobile"))

  static func row(grantedAt: Int64 = 0, firstRefused: Int64? = nil) -> SessionRow {
    SessionRow(
      envelope: envelope, life: .active, grantedAt: at(grantedAt), issuedAt: at(grantedAt),
      expiresAt: at(900),
      revokedFrom: nil, lastAttested: nil, lastUsed: nil, spent: .zero, allowed: 1, denied: 0,
      firstRefusedAfterRevoke: firstRefused.map { at($0) })
  }

  static func execution(
    _ sequence: Int64 = acted, at second: Int64 = 300, reasons: Reasons = .none, mode: PolicyMode = .normal
  ) -> ExecutionRecord {
    let request = ExecutionRequest(
      requestID: "r-\(sequence)", sessionKey: key, capability: .opaque("swap.execute"),
      destination: .opaque("0xRouter"), chainID: 1, value: Money(micros: 12_000_000) ?? .zero,
      nonceDomain: .opaque("mobile"), nonce: UInt64(sequence))
    return ExecutionRecord(
      sequence: sequence, request: request,
      decision: Decision(
        requestID: request.requestID, sessionKey: key, reasons: reasons, mode: mode, at: at(second),
        policy: PolicyVersion(text: "sha256:00"), remaining: nil))
  }

  static func entry(
    _ sequence: Int64, _ action: String, at second: Int64, after: Int64? = nil, result: String = "done",
    reason: String? = nil
  ) -> AuditEntry {
    AuditEntry(
      sequence: sequence, at: at(second), who: "alice", plane: .secops, action: action,
      target: action == "user.logOut" ? wallet.text : key.text, before: nil,
      after: after.map { at($0).seconds },
      reason: reason, result: result, event: nil, detail: nil)
  }

  static let grant = entry(10, "session.grant", at: 0, result: "granted")
  static func logOut(_ sequence: Int64, at second: Int64) -> AuditEntry {
    entry(sequence, "user.logOut", at: second)
  }
  static func revoke(
    _ sequence: Int64, at second: Int64, from: Int64? = nil, id: String = "rev-1"
  ) -> AuditEntry {
    entry(sequence, "session.revoke", at: second, after: from ?? second, result: id, reason: "leak")
  }
  static func reinstate(_ sequence: Int64, at second: Int64, id: String = "rev-1") -> AuditEntry {
    entry(sequence, "session.reinstate", at: second, result: id)
  }

  static func history(
    _ entries: [AuditEntry], _ executions: [ExecutionRecord] = [execution()], row: SessionRow? = row(),
    revocations: [RevocationRecord] = []
  ) -> SessionHistory {
    SessionHistory(
      key: key, row: row, entries: row == nil ? entries : [grant] + entries, executions: executions,
      revocations: revocations, asOf: at(2000))
  }
}
