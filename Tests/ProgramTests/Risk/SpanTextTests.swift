import Delegation
import Testing

@testable import curfew

@Suite struct SpanTextTests {
  @Test(
    arguments: [
      (-5, "0 ms", "0 s"), (0, "0 ms", "0 s"), (999, "999 ms", "0 s"), (1000, "1 s", "1 s"),
      (1999, "1.9 s", "1 s"), (59_999, "59.9 s", "59 s"), (60_000, "1 min", "1 min"),
      (740_000, "12 min 20 s", "12 min"), (3_600_000, "1 h", "1 h"), (8_000_000, "2 h 13 min", "2 h"),
      (86_400_000, "1 d", "1 d"), (90_000_000, "1 d 1 h", "1 d"),
    ] as [(Int64, String, String)])
  func `a span is said in its largest units, never longer than it is`(
    milliseconds: Int64, words: String, rough: String
  ) {
    let span = TimeSpan(milliseconds: milliseconds)
    #expect(span.words == words)
    #expect(span.roughly == rough)
  }
}
