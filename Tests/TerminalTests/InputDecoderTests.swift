import Testing

@testable import Terminal

@Suite struct InputDecoderTests {
  private func decode(_ bytes: some Collection<UInt8>) -> [InputEvent] {
    var decoder = InputDecoder()
    return decoder.feed(Array(bytes), atMilliseconds: 0)
  }

  private func names(_ text: String) -> [String] {
    decode(text.utf8).map { event in
      switch event {
      case .key(let key): key.description
      case .paste(let text): "paste:\(text)"
      case .unknown: "?"
      }
    }
  }

  @Test(arguments: [
    "\u{1B}[?1;2c", "\u{1B}[>0;276;0c", "\u{1B}[12;40R", "\u{1B}]11;rgb:1e1e/1e1e/1e1e\u{07}",
    "\u{1B}]11;rgb:1e1e/1e1e/1e1e\u{1B}\\", "\u{1B}P1+r544e=787465726D\u{1B}\\", "\u{1B}_Gi=1;OK\u{1B}\\",
    "\u{1B}[I",
    "\u{1B}[O", "\u{1B}[<0;10;10M", "\u{1B}[MXXX", "\u{1B}[999~", "\u{1B}[201~", "\u{1B}[1;2;3;4;5;6;7;8;9A",
    "\u{1B}OX",
    "\u{85}",
  ])
  func `replies and unknown sequences are swallowed whole`(sequence: String) {
    #expect(names("a" + sequence + "b") == ["a", "?", "b"])
  }

  @Test(
    arguments: [
      ([0xFF], ["?"]), ([0xC3, 0x28], ["?", "("]), ([0xE4, 0xBD, 0x58], ["?", "X"]),
      ([0xED, 0xA0, 0x80], ["?", "?", "?"]),
      ([0xF0, 0x80, 0x80, 0x80], ["?", "?", "?", "?"]), ([0xC0, 0xAF], ["?", "?"]), ([0xF5], ["?"]),
      ([0x9B, 0x41], ["?", "A"]),
    ] as [([UInt8], [String])])
  func `bytes that are no UTF-8 are no keys`(bytes: [UInt8], expected: [String]) {
    let shown = decode(bytes).map { if case .key(let key) = $0 { key.description } else { "?" } }
    #expect(shown == expected)
  }

  @Test(arguments: [
    ("X", ["X"]), ("é作🔑", ["é", "作", "🔑"]), (" ", ["Space"]), ("\r\n", ["Enter", "Enter"]), ("\t", ["Tab"]),
    ("\u{7F}\u{08}", ["Backspace", "Backspace"]), ("\u{03}\u{1A}\u{1C}", ["^C", "^Z", "^\\"]),
    ("\0", ["C-Space"]),
    ("\u{1B}[A\u{1B}OA", ["Up", "Up"]), ("\u{1B}[B\u{1B}[C\u{1B}[D", ["Down", "Right", "Left"]),
    ("\u{1B}[H\u{1B}[1~\u{1B}[7~\u{1B}OH", ["Home", "Home", "Home", "Home"]),
    ("\u{1B}[F\u{1B}[4~\u{1B}[8~", ["End", "End", "End"]), ("\u{1B}[5~\u{1B}[6~", ["PgUp", "PgDn"]),
    ("\u{1B}[2~\u{1B}[3~", ["Insert", "Delete"]), ("\u{1B}[Z", ["S-Tab"]), ("\u{1B}[1;5C", ["C-Right"]),
    ("\u{1B}[1;2A\u{1B}[1;3B\u{1B}[1;9D", ["S-Up", "M-Down", "M-Left"]), ("\u{1B}[3;5~", ["C-Delete"]),
    ("\u{1B}OP\u{1B}OQ\u{1B}OR\u{1B}OS", ["F1", "F2", "F3", "F4"]), ("\u{1B}[[A\u{1B}[[E", ["F1", "F5"]),
    ("\u{1B}[15~\u{1B}[17~\u{1B}[18~\u{1B}[19~", ["F5", "F6", "F7", "F8"]),
    ("\u{1B}[20~\u{1B}[21~\u{1B}[23~\u{1B}[24~", ["F9", "F10", "F11", "F12"]), ("\u{1B}[1;2P", ["S-F1"]),
    ("\u{1B}x\u{1B}X", ["M-x", "M-X"]), ("\u{1B}\u{7F}", ["M-Backspace"]), ("\u{1B}\u{1B}[A", ["Esc", "Up"]),
    ("\u{1B}[\u{03}", ["?", "^C"]), ("\u{1B}OM", ["Enter"]),
  ])
  func `every key of a terminal is known`(bytes: String, keys: [String]) {
    #expect(names(bytes) == keys)
  }

  @Test(arguments: [
    ("\u{1B}[200~ok\r\u{1B}[201~x", ["paste:ok\r", "x"]), ("\u{1B}[200~\u{1B}[201~", ["paste:"]),
    ("\u{1B}[200~a\u{1B}[Ab\u{1B}[20\u{1B}[201~", ["paste:a\u{1B}[Ab\u{1B}[20"]),
    ("\u{1B}[200~\u{1B}\u{1B}[201~", ["paste:\u{1B}"]),
    ("\u{1B}[200~\u{1B}[200~X\u{1B}[201~", ["paste:\u{1B}[200~X"]),
  ])
  func `a paste is one event, whatever is in it`(bytes: String, events: [String]) {
    #expect(names(bytes) == events)
  }

