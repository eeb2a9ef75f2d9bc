import AuditTrail
import Delegation
import IncidentResponse

/// A live drill as the store's log has it.
struct DrillRecord: Hashable, Sendable, Identifiable {
  enum Trend: Hashable, Sendable { case slower, same, faster }

  let id: String
  let at: Timestamp
  let by: String
  /// Nil where the report does not read.
  let report: DrillReport?

  init(id: String, at: Timestamp, by: String, report: DrillReport?) {
    self.id = id
    self.at = at
    self.by = by
    self.report = report
  }

  init(_ entry: AuditEntry) {
    self.init(id: entry.target, at: entry.at, by: entry.who, report: entry.drillReport)
  }

  /// The worst of its scenarios; nil where one never got there.
  var acceptedP95: TimeSpan? { worst(\.commit) }
  var effectiveP95: TimeSpan? { worst(\.propagation) }

  private func worst(_ span: (DrillMeasure) -> TimeSpan?) -> TimeSpan? {
    guard let results = report?.results, !results.isEmpty else { return nil }
    let spans = results.map { $0.spread(span).p95 }
    return spans.contains(nil) ? nil : spans.compactMap(\.self).max()
  }

  /// The time to effect beside that of the drill before, over the scenarios that both had; nil where there is none.
  var trend: Trend? {
    guard let report else { return nil }
    let pairs = report.trendRows.compactMap { row in
      report.trend.last { $0.scenario == row.scenario }.map { ($0.effectiveP95, row.effectiveP95) }
    }
    guard !pairs.isEmpty else { return nil }
    let endless = Int64.max / 64
    func sum(_ spans: [TimeSpan?]) -> Int64 { spans.reduce(0) { $0 + ($1?.milliseconds ?? endless) } }
    let (before, now) = (sum(pairs.map(\.0)), sum(pairs.map(\.1)))
    // A probe's distance says nothing.
    if (now - before).magnitude <= 200 { return .same }
    return now > before ? .slower : .faster
  }
}

/// The rows of the Drills screen, newest first. The cursor is a drill, never a position.
struct DrillList: Sendable {
  private(set) var drills: [DrillRecord] = [] { didSet { arrange() } }
  /// Those that the filter leaves.
  private(set) var shown: [DrillRecord] = []
  var filter = "" { didSet { arrange() } }
  private(set) var isRead = false
  private(set) var cursor: String?
  private(set) var top = 0

  var cursorIndex: Int? { cursor.flatMap { cursor in shown.firstIndex { $0.id == cursor } } }
  var cursorDrill: DrillRecord? { cursorIndex.map { shown[$0] } }

  subscript(id: String) -> DrillRecord? { drills.first { $0.id == id } }

  func visible(height: Int) -> ArraySlice<DrillRecord> {
    shown[min(top, shown.count)..<min(shown.count, top + max(0, height))]
  }

  mutating func show(_ all: [DrillRecord]) {
    drills = all
    isRead = true
    if cursorIndex == nil { cursor = shown.first?.id }
  }

  mutating func move(by distance: Int) {
    guard !shown.isEmpty else { return }
    cursor = shown[min(max(0, (cursorIndex ?? 0) + distance), shown.count - 1)].id
  }

  mutating func scroll(height: Int) {
    let height = max(1, height)
    let index = cursorIndex ?? 0
    if index < top { top = index }
    if index >= top + height { top = index - height + 1 }
    top = min(max(0, top), max(0, shown.count - height))
  }

  mutating func choose(_ id: String) { cursor = id }

  private mutating func arrange() {
    shown = filter.isEmpty ? drills : drills.filter { RowFilter.matches(filter, $0.filterFields) }
  }
}
