/// Why a decimal number is not the exact whole count of units that was asked for.
package enum DecimalProblem: Error, Hashable, Sendable {
  case notANumber
  case negative
  /// Has a part smaller than one unit: nothing is ever rounded.
  case notWhole
  case tooLarge
}

/// Reads `text`, a JSON number, as a whole count of units of `10^-scale`, exactly.
///
/// Any JSON spelling counts (`1e3`, `1.0000000`, `0e999999999999`): only the value matters.
/// - Throws: ``DecimalProblem``; nothing is rounded.
package func exactCount(ofNumber text: some Collection<UInt8>, scale: Int) throws(DecimalProblem) -> UInt64 {
  var digits = SignificantDigits()
  var exponent = 0
  var isNegative = false
  var rest = text[...]
  if rest.first == UInt8(ascii: "-") {
    isNegative = true
    rest = rest.dropFirst()
  }
  guard digits.take(&rest) > 0 else { throw .notANumber }
  if rest.first == UInt8(ascii: ".") {
    rest = rest.dropFirst()
    let places = digits.take(&rest)
    guard places > 0 else { throw .notANumber }
    exponent = -places
  }
  if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
    guard let written = writtenExponent(rest.dropFirst()) else { throw .notANumber }
    exponent += written
    rest = rest.suffix(0)
  }
  guard rest.isEmpty else { throw .notANumber }
  if digits.isZero { return 0 }
  if isNegative { throw .negative }
  return try digits.count(timesTenTo: exponent + scale)
}

/// An exponent with its sign; beyond ±2^40 it is held there, where every non-zero value is out of range anyway.
private func writtenExponent(_ text: some Collection<UInt8>) -> Int? {
  var rest = text[...]
  let isNegative = rest.first == UInt8(ascii: "-")
  if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
  guard !rest.isEmpty else { return nil }
  var value = 0
  for byte in rest {
    guard let digit = decimalDigit(byte) else { return nil }
    if value < 1 << 40 { value = value * 10 + Int(digit) }
  }
  return isNegative ? -value : value
}

private func decimalDigit(_ byte: UInt8) -> UInt64? {
  byte >= 0x30 && byte <= 0x39 ? UInt64(byte - 0x30) : nil
}

/// The digits of a number without its leading and trailing zeros, however many were written.
private struct SignificantDigits {
  private var value: UInt64 = 0
  private var overflowed = false
  /// Zeros seen after the last non-zero digit: worth nothing until another digit follows.
  private var pendingZeros = 0

  var isZero: Bool { value == 0 && !overflowed }

  /// Takes the digits at the front of `text` and says how many there were.
  mutating func take<S: Collection<UInt8>>(_ text: inout S) -> Int where S.SubSequence == S {
    var taken = 0
    while let byte = text.first, let digit = decimalDigit(byte) {
      text = text.dropFirst()
      taken += 1
      append(digit)
    }
    return taken
  }

  private mutating func append(_ digit: UInt64) {
    if digit == 0 {
      if !isZero { pendingZeros += 1 }
      return
    }
    for _ in 0...min(pendingZeros, 20) { shift() }
    pendingZeros = 0
    let (sum, carry) = value.addingReportingOverflow(digit)
    value = sum
    overflowed = overflowed || carry
  }

  private mutating func shift() {
    let (product, carry) = value.multipliedReportingOverflow(by: 10)
    value = product
    overflowed = overflowed || carry
  }

  func count(timesTenTo exponent: Int) throws(DecimalProblem) -> UInt64 {
    let power = exponent + pendingZeros
    // More than 19 significant digits and a negative power is a fraction; a positive one is too large either way.
    if power < 0 { throw .notWhole }
    if overflowed || power > 19 { throw .tooLarge }
    var result = value
    for _ in 0..<power {
      let (product, carry) = result.multipliedReportingOverflow(by: 10)
      if carry { throw .tooLarge }
      result = product
    }
    return result
  }
}

/// The shortest decimal spelling of `count` units of `10^-scale`: no exponent, no trailing zeros.
package func shortestDecimal(_ count: UInt64, scale: Int) -> String {
  var digits = String(count)
  if digits.utf8.count <= scale {
    digits = String(repeating: "0", count: scale + 1 - digits.utf8.count) + digits
  }
  let whole = digits.dropLast(scale)
  var fraction = digits.suffix(scale)
  while fraction.utf8.last == UInt8(ascii: "0") { fraction = fraction.dropLast() }
  return fraction.isEmpty ? String(whole) : "\(whole).\(fraction)"
}
