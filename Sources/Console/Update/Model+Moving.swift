import Delegation
import SessionStore

extension Model {
  mutating func move(by distance: Int) -> [Effect] {
    guard screen == .sessions else {
      page.top = min(max(0, page.top + distance), max(0, SessionPageView.lineCount(self) - bodyRows))
      return []
    }
    list.move(by: distance)
    list.scroll(height: bodyRows)
    holdOrder()
    return list.needsMore(height: bodyRows) ? ask(.extend) : []
  }

  mutating func jump(to end: Loads.Purpose) -> [Effect] {
    guard screen == .sessions else {
      return move(by: end == .first ? -page.top : SessionPageView.lineCount(self))
    }
    let isHere = end == .first ? list.offset == 0 : list.offset + list.order.count >= list.matching
    holdOrder()
    guard isHere else { return ask(end) }
    if end == .first { list.chooseFirst() } else { list.chooseLast() }
    list.scroll(height: bodyRows)
    return []
  }

  mutating func holdOrder() { heldUntil = now + Self.holdSpan }

  /// Lets rows take their places once nothing holds them.
  mutating func letGo() -> [Effect] {
    guard !isHeld, list.waiting != nil else { return [] }
    let isShown = list.release()
    list.scroll(height: bodyRows)
    return isShown ? [] : ask(.refresh)
  }

  mutating func toggleFreeze() -> [Effect] {
    frozenSince = isFrozen ? nil : now
    if !isFrozen { heldUntil = nil }
    return letGo()
  }

  mutating func goBack() -> [Effect] {
    if screens.count > 1 {
      screens.removeLast()
      page = SessionPage()
      return []
    }
    _ = filter.set("")
    return choose()
  }

  mutating func open(_ name: String?) -> [Effect] {
    let key: Identifier
    switch lookedAt(named: name) {
    case .success(let found): key = found
    case .failure(let refusal): return refuse(refusal.reason)
    }
    if screen != .sessions { screens.removeLast() }
    screens.append(.session(key))
    page = SessionPage()
    page.key = key
    holdOrder()
    return askDetail()
  }

  mutating func changeSort(_ name: String?) -> [Effect] {
    if let name {
      guard let named = SessionSort.allCases.first(where: { $0.rawValue.lowercased() == name.lowercased() })
      else {
        let known = SessionSort.allCases.map(\.rawValue).joined(separator: ", ")
        return refuse("`\(name)` is no order: expected \(known)")
      }
      sort = named
    } else {
      let all = SessionSort.allCases
      let index = all.firstIndex(of: sort) ?? 0
      sort = all[(index + 1) % all.count]
    }
    return choose()
  }

  mutating func beginFilter(_ text: String?) -> [Effect] {
    guard let text else {
      filter.begin(cursor: list.cursor)
      return []
    }
    if let mistake = filter.set(text) { return refuse(mistake) }
    return choose()
  }

  mutating func copyKey() -> [Effect] {
    switch lookedAt(named: nil) {
    case .success(let key): return [.copy(key.text)]
    case .failure(let refusal): return refuse(refusal.reason)
    }
  }
}
