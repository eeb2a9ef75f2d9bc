import AuditTrail
import Delegation
import GRDB

extension SQLiteStore {
  func session(_ key: Identifier, executions limit: Int) throws(StoreError) -> SessionDetail? {
    try read { snapshot throws(StoreError) in
      let row = try snapshot.db.query(
        """
        SELECT \(SessionRow.columns), s.last_execution, s.nonce_highest FROM sessions s JOIN envelopes e ON e.id = s.id
        WHERE s.session_key = ?
        """, [.text(key.text)])
      guard try row.step() else { return nil }
      return SessionDetail(
        row: try SessionRow(row, rules: snapshot.rules, at: snapshot.time),
        executions: try snapshot.executions(from: row.optionalInt(SessionRow.columnCount), limit: limit),
        revocations: try snapshot.revocations(of: key),
        nonceHighest: row.optionalInt(SessionRow.columnCount + 1).map { UInt64(bitPattern: $0) })
    }
  }

  func entries(limit: Int) throws(StoreError) -> [AuditEntry] {
    try read { snapshot throws(StoreError) in
      let rows = try snapshot.db.query(
        "SELECT \(AuditEntry.columns) \(AuditEntry.source) ORDER BY n.sequence DESC LIMIT ?",
        [.int(Int64(max(0, limit)))])
      return try AuditEntry.all(rows)
    }
  }

  func entries(before sequence: Int64, limit: Int) throws(StoreError) -> [AuditEntry] {
    try read { snapshot throws(StoreError) in
      let rows = try snapshot.db.query(
        """
        SELECT \(AuditEntry.columns) \(AuditEntry.source) WHERE n.sequence < ?
        ORDER BY n.sequence DESC LIMIT ?
        """, [.int(sequence), .int(Int64(min(max(0, limit), Self.entriesAtOnce)))])
      return try AuditEntry.all(rows)
    }
  }

  private static let entriesAtOnce = 1000
}

extension AuditEntry {
  fileprivate static func all(_ rows: borrowing Query) throws(StoreError) -> [AuditEntry] {
    var entries: [AuditEntry] = []
    while try rows.step() { entries.append(try AuditEntry(rows)) }
    return entries
  }
}

extension Snapshot {
  /// Follows a session's chain of executions back from its last one.
  func executions(from last: Int64?, limit: Int) throws(StoreError) -> [ExecutionRecord] {
    let row = try db.query(
      """
      SELECT \(ExecutionRecord.columns), x.previous FROM executions x JOIN policy_versions p ON p.id = x.policy_id
      WHERE x.sequence = ?
      """)
    var records: [ExecutionRecord] = []
    var next = last
    while let sequence = next, records.count < limit {
      row.bind(1, sequence)
      guard try row.step() else { throw .corrupt(message: "execution \(sequence) is missing") }
      records.append(try ExecutionRecord(row))
      next = row.optionalInt(14)
      row.reset()
    }
    return records
  }

  /// In commit order.
  func revocations(of key: Identifier) throws(StoreError) -> [RevocationRecord] {
    let rows = try db.query(
      """
      SELECT revocation_id, effective_at, committed_at, plane, operator, reason, withdrawn_at, sequence
      FROM revocations WHERE session_key = ? ORDER BY committed_at, sequence
      """, [.text(key.text)])
    var records: [RevocationRecord] = []
    while try rows.step() {
      let plane = try rows.plane(3)
      let notice = RevocationNotice(
        sessionKey: key, effectiveAt: rows.time(1),
        revokedBy: Operator(name: rows.text(4), plane: plane).qualifiedName, reason: rows.text(5),
        invalidateCaches: true, revocationID: rows.text(0))
      records.append(
        RevocationRecord(
          notice: notice, plane: plane, committedAt: rows.time(2), effectiveAt: rows.time(1),
          withdrawnAt: rows.optionalTime(6), sequence: rows.int(7)))
    }
    return records
  }
}
