import OneScreen
import Foundation
import Glibc
import Testing

@testable import Terminal

/// Real ncurses, drawing into a file that has no name.
private struct Recording: ~Copyable {
  let descriptor: Int32
  private var seen = 0

  init() throws {
    var template = Array("/tmp/curfew-screen-XXXXXX".utf8CString)
    descriptor = mkstemp(&template)
    unlink(template)
    try #require(descriptor >= 0)
  }

  deinit { close(descriptor) }

  /// What was sent since the last call.
  mutating func sent() -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 1 << 18)
    let count = pread(descriptor, &bytes, bytes.count, off_t(seen))
    seen += max(0, count)
    return Array(bytes.prefix(max(0, count)))
  }

  mutating func sentText() -> String { String(decoding: sent(), as: UTF8.self) }

  func options(terminal: String = "xterm-256color", rows: Int = 6, columns: Int = 40) -> CursesScreen.Options
  {
    var options = CursesScreen.Options()
    options.input = descriptor
    options.output = descriptor
    options.terminal = terminal
    options.size = ScreenSize(rows: rows, columns: columns)
    options.requiresTerminal = false
    options.capturesStandardError = false
    return options
  }
}

@Suite(.serialized, .oneScreen) struct CursesScreenTests {
  private func canvas(_ lines: SafeText..., rows: Int = 6, columns: Int = 40) -> Canvas {
    var canvas = Canvas(rows: rows, columns: columns)
    for (row, line) in lines.enumerated() { canvas.put(line, row: row, column: 0) }
    return canvas
  }

  @Test(arguments: [
    ("dumb", ScreenError.cannotAddressCursor(name: "dumb")), ("", .unknownTerminal(name: "")),
    ("no-such-terminal", .unknownTerminal(name: "no-such-terminal")),
  ])
  func `a terminal that can't be drawn on is refused by name`(terminal: String, error: ScreenError) throws {
    let file = try Recording()
    #expect(throws: error) { _ = try CursesScreen(file.options(terminal: terminal)) }
  }

  @Test func `a file is no terminal`() throws {
    let file = try Recording()
    var options = file.options()
    options.requiresTerminal = true
    #expect(throws: ScreenError.notATerminal(input: true)) { _ = try CursesScreen(options) }
  }

  @Test func `the first frame sends its text, the same frame sends nothing, one cell sends little`() throws {
    var file = try Recording()
    var screen = try CursesScreen(file.options())
    #expect(file.sentText().contains("\u{1B}[?2004h"))
    #expect(screen.size == ScreenSize(rows: 6, columns: 40))

    screen.draw(canvas("sessions 12481", "作者 ok"))
    let first = file.sentText()
    #expect(first.contains("sessions 12481"))
    #expect(first.contains("作者 ok"))

    screen.draw(canvas("sessions 12481", "作者 ok"))
    #expect(file.sent() == [])

    screen.draw(canvas("sessions 12482", "作者 ok"))
    let changed = file.sent()
    #expect(changed.contains(UInt8(ascii: "2")))
    #expect((1...24).contains(changed.count), "\(changed.count) bytes")
  }

  @Test func `a blank between words of one colour changes no colour, and one elsewhere has none`() throws {
    var file = try Recording()
    var screen = try CursesScreen(file.options())
    screen.draw(canvas())
    _ = file.sent()
    var next = canvas()
    next.put("red", row: 1, column: 0, style: Style(.danger))
    next.put("   ", row: 1, column: 3, style: Style(.warning))
    next.put("red", row: 1, column: 6, style: Style(.danger))
    next.put("  ", row: 1, column: 9, style: Style(.warning))
    next.put("plain", row: 1, column: 11)
    screen.draw(next)
    let sent = file.sentText()
    #expect(sent.contains("red   red"))
    #expect(sent.contains("  plain"))
    #expect(!sent.contains("38;5;215"), "a colour for nothing: \(sent.debugDescription)")
    next.put("   ", row: 1, column: 3, style: Style(.field))
    screen.draw(next)
    #expect(file.sentText().contains("48;5;"), "a background shows on a blank")
  }

