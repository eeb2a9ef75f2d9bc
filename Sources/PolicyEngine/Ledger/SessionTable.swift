package import Delegation

/// Sessions by key, in one open-addressing table over slabs of states.
///
/// At a million sessions a look-up costs the cache misses of one slot and one state: slots are eight bytes, states
/// never move, and none is copied to be read. Sessions are never removed: a session's end is a state, not an absence.
package final class SessionTable {
  private struct Slot {
    /// Hash bits of the key, so that most other keys are told apart without reading a state.
    var tag: UInt32
    /// Position plus one; 0 is an empty slot.
    var link: UInt32
  }

  private static let slabBits = 10
  private static let slabSize = 1 << slabBits
  private static let slabMask = slabSize - 1

  private var slots = ContiguousArray(repeating: Slot(tag: 0, link: 0), count: 64)
  private var slabs: ContiguousArray<UnsafeMutablePointer<SessionState>> = []
  private let seed: UInt64
  package private(set) var count = 0

  /// - Parameter seed: any number; unknown to who names sessions, it keeps hostile names from sharing slots.
  package init(seed: UInt64 = 0) { self.seed = seed }

  deinit {
    for (index, slab) in slabs.enumerated() {
      slab.deinitialize(count: min(SessionTable.slabSize, count - index * SessionTable.slabSize))
      slab.deallocate()
    }
  }

  /// Where the session with this key is, for good; nil when it is unknown.
  package func position(of key: Identifier) -> Int? {
    let hash = key.mixed(seed: seed)
    let mask = slots.count - 1
    var index = Int(truncatingIfNeeded: hash) & mask
    while slots[index].link != 0 {
      let slot = slots[index]
      let position = Int(slot.link) - 1
      if slot.tag == SessionTable.tag(hash), pointer(position).pointee.envelope.sessionKey == key {
        return position
      }
      index = (index + 1) & mask
    }
    return nil
  }

  /// A copy of the session's state, or nil.
  package subscript(_ key: Identifier) -> SessionState? { position(of: key).map { pointer($0).pointee } }

  /// Reads or changes a state where it lies.
  package func withState<R>(at position: Int, _ body: (inout SessionState) -> R) -> R {
    body(&pointer(position).pointee)
  }

  /// Changes the state of the session with this key, if it is known.
  package func update(_ key: Identifier, _ body: (inout SessionState) -> Void) {
    if let position = position(of: key) { body(&pointer(position).pointee) }
  }

  /// Adds a session whose key is not yet known.
  package func insert(_ state: SessionState) {
    if (count + 1) * 3 > slots.count * 2 { grow() }
    if count & SessionTable.slabMask == 0 { slabs.append(.allocate(capacity: SessionTable.slabSize)) }
    pointer(count).initialize(to: state)
    count += 1
    place(state.envelope.sessionKey.mixed(seed: seed), link: UInt32(count))
  }

  private static func tag(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash >> 32) }

  private func pointer(_ position: Int) -> UnsafeMutablePointer<SessionState> {
    slabs[position >> SessionTable.slabBits] + (position & SessionTable.slabMask)
  }

  private func place(_ hash: UInt64, link: UInt32) {
    let mask = slots.count - 1
    var index = Int(truncatingIfNeeded: hash) & mask
    while slots[index].link != 0 { index = (index + 1) & mask }
    slots[index] = Slot(tag: SessionTable.tag(hash), link: link)
  }

  private func grow() {
    slots = ContiguousArray(repeating: Slot(tag: 0, link: 0), count: slots.count * 2)
    for position in 0..<count {
      place(pointer(position).pointee.envelope.sessionKey.mixed(seed: seed), link: UInt32(position + 1))
    }
  }
}
