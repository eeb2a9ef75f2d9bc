import Terminal

/// What the list of keys is searched for.
struct HelpSearch: Hashable, Sendable {
  /// The text that it shows the actions of.
  private(set) var text = ""
  /// While the operator types.
  private(set) var field: TextField?

  var isTyping: Bool { field != nil }

  /// A key's name finds that key's action first.
  func matches(_ keymap: Keymap) -> [Action] { ActionSearch.matches(text, keymap) }

  mutating func begin() { field = TextField(text) }

  mutating func edit(_ change: (inout TextField) -> Void) {
    guard var field else { return }
    change(&field)
    self.field = field
    text = field.text
  }

  /// The text stays, and keys scroll again.
  mutating func end() { field = nil }

  mutating func clear() { self = HelpSearch() }
}
