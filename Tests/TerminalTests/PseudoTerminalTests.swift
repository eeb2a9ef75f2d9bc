import Glibc
import Testing

@testable import Terminal

/// Both ends of a pseudo-terminal: the program has `slave`, the test is the terminal.
private struct PseudoTerminal: ~Copyable {
  let master: Int32
  let slave: Int32

  init(rows: UInt16, columns: UInt16) throws {
    let master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    try #require(master >= 0)
    var locked: Int32 = 0
    try #require(ioctl(master, 0x4004_5431, &locked) == 0)  // TIOCSPTLCK
    var number: UInt32 = 0
    try #require(ioctl(master, 0x8004_5430, &number) == 0)  // TIOCGPTN
    let slave = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    try #require(slave >= 0)
    self.master = master
    self.slave = slave
    resize(rows: rows, columns: columns)
  }

  deinit {
    close(slave)
    close(master)
  }

  func resize(rows: UInt16, columns: UInt16) {
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  func type(_ text: String) { _ = text.withCString { write(master, $0, strlen($0)) } }

  var modes: tcflag_t {
    var settings = termios()
    tcgetattr(slave, &settings)
    return settings.c_lflag & tcflag_t(ISIG | ICANON | ECHO)
  }

  var options: CursesScreen.Options {
    var options = CursesScreen.Options(environment: ["TERM": "xterm-256color", "NO_COLOR": ""])
    options.input = slave
    options.output = slave
    options.capturesStandardError = false
    return options
  }
}

extension CursesScreenTests {
  @Test func `a terminal gives its size, raw keys, and has its modes back afterwards`() throws {
    let terminal = try PseudoTerminal(rows: 30, columns: 100)
    let before = terminal.modes
    #expect(before == tcflag_t(ISIG | ICANON | ECHO))
    do {
      var screen = try CursesScreen(terminal.options)
      #expect(screen.size == ScreenSize(rows: 30, columns: 100))
      #expect(terminal.modes == 0)
      terminal.resize(rows: 24, columns: 80)
      #expect(screen.terminalSize == ScreenSize(rows: 24, columns: 80))
      screen.suspend()
      #expect(terminal.modes == before)
      screen.resume()
      #expect(terminal.modes == 0)
      #expect(screen.size == ScreenSize(rows: 24, columns: 80))
    }
    #expect(terminal.modes == before)
  }

  @Test func `keys are read as they are, and those typed during a suspension are thrown away`() throws {
    let terminal = try PseudoTerminal(rows: 10, columns: 40)
    var screen = try CursesScreen(terminal.options)
    #expect(CursesScreen.readInput(terminal.slave) == .nothing)
    terminal.type("X\u{3}\r")
    #expect(CursesScreen.readInput(terminal.slave) == .bytes([0x58, 0x03, 0x0D]))
    screen.suspend()
    terminal.type("X\n")
    screen.resume()
    #expect(CursesScreen.readInput(terminal.slave) == .nothing)
    terminal.type("q")
    #expect(CursesScreen.readInput(terminal.slave) == .bytes([0x71]))
  }
}
