import Terminal

/// The list of keys, over the screen.
extension Model {
  mutating func openHelp() -> [Effect] {
    helpSearch.clear()
    overlay = .help(top: 0)
    return []
  }

  mutating func handleInHelp(_ key: Key, isBurst: Bool, top: Int) -> [Effect] {
    if helpSearch.isTyping { return handleInHelpSearch(key) }
    switch keymap.action(for: key)?.id {
    case .down: overlay = .help(top: top + 1)
    case .up: overlay = .help(top: max(0, top - 1))
    case .pageDown: overlay = .help(top: top + max(1, bodyRows - 1))
    case .pageUp: overlay = .help(top: max(0, top - max(1, bodyRows - 1)))
    case .first: overlay = .help(top: 0)
    case .last: overlay = .help(top: HelpPage.lineCount(self))
    // What follows it in a burst is text.
    case .filter: helpSearch.begin()
    case let id? where isBurst: return noteBurst(key, wouldAct: id != .help)
    case nil where isBurst: return noteBurst(key, wouldAct: false)
    case .back where !helpSearch.text.isEmpty:
      helpSearch.clear()
      overlay = .help(top: 0)
    case .help, .back, .quit, .open: overlay = nil
    case .repaint: return [.repaint]
    case .suspend: return [.suspend]
    default:
      return refuse(
        "`\(key)` did nothing: the keys are listed over the screen, \(self.key(.filter)) searches, Esc closes"
      )
    }
    if case .help(let top) = overlay {
      overlay = .help(top: min(top, max(0, HelpPage.lineCount(self) - HelpPage.rows(in: size))))
    }
    return []
  }

  private mutating func handleInHelpSearch(_ key: Key) -> [Effect] {
    switch (key.code, key.modifiers) {
    case (.enter, []): helpSearch.end()
    case (.escape, []), (.character("c"), .control): helpSearch.clear()
    default:
      var isKnown = false
      helpSearch.edit { isKnown = $0.handle(key) }
      if !isKnown {
        return refuse("`\(key)` means nothing in a text: Enter keeps what is found, Esc shows all")
      }
    }
    overlay = .help(top: 0)
    return []
  }
}
