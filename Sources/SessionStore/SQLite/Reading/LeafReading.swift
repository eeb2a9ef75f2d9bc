import AuditTrail
import Delegation
import GRDB
import PolicyEngine

extension AuditEntry {
  /// What ``init(_:)`` reads, in its order, from ``source``.
  static let columns = """
    n.sequence, n.at, n.who, n.plane, n.action, n.target, n.before, n.after, n.reason, n.result, n.event, n.detail,
    n.session_id, e.json
    """
  static let source = "FROM entries n LEFT JOIN envelopes e ON e.id = n.session_id"

  init(_ row: borrowing Query) throws(StoreError) {
    // A grant's envelope stands in `envelopes` alone; its event is made of it.
    let event: String? =
      row.isNull(12)
      ? row.optionalText(10) : LoggedEvent.grantedJSON(at: row.time(1), envelope: row.text(13))
    self.init(
      sequence: row.int(0), at: row.time(1), who: row.text(2), plane: try row.plane(3), action: row.text(4),
      target: row.text(5), before: row.optionalText(6), after: row.optionalText(7),
      reason: row.optionalText(8),
      result: row.text(9), event: event, detail: row.optionalText(11))
  }
}

extension LoggedEvent {
  /// The line of a grant, from the envelope's JSON as it stands.
  static func grantedJSON(at time: Timestamp, envelope: String) -> String {
    JSONWriter.object { writer in
      writer.member("type", "session.granted")
      writer.member("at", raw: time.seconds)
      writer.member("envelope", raw: envelope)
    }
  }
}

extension ExecutionLeaf {
  /// What ``init(_:)`` reads, in its order, from ``source``.
  static let columns = """
    x.sequence, x.ts, x.request_id, x.session_key, x.capability, x.destination, x.chain_id, x.value_micros,
    x.nonce_domain, x.nonce, x.reasons, x.mode, p.version, x.remaining
    """
  static let source = "FROM executions x LEFT JOIN policy_versions p ON p.id = x.policy_id"

  init(_ row: borrowing Query) throws(StoreError) {
    guard let mode = PolicyMode(tightness: Int(row.int(11))) else {
      throw .corrupt(message: "\(row.int(11)) is no mode")
    }
    self.init(
      sequence: row.int(0), at: row.time(1), requestID: row.text(2), sessionKey: row.text(3),
      capability: row.text(4), destination: row.text(5), chainID: UInt64(clamping: row.int(6)),
      value: try row.money(7), nonceDomain: row.text(8), nonce: try row.nonce(9),
      reasons: Reasons(rawValue: UInt32(truncatingIfNeeded: row.int(10))), mode: mode, policy: row.text(12),
      remaining: row.isNull(13) ? nil : try row.money(13))
  }
}
