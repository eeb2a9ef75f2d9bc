import Delegation
import SessionStore
import Terminal

/// One figure of this week, beside the week before.
struct MetricsFigure: Hashable, Sendable {
  /// Columns of a number with the space before it.
  static let width = 9

  let name: SafeText
  let now: SafeText
  let before: SafeText
  var style = Style.text
  /// Left out where there is little room.
  var isDetail = false
}

enum MetricsFigures {
  static func rows(_ report: MetricsReport) -> [MetricsFigure] {
    let (now, before) = (report.week, report.before)
    func figure(
      _ name: SafeText, isDetail: Bool = false, _ write: (HealthMetrics) -> String
    ) -> MetricsFigure {
      MetricsFigure(
        name: name, now: SafeText(write(now)), before: SafeText(write(before)), isDetail: isDetail)
    }
    var late = figure("allowed after revoke") { count($0.afterRevokeAllowed) }
    if now.afterRevokeAllowed > 0 { late.style = Style(.critical) }
    var pending = figure("critical, waiting", isDetail: true) { count($0.timeToRevocation.pending) }
    if now.timeToRevocation.pending > 0 { pending.style = Style(.danger) }
    return [
      figure("executions") { count($0.executions.all) },
      figure("denied") {
        Format.percent(Int(clamping: $0.executions.denied), of: Int(clamping: $0.executions.all))
      },
      late,
      figure("denied after revoke") { count($0.afterRevokeDenied) },
      figure("revokes timed", isDetail: true) { count($0.timeToRevocation.count) },
      figure("revoke p50", isDetail: true) { duration($0.timeToRevocation.p50) },
      figure("revoke p95") { duration($0.timeToRevocation.p95) },
      figure("revoke worst", isDetail: true) { duration($0.timeToRevocation.worst) },
      pending,
    ]
  }

  /// At most eight columns.
  private static func count(_ number: some BinaryInteger) -> String {
    number < 1_000_000 ? Format.count(number) : Format.shortCount(Int(clamping: number))
  }

  private static func duration(_ span: TimeSpan?) -> String { span.map(Format.duration) ?? "-" }
}

/// A chart of bars under a title.
struct MetricsList: Hashable, Sendable {
  let title: SafeText
  let rows: [BarChart.Row]
  var top: Double?
  /// There is nothing to list: the one row says so.
  var isEmpty = false

  static func empty(_ title: SafeText, _ text: SafeText) -> MetricsList {
    MetricsList(title: title, rows: [BarChart.Row(text, 0, text: .empty)], isEmpty: true)
  }
}

enum MetricsLists {
  /// Rows of a list; more are counted in the last.
  private static let rowsMax = 8

  static func reasons(_ report: MetricsReport) -> MetricsList {
    let title: SafeText = "DENIED BY REASON, and before"
    let (now, before) = (report.week.executions.byReason, report.before.executions.byReason)
    let found = Reasons.allNames.indices.compactMap { position -> (Int, Int64, Int64)? in
      let counts = (count(now, position), count(before, position))
      return counts == (0, 0) ? nil : (position, counts.0, counts.1)
    }
    let sorted = found.sorted { ($1.1, $1.2, $0.0) < ($0.1, $0.2, $1.0) }
    guard !sorted.isEmpty else { return .empty(title, "nothing was denied") }
    let rows = sorted.map { position, now, before in
      BarChart.Row(
        SafeText(Reasons.allNames[position].replacing("_", with: " ")), Double(now),
        text: "\(Format.count(now)) / \(Format.count(before))")
    }
    return MetricsList(title: title, rows: cut(rows))
  }

  static func lifetimes(_ report: MetricsReport) -> MetricsList {
    let title: SafeText = "MEAN LIFE OF SESSIONS, and before"
    let classes = Set((report.week.lifetimes + report.before.lifetimes).map(\.actionClass)).sorted()
    guard !classes.isEmpty else { return .empty(title, "no session ended") }
    let rows = classes.map { name in
      let now = report.week.lifetimes.first { $0.actionClass == name }
      let before = report.before.lifetimes.first { $0.actionClass == name }
      let label: SafeText = "\(SafeText(name)) (\(Format.count(now?.sessions ?? 0)))"
      return BarChart.Row(
        label, Double(now?.mean.milliseconds ?? 0), text: "\(span(now?.mean)) / \(span(before?.mean))")
    }
    return MetricsList(title: title, rows: cut(rows))
  }

  static func mismatches(_ report: MetricsReport) -> MetricsList {
    let title: SafeText = "CONTEXT MISMATCHES by chain, family"
    guard !report.week.mismatches.isEmpty else { return .empty(title, "nothing was executed") }
    // What went wrong most stands first; the store says most executions first.
    let sorted = report.week.mismatches.enumerated().sorted {
      (rate($1.element), $0.offset) < (rate($0.element), $1.offset)
    }
    let rows = sorted.map { _, place in
      let before = report.before.mismatches.first {
        $0.chainID == place.chainID && $0.family == place.family
      }
      return BarChart.Row(
        "\(place.chainID) \(SafeText(place.family))", rate(place),
        text: "\(percent(place)) / \(before.map(percent) ?? "-")")
    }
    return MetricsList(title: title, rows: cut(rows), top: 1)
  }

  private static func rate(_ place: HealthMetrics.Mismatches) -> Double {
    place.executions == 0 ? 0 : Double(place.mismatched) / Double(place.executions)
  }

  private static func percent(_ place: HealthMetrics.Mismatches) -> String {
    Format.percent(Int(clamping: place.mismatched), of: Int(clamping: place.executions))
  }

  private static func count(_ counts: [Int64], _ position: Int) -> Int64 {
    counts.indices.contains(position) ? counts[position] : 0
  }

  private static func span(_ span: TimeSpan?) -> String { span.map(Format.span) ?? "-" }

  private static func cut(_ rows: [BarChart.Row]) -> [BarChart.Row] {
    guard rows.count > rowsMax else { return rows }
    return rows.prefix(rowsMax - 1) + [
      BarChart.Row("\(rows.count - rowsMax + 1) more", 0, text: .empty)
    ]
  }
}
