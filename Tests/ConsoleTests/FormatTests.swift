import Delegation
import Terminal
import Testing

@testable import Console

@Suite struct FormatTests {
  @Test(
    arguments: [
      (0, "0"), (9_999, "0"), (10_000, "0.01"), (500_000, "0.5"), (9_990_000, "9.99"), (12_345_678, "12"),
      (9_999_999_999, "9999"), (10_000_000_000, "10.0k"), (123_456_000_000, "123k"),
      (3_100_000_000_000, "3.1M"),
      (9_000_000_000_000_000_000, "9.0T"),
    ] as [(UInt64, String)])
  func `money takes five columns and is never more than it was`(micros: UInt64, text: String) {
    let shown = Money(micros: micros).map(Format.shortMoney)
    #expect(shown == text)
  }

  @Test(
    arguments: [
      (-1, "expired"), (0, "expired"), (1, "00:00"), (252_000, "04:12"), (599_999, "09:59"), (600_000, "10m"),
      (7_199_999, "119m"), (7_200_000, "2h"), (172_799_999, "47h"), (172_800_000, "2d"),
    ] as [(Int64, String)])
  func `a remaining life is exact in its last ten minutes`(milliseconds: Int64, text: String) {
    #expect(Format.left(TimeSpan(milliseconds: milliseconds)) == text)
  }

  @Test(
    arguments: [(-5_000, "0s"), (59_999, "59s"), (60_000, "1m"), (3_600_000, "1h"), (172_800_000, "2d")]
      as [(Int64, String)])
  func `an age is told in its largest unit`(milliseconds: Int64, text: String) {
    #expect(Format.age(TimeSpan(milliseconds: milliseconds)) == text)
  }

  @Test(
    arguments: [
      (0, "1970-01-01 00:00:00Z"), (-1, "1969-12-31 23:59:59Z"), (951_782_400_000, "2000-02-29 00:00:00Z"),
      (1_771_700_800_000, "2026-02-21 19:06:40Z"), (253_402_300_799_000, "9999-12-31 23:59:59Z"),
    ] as [(Int64, String)])
  func `a time is a date in UTC`(milliseconds: Int64, text: String) {
    #expect(UTC.full(Timestamp(milliseconds: milliseconds)) == text)
  }

  @Test(arguments: [(0, "0"), (999, "999"), (1_000, "1,000"), (12_481, "12,481"), (1_234_567, "1,234,567")])
  func `thousands are set apart`(number: Int, text: String) {
    #expect(Format.count(number) == text)
  }

  @Test(arguments: 0...50) func `a shortened name fits and shows both its ends`(width: Int) {
    let name = SafeText("0x91c4ff00000000000000000000000000000a7e")
    let fitted = Format.fit(name, width: width, glyphs: .unicode)
    #expect(fitted.width <= width)
    if width >= 11 { #expect(fitted.string.hasPrefix("0x91c4") && fitted.string.hasSuffix("0a7e")) }
  }
}
