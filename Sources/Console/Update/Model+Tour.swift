import Terminal

/// The first look around.
extension Model {
  mutating func openTour() -> [Effect] {
    overlay = .tour(0)
    return []
  }

  /// Enter goes on and Esc leaves; nothing else waits for the tour, least of all what stops a session.
  mutating func handle(_ key: Key, isBurst: Bool, tour index: Int) -> [Effect] {
    let isSeen = !Layout(size: size).isSmall
    switch keymap.action(for: key)?.id {
    case .open where isSeen && !isBurst:
      let isLast = index + 1 >= TourCard.all(glyphs: settings.glyphs, keymap).count
      overlay = isLast ? nil : .tour(index + 1)
      return isLast ? [.noteTour] : []
    case .back where isSeen && !isBurst:
      overlay = nil
      say("`:tour` shows the tour again")
      return [.noteTour]
    default:
      overlay = nil
      return [.noteTour] + handle(key, isBurst: isBurst)
    }
  }
}
