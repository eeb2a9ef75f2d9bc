import Glibc

/// A growing run of plain values: the unit of the search index's columns.
///
/// Memory of its own, because a million values are looked at in a loop that may cost a nanosecond each, and because it
/// grows in place: the kernel moves pages, nothing is copied and nothing is held twice.
final class Slab<Element: BitwiseCopyable> {
  private(set) var base: UnsafeMutablePointer<Element>
  private(set) var count = 0
  private var capacity: Int

  init(capacity: Int = 64) {
    self.capacity = capacity
    base = UnsafeMutablePointer.allocate(capacity: capacity)
  }

  deinit { base.deallocate() }

  /// What it takes in memory.
  var bytes: Int { capacity * MemoryLayout<Element>.stride }

  subscript(index: Int) -> Element {
    get {
      precondition(index >= 0 && index < count)
      return base[index]
    }
    set {
      precondition(index >= 0 && index < count)
      base[index] = newValue
    }
  }

  func append(_ element: Element) {
    if count == capacity { grow() }
    base[count] = element
    count += 1
  }

  private func grow() {
    let wanted = capacity + max(64, capacity / 8)
    let size = wanted * MemoryLayout<Element>.stride
    if let moved = realloc(base, size) {
      base = moved.bindMemory(to: Element.self, capacity: wanted)
    } else {
      let larger = UnsafeMutablePointer<Element>.allocate(capacity: wanted)
      larger.update(from: base, count: count)
      base.deallocate()
      base = larger
    }
    capacity = wanted
  }
}

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

/// Why the search index cannot answer. Whoever asked reads the tables instead.
enum SearchProblem: Error, Hashable {
  /// A value is outside what the columns can hold, or there are too many different ones.
  case tooLarge
  /// It would take more memory than it may.
  case tooMuchMemory
  /// The store has become something that cannot be followed step by step.
  case outOfStep
  case store(StoreError)
  /// A row of the answer does not read; the index is as good as before.
  case row(StoreError)

  /// Whether it comes again however often the store is read in.
  var isLasting: Bool {
    switch self {
    case .tooLarge, .tooMuchMemory: true
    case .store(let error): !error.isBusy
    case .outOfStep, .row: false
    }
  }
}
