import Terminal

/// The command line and the actions that it finds.
struct Palette: Hashable, Sendable {
  var field = TextField()
  /// The place of the chosen one among the matches.
  var choice = 0

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

  /// The actions whose name or title the text is found in, best first.
  var matches: [Action] {
    if let exact = ActionTable.action(named: word) { return [exact] }
    let ranked = ActionTable.all.compactMap { action in
      rank(of: word, in: action).map { (action, $0) }
    }
    return ranked.enumerated().sorted { ($0.element.1, $0.offset) < ($1.element.1, $1.offset) }.map(
      \.element.0)
  }

  /// The lower the better; nil if the letters do not stand there in this order.
  private func rank(of text: String, in action: Action) -> Int? {
    if action.id.name.hasPrefix(text) { return 0 }
    if let distance = gaps(of: text, in: action.id.name) { return 10 + distance }
    return gaps(of: text, in: action.title).map { 100 + $0 }
  }

  /// How many letters are passed over between those of `text`.
  private func gaps(of text: String, in name: String) -> Int? {
    var rest = name.lowercased()[...]
    var passed = 0
    for letter in text.lowercased() {
      guard let found = rest.firstIndex(of: letter) else { return nil }
      passed += rest.distance(from: rest.startIndex, to: found)
      rest = rest[rest.index(after: found)...]
    }
    return passed
  }
}