  @Test func `an empty first frame clears the terminal`() throws {
    var file = try Recording()
    var screen = try CursesScreen(file.options())
    _ = file.sent()
    screen.draw(canvas())
    #expect(file.sentText().contains("\u{1B}[2J") || file.sentText().contains("\u{1B}[J"))
  }

  @Test func `a cursor shows where it is placed and moves alone`() throws {
    var file = try Recording()
    var screen = try CursesScreen(file.options())
    screen.draw(canvas("/ risk"), cursor: CursorPlace(row: 0, column: 6))
    #expect(file.sentText().contains("\u{1B}[?25h") || file.sentText().contains("\u{1B}[34h"))
    screen.draw(canvas("/ risk"), cursor: CursorPlace(row: 0, column: 2))
    #expect((1...12).contains(file.sent().count))
    screen.draw(canvas("/ risk"))
    #expect(file.sentText().contains("\u{1B}[?25l"))
    screen.draw(canvas("/ risk"), cursor: CursorPlace(row: 99, column: 0))
    #expect(file.sent() == [])
  }

  @Test func `hostile text sends no escape and no control of its own`() throws {
    var file = try Recording()
    var screen = try CursesScreen(file.options(terminal: "xterm-mono", rows: 3, columns: 200))
    screen.draw(canvas(rows: 3, columns: 200))
    _ = file.sent()
    let hostile = SafeText("\u{1B}]0;owned\u{07}\u{1B}]52;c;AAAA\u{07}\u{9B}31m\u{202E}\r\n\u{08}x")
    screen.draw(canvas(hostile, rows: 3, columns: 200))
    let sent = file.sentText()
    #expect(sent.contains("␛]0;owned␇␛]52;c;AAAA␇<U+009B>31m<U+202E>␍␊␈x"))
    let controls = sent.replacing(/\e\[[0-9;?]*[A-Za-z]/, with: "").unicodeScalars.filter {
      $0.properties.generalCategory == .control && $0 != "\r" && $0 != "\n"
    }
    #expect(controls.isEmpty, "\(controls.map(\.value))")
  }

  @Test(arguments: UInt64(0)..<20)
  func `random hostile frames send no bidi, no C1 and no operating system command`(seed: UInt64) throws {
    var random = Seeded(seed)
    var file = try Recording()
    var screen = try CursesScreen(file.options())
    for _ in 0..<4 {
      var frame = Canvas(rows: 6, columns: 40)
      for row in 0..<6 {
        frame.put(SafeText(random.hostileText()), row: row, column: Int.random(in: -3...38, using: &random))
      }
      screen.draw(frame)
    }
    let scalars = file.sentText().unicodeScalars
    #expect(
      !scalars.contains {
        (0x80...0x9F).contains($0.value) || (0x202A...0x202E).contains($0.value) || $0 == "\u{FFFD}"
      })
    #expect(!String(scalars).contains("\u{1B}]"))
  }

  @Test func `roles become colours, and without colour only attributes`() throws {
    var file = try Recording()
    var frame = canvas()
    frame.put("alarm", row: 0, column: 0, style: Style(.critical))
    do {
      var screen = try CursesScreen(file.options())
      screen.draw(frame)
      #expect(file.sentText().contains("48;5;"))
    }
    _ = file.sent()
    var options = file.options()
    options.noColor = true
    var screen = try CursesScreen(options)
    _ = file.sent()
    screen.draw(frame)
    let sent = file.sentText()
    #expect(sent.contains("alarm"))
    #expect(!sent.contains("38;5") && !sent.contains("48;5") && !sent.contains("[3"))
    #expect(sent.contains("\u{1B}[7m") || sent.contains(";7m"))
  }

