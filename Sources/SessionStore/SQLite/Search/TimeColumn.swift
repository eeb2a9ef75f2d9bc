/// Times in six bytes each, or none: milliseconds since the epoch up to the year 9999 and beyond.
final class TimeColumn {
  private let low = Slab<UInt32>()
  private let high = Slab<UInt16>()

  /// The greatest that it can hold.
  static let max: Int64 = 1 << 48 - 2
  /// What stands for none when it is read.
  static let none: Int64 = -1

  var count: Int { low.count }
  var bytes: Int { low.bytes + high.bytes }

  /// - Throws: ``SearchProblem/tooLarge``.
  func append(_ time: Int64?) throws(SearchProblem) {
    let (lower, upper) = try TimeColumn.packed(time)
    low.append(lower)
    high.append(upper)
  }

  func set(_ index: Int, _ time: Int64?) throws(SearchProblem) {
    (low[index], high[index]) = try TimeColumn.packed(time)
  }

  subscript(index: Int) -> Int64 { view[index] }

  private static func packed(_ time: Int64?) throws(SearchProblem) -> (UInt32, UInt16) {
    let value = time ?? none
    guard value >= (time == nil ? none : 0), value <= max else { throw .tooLarge }
    return (UInt32(truncatingIfNeeded: value + 1), UInt16(truncatingIfNeeded: (value + 1) >> 32))
  }

  /// For a loop, while nothing is appended.
  var view: View { View(low: low.base, high: high.base) }

  struct View {
    let low: UnsafeMutablePointer<UInt32>
    let high: UnsafeMutablePointer<UInt16>

    @inline(__always)
    subscript(index: Int) -> Int64 { (Int64(high[index]) << 32 | Int64(low[index])) - 1 }
  }
}
