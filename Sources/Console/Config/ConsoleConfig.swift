package import Delegation
package import Terminal

/// What a configuration file says of the console. Each setting that is left out has its default.
package struct ConsoleConfig: Hashable, Sendable {
  /// The bounds of ``refresh``.
  static let refreshes = TimeSpan(milliseconds: 50)...TimeSpan(seconds: 10)

  /// A theme's name or file.
  package var theme = "default"
  /// Drawn while everything is locked down.
  package var lockdownTheme = "red-alert"
  /// The first that matches a store holds for it.
  package var stores: [StoreRule] = []
  /// The least time between two reads of a store that keeps changing.
  package var refresh = TimeSpan(milliseconds: 100)
  package var confirm = ConfirmPolicy.marks
  package var isReadOnly = false
  package var isASCII = false
  package var showsTour = true
  /// In place of the table's keys of these actions.
  var keys: [ActionID: [Key]] = [:]
  /// None means those that the table has by itself.
  package var columns: [ColumnChoice] = []
  package var views: [SavedView] = []

  package init() {}

  package var keymap: Keymap { Keymap(keys) }
}

/// What is different about stores whose path or URL is like a pattern.
package struct StoreRule: Hashable, Sendable {
  /// A path or URL; `*` stands for anything, `/` too.
  package var match: String
  /// Shown in the header.
  package var name: String?
  package var theme: String?
  package var isReadOnly = false

  package init(match: String, name: String? = nil, theme: String? = nil, isReadOnly: Bool = false) {
    self.match = match
    self.name = name
    self.theme = theme
    self.isReadOnly = isReadOnly
  }

  /// Whether the pattern is like the whole of `text`, letter by letter.
  package static func matches(_ pattern: String, _ text: String) -> Bool {
    let (pattern, text) = (Array(pattern.unicodeScalars), Array(text.unicodeScalars))
    var (at, read) = (0, 0)
    // Where to go on when what followed the latest `*` did not fit: each star is tried from its first place on only.
    var retry: (pattern: Int, text: Int)?
    while read < text.count {
      if at < pattern.count, pattern[at] == "*" {
        retry = (at + 1, read)
        at += 1
      } else if at < pattern.count, pattern[at] == text[read] {
        (at, read) = (at + 1, read + 1)
      } else if let known = retry {
        (at, read) = (known.pattern, known.text + 1)
        retry = (known.pattern, known.text + 1)
      } else {
        return false
      }
    }
    return pattern[at...].allSatisfy { $0 == "*" }
  }
}

/// A configuration file as far as it could be read.
package struct ConfigReading: Sendable {
  package var config = ConsoleConfig()
  /// All that is wrong, by place.
  package var problems: [ConfigProblem] = []
  /// Where each setting stands that the file has: `theme`, `keys.down`, `stores.0.theme`.
  package var places: [String: ConfigPlace] = [:]

  /// What a file without a word says.
  package static let empty = ConfigReading()
}
