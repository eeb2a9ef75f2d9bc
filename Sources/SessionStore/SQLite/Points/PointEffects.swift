import Delegation
import GRDB

extension SQLiteStore {
  func noteEffective(
    point: String, of revocation: Int64, incident: String?, by operator: Operator
  ) throws(StoreError) -> Bool {
    guard PointName(point) != nil else { throw .notFound(point) }
    // Most are asked for again and again: one look that takes no lock.
    let isKnown = try read { snapshot throws(StoreError) in
      try snapshot.db.hasEffect(of: revocation, at: point)
    }
    if isKnown { return false }
    return try write(.ordinary) { transaction throws(StoreError) in
      if try transaction.db.hasEffect(of: revocation, at: point) { return false }
      let entry = try transaction.db.query(
        "SELECT action, target FROM entries WHERE sequence = ?", [.int(revocation)])
      guard try entry.step(), ["session.revoke", "scope.revoke"].contains(entry.text(0)) else {
        throw .notFound("revocation \(revocation)")
      }
      let (action, target, time) = (entry.text(0), entry.text(1), transaction.time)
      let detail = JSONWriter.object { writer in
        writer.member("revocation", raw: String(revocation))
        if action == "session.revoke" {
          writer.member("sessionKey", target)
        } else {
          writer.member("scope", raw: target)
        }
        if let incident { writer.member("incident", incident) }
        writer.member("at", raw: time.seconds)
      }
      try transaction.audit(
        "point.effective", point, by: `operator`, after: String(revocation), detail: detail)
      return true
    }
  }

  func pointsEffective(of revocations: [Int64]) throws(StoreError) -> [PointEffect] {
    guard let first = revocations.min() else { return [] }
    let asked = Set(revocations)
    return try read { snapshot throws(StoreError) in
      let rows = try snapshot.db.query(
        """
        SELECT target, after, at, detail FROM entries WHERE action = 'point.effective' AND sequence > ?
        ORDER BY sequence
        """, [.int(first)])
      var effects: [PointEffect] = []
      while try rows.step() {
        guard let revocation = Int64(rows.text(1)), asked.contains(revocation) else { continue }
        effects.append(
          PointEffect(
            point: rows.text(0), revocation: revocation, at: rows.time(2),
            incident: EntryFields(rows.optionalText(3))["incident"]))
      }
      return effects
    }
  }
}

extension Database {
  fileprivate func hasEffect(of revocation: Int64, at point: String) throws(StoreError) -> Bool {
    try int(
      """
      SELECT 1 FROM entries WHERE action = 'point.effective' AND target = ? AND sequence > ? AND after = ? LIMIT 1
      """, [.text(point), .int(revocation), .text(String(revocation))]) != nil
  }
}
