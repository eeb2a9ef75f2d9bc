import Delegation
import Terminal

/// Keys and commands that the console plays by itself, line by line.
///
/// The file is plain text, one step a line; empty lines and those that begin with `#` are comments:
/// `key X`, `keys j j Enter`, `type TEXT`, `:COMMAND ARGUMENT`, `wait idle`, `wait until TEXT [10s]`, `expect TEXT`,
/// `expect-not TEXT`, `q`. A text may stand in double quotes, which keep its spaces and its last word.
package struct ConsoleScript: Hashable, Sendable {
  /// How long `wait until` waits unless it says so.
  static let patience = TimeSpan(seconds: 10)
  static let patienceMax = TimeSpan(seconds: 3_600)

  enum Step: Hashable, Sendable {
    /// Pressed one after the other, each on the screen that the one before left.
    case press([Key])
    /// The key that quits.
    case quit
    /// Typed into the text field that is open.
    case type([Key])
    /// Run as typed into the command line.
    case command(String)
    case waitIdle
    case wait(until: String, patience: TimeSpan)
    case expect(String)
    case expectNot(String)
  }

  struct Line: Hashable, Sendable {
    /// From 1.
    let number: Int
    let step: Step
  }

  /// What is wrong with a line: nothing of the script is played then.
  package struct Problem: Error, Hashable, Sendable {
    package let line: Int
    /// Lower case, without a full stop.
    package let sentence: String
  }

  let lines: [Line]

  /// Reads a script whole.
  /// - Throws: ``Problem`` for its first line that is no step.
  package init(_ text: String) throws(Problem) {
    var lines: [Line] = []
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      let trimmed = line.drop { $0 == " " || $0 == "\t" }
      if trimmed.isEmpty || trimmed.first == "#" { continue }
      lines.append(Line(number: index + 1, step: try Self.step(trimmed, line: index + 1)))
    }
    self.lines = lines
  }
}

/// Why a script ended early.
package struct ScriptFailure: Hashable, Sendable {
  package let line: Int
  /// Lower case, without a full stop.
  package let sentence: String
  /// What was on the screen then, a string a row, cleaned.
  package let screen: [String]
}
