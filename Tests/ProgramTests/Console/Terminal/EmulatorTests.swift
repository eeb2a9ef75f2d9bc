import Testing

/// What the tests of the console look through must see right.
@Suite struct `the emulated terminal` {
  private func shown(_ text: String, rows: Int = 4, columns: Int = 10) -> Emulator {
    var emulator = Emulator(rows: rows, columns: columns)
    emulator.feed(text.utf8)
    return emulator
  }

  @Test(
    arguments: [
      ("abc", ["abc"]), ("ab\r\ncd", ["ab", "cd"]), ("\u{1B}[2;3Hx", ["", "  x"]),
      ("0123456789x", ["0123456789", "x"]),
      ("a\u{1B}[4bz", ["aaaaaz"]), ("abcdef\u{1B}[3G\u{1B}[2Xz", ["abz ef"]),
      ("abcdef\u{1B}[2G\u{1B}[2Pz", ["azef"]),
      ("abc\r\u{1B}[2@z", ["z abc"]), ("abcdef\u{1B}[4G\u{1B}[K", ["abc"]),
      ("abcdef\u{1B}[4G\u{1B}[1K", ["    ef"]),
      ("a\r\nb\r\nc\r\nd\r\ne", ["b", "c", "d", "e"]), ("a\r\nb\u{1B}[1;1H\u{1B}[L", ["", "a", "b"]),
      ("a\r\nb\u{1B}[1;1H\u{1B}[M", ["b"]), ("a\r\nb\r\nc\u{1B}[2;3r\u{1B}[S", ["a", "c"]), ("作x", ["作x"]),
      ("e\u{301}x", ["e\u{301}x"]), ("a\u{1B}[31;1mb\u{1B}(Bc", ["abc"]), ("abc\u{1B}[2J", []),
    ] as [(String, [String])])
  func `shows text where it is put`(text: String, wanted: [String]) {
    let emulator = shown(text)
    var lines = emulator.lines
    while lines.last == "" { lines.removeLast() }
    #expect(lines == wanted)
    #expect(emulator.strange.isEmpty)
  }

  @Test(arguments: [
    "\u{1B}]0;owned\u{07}", "\u{9B}31m", "\u{202E}x", "\u{200B}", "\u{1B}P1\u{1B}\\",
    "e\u{301}\u{301}\u{301}",
    "\u{7F}", "\u{1B}[?1000h", "\u{1B}[5n", "\u{2028}", "\u{FEFF}",
  ])
  func `notes what it should not be asked for`(text: String) { #expect(!shown(text).strange.isEmpty) }

  @Test func `knows the modes that a console takes and gives back`() {
    var emulator = shown("\u{1B}[?1049h\u{1B}[?25l\u{1B}[?2004h")
    #expect(emulator.isAlternate && !emulator.showsCursor && emulator.bracketsPaste)
    emulator.feed("\u{1B}[?2004l\u{1B}[?1049l\u{1B}[23;0;0t\u{1B}[?12l\u{1B}[?25h".utf8)
    #expect(!emulator.isAlternate && emulator.showsCursor && !emulator.bracketsPaste)
    #expect(emulator.strange.isEmpty)
    emulator.feed("\u{1B}]52;c;AAAA\u{07}".utf8)
    #expect(emulator.clipboard == ["52;c;AAAA"])
  }
}
