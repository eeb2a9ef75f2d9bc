import Terminal

extension Model {
  mutating func openPalette() -> [Effect] {
    overlay = .palette(Palette(keymap: keymap))
    return []
  }

  mutating func handle(_ key: Key, isBurst: Bool, _ palette: Palette) -> [Effect] {
    var palette = palette
    switch (key.code, key.modifiers) {
    case (.enter, []) where isBurst:
      return refuse("Enter came at once with other keys, as in a paste: press it alone")
    case (.enter, []): return run(palette)
    case (.escape, []), (.character("c"), .control):
      overlay = nil
      return letGo()
    case (.down, []),
      (.tab, []) where palette.argument == nil && key.code == .down:
      palette.choice = min(palette.choice + 1, max(0, palette.matches.count - 1))
    case (.up, []): palette.choice = max(0, palette.choice - 1)
    case (.tab, []):
      if let action = chosen(in: palette) { palette.field.replace(with: action.id.name + " ") }
      palette.choice = 0
    default:
      guard palette.field.handle(key) else {
        return refuse("`\(key)` means nothing here: Enter runs, Esc leaves")
      }
      palette.choice = 0
    }
    overlay = .palette(palette)
    return []
  }

  func chosen(in palette: Palette) -> Action? {
    let matches = palette.matches
    return matches.indices.contains(palette.choice) ? matches[palette.choice] : matches.last
  }

  private mutating func run(_ palette: Palette) -> [Effect] {
    if palette.argument != nil, ActionTable.action(named: palette.word) == nil {
      return refuse("`\(palette.word)` is no command: Tab completes the chosen one")
    }
    guard let action = chosen(in: palette) else {
      return refuse("no command has `\(palette.word)` in its name")
    }
    overlay = nil
    status = nil
    if palette.word.hasPrefix(ActionSearch.keyPrefix) {
      // Who asks what a key does does not want it done.
      say("`\(keymap.names(of: action.id))` is `:\(action.usage)`: \(keymap.spelled(action.help))")
      return letGo()
    }
    return perform(action, argument: palette.argument) + letGo()
  }
}
