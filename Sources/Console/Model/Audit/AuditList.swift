import AuditTrail
import Delegation
import SessionStore
import Terminal

/// One entry of the log as the list shows it.
struct AuditRow: Hashable, Sendable {
  /// Its place in the log, from 1.
  let sequence: Int64
  let at: Timestamp
  /// With the plane, such as `secops.alice`.
  let who: String
  let action: String
  /// A scope in words.
  let target: String
  let result: String
  let reason: String

  init(_ entry: AuditEntry) {
    sequence = entry.sequence
    at = entry.at
    who = "\(entry.plane.rawValue).\(entry.who)"
    action = entry.action
    target = Self.words(entry.target)
    result = entry.result
    reason = entry.reason ?? ""
  }

  private static func words(_ target: String) -> String {
    guard target.hasPrefix("{"), let value = try? parseJSON(target.utf8),
      let scope = try? Scope(value, path: "scope")
    else { return target }
    return scope.words
  }

  /// - Parameter needle: in lower case.
  func contains(_ needle: String) -> Bool {
    needle.isEmpty || [who, action, target, result, reason].contains { $0.lowercased().contains(needle) }
  }
}

/// What was read of the log.
enum AuditReading: Hashable, Sendable {
  case newest(AuditPage)
  /// - `before`: the entry that it goes on from.
  case older(AuditPage, before: Int64)
}

/// Some entries, newest first.
struct AuditPage: Hashable, Sendable {
  let rows: [AuditRow]
  /// The oldest entry of the log is among them.
  let reachesEnd: Bool
  /// Whether nothing is left out between them and those that were known.
  let joins: Bool
}

/// The rows of the Audit screen, newest first. The cursor is an entry's number, never a position.
struct AuditList: Sendable {
  /// Entries that are read at once, and kept at most.
  static let pageRows = 200
  static let rowsMax = 5_000

  private(set) var rows: [AuditRow] = []
  private(set) var isRead = false
  /// The oldest entry of the log has been read.
  private(set) var reachesEnd = false
  private(set) var cursor: Int64?
  private(set) var top = 0
  /// What rows must contain.
  private(set) var needle = ""
  /// Those that do.
  private(set) var shown: [AuditRow] = []
  /// While the needle is typed; and what it was before.
  private(set) var field: TextField?
  private var needleBefore = ""
  private var lastIndex = 0

  var cursorIndex: Int? {
    guard let cursor else { return nil }
    // Newest first: numbers fall.
    var (low, high) = (0, shown.count)
    while low < high {
      let middle = (low + high) / 2
      if shown[middle].sequence > cursor { low = middle + 1 } else { high = middle }
    }
    return low < shown.count && shown[low].sequence == cursor ? low : nil
  }

  var cursorRow: AuditRow? { cursorIndex.map { shown[$0] } }
  var newest: Int64? { rows.first?.sequence }
  var oldest: Int64? { rows.last?.sequence }
  var isFull: Bool { rows.count >= Self.rowsMax }

  func visible(height: Int) -> ArraySlice<AuditRow> {
    shown[min(top, shown.count)..<min(shown.count, top + max(0, height))]
  }

  /// Takes the newest entries: what was known stays below them, unless something between is left out.
  mutating func show(newest page: AuditPage) {
    let before = shown.first?.sequence
    if page.joins, let last = page.rows.last?.sequence, !rows.isEmpty {
      rows = page.rows + rows.drop { $0.sequence >= last }
      reachesEnd = reachesEnd || page.reachesEnd
    } else if !page.joins || rows.isEmpty {
      rows = page.rows
      reachesEnd = page.reachesEnd
    }
    trim()
    isRead = true
    select()
    // Rows that are looked at stay where they are; at the top the newest comes into sight.
    if top > 0, let before, let shift = shown.firstIndex(where: { $0.sequence == before }) { top += shift }
  }

  mutating func show(older page: AuditPage) {
    guard let oldest else { return show(newest: page) }
    rows += page.rows.drop { $0.sequence >= oldest }
    reachesEnd = page.reachesEnd
    trim()
    select()
  }

  private mutating func trim() {
    guard rows.count > Self.rowsMax else { return }
    rows.removeLast(rows.count - Self.rowsMax)
    reachesEnd = false
  }

  private mutating func select() {
    shown = needle.isEmpty ? rows : rows.filter { $0.contains(needle) }
    if cursorIndex == nil, !shown.isEmpty { choose(min(lastIndex, shown.count - 1)) }
    if let index = cursorIndex { lastIndex = index }
  }

  mutating func move(by distance: Int) {
    guard !shown.isEmpty else { return }
    choose(min(max(0, (cursorIndex ?? lastIndex) + distance), shown.count - 1))
  }

  /// Scrolls no more than is needed for the cursor to be in sight of `height` rows.
  mutating func scroll(height: Int) {
    let height = max(1, height)
    let index = cursorIndex ?? 0
    if index < top { top = index }
    if index >= top + height { top = index - height + 1 }
    top = min(max(0, top), max(0, shown.count - height))
  }

  /// Whether more has to be read for rows below the cursor to fill the screen.
  func needsMore(height: Int) -> Bool {
    isRead && !reachesEnd && !isFull && (cursorIndex ?? 0) + height >= shown.count
  }

  private mutating func choose(_ index: Int) {
    cursor = shown[index].sequence
    lastIndex = index
  }

  // MARK: Filter

  mutating func beginFilter() {
    needleBefore = needle
    field = TextField(needle)
  }

  mutating func edit(_ change: (inout TextField) -> Void) {
    guard var field else { return }
    change(&field)
    self.field = field
    filter(field.text)
  }

  mutating func filter(_ text: String) {
    needle = text.lowercased()
    select()
  }

  /// - Parameter applies: false goes back to the needle before.
  mutating func endFilter(applies: Bool) {
    field = nil
    if !applies { filter(needleBefore) }
  }
}