  @Test(arguments: ["xterm", "vt100", "linux", "screen-256color", "tmux-256color", "xterm-mono"])
  func `common terminals open, draw and are left`(terminal: String) throws {
    var file = try Recording()
    do {
      var screen = try CursesScreen(file.options(terminal: terminal))
      var frame = canvas("hello")
      for (index, role) in Role.allCases.enumerated() {
        frame.put("r", row: 2, column: index, style: Style(role))
      }
      screen.draw(frame)
      #expect(file.sentText().contains("hello"))
    }
    #expect(file.sentText().contains("\u{1B}[?2004l"))
  }

  @Test func `leaving scope leaves the alternate screen, shows the cursor and ends bracketed paste`() throws {
    var file = try Recording()
    do {
      var screen = try CursesScreen(file.options())
      screen.draw(canvas("x"))
      _ = file.sent()
    }
    let sent = file.sentText()
    for sequence in ["\u{1B}[?1049l", "\u{1B}[?2004l"] { #expect(sent.contains(sequence)) }
    #expect(sent.contains("\u{1B}[?25h") || sent.contains("\u{1B}[?12l"))
  }

  @Test func `coming back from suspension repaints everything`() throws {
    var file = try Recording()
    var screen = try CursesScreen(file.options())
    screen.draw(canvas("row one", "row two"))
    _ = file.sent()
    screen.suspend()
    #expect(file.sentText().contains("\u{1B}[?1049l"))
    screen.resume()
    screen.draw(canvas("row one", "row two"))
    let sent = file.sentText()
    #expect(sent.contains("\u{1B}[?1049h") && sent.contains("\u{1B}[?2004h"))
    #expect(sent.contains("row one") && sent.contains("row two"))
    screen.draw(canvas("row one", "row two"))
    #expect(file.sent() == [])
  }

  @Test func `any size can follow any other, and a frame of the wrong size is cut`() throws {
    var file = try Recording()
    var screen = try CursesScreen(file.options())
    for (rows, columns) in [(10, 40), (5, 20), (2, 8), (1, 1), (40, 120), (0, 0), (24, 80)] {
      screen.resize(to: ScreenSize(rows: rows, columns: columns))
      screen.draw(canvas("作者作者", rows: rows, columns: columns))
      screen.draw(canvas("作者作者 x", rows: 7, columns: 33))
    }
    #expect(screen.size == ScreenSize(rows: 24, columns: 80))
    _ = file.sent()
    screen.repaint()
    screen.draw(canvas("whole again", rows: 24, columns: 80))
    #expect(file.sentText().contains("whole again"))
  }

  @Test func `a second screen is refused while one is open, and the first goes on`() throws {
    var file = try Recording()
    let other = try Recording()
    do {
      var screen = try CursesScreen(file.options())
      #expect(throws: ScreenError.alreadyOpen) { _ = try CursesScreen(other.options()) }
      screen.draw(canvas("still here"))
      #expect(file.sentText().contains("still here"))
    }
    #expect(throws: Never.self) { _ = try CursesScreen(other.options()) }
  }

  @Test func `the clipboard is bounded and cleaned`() throws {
    var file = try Recording()
    let screen = try CursesScreen(file.options())
    _ = file.sent()
    let copied = screen.copyToClipboard("0x91c4")
    #expect(copied)
    #expect(file.sentText() == "\u{1B}]52;c;MHg5MWM0\u{07}")
    let copiedTooMuch = screen.copyToClipboard(
      .repeating("0123456789abcdef0123456789abcdef0123456789", 1_900))
    #expect(!copiedTooMuch)
    #expect(file.sent() == [])
  }

  @Test(arguments: ["", "f", "fo", "foo", "foob", "fooba", "foobar"])
  func `base64 is that of RFC 4648`(text: String) {
    #expect(base64(Array(text.utf8)) == Data(text.utf8).base64EncodedString())
  }
}
