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
