import Delegation
import GRDB
import GRDBSQLite
import RiskScoring

extension SQLiteStore {
  func importList(
    _ name: String, _ listings: [DestinationListing], reason: String, by operator: Operator
  ) throws(StoreError) -> DestinationListRecord {
    guard (try? checkName(name.utf8)) != nil else {
      throw .failed(
        code: SQLITE_MISUSE, message: "`\(name)` cannot name a list: expected 1-128 printable characters")
    }
    return try write(.ordinary) { transaction throws(StoreError) in
      try transaction.retire(name)
      let id = (try transaction.db.int("SELECT max(id) FROM destination_lists") ?? 0) + 1
      try transaction.insert(listings, list: id)
      let digest = try ListRows(transaction.db).digest(of: id)
      let count = try transaction.db.int("SELECT count(*) FROM listed WHERE list_id = ?", [.int(id)]) ?? 0
      try transaction.audit(
        "list.import", name, by: `operator`, after: "\(digest) \(count)",
        reason: reason.isEmpty ? nil : reason)
      let record = DestinationListRecord(
        name: name, digest: digest, entries: Int(count), addedAt: transaction.time,
        addedBy: `operator`.qualifiedName, removedAt: nil)
      try transaction.db.run(
        "INSERT INTO destination_lists VALUES (?, ?, ?, ?, ?, ?, NULL)",
        [
          .int(id), .text(name), .text(digest), .int(count), .time(record.addedAt), .text(record.addedBy),
        ])
      transaction.meta.rulesVersion += 1
      return record
    }
  }

  func removeList(_ name: String, reason: String, by operator: Operator) throws(StoreError) -> Bool {
    try write(.ordinary) { transaction throws(StoreError) in
      guard try transaction.retire(name) else { return false }
      try transaction.audit("list.remove", name, by: `operator`, reason: reason.isEmpty ? nil : reason)
      transaction.meta.rulesVersion += 1
      return true
    }
  }

  func lists() throws(StoreError) -> [DestinationListRecord] {
    try read { snapshot throws(StoreError) in
      let rows = try snapshot.db.query(
        "SELECT name, digest, entries, added_at, added_by, removed_at FROM destination_lists ORDER BY id")
      var records: [DestinationListRecord] = []
      while try rows.step() {
        records.append(
          DestinationListRecord(
            name: rows.text(0), digest: rows.text(1), entries: Int(rows.int(2)), addedAt: rows.time(3),
            addedBy: rows.text(4), removedAt: rows.optionalTime(5)))
      }
      return records
    }
  }

  func notes(on destination: Identifier, chain: UInt64) throws(StoreError) -> [DestinationNote] {
    try read { snapshot throws(StoreError) in
      let rows = try snapshot.db.query(
        """
        SELECT d.name, l.kind, l.label, l.family FROM listed l JOIN destination_lists d ON d.id = l.list_id
        WHERE l.address = ? AND (l.chain_id = 0 OR l.chain_id = ?) AND d.removed_at IS NULL ORDER BY d.id
        """, [.text(destination.text), .int(Int64(clamping: chain))])
      var notes: [DestinationNote] = []
      while try rows.step() {
        notes.append(
          DestinationNote(
            list: rows.text(0), kind: rows.text(1), label: rows.text(2), family: rows.optionalText(3)))
      }
      return notes
    }
  }
}

extension Transaction {
  /// - Returns: whether a list of this name was in force.
  @discardableResult
  fileprivate func retire(_ name: String) throws(StoreError) -> Bool {
    try db.run(
      "UPDATE destination_lists SET removed_at = ? WHERE name = ? AND removed_at IS NULL",
      [.time(time), .text(name)])
    return sqlite3_changes(db.sqliteConnection) > 0
  }

  /// One address may be listed for several reasons: the first that is evidence stands.
  fileprivate func insert(_ listings: [DestinationListing], list: Int64) throws(StoreError) {
    let insert = try db.query(
      """
      INSERT INTO listed VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET
        kind = ?4, label = ?5, family = ifnull(family, ?6) WHERE kind = '\(Listing.known)'
      """)
    for listing in listings {
      insert.bind(1, listing.address.text)
      insert.bind(2, list)
      insert.bind(3, Int64(clamping: listing.chainID ?? 0))
      insert.bind(4, listing.kind.rawValue)
      insert.bind(5, listing.label)
      insert.bind(6, .text(listing.family))
      try insert.run()
    }
  }
}
