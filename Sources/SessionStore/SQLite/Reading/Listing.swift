import Delegation
import GRDB
import PolicyEngine
import RiskScoring

extension SQLiteStore {
  func list(_ query: SessionQuery) throws(StoreError) -> SessionListing {
    // Straight out of the table: no index is quicker.
    let isPlain = query.filter.terms.isEmpty && query.sort == .newest
    if !isPlain, let listing = search.list(query) { return listing }
    return try read { snapshot throws(StoreError) in
      if query.filter.terms.isEmpty && query.sort == .newest { return try snapshot.newest(query) }
      if query.filter.terms.isEmpty && query.sort == .risk { return try snapshot.riskiest(query) }
      return try snapshot.search(query)
    }
  }

  func overview() throws(StoreError) -> Overview {
    // A moment before the rest is read, where there is an index: no two of these counts are compared with each other.
    let known = search.riskCounts()
    return try read { snapshot throws(StoreError) in
      let second = floorSecond(snapshot.time)
      let counts = if let known { known } else { try snapshot.riskCounts() }
      let recent = try snapshot.db.query(
        "SELECT ifnull(sum(allowed), 0), ifnull(sum(denied), 0) FROM traffic WHERE second > ?",
        [.int(second - 300)])
      _ = try recent.step()
      return Overview(
        sessions: Int(snapshot.meta.sessions), byLife: try LifeCounts.read(snapshot.db, at: second),
        executions: Int(snapshot.meta.executions), recentAllowed: Int(recent.int(0)),
        recentDenied: Int(recent.int(1)), afterRevoke: Int(snapshot.meta.afterRevoke),
        modes: snapshot.rules.modes.entries, policy: snapshot.rules.policy.version, asOf: snapshot.time,
        atRisk: counts.atRisk, critical: counts.critical,
        openAlerts: Int(try snapshot.db.int("SELECT count(*) FROM alerts WHERE state <> 'closed'") ?? 0),
        deniedShares: try snapshot.deniedShares(), revokeP95: try snapshot.revokeP95())
    }
  }
}

extension Snapshot {
  /// Sessions neither expired nor revoked with a score of MED and more, and of CRIT.
  fileprivate func riskCounts() throws(StoreError) -> (atRisk: Int, critical: Int) {
    let rows = try db.query(
      """
      SELECT \(StoredRisk.columns) FROM sessions s INDEXED BY risk_order
      WHERE s.risk_bound > 100 AND s.risk_bound >= ?2 AND s.expires_at > ?1 AND ifnull(s.revoked_from > ?1, 1)
      """, [.time(time), .int(Int64(RiskBand.medium.from.hundredths))])
    var (atRisk, critical) = (0, 0)
    while try rows.step() {
      let band = RiskBand(try StoredRisk(rows, from: 0, rules: rules, at: time).score)
      if band >= .medium { atRisk += 1 }
      if band == .critical { critical += 1 }
    }
    return (atRisk, critical)
  }

  /// The share denied in each of the last eight half minutes, oldest first.
  fileprivate func deniedShares() throws(StoreError) -> [Double?] {
    let (length, count) = (Int64(30), 8)
    let end = floorSecond(time) / length * length + length
    let rows = try db.query(
      "SELECT (second - ?1) / ?2, sum(allowed), sum(denied) FROM traffic WHERE second >= ?1 GROUP BY 1",
      [.int(end - Int64(count) * length), .int(length)])
    var shares = [Double?](repeating: nil, count: count)
    while try rows.step() {
      let (allowed, denied) = (rows.real(1), rows.real(2))
      if shares.indices.contains(Int(rows.int(0))), allowed + denied > 0 {
        shares[Int(rows.int(0))] = denied / (allowed + denied)
      }
    }
    return shares
  }

  fileprivate func revokeP95() throws(StoreError) -> TimeSpan? {
    try timesToRevocation(from: time - TimeSpan(seconds: 7 * 86_400), to: time + TimeSpan(milliseconds: 1))
      .p95
  }
}

extension SessionQuery {
  /// Where the window begins, when `position` is the named session's among those that match.
  func offset(matching: Int, position: Int?) -> Int {
    switch window {
    case .from(let first): min(max(0, first), matching)
    case .around: min(max(0, (position ?? 0) - limit / 2), max(0, matching - limit))
    }
  }
}

