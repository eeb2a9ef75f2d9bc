/// Takes lines from the front of a file that must end in LF.
struct LineReader {
  private(set) var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  /// The next line, without its LF; nil at the end, or where no LF follows.
  mutating func line() -> ArraySlice<UInt8>? {
    guard let end = rest.firstIndex(of: 0x0A) else { return nil }
    defer { rest = rest[(end + 1)...] }
    return rest[..<end]
  }
}

extension UInt64 {
  /// Nil unless the bytes are ASCII digits, without a sign or a leading zero, of a number that fits.
  init?(plainDecimal digits: ArraySlice<UInt8>) {
    guard let first = digits.first, digits.count == 1 || first != UInt8(ascii: "0") else { return nil }
    var number: UInt64 = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      let (tenfold, overflow) = number.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tenfold.addingReportingOverflow(UInt64(digit - UInt8(ascii: "0")))
      guard !overflow, !carry else { return nil }
      number = sum
    }
    self = number
  }
}

/// Whether the text is a name for a key: not empty, and without white space, `+` and controls.
///
/// https://c2sp.org/signed-note forbids the white space of Unicode, `+`, and the controls below U+0020;
/// here the other controls are refused too, since a name is shown to people.
func isKeyName(_ name: some StringProtocol) -> Bool {
  !name.isEmpty
    && name.unicodeScalars.allSatisfy {
      $0 != "+" && !$0.properties.isWhitespace && $0.properties.generalCategory != .control
    }
}