  @Test func `a long paste is kept to its bound and its end is still seen`() {
    let long = "\u{1B}[200~" + String(repeating: "X", count: 300_000) + "\u{1B}[201~q"
    var decoder = InputDecoder()
    var events: [InputEvent] = []
    let bytes = Array(long.utf8)
    for start in stride(from: 0, to: bytes.count, by: 4_096) {
      events += decoder.feed(bytes[start..<min(start + 4_096, bytes.count)], atMilliseconds: Int64(start))
    }
    let kept = String(repeating: "X", count: InputDecoder.pasteBytesMax)
    #expect(events == [.paste(kept), .key(Key("q"))])
  }

  @Test func `a lone Esc is a key after 25 ms and not before`() {
    var decoder = InputDecoder()
    #expect(decoder.deadline == nil)
    #expect(decoder.feed([0x1B], atMilliseconds: 100) == [])
    #expect(decoder.deadline == 125)
    #expect(decoder.expire(atMilliseconds: 124) == [])
    #expect(decoder.expire(atMilliseconds: 125) == [.key(Key(.escape))])
    #expect(decoder.deadline == nil)
    #expect(decoder.feed([0x58], atMilliseconds: 130) == [.key(Key("X"))])
  }

  @Test func `an Esc that a busy loop saw late is not taken for Alt`() {
    var decoder = InputDecoder()
    #expect(decoder.feed([0x1B], atMilliseconds: 0) == [])
    #expect(decoder.feed([0x58], atMilliseconds: 400) == [.key(Key(.escape)), .key(Key("X"))])
  }

  @Test func `the rest of a sequence that a slow line tore off is no letters`() {
    var decoder = InputDecoder()
    _ = decoder.feed([0x1B], atMilliseconds: 0)
    #expect(decoder.expire(atMilliseconds: 30) == [.key(Key(.escape))])
    #expect(decoder.feed(Array("[A".utf8), atMilliseconds: 90) == [.key(Key(.up))])
    _ = decoder.feed([0x1B], atMilliseconds: 1_000)
    #expect(decoder.feed(Array("[200~X\u{1B}[201~".utf8), atMilliseconds: 1_200) == [.paste("X")])
  }

  @Test func `a mouse report that is cut off swallows no beginning of another sequence`() {
    var decoder = InputDecoder()
    let events = decoder.feed(Array("\u{1B}[M\u{1B}[3X\u{1B}[A".utf8), atMilliseconds: 0)
    #expect(events == [.unknown, .unknown, .key(Key(.up))])
  }

  @Test(arguments: ["\u{1B}[1;", "\u{1B}O", "\u{1B}]0;tit", "\u{1B}[[", "\u{1B}[M!", "\u{1B}P1\u{1B}"])
  func `an unfinished sequence is given up after half a second of silence`(start: String) {
    var decoder = InputDecoder()
    #expect(decoder.feed(Array(start.utf8), atMilliseconds: 0) == [])
    #expect(decoder.deadline == InputDecoder.sequenceMilliseconds)
    #expect(decoder.expire(atMilliseconds: 499) == [])
    #expect(decoder.expire(atMilliseconds: 500) == [.unknown])
    #expect(decoder.feed([0x71], atMilliseconds: 501) == [.key(Key("q"))])
  }

  @Test func `a paste whose end never comes does not hold the keyboard for ever`() {
    var decoder = InputDecoder()
    _ = decoder.feed(Array("\u{1B}[200~abc".utf8), atMilliseconds: 0)
    #expect(decoder.expire(atMilliseconds: 9_999) == [])
    #expect(decoder.expire(atMilliseconds: 10_000) == [.paste("abc")])
  }

  @Test func `a reply without an end is bounded`() {
    var decoder = InputDecoder()
    let endless = [0x1B, 0x5D] + [UInt8](repeating: 0x41, count: InputDecoder.stringBytesMax + 1)
    #expect(decoder.feed(endless, atMilliseconds: 0) == [.unknown])
    #expect(decoder.deadline == nil)
  }

  @Test(arguments: UInt64(0)..<500)
  func `however reads split the bytes, the events are the same`(seed: UInt64) {
    var random = Seeded(seed)
    let bytes = random.inputBytes()
    var whole = InputDecoder()
    let expected = whole.feed(bytes, atMilliseconds: 5)
    var pieces = InputDecoder()
    var events: [InputEvent] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = Int.random(in: 1...min(4, rest.count), using: &random)
      events += pieces.feed(rest.prefix(count), atMilliseconds: 5)
      rest = rest.dropFirst(count)
    }
    #expect(events == expected)
    #expect(pieces.deadline == whole.deadline)
    #expect(pieces.expire(atMilliseconds: 60_000) == whole.expire(atMilliseconds: 60_000))
    #expect(whole.deadline == nil)
  }

  @Test func `a key is read back from its name`() {
    for name in [
      "X", "^C", "M-x", "S-Tab", "C-Left", "C-M-Up", "F12", "Enter", "Space", "C-Space", "-", "^", "é",
      "PgDn",
    ] {
      #expect(Key(name: name)?.description == name)
    }
    for name in ["", "Foo", "F0", "F21", "xy", "C-", "\u{1B}"] { #expect(Key(name: name) == nil) }
  }
}