extension Snapshot {
  /// Every session in grant order: ids have no gaps, so a position is a subtraction.
  fileprivate func newest(_ query: SessionQuery) throws(StoreError) -> SessionListing {
    let count = Int(meta.sessions)
    var position: Int?
    if case .around(let key) = query.window, let id = try id(of: key) { position = count - id }
    let offset = query.offset(matching: count, position: position)
    let rows = try db.query(
      """
      SELECT \(SessionRow.columns) FROM sessions s JOIN envelopes e ON e.id = s.id
      WHERE s.id <= ? ORDER BY s.id DESC LIMIT ?
      """, [.int(Int64(count - offset)), .int(Int64(max(0, query.limit)))])
    var listed: [SessionRow] = []
    while try rows.step() { listed.append(try SessionRow(rows, rules: rules, at: time)) }
    return SessionListing(rows: listed, offset: offset, matching: count, asOf: time)
  }

  /// Every session by its score.
  fileprivate func riskiest(_ query: SessionQuery) throws(StoreError) -> SessionListing {
    let count = Int(meta.sessions)
    var order = RiskOrder(self)
    var position: Int?
    if case .around(let key) = query.window, let id = try id(of: key) {
      position = try order.position(of: Int64(id))
    }
    let offset = query.offset(matching: count, position: position)
    let ids = try order.ids(from: offset, count: min(max(0, query.limit), count - offset))
    return SessionListing(rows: try rows(ids), offset: offset, matching: count, asOf: time)
  }

  func rows(_ ids: some Sequence<Int64>) throws(StoreError) -> [SessionRow] {
    var listed: [SessionRow] = []
    let row = try db.query(
      "SELECT \(SessionRow.columns) FROM sessions s JOIN envelopes e ON e.id = s.id WHERE s.id = ?")
    for id in ids {
      row.bind(1, id)
      guard try row.step() else { throw .corrupt(message: "session \(id) has no envelope") }
      listed.append(try SessionRow(row, rules: rules, at: time))
      row.reset()
    }
    return listed
  }

  func id(of key: Identifier) throws(StoreError) -> Int? {
    try db.int("SELECT id FROM sessions WHERE session_key = ?", [.text(key.text)]).map { Int($0) }
  }

  /// One run over the narrow rows finds what matches and its order; only the window's rows are read whole.
  fileprivate func search(_ query: SessionQuery) throws(StoreError) -> SessionListing {
    let found = try ranked(query)
    var position: Int?
    if case .around(let key) = query.window, let id = try id(of: key) {
      position = found.firstIndex { $0.id == Int64(id) }
    }
    let offset = query.offset(matching: found.count, position: position)
    let listed = try rows(found[offset...].prefix(max(0, query.limit)).lazy.map(\.id))
    return SessionListing(rows: listed, offset: offset, matching: found.count, asOf: time)
  }

  /// A session and its place in the order: the least rank comes first, and of equal ones the newest grant.
  private struct Match {
    let id: Int64
    let rank: Int64
  }

  private func ranked(_ query: SessionQuery) throws(StoreError) -> [Match] {
    let filter = FilterSQL(query.filter, now: time)
    let needsRisk = filter.looksAtRisk || query.sort == .risk
    let rows = try db.query(
      """
      SELECT s.id, \(query.sort.rank)\(needsRisk ? ", \(StoredRisk.columns), s.risk_bound" : "") FROM sessions s
      \(filter.needsEnvelopes ? "JOIN envelopes e ON e.id = s.id" : "")
      WHERE \(filter.condition) ORDER BY s.id DESC
      """, filter.values)
    var found: [Match] = []
    while try rows.step() {
      var rank: Int64
      if needsRisk {
        // Most never gave a signal, which their bound tells without a look at what it is made of.
        let isClean = rows.int(7) <= Int64(RiskSummary.clean.score.hundredths)
        let stored = isClean ? nil : try StoredRisk(rows, from: 2, rules: rules, at: time)
        guard query.filter.matches(risk: stored?.summary ?? .clean) else { continue }
        rank = stored?.place.rank ?? 0
        if query.sort == .risk {
          found.append(Match(id: rows.int(0), rank: rank))
          continue
        }
      }
      switch query.sort {
      // The bits of doubles that are not negative order as they do.
      case .spent: rank = -Int64(bitPattern: rows.real(1).bitPattern)
      default: rank = rows.int(1)
      }
      found.append(Match(id: rows.int(0), rank: rank))
    }
    if query.sort != .newest { found.sort { ($0.rank, -$0.id) < ($1.rank, -$1.id) } }
    return found
  }
}

extension SessionSort {
  /// ?1 is the time.
  fileprivate var rank: String {
    switch self {
    case .newest: "0"
    case .lastUsed: "-ifnull(s.last_used, -1)"
    case .spent: "iif(s.max_value = 0, 1.0, CAST(s.spent AS REAL) / s.max_value)"
    case .expires:
      "iif(s.expires_at > ?1 AND ifnull(s.revoked_from > ?1, 1), s.expires_at, \(Int64.max))"
    case .denied: "-s.denied"
    // Made of what is read beside it.
    case .risk: "0"
    }
  }
}
