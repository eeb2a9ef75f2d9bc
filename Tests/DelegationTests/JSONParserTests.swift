import Delegation
import Testing

/// RFC 8259, and what is refused beside its grammar.
@Suite struct JSONParserTests {
  static func problem(_ bytes: some Collection<UInt8>) -> JSONProblem? {
    do throws(JSONProblem) {
      _ = try parseJSON(bytes)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    "", " ", "\r", "{", "}", "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "{\"a\"}", "{\"a\":}",
    "{\"a\":1,}", "{,}", "{1:2}", "{a:1}", "{'a':1}",
    "{\"a\":1 \"b\":2}", "{\"a\"::1}", "nul", "nulll", "True", "FALSE", "NaN", "Infinity", "-Infinity",
    "undefined", "01", "-01", "00", "-", "+1", "1.", ".1",
    "-.1", "1.e1", "1e", "1e+", "1E-", "0x10", "1_000", "1 2", "\"", "\"a", "\"\\", "\"\\\"", "\"\\a\"",
    "\"\\'\"", "\"\\u\"", "\"\\u123\"", "\"\\u12G4\"",
    "\"\\u 123\"", "\"\\U0041\"", "\"\u{0}\"", "\"\u{1F}\"", "\"\t\"", "\"\\ud800\"", "\"\\udfff\"",
    "\"\\ud800x\"", "\"\\ud800\\n\"", "\"\\ud800\\u0041\"",
    "\"\\udc00\\ud800\"", "'a'", "\u{FEFF}1", "1\u{FEFF}", "1\u{A0}", "\u{B}1", "\u{C}1", "1\u{0}", "// 1",
    "1//", "/**/1", "[1]]", "{}{}", "\u{FF11}",
  ])
  func `what is not one JSON text is refused`(text: String) {
    guard case .syntax = Self.problem(text.utf8) else {
      Issue.record("\(text) gave \(String(describing: Self.problem(text.utf8)))")
      return
    }
  }

  @Test(arguments: [
    "null", "true", "false", " true\r\n\t", "0", "-0", "-0.0", "1e5", "1E+5", "1e-5", "-12.50e0001",
    "123456789012345678901234567890.123456789012345678901234567890",
    "1e999999999999999999999999", "\"\"", "\"a\u{7F}\u{85}\u{E9}\u{1F600}\u{FFFF}\u{10FFFF}\"",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00\\u0000\\uffff\"", "[]", "[ ]",
    "[1,\"a\",null,[],{}]", "{}", "{ }", "{\"\":0}", "{\"a\":1,\"A\":2,\"a \":3}",
    "{\"caf\u{E9}\":1,\"cafe\u{301}\":2}", "[{\"a\":1},{\"a\":1}]",
    "{\"\u{212A}\":1,\"K\":2}",
  ])
  func `every JSON text is read`(text: String) {
    #expect(Self.problem(text.utf8) == nil)
  }

  @Test(
    arguments: [
      ("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", [0x22, 0x5C, 0x2F, 8, 12, 10, 13, 9]),
      ("\"\\u0041\\u00e9\\uFFFF\"", [0x41, 0xE9, 0xFFFF]),
      ("\"\\ud83d\\uDE00\"", [0x1F600]), ("\"\\ud800\\udc00\"", [0x10000]),
      ("\"\\udbff\\udfff\"", [0x10FFFF]), ("\"\\u0000\"", [0]),
      ("\"x\u{301}\\u0301\"", [0x78, 0x301, 0x301]),
    ] as [(String, [UInt32])])
  func `an escape is its code point`(text: String, points: [UInt32]) throws {
    guard case .string(let value) = try parseJSON(text.utf8) else {
      Issue.record("no string")
      return
    }
    #expect(value.unicodeScalars.map(\.value) == points)
  }

  @Test(arguments: ["1.0", "-0", "1E+05", "0.10", "1e999"])
  func `a number keeps its spelling`(text: String) throws {
    guard case .number(let spelling) = try parseJSON(text.utf8) else {
      Issue.record("no number")
      return
    }
    #expect(spelling == text)
  }

  @Test(
    arguments: [
      [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80],
      [0xED, 0xBF, 0xBF], [0xE2, 0x28, 0xA1], [0xF0, 0x8F, 0xBF, 0xBF],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFE], [0xFF],
    ] as [[UInt8]])
  func `bytes that are not UTF-8 are refused, in a string and out of it`(bytes: [UInt8]) {
    #expect(Self.problem([0x22] + bytes + [0x22]) == .notUTF8)
    #expect(Self.problem(bytes) == .notUTF8)
  }

  @Test(arguments: [
    ("{\"a\":1,\"a\":1}", "a"), ("{\"a\":1,\"\\u0061\":2}", "a"), ("{\"\":1,\"\":1}", ""),
    ("{\"x\":{\"a\":1,\"b\":2,\"a\":3}}", "a"), ("[[{\"k\":1,\"k\":1}]]", "k"),
    ("{\"caf\u{E9}\":1,\"caf\\u00e9\":2}", "caf\u{E9}"),
  ])
  func `a key twice in one object is refused`(text: String, key: String) {
    #expect(Self.problem(text.utf8) == .duplicateKey(key))
  }

  @Test(arguments: [1, 11, 12, 13, 100, 3000])
  func `a key twice is found however many keys stand between`(count: Int) {
    let members = (0..<count).map { "\"k\($0)\":0" }
    #expect(Self.problem("{\(members.joined(separator: ","))}".utf8) == nil)
    for twice in [0, count / 2, count - 1] {
      #expect(
        Self.problem("{\((members + ["\"k\(twice)\":1"]).joined(separator: ","))}".utf8)
          == .duplicateKey("k\(twice)"))
    }
  }

  @Test(arguments: [("[", "]"), ("{\"a\":", "}")])
  func `sixteen levels are read, a seventeenth is not`(open: String, close: String) {
    func nested(_ depth: Int) -> String {
      String(repeating: open, count: depth) + (open == "[" ? "" : "0")
        + String(repeating: close, count: depth)
    }
    #expect(Self.problem(nested(16).utf8) == nil)
    #expect(Self.problem(nested(17).utf8) == .tooDeep)
    #expect(Self.problem(String(repeating: "[", count: 500_000).utf8) == .tooDeep)
    #expect(Self.problem(("[" + nested(15) + "," + nested(15) + "]").utf8) == nil)
  }

  @Test func `1 MiB is read, a byte more is not`() {
    let full = "\"" + String(repeating: "x", count: (1 << 20) - 2) + "\""
    #expect(Self.problem(full.utf8) == nil)
    #expect(Self.problem((full + " ").utf8) == .tooLong)
  }

  @Test(arguments: 0..<200)
  func `random bytes never trap`(seed: UInt64) {
    var state = seed &+ 1
    func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
    let alphabet = Array("{}[]\",:\\u0019eE.-+ntf \u{E9}\u{1F600}".utf8) + [0xFF, 0x00]
    for _ in 0..<20 {
      let bytes = (0..<Int(next() % 40)).map { _ in alphabet[Int(next() % UInt64(alphabet.count))] }
      if Self.problem(bytes) == nil {
        #expect(String(validating: bytes, as: UTF8.self) != nil, "seed \(seed)")
      }
    }
  }
}
