import Delegation
import SessionStore

/// The sessions that the operator has marked: by their keys, never by rows.
struct Marks: Sendable {
  /// No more than can be looked at again in a moment.
  static let max = 5_000

  struct Mark: Sendable {
    /// As it was last read.
    var row: SessionRow
    /// The store has no such session any more.
    var isGone = false
    /// The filter that is shown leaves it out.
    var isHidden = false
    /// Why its revocation failed.
    var failure: String?
  }

  /// In the order in which they were marked.
  private(set) var order: [Identifier] = []
  private(set) var entries: [Identifier: Mark] = [:]
  private(set) var hidden = 0
  private(set) var gone = 0
  /// Where a range begins: the session that was marked last.
  private(set) var anchor: Identifier?
  /// Sessions that were drawn since the anchor was set, in the order of this generation of the list.
  private var seen: Set<Identifier> = []
  private var seenGeneration = 0

  var count: Int { order.count }
  var isEmpty: Bool { order.isEmpty }

  func contains(_ key: Identifier) -> Bool { entries[key] != nil }
  subscript(key: Identifier) -> Mark? { entries[key] }

  /// - Returns: false where there are too many.
  mutating func mark(_ row: SessionRow, _ filter: SessionFilter, at time: Timestamp) -> Bool {
    if entries[row.id] == nil {
      guard order.count < Self.max else { return false }
      order.append(row.id)
      var mark = Mark(row: row)
      mark.isHidden = !filter.matches(row, now: time)
      entries[row.id] = mark
      if mark.isHidden { hidden += 1 }
    }
    return true
  }

  mutating func unmark(_ key: Identifier) { unmark([key]) }

  mutating func unmark(_ keys: Set<Identifier>) {
    for key in keys { forget(key) }
    order.removeAll(where: keys.contains)
    if let anchor, entries[anchor] == nil { self.anchor = nil }
  }

  private mutating func forget(_ key: Identifier) {
    guard let mark = entries.removeValue(forKey: key) else { return }
    if mark.isHidden { hidden -= 1 }
    if mark.isGone { gone -= 1 }
  }

  mutating func begin(at key: Identifier?, generation: Int) {
    anchor = key
    seen = key.map { [$0] } ?? []
    seenGeneration = generation
  }

  /// What a frame showed: only rows that were seen can be in a range.
  mutating func note(drawn keys: some Sequence<Identifier>, generation: Int) {
    guard let anchor else { return }
    if generation != seenGeneration {
      seen = [anchor]
      seenGeneration = generation
    }
    seen.formUnion(keys)
  }

  func unseen(in keys: some Sequence<Identifier>, generation: Int) -> Int {
    generation == seenGeneration ? keys.count { !seen.contains($0) } : keys.count { $0 != anchor }
  }

  /// Takes what was read of them.
  /// - Parameter isWhole: all of them were asked for, so that one that is not among `rows` is gone.
  mutating func update(_ rows: [SessionRow], isWhole: Bool) {
    var found: Set<Identifier> = []
    for row in rows where entries[row.id] != nil {
      entries[row.id]?.row = row
      entries[row.id]?.isGone = false
      found.insert(row.id)
    }
    if isWhole { for key in order where !found.contains(key) { entries[key]?.isGone = true } }
    gone = entries.values.count(where: \.isGone)
  }

  /// Judges anew which ones the filter leaves out.
  mutating func judge(_ filter: SessionFilter, at time: Timestamp) {
    for (key, mark) in entries { entries[key]?.isHidden = !filter.matches(mark.row, now: time) }
    hidden = entries.values.count(where: \.isHidden)
  }

  mutating func fail(_ key: Identifier, _ reason: String) { entries[key]?.failure = reason }

  mutating func clear() { self = Marks() }
}
