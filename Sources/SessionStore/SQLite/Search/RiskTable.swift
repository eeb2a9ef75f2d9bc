import Delegation
import RiskScoring

/// What the scores of the sessions that ever gave a signal are made of: few of many.
final class RiskTable {
  private struct Slot {
    /// Its place; below 0 where the slot is free.
    var session: Int32
    var first: Int32
    var count: Int32
    var outline: RiskOutline
  }

  private var slots: [Slot] = []
  private var freeSlots: [Int32] = []
  private var evidence: [PackedEvidence] = []
  /// Runs of evidence that nobody uses, by their length.
  private var freeRuns: [Int32: [Int32]] = [:]
  /// By session: its slot and one, or 0.
  private let slotOf = Slab<UInt32>()

  var bytes: Int { slotOf.bytes + slots.capacity * MemoryLayout<Slot>.stride + evidence.capacity * 16 }
  /// How many there are, with free ones among them.
  var count: Int { slots.count }

  func append() { slotOf.append(0) }

  /// Of the next one, or of one there is.
  func set(_ session: Int, _ state: RiskState) {
    let known = Int(slotOf[session]) - 1
    if state.isClean {
      if known >= 0 { free(known, session) }
      return
    }
    let slot = known >= 0 ? known : take(session)
    let packed = state.records.map(PackedEvidence.init)
    if slots[slot].count != Int32(packed.count) {
      release(slots[slot])
      slots[slot].first = room(for: packed.count)
      slots[slot].count = Int32(packed.count)
    }
    for (index, part) in packed.enumerated() { evidence[Int(slots[slot].first) + index] = part }
    slots[slot].outline = RiskOutline(state)
  }

  private func take(_ session: Int) -> Int {
    let empty = Slot(session: Int32(session), first: 0, count: 0, outline: RiskOutline(RiskState()))
    let slot: Int
    if let free = freeSlots.popLast() {
      slot = Int(free)
      slots[slot] = empty
    } else {
      slot = slots.count
      slots.append(empty)
    }
    slotOf[session] = UInt32(slot + 1)
    return slot
  }

  private func free(_ slot: Int, _ session: Int) {
    release(slots[slot])
    slots[slot].session = -1
    slots[slot].count = 0
    freeSlots.append(Int32(slot))
    slotOf[session] = 0
  }

  private func release(_ slot: Slot) {
    if slot.count > 0 { freeRuns[slot.count, default: []].append(slot.first) }
  }

  private func room(for count: Int) -> Int32 {
    guard count > 0 else { return 0 }
    if let run = freeRuns[Int32(count)]?.popLast() { return run }
    let first = evidence.count
    evidence += [PackedEvidence](repeating: PackedEvidence.none, count: count)
    return Int32(first)
  }

  // MARK: Scoring

  /// One session's evidence, as a scale takes it.
  struct Member {
    let session: Int
    let slot: Int
    let outline: RiskOutline
    let evidence: UnsafeBufferPointer<PackedEvidence>
  }

  /// Gives `body` each session among `wanted` that ever gave a signal.
  func forEach(among wanted: Bits, _ body: (Member) -> Void) {
    evidence.withUnsafeBufferPointer { evidence in
      for (index, slot) in slots.enumerated() where slot.session >= 0 && wanted[Int(slot.session)] {
        let part = UnsafeBufferPointer(rebasing: evidence[Int(slot.first)..<Int(slot.first + slot.count)])
        body(Member(session: Int(slot.session), slot: index, outline: slot.outline, evidence: part))
      }
    }
  }

  /// By session: 0, or where in a list by slot its score stands, and one.
  var places: UnsafeMutablePointer<UInt32> { slotOf.base }
}
