import Terminal

/// What a typed line begins with.
enum LinearWord: Sendable {
  /// Words of this mode alone: the console has keys and screens for what they do.
  enum Own: String, CaseIterable, Hashable, Sendable {
    case list, more, open, choose, leave, help, news, quiet, status, mode

    /// As it is typed.
    var usage: String {
      switch self {
      case .list: "list [FILTER]"
      case .more: "more"
      case .open: "open ID"
      case .choose: "choose N"
      case .leave: "leave"
      case .help: "help [WORD]"
      case .news: "news held|at-once"
      case .quiet: "quiet on|off"
      case .status: "status"
      case .mode: "mode"
      }
    }

    var help: String {
      switch self {
      case .list:
        "Say the sessions, a numbered sentence each, what to stop first on top; with a filter such as `risk>=40 chain:1` only those."
      case .more: "Go on with the list."
      case .open:
        "Say all about one: a session by its key, whole or shortened; `open alert 12`; an incident, a request or a drill by its id; or a number of the latest list."
      case .choose: "Take one of what was offered."
      case .leave: "Leave what was offered; nothing is done."
      case .help: "Say what can be typed; with a word or a key, what it does."
      case .news:
        "On a terminal news waits until you press Enter, and a bell says that some waits; `at-once` prints it whenever it comes."
      case .quiet: "Say no alerts and requests of its own accord, or say them again."
      case .status: "Say where you are, the counts, the mode and how fresh the data is."
      case .mode:
        "Say the modes in force. `mode MODE SCOPE [--reason TEXT]` sets one: a tighter one at once, a looser one takes a reason and a second operator."
      }
    }
  }

  case own(Own)
  case action(Action)
  /// Nothing that is known.
  case unknown(String)

  /// Reads a line: its first word is a word of ours, an action's name, or its key; `:revoke` and `/risk>=40` are taken
  /// as the console's fields would.
  static func read(_ line: String, _ keymap: Keymap = .standard) -> (word: LinearWord, rest: String?) {
    var text = line.drop { $0 == " " }
    if text.first == "/", text.count > 1 { return (.own(.list), trimmed(text.dropFirst())) }
    if text.first == ":", text.count > 1 { text = text.dropFirst().drop { $0 == " " } }
    let head = String(text.prefix { $0 != " " })
    let rest = trimmed(text.dropFirst(head.count))
    if head == "?" { return (.own(.help), rest) }
    if let own = Own(rawValue: head), own != .mode || rest == nil { return (.own(own), rest) }
    if let action = ActionTable.action(named: head) ?? ActionSearch.action(ofKeyNamed: head, keymap) {
      return (.action(action), rest)
    }
    return (.unknown(head), rest)
  }

  private static func trimmed(_ text: Substring) -> String? {
    let start = text.drop { $0 == " " }
    let end = String(start.reversed().drop { $0 == " " }.reversed())
    return end.isEmpty ? nil : end
  }
}
