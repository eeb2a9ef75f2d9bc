/// An amount of US dollars, held as whole micro-dollars: 0 … 9,000,000,000,000 USD.
package struct Money: Hashable, Comparable, Sendable {
  /// Micro-dollars, 0 … 9 × 10^18: the sum of two still fits 64 unsigned bits.
  package let micros: UInt64

  package static let zero = Money(unchecked: 0)
  package static let max = Money(unchecked: 9_000_000_000_000_000_000)
  /// Decimal places of a dollar that are held.
  package static let scale = 6

  /// - Returns: nil above ``max``.
  package init?(micros: UInt64) {
    guard micros <= Money.max.micros else { return nil }
    self.micros = micros
  }

  private init(unchecked micros: UInt64) { self.micros = micros }

  /// Reads a number in any JSON spelling.
  /// - Throws: ``DecimalProblem`` when it is no whole micro-dollar, or out of range.
  package init(number text: some Collection<UInt8>) throws(DecimalProblem) {
    let count = try exactCount(ofNumber: text, scale: Money.scale)
    guard let money = Money(micros: count) else { throw .tooLarge }
    self = money
  }

  /// Reads the text form, `[0-9]{1,30}(\.[0-9]{1,30})?` in ASCII.
  /// - Throws: ``DecimalProblem``.
  package init(text: some Collection<UInt8>) throws(DecimalProblem) {
    let parts = text.split(separator: UInt8(ascii: "."), maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count <= 2 else { throw .notANumber }
    for part in parts {
      guard (1...30).contains(part.count), part.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
        throw .notANumber
      }
    }
    try self.init(number: text)
  }

  /// The shortest decimal spelling in dollars, such as `125.5`.
  package var dollars: String { shortestDecimal(micros, scale: Money.scale) }

  package static func < (a: Money, b: Money) -> Bool { a.micros < b.micros }
}
