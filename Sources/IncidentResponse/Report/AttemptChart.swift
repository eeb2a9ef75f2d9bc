package import Delegation
package import SessionStore

/// One execution, as the chart counts it.
package struct Attempt: Hashable, Sendable {
  package let at: Timestamp
  package let isAllowed: Bool

  package init(at: Timestamp, isAllowed: Bool) {
    self.at = at
    self.isAllowed = isAllowed
  }
}

/// Attempts before and after a revocation, counted by ten seconds from its very moment.
package struct AttemptChart: Hashable, Sendable {
  package struct Column: Hashable, Sendable {
    package internal(set) var allowed: UInt64 = 0
    package internal(set) var denied: UInt64 = 0
    package var all: UInt64 { allowed + denied }
  }

  package static let step = TimeSpan(seconds: 10)
  /// Two minutes before, five after.
  package static let columnsBefore = 12
  package static let columnsAfter = 30

  /// When the revocation was committed: between ``columnsBefore`` and the rest.
  package let revokedAt: Timestamp
  package let columns: [Column]
  /// Attempts that were given and lie before the first column or after the last.
  package let outside: Column

  /// - Parameter attempts: in any order.
  package init(_ attempts: some Sequence<Attempt>, revokedAt: Timestamp) {
    var columns = [Column](repeating: Column(), count: Self.count)
    var outside = Column()
    for attempt in attempts {
      if let place = Self.place(of: attempt.at, revokedAt: revokedAt) {
        columns[place].count(attempt)
      } else {
        outside.count(attempt)
      }
    }
    self.revokedAt = revokedAt
    self.columns = columns
    self.outside = outside
  }

  /// - Parameter steps: counted by ``step`` from ``first(of:)`` on, ``count`` of them.
  package init(_ steps: AttemptSteps, revokedAt: Timestamp) {
    self.revokedAt = revokedAt
    var columns = steps.steps.prefix(AttemptChart.count).map(Column.init)
    columns += Array(repeating: Column(), count: AttemptChart.count - columns.count)
    self.columns = columns
    outside = Column(steps.later)
  }

  package static let count = columnsBefore + columnsAfter
  /// When the first column begins.
  package static func first(of revokedAt: Timestamp) -> Timestamp {
    revokedAt - TimeSpan(milliseconds: Int64(columnsBefore) * step.milliseconds)
  }

  /// The column of a time; nil outside the chart.
  package func place(of time: Timestamp) -> Int? { Self.place(of: time, revokedAt: revokedAt) }

  private static func place(of time: Timestamp, revokedAt: Timestamp) -> Int? {
    let since = (time - first(of: revokedAt)).milliseconds
    guard since >= 0 else { return nil }
    let place = since / step.milliseconds
    return place < Int64(count) ? Int(place) : nil
  }

  /// When a column begins, from the revocation.
  package func start(of place: Int) -> TimeSpan {
    TimeSpan(milliseconds: Int64(place - Self.columnsBefore) * Self.step.milliseconds)
  }

  /// The most attempts of one kind in a column.
  package var top: UInt64 { columns.reduce(0) { max($0, $1.allowed, $1.denied) } }
}

extension AttemptChart.Column {
  fileprivate init(_ step: AttemptSteps.Step) {
    self.init()
    allowed = step.allowed
    denied = step.denied
  }

  fileprivate mutating func count(_ attempt: Attempt) {
    if attempt.isAllowed { allowed += 1 } else { denied += 1 }
  }
}

extension AttemptChart {
  private static let heights: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

  /// Rows of heights on one scale, a bar at the revocation; `·` is none. `effective` marks where a point was seen to refuse.
  package func text(effective: [Timestamp] = []) -> String {
    let marked = Set(effective.compactMap(place(of:)))
    let ends = "\(PlainText.offset(start(of: 0))) … revoked │ … \(PlainText.offset(start(of: columns.count)))"
    var lines = ["          \(ends), 10 s a column, at most \(top)"]
    lines.append("allowed   " + row { height(columns[$0].allowed) })
    lines.append("denied    " + row { height(columns[$0].denied) })
    if !effective.isEmpty { lines.append("effective " + row { marked.contains($0) ? "^" : " " }) }
    if outside.all > 0 {
      lines.append("outside   \(outside.allowed) allowed, \(outside.denied) denied")
    }
    return lines.joined(separator: "\n")
  }

  private func row(_ cell: (Int) -> Character) -> String {
    let cells = columns.indices.map(cell)
    return String(cells[..<Self.columnsBefore]) + "│" + String(cells[Self.columnsBefore...])
  }

  private func height(_ count: UInt64) -> Character {
    guard count > 0, top > 0 else { return "·" }
    let places = UInt64(Self.heights.count)
    // Rounded up, so that one attempt beside thousands is still seen.
    let (high, low) = count.multipliedFullWidth(by: places)
    let height = top.dividingFullWidth((high, low))
    return Self.heights[Int(min(height.quotient + (height.remainder > 0 ? 1 : 0), places)) - 1]
  }
}
