import Glibc

extension CursesScreen {
  /// What ncurses takes a headless screen for: every database has it.
  private static var headlessTerminal: String { "xterm-256color" }

  /// A screen that nobody sees, on `/dev/null`: ncurses draws on it as on any.
  ///
  /// - Parameter options: its size, 80×24 unless given; input, output and the terminal's name do not matter.
  package init(headless options: Options, theme: Theme = .builtIn) throws(ScreenError) {
    var options = options
    options.size = options.size ?? ScreenSize(rows: 24, columns: 80)
    options.terminal = Self.headlessTerminal
    options.requiresTerminal = false
    let nothing = open("/dev/null", O_RDWR | O_CLOEXEC)
    guard nothing >= 0 else { throw .refused }
    defer { Glibc.close(nothing) }
    options.input = nothing
    options.output = nothing
    try self.init(options, theme: theme)
  }
}
