import Delegation
import SessionStore

/// From a list to a list of what is related, and back to where one was.
extension Model {
  private var place: ListPlace {
    ListPlace(
      screens: screens, filter: filter.appliedText, sort: sort, grouping: grouping, cursor: list.cursor,
      groupCursor: groups.cursor, view: viewName)
  }

  /// Goes to the list with another filter; Esc comes back here.
  mutating func follow(_ kind: String, _ value: String, _ text: String) -> [Effect] {
    let step = TrailStep(from: place, kind: kind, value: value)
    if let mistake = filter.set(text) { return refuse(mistake) }
    trail.append(step)
    if trail.count > TrailStep.max { trail.removeFirst() }
    screens = [.sessions]
    page = SessionPage()
    grouping = nil
    return choose()
  }

  /// - Returns: nil where nothing leads back.
  mutating func stepBack() -> [Effect]? {
    guard screen == .sessions, let step = trail.popLast() else { return nil }
    let place = step.from
    _ = filter.set(place.filter)
    sort = place.sort
    grouping = place.grouping
    viewName = place.view
    list.choose(place.cursor)
    groups.choose(place.groupCursor)
    screens = place.screens
    page = SessionPage()
    if case .session(let key) = screen { page.key = key }
    return choose() + askShown()
  }

  // MARK: Related sessions

  var relatedAvailability: Availability {
    switch screen {
    case .sessions where grouping != nil: .disabled("groups are shown: Enter opens one")
    case .sessions: list.cursor == nil ? .disabled("no session is chosen") : .enabled
    case .session: page.detail == nil ? .disabled("the session is still being read") : .enabled
    default: .disabled("no session is shown here")
    }
  }

  mutating func showRelated(_ relation: Relation) -> [Effect] {
    let key: Identifier
    switch lookedAt(named: nil) {
    case .success(let found): key = found
    case .failure(let refusal): return refuse(refusal.reason)
    }
    guard let envelope = row(of: key)?.envelope else { return refuse("\(short(key)) is still being read") }
    switch relation {
    case .wallet: return follow(relation, envelope.wallet.text)
    case .nonceDomain: return follow(relation, envelope.nonceDomain.text)
    case .destination:
      let all = envelope.allDestinations.map(\.text)
      guard let first = all.first else { return refuse("\(short(key)) has no destination") }
      if all.count == 1 { return follow(relation, first) }
      let distinct = all.reduce(into: [String]()) { list, text in
        if !list.contains(text) { list.append(text) }
      }
      overlay = .chooser(Chooser(purpose: .destination, items: distinct.map { .destination($0) }))
      return []
    }
  }

  mutating func follow(_ relation: Relation, _ value: String) -> [Effect] {
    follow(relation.rawValue, value, relation.filter(value).description)
  }
}
