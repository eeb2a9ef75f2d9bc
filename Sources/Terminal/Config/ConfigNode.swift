/// A place in a configuration file.
package struct ConfigPlace: Hashable, Sendable, Comparable {
  /// Both counted from 1.
  package let line: Int
  package let column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  package static func < (one: ConfigPlace, two: ConfigPlace) -> Bool {
    (one.line, one.column) < (two.line, two.column)
  }
}

/// A value of a configuration file and where it begins. Behind it nobody knows the YAML library.
package struct ConfigNode: Hashable, Sendable {
  package let place: ConfigPlace
  package let content: Content

  package indirect enum Content: Hashable, Sendable {
    case null
    /// A plain `true` or `false`.
    case bool(Bool)
    /// A plain decimal integer, as written.
    case number(String)
    /// Quoted, or plain and none of the above: `yes` and `on` are words, as YAML 1.2's core schema has it.
    case text(String)
    case list([ConfigNode])
    case mapping([Member])
  }

  package struct Member: Hashable, Sendable {
    package let key: String
    package let place: ConfigPlace
    package let value: ConfigNode
  }

  package init(place: ConfigPlace, content: Content) {
    self.place = place
    self.content = content
  }

  /// A scalar as the file has it; nil of anything else, and of what is empty.
  package var word: String? {
    switch content {
    case .bool(let value): value ? "true" : "false"
    case .number(let text), .text(let text): text
    case .null, .list, .mapping: nil
    }
  }

  /// The value as a problem names it.
  package var found: String {
    switch content {
    case .null: "nothing"
    case .list: "a list"
    case .mapping: "a mapping"
    case .bool, .number, .text: ConfigProblem.quoted(word ?? "")
    }
  }
}

/// One thing that is wrong with a configuration file.
package struct ConfigProblem: Error, Hashable, Sendable {
  /// Nil is about the file as a whole.
  package let place: ConfigPlace?
  /// A lower-case sentence with the user's own word in backticks and what was expected. Words of the file are hostile
  /// until they went through ``SafeText``.
  package let message: String

  package init(_ place: ConfigPlace?, _ message: String) {
    self.place = place
    self.message = message
  }

  /// A word of the file in backticks, on one line, and cut where it is no word any more.
  package static func quoted(_ text: String) -> String {
    var word = ""
    for scalar in text.unicodeScalars.prefix(80) {
      let category = scalar.properties.generalCategory
      let isBreak = category == .control || category == .lineSeparator || category == .paragraphSeparator
      word.unicodeScalars.append(isBreak ? "\u{FFFD}" : scalar)
    }
    return text.unicodeScalars.count > 80 ? "`\(word)…`" : "`\(word)`"
  }
}
