import Delegation
import GRDB

extension SQLiteStore {
  func sessions(revokedBy leaves: [Int64]) throws(StoreError) -> [SessionRow] {
    try read { snapshot throws(StoreError) in
      var keys: Set<Identifier> = []
      var found: [SessionRow] = []
      for range in try RevokedSessions.ranges(snapshot.db, leaves) {
        let rows = try snapshot.db.query(
          """
          SELECT \(SessionRow.columns) FROM entries n JOIN sessions s ON s.session_key = n.target
          JOIN envelopes e ON e.id = s.id
          WHERE n.sequence BETWEEN ? AND ? AND n.action = 'session.revoke' ORDER BY n.sequence
          """, [.int(range.lowerBound), .int(range.upperBound)])
        while try rows.step() {
          let row = try SessionRow(rows, rules: snapshot.rules, at: snapshot.time)
          if keys.insert(row.id).inserted { found.append(row) }
        }
      }
      return found
    }
  }
}
