import Delegation
import GRDB
import PolicyEngine
import RiskScoring

/// Alerts, metrics, the seed's window and the lists, held against what the log says of them.
struct WatchChecks {
  let db: Database
  let watched: RecountedWatch

  func run(_ findings: inout Findings) throws(StoreError) {
    try checkMismatches(&findings)
    try checkAlerts(&findings)
    try checkRollups(&findings)
    try checkLifetimes(&findings)
    try checkGrants(&findings)
    try checkLists(&findings)
  }

  private func checkMismatches(_ findings: inout Findings) throws(StoreError) {
    let expected = watched.mismatches.counts.sorted { $0.key < $1.key }.map { index, entry -> [SQLValue] in
      [.int(Int64(index) + 1), .int(entry.count), .time(entry.last)]
    }
    try TableComparison("mismatch_counts", "session_id count last_at").run(db, expected, &findings)
  }

  private func checkAlerts(_ findings: inout Findings) throws(StoreError) {
    let expected = watched.alerts.enumerated().map { index, row -> [SQLValue] in
      var values: [SQLValue] = [
        .int(Int64(index) + 1), .int(row.raise.sequence), .text(row.raise.kind.rawValue),
        .text(row.raise.subject), .text(row.raise.sessionKey), .text(row.raise.wallet),
        .text(row.raise.owner), .time(row.raise.at), .time(row.lastAt), .int(row.count),
        .int(Int64(row.peak.hundredths)), .text(row.state.rawValue), .text(row.label),
      ]
      values += [
        .text(row.acknowledgedBy), .time(row.acknowledgedAt), .text(row.closedBy), .time(row.closedAt),
        .time(row.revokedAt), .time(row.effectiveAt),
      ]
      return values
    }
    try TableComparison(
      "alerts",
      "id sequence kind subject session_key wallet owner opened_at last_at count peak state label acknowledged_by acknowledged_at closed_by closed_at revoked_at effective_at"
    ).run(db, expected, &findings)
  }

  private func checkRollups(_ findings: inout Findings) throws(StoreError) {
    let rows = watched.watch.sums.rollups.sorted {
      let (a, b) = ($0.key, $1.key)
      return (a.span, a.start, a.chain) != (b.span, b.start, b.chain)
        ? (a.span, a.start, a.chain) < (b.span, b.start, b.chain)
        : a.family.utf8.lexicographicallyPrecedes(b.family.utf8)
    }
    let expected = rows.lazy.map { place, counts -> [SQLValue] in
      [.int(place.span), .int(place.start), .int(place.chain), .text(place.family)] + counts.map(SQLValue.int)
    }
    try TableComparison(
      "rollups", "span start chain_id family \(MetricSums.columns.joined(separator: " "))", keyed: 4
    ).run(db, expected, &findings)
  }

  private func checkLifetimes(_ findings: inout Findings) throws(StoreError) {
    let rows = watched.watch.sums.lifetimes.sorted {
      let (a, b) = ($0.key, $1.key)
      return (a.span, a.start) != (b.span, b.start)
        ? (a.span, a.start) < (b.span, b.start)
        : a.actionClass.utf8.lexicographicallyPrecedes(b.actionClass.utf8)
    }
    let expected = rows.lazy.map { ending, sum -> [SQLValue] in
      [.int(ending.span), .int(ending.start), .text(ending.actionClass), .int(sum.sessions), .int(sum.total)]
    }
    // A plan that was changed leaves a row of nothing, or none, by how the changes met in one commit.
    try TableComparison("lifetimes", "span start class sessions total_ms", keyed: 3).run(
      db, expected.filter { $0[3] != .int(0) || $0[4] != .int(0) }, &findings,
      omitting: { $0[3] == .int(0) && $0[4] == .int(0) })
  }

  private func checkGrants(_ findings: inout Findings) throws(StoreError) {
    let grants = watched.grants.map { grant -> [SQLValue] in
      [.text(grant.wallet), .text(grant.app), .int(Int64(grant.session))]
    }
    try TableComparison("granted_to", "wallet app session_id", keyed: 2).run(db, grants, &findings)
    let domains = watched.domains.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map { domain, entry -> [SQLValue] in
        [.text(domain), .text(entry.classes), .int(entry.sessions)]
      }
    try TableComparison("nonce_domains", "domain classes sessions").run(db, domains, &findings)
  }

  private func checkLists(_ findings: inout Findings) throws(StoreError) {
    let expected = watched.lists.enumerated().map { index, list -> [SQLValue] in
      [
        .int(Int64(index) + 1), .text(list.name), .text(list.digest), .int(list.entries), .time(list.addedAt),
        .text(list.addedBy), .time(list.removedAt),
      ]
    }
    try TableComparison("destination_lists", "id name digest entries added_at added_by removed_at").run(
      db, expected, &findings)
    for (index, list) in watched.lists.enumerated() {
      let digest = try ListRows(db).digest(of: Int64(index) + 1)
      if digest != list.digest {
        findings.add("listed", "list_id \(index + 1)", "its entries are not those that were imported")
      }
    }
    let stray =
      try db.int(
        "SELECT count(*) FROM listed WHERE list_id NOT IN (SELECT id FROM destination_lists)") ?? 0
    if stray > 0 { findings.add("listed", "all", "\(stray) entries belong to no list") }
  }
}
