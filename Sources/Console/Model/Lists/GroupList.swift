import Delegation
import SessionStore

/// The rows of the Sessions screen while sessions are put together. The cursor is a group by its name.
struct GroupList: Sendable {
  static let windowRows = 200
  static let windowMax = 2_000

  private(set) var groups: [SessionGroup] = []
  private(set) var matching = 0
  private(set) var asOf: Timestamp?
  private(set) var cursor: String?
  private(set) var top = 0
  private(set) var limit = windowRows
  private var lastIndex = 0
  /// What the rows are the answer to; nil before the first.
  private(set) var shown: GroupQuery?

  var cursorIndex: Int? { cursor.flatMap { cursor in groups.firstIndex { $0.id == cursor } } }
  var cursorGroup: SessionGroup? { cursorIndex.map { groups[$0] } }

  func visible(height: Int) -> ArraySlice<SessionGroup> {
    groups[min(top, groups.count)..<min(groups.count, top + max(0, height))]
  }

  mutating func show(_ query: GroupQuery, _ listing: GroupListing) {
    if shown?.grouping != query.grouping { (cursor, top) = (nil, 0) }
    shown = query
    groups = listing.groups
    matching = listing.matching
    asOf = listing.asOf
    if let index = cursorIndex { lastIndex = index }
    if cursor == nil { choose(groups.first?.id) }
  }

  mutating func move(by distance: Int) {
    guard !groups.isEmpty else { return }
    let start = cursorIndex ?? (distance > 0 ? lastIndex - 1 : lastIndex)
    choose(groups[min(max(0, start + distance), groups.count - 1)].id)
  }

  mutating func scroll(height: Int) {
    let height = max(1, height)
    let index = cursorIndex ?? min(lastIndex, max(0, groups.count - 1))
    if index < top { top = index }
    if index >= top + height { top = index - height + 1 }
    top = min(max(0, top), max(0, groups.count - height))
  }

  /// - Returns: whether there is more to read near the cursor.
  mutating func widen(height: Int) -> Bool {
    guard let index = cursorIndex, index + height >= groups.count, groups.count < matching,
      limit < Self.windowMax
    else { return false }
    limit = min(Self.windowMax, max(limit, groups.count) + Self.windowRows)
    return true
  }

  mutating func choose(_ id: String?) {
    cursor = id
    if let index = cursorIndex { lastIndex = index }
  }
}
