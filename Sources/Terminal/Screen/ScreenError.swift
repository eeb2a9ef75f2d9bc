/// Why there is no screen.
package enum ScreenError: Error, Hashable, Sendable {
  case notATerminal(input: Bool)
  case noTerminalDatabase
  case unknownTerminal(name: String)
  case cannotAddressCursor(name: String)
  /// A process has one screen at a time.
  case alreadyOpen
  case refused

  package var message: String {
    switch self {
    case .notATerminal(let input):
      "standard \(input ? "input" : "output") is no terminal: the console needs one"
    case .noTerminalDatabase: "the terminfo database is missing: install ncurses-base"
    case .unknownTerminal(""): "TERM is not set: set it to your terminal's name, such as xterm-256color"
    case .unknownTerminal(let name):
      "terminal `\(SafeText(name))` is not in the terminfo database: set TERM to one that is, such as xterm-256color"
    case .cannotAddressCursor(let name):
      "terminal `\(SafeText(name))` can't place its cursor, which the console needs: use another terminal"
    case .alreadyOpen: "a screen is open already"
    case .refused: "the terminal could not be opened"
    }
  }
}
