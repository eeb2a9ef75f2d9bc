/// Finds equal texts: open addressing, four bytes a slot, of which eight bits are of the text's hash, so that a wrong
/// slot is hardly ever looked up.
struct TextTable {
  private var slots = [UInt32](repeating: 0, count: 64)
  private var count = 0

  /// The numbers that fit a slot.
  static let most = 1 << 24 - 2

  var bytes: Int { slots.capacity * 4 }

  /// Seeded for this process: nobody outside can choose texts that crowd one slot.
  static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var hasher = Hasher()
    hasher.combine(bytes: bytes)
    return UInt64(bitPattern: Int64(hasher.finalize()))
  }

  func find(_ hash: UInt64, _ isEqual: (Int) -> Bool) -> Int? {
    let tag = TextTable.tag(hash)
    var place = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[place] != 0 {
      let slot = slots[place]
      if slot >> 24 == tag, isEqual(Int(slot & 0xFF_FFFF) - 1) { return Int(slot & 0xFF_FFFF) - 1 }
      place = (place + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Of a text that is not in it yet. A slot does not hold its whole hash: it grows by hashing all texts anew.
  mutating func insert(_ hash: UInt64, _ number: Int) {
    precondition((count + 1) * 8 <= slots.count * 7)
    var place = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[place] != 0 { place = (place + 1) & (slots.count - 1) }
    slots[place] = TextTable.tag(hash) << 24 | UInt32(number + 1)
    count += 1
  }

  private static func tag(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash >> 56) }

  var isFull: Bool { (count + 1) * 8 > slots.count * 7 }

  /// Empty, with twice the slots.
  func grown() -> TextTable {
    var table = TextTable()
    table.slots = [UInt32](repeating: 0, count: slots.count * 2)
    return table
  }
}
