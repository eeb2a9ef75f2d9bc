import Delegation
import SessionStore

/// The rows of the Sessions screen: which sessions stand where, and which one is chosen.
///
/// The cursor is a session, never a position: whatever moves, it stays on its session or on nothing.
struct SessionList: Sendable {
  /// How a row stands to the latest listing.
  enum Presence: Hashable, Sendable {
    case listed
    /// Out of the filter or of the window that was read: the session is there all the same.
    case left
    /// The store has no such session any more.
    case gone
  }

  struct Entry: Hashable, Sendable {
    var row: SessionRow
    var presence = Presence.listed
  }

  private(set) var order: [Identifier] = []
  private(set) var entries: [Identifier: Entry] = [:]
  /// The position of the first row among all that match.
  private(set) var offset = 0
  private(set) var matching = 0
  /// The store's time of the latest listing, shown or waiting; nil before the first.
  private(set) var asOf: Timestamp?
  /// What came while the order was held.
  private(set) var waiting: SessionListing?
  /// Rows that come, go or move when the order is let go.
  private(set) var waitingChanges = 0
  private(set) var cursor: Identifier?
  /// The first row in sight.
  private(set) var top = 0
  /// Another one whenever rows stand in another order than before.
  private(set) var generation = 0
  /// Where the cursor was last seen, for when its session is gone.
  private var lastIndex = 0

  var rows: [Entry] { order.compactMap { entries[$0] } }
  var cursorIndex: Int? { cursor.flatMap { order.firstIndex(of: $0) } }
  var cursorEntry: Entry? { cursorIndex == nil ? nil : cursor.flatMap { entries[$0] } }
  var isWhole: Bool { offset == 0 && order.count == matching }

  func visible(height: Int) -> ArraySlice<Identifier> {
    order[min(top, order.count)..<min(order.count, top + max(0, height))]
  }

  // MARK: What the store says

  /// Shows a listing at once; the cursor stays on its session wherever that went.
  mutating func show(_ listing: SessionListing) {
    let absoluteTop = offset + top
    let ids = listing.rows.map(\.id)
    if ids != order { generation += 1 }
    order = ids
    entries = Dictionary(listing.rows.map { ($0.id, Entry(row: $0)) }) { first, _ in first }
    offset = listing.offset
    matching = listing.matching
    asOf = listing.asOf
    waiting = nil
    waitingChanges = 0
    top = max(0, absoluteTop - offset)
    if cursor == nil { cursor = order.first }
    if let index = cursorIndex { lastIndex = index }
  }

  /// Keeps the order; values change where they stand, and what would move waits.
  /// - Parameter isAll: the listing was asked for without a filter, so that what a whole one lacks is gone.
  mutating func hold(_ listing: SessionListing, isAll: Bool) {
    let fresh = Dictionary(listing.rows.map { ($0.id, $0) }) { first, _ in first }
    let isWhole = listing.offset == 0 && listing.rows.count == listing.matching
    for id in order {
      if let row = fresh[id] {
        entries[id] = Entry(row: row)
      } else {
        entries[id]?.presence = isAll && isWhole ? .gone : .left
      }
    }
    asOf = listing.asOf
    waitingChanges = changes(to: listing)
    waiting = waitingChanges == 0 ? nil : listing
    if waiting == nil { matching = listing.matching }
  }

  /// Adds the rows of a listing that go on where the held order ends, on either side.
  mutating func extend(_ listing: SessionListing) {
    let ids = listing.rows.map(\.id)
    let known = Set(order)
    guard let first = ids.firstIndex(where: known.contains), let last = ids.lastIndex(where: known.contains)
    else { return show(listing) }
    let before = ids[..<first].filter { !known.contains($0) }
    let after = ids[(last + 1)...].filter { !known.contains($0) }
    for row in listing.rows { entries[row.id] = Entry(row: row) }
    order = before + order + after
    top += before.count
    lastIndex += before.count
    offset = max(0, offset - before.count)
    matching = max(listing.matching, offset + order.count)
    asOf = listing.asOf
  }

  /// Lets what waited take its place.
  /// - Returns: false if the chosen session is not in it: it may stand elsewhere now.
  mutating func release() -> Bool {
    guard let waiting else { return true }
    guard cursorIndex == nil || waiting.rows.contains(where: { $0.id == cursor }) else { return false }
    show(waiting)
    return true
  }

  private func changes(to listing: SessionListing) -> Int {
    let old = Set(order)
    // Rows behind the last that is known are no news: they were there before, out of the window.
    let all = listing.rows.map(\.id)
    let ids = all.prefix(all.lastIndex(where: old.contains).map { $0 + 1 } ?? all.count)
    let new = Set(ids)
    let stayedOld = order.filter(new.contains)
    let stayedNew = ids.filter(old.contains)
    let moved = zip(stayedOld, stayedNew).count { $0 != $1 }
    return moved + old.subtracting(new).count + new.subtracting(old).count
  }

  /// The chosen session matches no more: the cursor stands on nothing until the operator moves it.
  mutating func lose(_ id: Identifier) {
    order.removeAll { $0 == id }
    entries[id] = nil
  }

  /// The store was asked for the session itself and has it no more.
  mutating func markGone(_ id: Identifier) { entries[id]?.presence = .gone }

  // MARK: The cursor

  mutating func choose(_ id: Identifier?) {
    cursor = id
    if let index = cursorIndex { lastIndex = index }
  }

  mutating func chooseFirst() { choose(order.first) }
  mutating func chooseLast() { choose(order.last) }

  /// Moves by rows; from nowhere to the row that stands where the cursor was.
  mutating func move(by distance: Int) {
    guard !order.isEmpty else { return }
    let start = cursorIndex ?? (distance > 0 ? lastIndex - 1 : lastIndex)
    choose(order[min(max(0, start + distance), order.count - 1)])
  }

  /// Scrolls no more than is needed for the cursor to be in sight of `height` rows.
  mutating func scroll(height: Int) {
    let height = max(1, height)
    let index = cursorIndex ?? min(lastIndex, max(0, order.count - 1))
    if index < top { top = index }
    if index >= top + height { top = index - height + 1 }
    top = min(max(0, top), max(0, order.count - height))
  }

  /// Whether rows that match lie beyond the end that the cursor comes near to.
  func needsMore(height: Int) -> Bool {
    guard let index = cursorIndex else { return false }
    let isLow = index - height < 0 && offset > 0
    return isLow || (index + height >= order.count && offset + order.count < matching)
  }

  /// The position among all that match where a window around the cursor begins.
  func windowStart(limit: Int) -> Int { max(0, offset + lastIndex - limit / 2) }
}
