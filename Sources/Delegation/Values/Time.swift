/// A moment: milliseconds since the epoch, 1970 … 9999.
package struct Timestamp: Hashable, Comparable, Sendable {
  package let milliseconds: Int64

  package static let max = Timestamp(milliseconds: 253_402_300_799_000)
  package static let epoch = Timestamp(milliseconds: 0)

  @inlinable
  package init(milliseconds: Int64) { self.milliseconds = milliseconds }

  package init(seconds: Int64) { milliseconds = seconds * 1000 }

  /// Reads epoch seconds in any JSON spelling, 0 … 253,402,300,799, to the millisecond exactly.
  /// - Throws: ``DecimalProblem``.
  package init(number text: some Collection<UInt8>) throws(DecimalProblem) {
    let count = try exactCount(ofNumber: text, scale: 3)
    guard count <= UInt64(Timestamp.max.milliseconds) else { throw .tooLarge }
    milliseconds = Int64(count)
  }

  /// Epoch seconds in the shortest decimal spelling, such as `1771700000.5`.
  package var seconds: String {
    let text = shortestDecimal(milliseconds.magnitude, scale: 3)
    return milliseconds < 0 ? "-" + text : text
  }

  @inlinable
  package static func < (a: Timestamp, b: Timestamp) -> Bool { a.milliseconds < b.milliseconds }
  @inlinable
  package static func >= (a: Timestamp, b: Timestamp) -> Bool { a.milliseconds >= b.milliseconds }
  @inlinable
  package static func > (a: Timestamp, b: Timestamp) -> Bool { a.milliseconds > b.milliseconds }
  @inlinable
  package static func - (a: Timestamp, b: Timestamp) -> TimeSpan {
    TimeSpan(milliseconds: a.milliseconds - b.milliseconds)
  }
  @inlinable
  package static func + (a: Timestamp, b: TimeSpan) -> Timestamp {
    Timestamp(milliseconds: a.milliseconds + b.milliseconds)
  }
  @inlinable
  package static func - (a: Timestamp, b: TimeSpan) -> Timestamp {
    Timestamp(milliseconds: a.milliseconds - b.milliseconds)
  }
}

/// A length of time in milliseconds; may be negative.
package struct TimeSpan: Hashable, Comparable, Sendable {
  package let milliseconds: Int64

  @inlinable
  package init(milliseconds: Int64) { self.milliseconds = milliseconds }
  package init(seconds: Int64) { milliseconds = seconds * 1000 }

  @inlinable
  package static func < (a: TimeSpan, b: TimeSpan) -> Bool { a.milliseconds < b.milliseconds }
  @inlinable
  package static func >= (a: TimeSpan, b: TimeSpan) -> Bool { a.milliseconds >= b.milliseconds }
  @inlinable
  package static func > (a: TimeSpan, b: TimeSpan) -> Bool { a.milliseconds > b.milliseconds }

  /// The policy file's spelling in the largest unit that is exact: `45s`, `15m`, `2h`, `1d`.
  package var policyText: String {
    for (unit, length) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000)] as [(String, Int64)]
    where milliseconds != 0 && milliseconds % length == 0 {
      return "\(milliseconds / length)\(unit)"
    }
    return milliseconds % 1000 == 0 ? "\(milliseconds / 1000)s" : "\(milliseconds)ms"
  }
}
