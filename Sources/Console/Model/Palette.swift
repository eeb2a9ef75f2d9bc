import Terminal

/// The command line and the actions that it finds.
struct Palette: Hashable, Sendable {
  var field = TextField()
  /// The place of the chosen one among the matches.
  var choice = 0
  var keymap = Keymap.standard

  init(keymap: Keymap = .standard) { self.keymap = keymap }

  /// The first word.
  var word: String { field.text.split(separator: " ", maxSplits: 1).first.map(String.init) ?? "" }

  /// What stands behind the first word; nil if nothing does.
  var argument: String? {
    let trimmed = field.text.drop { $0 == " " }
    guard let space = trimmed.firstIndex(of: " ") else { return nil }
    let rest = trimmed[space...].drop { $0 == " " }
    var end = rest.endIndex
    while end > rest.startIndex, rest[rest.index(before: end)] == " " { end = rest.index(before: end) }
    return rest.startIndex == end ? nil : String(rest[..<end])
  }

  /// The actions whose name or title the text is found in, or whose key it names; best first.
  var matches: [Action] { ActionSearch.named(word, keymap) }
}
