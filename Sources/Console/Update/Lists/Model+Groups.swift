import Delegation
import SessionStore

extension Model {
  /// The list is shown, and in it groups instead of sessions.
  var showsGroups: Bool { screen == .sessions && grouping != nil }

  private var groupQuery: GroupQuery? {
    grouping.map { GroupQuery(filter: filter.shown, grouping: $0, limit: groups.limit) }
  }

  /// - Parameter name: such as `wallet`, or `none`; without it the next one.
  mutating func group(_ name: String?) -> [Effect] {
    if let name {
      guard name == "none" || SessionGrouping(rawValue: name) != nil else {
        let known = ["none"] + SessionGrouping.allCases.map(\.rawValue)
        return refuse("`\(name)` puts nothing together: expected \(known.joined(separator: ", "))")
      }
      grouping = SessionGrouping(rawValue: name)
    } else {
      let all = SessionGrouping.allCases
      let next = grouping.flatMap { all.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
      grouping = next < all.count ? all[next] : nil
    }
    say(grouping.map { "sessions by \($0.rawValue): Enter opens a group" } ?? "sessions one by one")
    return choose()
  }

  mutating func askGroups() -> [Effect] {
    loads.dueAt = nil
    loads.lastAsked = now
    guard let query = groupQuery, begin(.groups) else { return [] }
    return [.groups(query)]
  }

  mutating func groupsRead(_ query: GroupQuery, _ listing: GroupListing) -> [Effect] {
    let isAskedAgain = end(.groups)
    guard let current = groupQuery else { return [] }
    guard query == current else { return askGroups() }
    noteFresh(listing.asOf)
    groups.show(query, listing)
    groups.scroll(height: bodyRows)
    return isAskedAgain ? askGroups() : []
  }

  mutating func openGroup() -> [Effect] {
    guard let grouping, let group = groups.cursorGroup else { return refuse("no group is chosen") }
    guard let term = grouping.term(group.id) else { return refuse("the group cannot be told by a filter") }
    let text = [filter.appliedText, term.description].filter { !$0.isEmpty }.joined(separator: " ")
    return follow(grouping.rawValue, group.id, text)
  }

  /// What to do instead of acting on all sessions of a group at once.
  var groupRefusal: String {
    "Enter opens the group, \(key(.invertMarks)) marks all of it; or a scope, \(key(.scope))"
  }
}
