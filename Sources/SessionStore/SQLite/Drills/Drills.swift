import AuditTrail

extension SQLiteStore {
  func record(_ drill: DrillEntry, by operator: Operator) throws(StoreError) -> Int64 {
    try write(.ordinary) { transaction throws(StoreError) in
      try transaction.audit(
        "drill.run", drill.id, by: `operator`, before: drill.before, after: drill.after,
        reason: drill.outcome,
        detail: drill.report)
    }
  }

  func drills() throws(StoreError) -> [AuditEntry] {
    try read { snapshot throws(StoreError) in
      let rows = try snapshot.db.query(
        """
        SELECT \(AuditEntry.columns) \(AuditEntry.source)
        WHERE n.action = 'drill.run' AND n.\(AuditEntry.isOfResponse) ORDER BY n.sequence
        """)
      var entries: [AuditEntry] = []
      while try rows.step() { entries.append(try AuditEntry(rows)) }
      return entries
    }
  }
}

extension AuditEntry {
  /// As the index `response_entries` has it: without it SQLite reads the whole log.
  static let isOfResponse = "action IN ('drill.run', 'notice.publish', 'point.effective')"
}
