package import Delegation

/// Sessions by key in one open-addressing table: at a million sessions a look-up is one or two cache misses, where
/// a `Dictionary` of strings takes five.
///
/// Entries are never removed: a session's end is a state, not an absence.
package struct SessionTable {
  /// One known session; a class so that a decision reads it in place.
  package final class Entry {
    package let key: Identifier
    package var state: SessionState

    init(key: Identifier, state: SessionState) {
      self.key = key
      self.state = state
    }
  }

  private struct Slot {
    /// The key's upper hash bits, so that most misses never touch the entry.
    var tag: UInt64
    var entry: Entry?
  }

  private var slots: ContiguousArray<Slot>
  private let seed: UInt64
  package private(set) var count = 0

  /// - Parameter seed: any number; unknown to who names sessions, it keeps hostile names from sharing slots.
  package init(seed: UInt64 = 0) {
    self.seed = seed
    slots = ContiguousArray(repeating: Slot(tag: 0, entry: nil), count: 64)
  }

  package subscript(_ key: Identifier) -> Entry? {
    let hash = key.mixed(seed: seed)
    let mask = slots.count - 1
    var index = Int(truncatingIfNeeded: hash) & mask
    while let entry = slots[index].entry {
      if slots[index].tag == hash, entry.key == key { return entry }
      index = (index + 1) & mask
    }
    return nil
  }

  /// Adds a session whose key is not yet known.
  package mutating func insert(_ state: SessionState) {
    if (count + 1) * 3 > slots.count * 2 { grow() }
    let key = state.envelope.sessionKey
    place(Slot(tag: key.mixed(seed: seed), entry: Entry(key: key, state: state)))
    count += 1
  }

  private mutating func place(_ slot: Slot) {
    let mask = slots.count - 1
    var index = Int(truncatingIfNeeded: slot.tag) & mask
    while slots[index].entry != nil { index = (index + 1) & mask }
    slots[index] = slot
  }

  private mutating func grow() {
    let old = slots
    slots = ContiguousArray(repeating: Slot(tag: 0, entry: nil), count: old.count * 2)
    for slot in old where slot.entry != nil { place(slot) }
  }
}
