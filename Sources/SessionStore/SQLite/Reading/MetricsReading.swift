import Delegation
import GRDB
import PolicyEngine

extension SQLiteStore {
  func metrics(from: Timestamp, to: Timestamp) throws(StoreError) -> HealthMetrics {
    try metrics(from: from, to: to, asOf: .max)
  }

  func metrics(from: Timestamp, to: Timestamp, asOf: Timestamp) throws(StoreError) -> HealthMetrics {
    try read { snapshot throws(StoreError) in try snapshot.metrics(Minutes(from, to), asOf: asOf) }
  }

  func metricsPoints(from: Timestamp, to: Timestamp, step: TimeSpan) throws(StoreError) -> [MetricsPoint] {
    try read { snapshot throws(StoreError) in
      try snapshot.points(Minutes(from, to), step: max(1, step.milliseconds / 60_000) * 60)
    }
  }
}

/// A window of whole minutes, in epoch seconds.
private struct Minutes {
  let from: Int64
  let to: Int64

  init(_ from: Timestamp, _ to: Timestamp) {
    self.from = floorSecond(max(from, .epoch)) / 60 * 60
    self.to = max(self.from, floorSecond(min(max(to, .epoch), .max)) / 60 * 60)
  }

  /// Whole hours inside the window are read as such, the rest by minutes: a condition on `span` and `start`.
  var condition: String {
    let (first, last) = ((from + 3599) / 3600 * 3600, to / 3600 * 3600)
    guard first < last else { return "span = 60 AND start >= \(from) AND start < \(to)" }
    return """
      (span = 3600 AND start >= \(first) AND start < \(last)
      OR span = 60 AND start >= \(from) AND start < \(first) OR span = 60 AND start >= \(last) AND start < \(to))
      """
  }

  var start: Timestamp { Timestamp(milliseconds: from * 1000) }
  var end: Timestamp { Timestamp(milliseconds: to * 1000) }
}

extension Snapshot {
  fileprivate func metrics(_ window: Minutes, asOf: Timestamp) throws(StoreError) -> HealthMetrics {
    let sums = try executions(window)
    return HealthMetrics(
      from: window.start, to: window.end, executions: sums.executions, lifetimes: try lifetimes(window),
      timeToRevocation: try timesToRevocation(from: window.start, to: window.end, asOf: asOf),
      mismatches: try mismatches(window), afterRevokeAllowed: sums.late,
      afterRevokeDenied: sums.executions.byReason[2])
  }

  private func executions(_ window: Minutes) throws(StoreError) -> (
    executions: HealthMetrics.Executions, late: Int64
  ) {
    let columns = MetricSums.columns.map { "ifnull(sum(\($0)), 0)" }.joined(separator: ", ")
    let row = try db.query("SELECT \(columns) FROM rollups WHERE \(window.condition)")
    _ = try row.step()
    let counts = MetricSums.columns.indices.map { row.int(Int32($0)) }
    return (
      HealthMetrics.Executions(allowed: counts[0], denied: counts[1], byReason: Array(counts[4...])),
      counts[3]
    )
  }

  /// Ends that are planned for later are no ends yet: a window that reaches past now is cut there, at the minute.
  private func lifetimes(_ window: Minutes) throws(StoreError) -> [HealthMetrics.Lifetime] {
    let past = Minutes(window.start, min(window.end, time + TimeSpan(seconds: 60)))
    let rows = try db.query(
      """
      SELECT class, sum(sessions), sum(total_ms) FROM lifetimes WHERE \(past.condition)
      GROUP BY class HAVING sum(sessions) > 0 ORDER BY class
      """)
    var lifetimes: [HealthMetrics.Lifetime] = []
    while try rows.step() {
      lifetimes.append(
        HealthMetrics.Lifetime(
          actionClass: rows.text(0), sessions: rows.int(1), total: TimeSpan(milliseconds: rows.int(2))))
    }
    return lifetimes
  }

  private func mismatches(_ window: Minutes) throws(StoreError) -> [HealthMetrics.Mismatches] {
    let rows = try db.query(
      """
      SELECT chain_id, family, sum(allowed + denied), sum(mismatched) FROM rollups WHERE \(window.condition)
      GROUP BY chain_id, family HAVING sum(allowed + denied) > 0 ORDER BY 3 DESC, chain_id, family
      """)
    var mismatches: [HealthMetrics.Mismatches] = []
    while try rows.step() {
      mismatches.append(
        HealthMetrics.Mismatches(
          chainID: UInt64(clamping: rows.int(0)), family: rows.text(1), executions: rows.int(2),
          mismatched: rows.int(3)))
    }
    return mismatches
  }

  /// Of the critical alerts that were opened in [`from`, `to`).
  /// - Parameter asOf: what became known later counts as not known.
  func timesToRevocation(
    from: Timestamp, to: Timestamp, asOf: Timestamp = .max
  ) throws(StoreError) -> HealthMetrics.TimeToRevocation {
    let rows = try db.query(
      """
      SELECT iif(effective_at <= ?3, effective_at - opened_at, NULL) FROM alerts INDEXED BY critical_alerts
      WHERE kind = 'risk_critical' AND opened_at >= ?1 AND opened_at < ?2
      """, [.time(from), .time(to), .time(asOf)])
    var (times, pending) = ([Int64](), 0)
    while try rows.step() {
      if let time = rows.optionalInt(0) { times.append(max(0, time)) } else { pending += 1 }
    }
    times.sort()
    // Nearest rank: a time that was measured, never one between two.
    func percentile(_ percent: Int) -> TimeSpan? {
      times.isEmpty ? nil : TimeSpan(milliseconds: times[(times.count * percent + 99) / 100 - 1])
    }
    return HealthMetrics.TimeToRevocation(
      count: times.count, pending: pending, p50: percentile(50), p95: percentile(95),
      worst: times.last.map { TimeSpan(milliseconds: $0) })
  }

  fileprivate func points(_ window: Minutes, step: Int64) throws(StoreError) -> [MetricsPoint] {
    let rows = try db.query(
      """
      SELECT (start - ?1) / ?2, sum(allowed), sum(denied), sum(mismatched), sum(r2) + sum(late) FROM rollups
      WHERE span = ?3 AND start >= ?1 AND start < ?4 GROUP BY 1
      """,
      [
        .int(window.from), .int(step), .int(step % 3600 == 0 && window.from % 3600 == 0 ? 3600 : 60),
        .int(window.to),
      ])
    let count = Int((window.to - window.from + step - 1) / step)
    var points = (0..<count).map { index in
      MetricsPoint(
        from: Timestamp(milliseconds: (window.from + Int64(index) * step) * 1000), allowed: 0, denied: 0,
        mismatched: 0, afterRevoke: 0)
    }
    while try rows.step() {
      let index = Int(rows.int(0))
      guard points.indices.contains(index) else { continue }
      points[index] = MetricsPoint(
        from: points[index].from, allowed: rows.int(1), denied: rows.int(2), mismatched: rows.int(3),
        afterRevoke: rows.int(4))
    }
    return points
  }
}
