import Delegation
import GRDB
import PolicyEngine
import RiskScoring

extension Alert {
  /// What ``init(_:)`` reads, in its order, from `alerts a`.
  static let columns = """
    a.id, a.sequence, a.kind, a.subject, a.session_key, a.wallet, a.owner, a.opened_at, a.last_at, a.count, a.peak,
    a.state, a.label, a.acknowledged_by, a.acknowledged_at, a.closed_by, a.closed_at, a.revoked_at, a.effective_at
    """

  init(_ row: borrowing Query) throws(StoreError) {
    guard let kind = AlertKind(rawValue: row.text(2)), let state = AlertState(rawValue: row.text(11)) else {
      throw .corrupt(message: "alert \(row.int(0)) does not read")
    }
    self.init(
      id: row.int(0), sequence: row.int(1), kind: kind, subject: row.text(3),
      sessionKey: row.isNull(4) ? nil : try row.identifier(4),
      wallet: row.isNull(5) ? nil : try row.identifier(5),
      owner: row.optionalText(6), openedAt: row.time(7), lastAt: row.time(8),
      count: UInt64(clamping: row.int(9)), peak: RiskScore(hundredths: Int(row.int(10))), state: state,
      label: row.optionalText(12).flatMap(AlertLabel.init(rawValue:)), acknowledgedBy: row.optionalText(13),
      acknowledgedAt: row.optionalTime(14), closedBy: row.optionalText(15), closedAt: row.optionalTime(16),
      revokedAt: row.optionalTime(17), effectiveAt: row.optionalTime(18))
  }
}

extension SQLiteStore {
  func alert(_ id: Int64) throws(StoreError) -> Alert? {
    try read { snapshot throws(StoreError) in
      let row = try snapshot.db.query("SELECT \(Alert.columns) FROM alerts a WHERE a.id = ?", [.int(id)])
      return try row.step() ? try Alert(row) : nil
    }
  }

  func alerts(_ query: AlertQuery) throws(StoreError) -> AlertListing {
    try read { snapshot throws(StoreError) in
      let states = AlertState.allCases.map { query.states.contains($0) ? "'\($0.rawValue)'" : "''" }
      let condition = """
        a.state IN (\(states.joined(separator: ", "))) AND (?1 IS NULL OR a.session_key = ?1)
        """
      let key = SQLValue.text(query.sessionKey?.text)
      let matching = Int(
        try snapshot.db.int("SELECT count(*) FROM alerts a WHERE \(condition)", [key]) ?? 0)
      let offset = min(max(0, query.offset), matching)
      let rows = try snapshot.db.query(
        "SELECT \(Alert.columns) FROM alerts a WHERE \(condition) ORDER BY a.id DESC LIMIT ?2 OFFSET ?3",
        [key, .int(Int64(max(0, query.limit))), .int(Int64(offset))])
      var alerts: [Alert] = []
      while try rows.step() { alerts.append(try Alert(rows)) }
      return AlertListing(alerts: alerts, offset: offset, matching: matching, asOf: snapshot.time)
    }
  }
}
