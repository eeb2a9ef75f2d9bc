import Delegation
import GRDB

extension SQLiteStore {
  func sessions(revokedBy leaves: [Int64]) throws(StoreError) -> [SessionRow] {
    try read { snapshot throws(StoreError) in
      var keys: Set<Identifier> = []
      var found: [SessionRow] = []
      for leaf in leaves {
        guard let range = try RevocationLeaves.range(snapshot.db, of: leaf) else {
          throw .notFound("leaf \(leaf)")
        }
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

/// The leaves by which one act revoked.
enum RevocationLeaves {
  /// The numbers of the `session.revoke` entries of `leaf`: itself, or, where it revoked a scope, the ones that the same
  /// transaction entered before it. Nil where it is no revocation.
  static func range(_ db: Database, of leaf: Int64) throws(StoreError) -> ClosedRange<Int64>? {
    let row = try db.query("SELECT action, result FROM entries WHERE sequence = ?", [.int(leaf)])
    guard try row.step() else { return nil }
    switch row.text(0) {
    case "session.revoke": return leaf...leaf
    case "scope.revoke":
      // `12 sessions`
      guard let count = row.text(1).split(separator: " ").first.flatMap({ Int64($0) }), count >= 0,
        count < leaf
      else { throw .corrupt(message: "leaf \(leaf) does not say how many sessions it revoked") }
      return (leaf - count)...leaf
    default: return nil
    }
  }
}
