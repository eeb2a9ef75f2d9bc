/// A set of places, a bit each.
struct Bits {
  private(set) var words: [UInt64]
  let count: Int

  init(count: Int, all: Bool = false) {
    self.count = count
    words = [UInt64](repeating: all ? .max : 0, count: (count + 63) / 64)
    if all { clearTail() }
  }

  /// The last word has no bits beyond the last place.
  private mutating func clearTail() {
    guard count % 64 != 0, let last = words.indices.last else { return }
    words[last] &= (1 << UInt64(count % 64)) - 1
  }

  var members: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }
  var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

  @inline(__always)
  subscript(index: Int) -> Bool { words[index >> 6] >> UInt64(index & 63) & 1 == 1 }

  mutating func insert(_ index: Int) { words[index >> 6] |= 1 << UInt64(index & 63) }

  mutating func formUnion(_ other: Bits) {
    for index in words.indices { words[index] |= other.words[index] }
  }

  /// Makes it the places for which `holds` is true.
  @inline(__always)
  mutating func fill(_ holds: (Int) -> Bool) {
    let count = count
    words.withUnsafeMutableBufferPointer { words in
      for index in words.indices {
        var word: UInt64 = 0
        let first = index << 6
        for bit in 0..<min(64, count - first) where holds(first + bit) { word |= 1 << UInt64(bit) }
        words[index] = word
      }
    }
  }

  /// Keeps the places for which `holds` is `wanted`; the others are not asked about.
  @inline(__always)
  mutating func keep(where wanted: Bool, _ holds: (Int) -> Bool) {
    words.withUnsafeMutableBufferPointer { words in
      for index in words.indices where words[index] != 0 {
        let word = words[index]
        let first = index << 6
        var kept: UInt64 = 0
        if word == .max {
          for bit in 0..<64 where holds(first + bit) == wanted { kept |= 1 << UInt64(bit) }
        } else {
          var rest = word
          while rest != 0 {
            let bit = rest.trailingZeroBitCount
            rest &= rest - 1
            if holds(first + bit) == wanted { kept |= 1 << UInt64(bit) }
          }
        }
        words[index] = kept
      }
    }
  }

  /// From the last place down.
  @inline(__always)
  func forEachFromLast(_ body: (Int) -> Bool) {
    for index in words.indices.reversed() where words[index] != 0 {
      var rest = words[index]
      while rest != 0 {
        let bit = 63 - rest.leadingZeroBitCount
        rest &= ~(1 << UInt64(bit))
        if !body(index << 6 + bit) { return }
      }
    }
  }

  @inline(__always)
  func forEach(_ body: (Int) -> Void) {
    words.withUnsafeBufferPointer { words in
      for index in words.indices where words[index] != 0 {
        var rest = words[index]
        while rest != 0 {
          body(index << 6 + rest.trailingZeroBitCount)
          rest &= rest - 1
        }
      }
    }
  }
}
