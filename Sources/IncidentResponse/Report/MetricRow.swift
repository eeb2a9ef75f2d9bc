import Delegation
package import SessionStore

/// One metric of delegation health before and after the incident, in words.
package struct MetricRow: Hashable, Sendable {
  package let name: String
  /// `–` where there is none.
  package let before: String
  package let after: String
}

extension MetricRow {
  /// The seed's five metrics of two windows, always in this order.
  package static func rows(_ before: HealthMetrics?, _ after: HealthMetrics?) -> [MetricRow] {
    guard before != nil || after != nil else { return [] }
    var rows: [MetricRow] = []
    func add(_ name: String, _ value: (HealthMetrics) -> String?) {
      let words = [before, after].map { $0.flatMap(value) ?? "–" }
      rows.append(MetricRow(name: name, before: words[0], after: words[1]))
    }
    add("window") { "\($0.from.utc) … \($0.to.utc)" }
    add("executions allowed") { String($0.executions.allowed) }
    add("executions denied") { String($0.executions.denied) }
    add("denied share") { share(of: $0.executions.denied, in: $0.executions.all) }
    let classes = Set(
      (before?.lifetimes ?? []).map(\.actionClass) + (after?.lifetimes ?? []).map(\.actionClass))
    for name in classes.sorted() {
      add("mean lifetime, \(name)") { metrics in
        metrics.lifetimes.first { $0.actionClass == name }.map { PlainText.span($0.mean) }
      }
    }
    add("time to revocation p50") { $0.timeToRevocation.p50.map(PlainText.span) }
    add("time to revocation p95") { $0.timeToRevocation.p95.map(PlainText.span) }
    add("critical alerts not revoked yet") { String($0.timeToRevocation.pending) }
    add("context mismatch share") { metrics in
      share(
        of: metrics.mismatches.reduce(0) { $0 + $1.mismatched },
        in: metrics.mismatches.reduce(0) { $0 + $1.executions })
    }
    add("allowed after revocation") { String($0.afterRevokeAllowed) }
    add("denied after revocation") { String($0.afterRevokeDenied) }
    return rows
  }

  /// In per cent with one decimal, rounded half up; nil of nothing.
  private static func share(of part: Int64, in whole: Int64) -> String? {
    guard whole > 0, part >= 0, part <= whole else { return nil }
    let (quotient, remainder) = UInt64(whole).dividingFullWidth(
      UInt64(part).multipliedFullWidth(by: 1000))
    let tenths = quotient + (remainder >= UInt64(whole) - remainder ? 1 : 0)
    return "\(shortestDecimal(tenths, scale: 1)) %"
  }
}
