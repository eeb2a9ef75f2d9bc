import Delegation
import GRDB
import PolicyEngine

extension SQLiteStore {
  func revoke(
    _ keys: ArraySlice<Identifier>, reason: String, by operator: Operator
  ) throws(StoreError) -> [RevocationReceipt] {
    guard !keys.isEmpty else { return [] }
    let lock = try writable().lock
    let clock = ContinuousClock()
    let start = clock.now
    let receipts = try revoking { transaction throws(StoreError) in
      let end = clock.now + BulkBatch.timeMax
      var receipts: [RevocationReceipt] = []
      for key in keys.prefix(BulkBatch.keysMax) {
        // Who waits to end one session waits for this much of the many, and no more.
        if !receipts.isEmpty, clock.now >= end || lock.isUrgentWaiting { break }
        let order = RevocationOrder(sessionKey: key, reason: reason)
        receipts.append(try transaction.revoke(order, id: makeID(), by: `operator`, envelopes))
      }
      return receipts
    }
    let elapsed = clock.now - start
    return receipts.map { $0.measured(elapsed) }
  }

  func rows(of keys: [Identifier]) throws(StoreError) -> SessionListing {
    try read { snapshot throws(StoreError) in
      let row = try snapshot.db.query(
        """
        SELECT \(SessionRow.columns) FROM sessions s JOIN envelopes e ON e.id = s.id WHERE s.session_key = ?
        """)
      var rows: [SessionRow] = []
      for key in keys {
        row.bind(1, key.text)
        defer { row.reset() }
        guard try row.step() else { continue }
        rows.append(try SessionRow(row, rules: snapshot.rules, at: snapshot.time))
      }
      return SessionListing(rows: rows, offset: 0, matching: rows.count, asOf: snapshot.time)
    }
  }
}

/// How much of a revocation of many is one commit.
private enum BulkBatch {
  static let keysMax = 256
  static let timeMax = Duration.milliseconds(10)
}
