import Terminal

/// Finds actions by what an operator remembers of them: a key, a name, a word of what they do.
enum ActionSearch {
  /// A command that begins with it asks by key only: `key:X`.
  static let keyPrefix = "key:"

  /// The actions that `text` is about, best first: whose key it names, whose name or title begins with it or has its
  /// letters in this order, whose sentence has all its words. Everything for no text.
  static func matches(_ text: String, _ keymap: Keymap = .standard) -> [Action] {
    let text = trimmed(text)
    guard !text.isEmpty else { return ActionTable.all }
    if text.hasPrefix(keyPrefix) {
      return action(ofKeyNamed: String(text.dropFirst(keyPrefix.count)), keymap).map { [$0] } ?? []
    }
    return best(of: ActionTable.all) { rank(of: text, in: $0, keymap) }
  }

  /// Those that a command can be meant by: by key and by name, not by a word of the sentence.
  static func named(_ word: String, _ keymap: Keymap = .standard) -> [Action] {
    if let exact = ActionTable.action(named: word) { return [exact] }
    if word.hasPrefix(keyPrefix) { return matches(word, keymap) }
    return best(of: ActionTable.all) { keyRank(of: word, in: $0, keymap) ?? nameRank(of: word, in: $0) }
  }

  /// What a key does; nil for no key, or one without an action. `Ctrl-F` and `ctrl+f` are `^F`.
  static func action(ofKeyNamed name: String, _ keymap: Keymap = .standard) -> Action? {
    guard let key = key(named: name) else { return nil }
    return keymap.action(for: key)
  }

  /// Reads a key as operators write it. A letter keeps its case: `x` is not `X`.
  static func key(named name: String) -> Key? {
    if let key = Key(name: name) { return key }
    let lower = name.lowercased()
    for prefix in ["ctrl-", "ctrl+", "control-", "c-"] where lower.hasPrefix(prefix) {
      return Key(name: "^" + lower.dropFirst(prefix.count))
    }
    let words = ["enter": "Enter", "return": "Enter", "⏎": "Enter", "escape": "Esc", "page-down": "PgDn"]
    if let known = words[lower] { return Key(name: known) }
    guard let first = lower.first, lower.count > 1 else { return nil }
    return Key(name: first.uppercased() + lower.dropFirst())
  }

  private static func best(of actions: [Action], _ rank: (Action) -> Int?) -> [Action] {
    actions.compactMap { action in rank(action).map { (action, $0) } }.enumerated()
      .sorted { ($0.element.1, $0.offset) < ($1.element.1, $1.offset) }.map(\.element.0)
  }

  private static func rank(of text: String, in action: Action, _ keymap: Keymap) -> Int? {
    if let rank = keyRank(of: text, in: action, keymap) { return rank }
    if text.count > 1 { return nameRank(of: text, in: action) ?? sentenceRank(of: text, in: action) }
    // One letter is a key, or the beginning of something: it stands in the middle of nearly every name.
    return action.id.name.hasPrefix(text) ? 0 : nil
  }

  private static func keyRank(of text: String, in action: Action, _ keymap: Keymap) -> Int? {
    key(named: text).flatMap { keymap.keys(of: action.id).contains($0) ? -1 : nil }
  }

  private static func nameRank(of text: String, in action: Action) -> Int? {
    if action.id.name.hasPrefix(text) { return 0 }
    return fuzzyRank(of: text, in: action)
  }

  private static func fuzzyRank(of text: String, in action: Action) -> Int? {
    if let distance = gaps(of: text, in: action.id.name) { return 10 + distance }
    return gaps(of: text, in: action.title).map { 100 + $0 }
  }

  /// All its words begin a word of the sentence, or stand in the heading.
  private static func sentenceRank(of text: String, in action: Action) -> Int? {
    let sentence = (action.help + " " + action.subject.heading).lowercased()
    let words = sentence.split { !$0.isLetter && !$0.isNumber }
    let asked = text.lowercased().split(separator: " ")
    let holds = asked.allSatisfy { word in words.contains { $0.hasPrefix(word) } }
    return holds ? 1_000 : nil
  }

  /// How many letters are passed over between those of `text`; nil if they do not stand there in this order.
  private static func gaps(of text: String, in name: String) -> Int? {
    var rest = name.lowercased()[...]
    var passed = 0
    for letter in text.lowercased() {
      guard let found = rest.firstIndex(of: letter) else { return nil }
      passed += rest.distance(from: rest.startIndex, to: found)
      rest = rest[rest.index(after: found)...]
    }
    return passed
  }

  private static func trimmed(_ text: String) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
