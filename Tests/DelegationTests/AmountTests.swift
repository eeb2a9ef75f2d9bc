import Delegation
import Testing

/// Exact decimals, money and times.
@Suite struct AmountTests {
  static func count(_ text: String, _ scale: Int) -> Result<UInt64, DecimalProblem> {
    Result { () throws(DecimalProblem) in try exactCount(ofNumber: text.utf8, scale: scale) }
  }

  @Test(arguments: [
    ("", DecimalProblem.notANumber), ("-", .notANumber), ("+1", .notANumber), ("1.", .notANumber),
    (".5", .notANumber), ("1e", .notANumber), ("1e+", .notANumber),
    ("1x", .notANumber), ("1 ", .notANumber), ("1.2.3", .notANumber), ("1e1.0", .notANumber),
    ("-1", .negative), ("-0.000001", .negative), ("-1e-99", .negative),
    ("0.0000001", .notWhole), ("1e-7", .notWhole), ("1.00000010", .notWhole),
    ("123456789012345678901.0000001", .notWhole), ("1e-99999999999999999999", .notWhole),
    ("18446744073709.551616", .tooLarge), ("18446744073710", .tooLarge), ("1e14", .tooLarge),
    ("1e99999999999999999999", .tooLarge),
    ("100000000000000000000000000000000000000000", .tooLarge), ("184467440737095516160e-7", .tooLarge),
  ])
  func `a number that is no whole count of millionths is refused`(text: String, problem: DecimalProblem) {
    #expect(Self.count(text, 6) == .failure(problem))
  }

  @Test(
    arguments: [
      ("0", 0), ("-0", 0), ("-0.0e5", 0), ("0e99999999999999999999", 0), ("0e-99999999999999999999", 0),
      ("1", 1_000_000), ("1e0", 1_000_000), ("1E+3", 1_000_000_000),
      ("1.5", 1_500_000), ("0.000001", 1), ("1e-6", 1), ("0.00000000000000000000000000000000001e29", 1),
      ("10000000000000000000000000000000e-37", 1), ("1.0000000", 1_000_000),
      ("1.000000000000000000000000000000000000000000", 1_000_000), ("18446744073709.551615", UInt64.max),
      ("18446744073709551615e-6", UInt64.max),
      ("1844674407370955161500000000000000000000000e-29", UInt64.max), ("0000001", 1_000_000),
    ] as [(String, UInt64)])
  func `every spelling of a whole count of millionths is that count`(text: String, count: UInt64) throws {
    #expect(try Self.count(text, 6).get() == count)
  }

  @Test(arguments: 0..<300)
  func `a count spelt in any way is read as itself`(seed: UInt64) throws {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 7
    for scale in [0, 3, 6] {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let count = state >> (seed % 64)
      let shortest = shortestDecimal(count, scale: scale)
      for text in [
        shortest, "\(count)e-\(scale)", "\(count)000e-\(scale + 3)",
        "0.\(count)E+\(String(count).utf8.count - scale)",
      ] {
        let readable = text.replacing("+-", with: "-")
        #expect(try Self.count(readable, scale).get() == count, "seed \(seed): \(readable)")
      }
    }
  }

  @Test(
    arguments: [
      (0, 6, "0"), (1, 6, "0.000001"), (10, 6, "0.00001"), (1_000_000, 6, "1"), (1_500_000, 6, "1.5"),
      (10_000_000, 6, "10"), (123_456_789, 6, "123.456789"), (UInt64.max, 6, "18446744073709.551615"),
      (0, 3, "0"), (1, 3, "0.001"), (100, 3, "0.1"), (1_771_700_000_500, 3, "1771700000.5"), (1000, 3, "1"),
      (7, 0, "7"), (70, 0, "70"),
    ] as [(UInt64, Int, String)])
  func `the shortest decimal has no exponent and no trailing zeros`(count: UInt64, scale: Int, text: String) {
    #expect(shortestDecimal(count, scale: scale) == text)
  }

  @Test(arguments: [
    "", ".", "1.", ".5", "-0", "-1", "+1", "1e3", "1E3", " 1", "1 ", "1,5", "1.0.0", "0x1", "NaN", "\u{FF11}",
    "1\u{301}", "1_0", "1\u{0}", "9000000000000.000001", "9000000000001",
    "0.0000001", "0000000000000000000000000000001", "1.0000000000000000000000000000000",
  ])
  func `a money string beside digits and one point, or out of range, is refused`(text: String) {
    #expect(throws: DecimalProblem.self) { try Money(text: text.utf8) }
  }

  @Test(
    arguments: [
      ("0", 0), ("500", 500_000_000), ("125.50", 125_500_000), ("0.000001", 1),
      ("9000000000000", 9_000_000_000_000_000_000), ("9000000000000.000000", 9_000_000_000_000_000_000),
      ("000000000000000000000000000001", 1_000_000), ("1.000000000000000000000000000000", 1_000_000),
    ] as [(String, UInt64)])
  func `a money string is its micro-dollars`(text: String, micros: UInt64) throws {
    #expect(try Money(text: text.utf8).micros == micros)
  }

  @Test func `money ends at nine million million dollars`() throws {
    #expect(Money(micros: 9_000_000_000_000_000_000) == .max)
    #expect(Money(micros: 9_000_000_000_000_000_001) == nil)
    #expect(try Money(number: "9e12".utf8) == .max)
    #expect(throws: DecimalProblem.tooLarge) { try Money(number: "9000000000000.000001".utf8) }
    #expect(try Money(number: "125.5".utf8).dollars == "125.5")
  }

  @Test(arguments: [
    "-0.001", "-1", "0.0001", "1e-4", "253402300799.001", "253402300800", "1e12", "1e400", "x",
  ])
  func `a time that is no whole millisecond up to year 9999 is refused`(text: String) {
    #expect(throws: DecimalProblem.self) { try Timestamp(number: text.utf8) }
  }

  @Test(
    arguments: [
      ("0", 0, "0"), ("-0", 0, "0"), ("1771700000", 1_771_700_000_000, "1771700000"),
      ("1771700000.5", 1_771_700_000_500, "1771700000.5"), ("1.7717e9", 1_771_700_000_000, "1771700000"),
      ("1.0010", 1001, "1.001"), ("1e-3", 1, "0.001"), ("253402300799", 253_402_300_799_000, "253402300799"),
    ] as [(String, Int64, String)])
  func `a time is its milliseconds and prints its seconds`(text: String, milliseconds: Int64, printed: String)
    throws
  {
    let time = try Timestamp(number: text.utf8)
    #expect(time.milliseconds == milliseconds)
    #expect(time.seconds == printed)
  }

  @Test func `times and spans add up, and a moment before the epoch prints its sign`() {
    let time = Timestamp(seconds: 10)
    #expect(time + TimeSpan(milliseconds: 1) - time == TimeSpan(milliseconds: 1))
    #expect((time - TimeSpan(seconds: 11)).seconds == "-1")
    #expect(time - Timestamp(seconds: 11) < TimeSpan(seconds: 0))
  }

  @Test(
    arguments: [
      (45_000, "45s"), (900_000, "15m"), (7_200_000, "2h"), (86_400_000, "1d"), (5_400_000, "90m"), (0, "0s"),
      (1500, "1500ms"),
    ] as [(Int64, String)])
  func `a span is spelt in its largest exact unit`(milliseconds: Int64, text: String) {
    #expect(TimeSpan(milliseconds: milliseconds).policyText == text)
  }
}
