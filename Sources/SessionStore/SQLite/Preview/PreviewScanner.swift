import Delegation
import GRDB
import PolicyEngine

/// Reads the window's executions in parts, on one connection's view of the store.
struct PreviewScanner: ~Copyable {
  private let db: Database
  private let window: PreviewWindow
  private let scope: PreviewScope
  private let rows: Query
  private let sessions: PreviewSessions
  private let keyColumn: Int32
  private var rules = PreviewRules()
  let history: PreviewHistory

  private static let columns = [
    "sequence", "ts", "previous", "reasons", "mode", "policy_id", "remaining", "value_micros", "capability",
  ]

  init(_ query: ModePreviewQuery, _ window: PreviewWindow, _ snapshot: Snapshot) throws(StoreError) {
    let scope = PreviewScope(query.scope, from: Int32(PreviewScanner.columns.count))
    let columns = PreviewScanner.columns + scope.columns + ["session_key"]
    let rows = try snapshot.db.query(
      "SELECT \(columns.joined(separator: ", ")) FROM executions WHERE sequence >= ? AND sequence < ? ORDER BY sequence"
    )
    let sessions = try PreviewSessions(query, snapshot, try window.changes(snapshot.db))
    let history = try PreviewHistory(snapshot.db)
    db = snapshot.db
    self.window = window
    self.scope = scope
    self.rows = rows
    self.sessions = sessions
    keyColumn = Int32(columns.count - 1)
    self.history = history
  }

  mutating func scan(_ range: Range<Int64>) throws(StoreError) -> PreviewChunk {
    var chunk = PreviewChunk(end: range.upperBound)
    chunk.rows.reserveCapacity(range.count)
    var keys: [(key: String, history: Int64?)] = []
    rows.bind(1, range.lowerBound)
    rows.bind(2, range.upperBound)
    defer { rows.reset() }
    while try rows.step() {
      let reasons = Reasons(rawValue: UInt32(truncatingIfNeeded: rows.int(3)))
      if reasons.rawValue & Reasons.unknownSession.rawValue != 0 {
        chunk.unknown += 1
      } else {
        chunk.rows.append(try row(isAllowed: reasons.isEmpty, &keys))
      }
    }
    chunk.rules = rules.rules
    chunk.newcomers.reserveCapacity(keys.count)
    for (key, history) in keys { chunk.newcomers.append(try sessions.session(key, history: history)) }
    return chunk
  }

  private mutating func row(
    isAllowed: Bool, _ keys: inout [(key: String, history: Int64?)]
  ) throws(StoreError) -> PreviewRow {
    let first = window.sequences.lowerBound
    let before = rows.optionalInt(2)
    var previous = Int32(clamping: (before ?? -1) - first)
    if previous < 0 {
      keys.append((rows.text(keyColumn), before))
      previous = -Int32(keys.count)
    }
    let offset = Int32(clamping: rows.int(0) - first)
    guard isAllowed else {
      return PreviewRow(
        offset: offset, previous: previous, rule: -1, mode: 0, isCovered: false, at: rows.int(1), value: 0,
        remaining: 0)
    }
    return PreviewRow(
      offset: offset, previous: previous, rule: try rules.number(db, policyID: rows.int(5), rows, 8),
      mode: UInt8(clamping: rows.int(4)), isCovered: scope.covers(rows), at: rows.int(1),
      value: UInt64(clamping: rows.int(7)), remaining: rows.int(6))
  }
}
