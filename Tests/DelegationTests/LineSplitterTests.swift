import Delegation
import Testing

@Suite struct LineSplitterTests {
  static func lines(_ log: String, chunk size: Int) -> [String] {
    var splitter = LineSplitter()
    var lines: [String] = []
    var rest = Array(log.utf8)[...]
    while !rest.isEmpty {
      splitter.feed(rest.prefix(size)) { lines.append(String(decoding: $0, as: UTF8.self)) }
      rest = rest.dropFirst(size)
    }
    splitter.finish { lines.append(String(decoding: $0, as: UTF8.self)) }
    splitter.finish { lines.append(String(decoding: $0, as: UTF8.self)) }
    return lines
  }

  @Test(
    arguments: [
      ("", []), ("\n", [""]), ("\n\n", ["", ""]), ("a", ["a"]), ("a\n", ["a"]), ("a\n\n", ["a", ""]),
      ("\na", ["", "a"]), ("a\r\nb", ["a\r", "b"]), ("a\rb\n", ["a\rb"]),
      ("\u{E9}\n\u{1F600}", ["\u{E9}", "\u{1F600}"]),
    ] as [(String, [String])], [1, 2, 3, 100])
  func `lines end at LF whatever the chunks, and a last one without LF counts once`(
    row: (String, [String]), chunk: Int
  ) {
    #expect(Self.lines(row.0, chunk: chunk).map { Array($0.utf8) } == row.1.map { Array($0.utf8) })
  }

  @Test(arguments: [61, 1000, 1 << 20, 5 << 20])
  func `an overlong line is cut short but stays over the limit, and the next one is whole`(chunk: Int) {
    let limit = JSONLimits.lineBytes
    let over = String(repeating: "x", count: limit + 1)
    let far = String(repeating: "x", count: 3 * limit)
    let lengths = Self.lines(over + "\n" + far + "\nabc\n" + far, chunk: chunk).map(\.utf8.count)
    #expect(lengths.count == 4 && lengths[2] == 3)
    for index in [0, 1, 3] { #expect(lengths[index] > limit) }
  }
}
