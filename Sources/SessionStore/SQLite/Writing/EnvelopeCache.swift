import Delegation
import GRDB
import Synchronization

/// Envelopes read lately, by session id: they never change, and reading one costs more than deciding with it.
///
/// Two generations: when the young one is full it becomes the old one and what is used again moves over, so that the
/// cache never holds more than its capacity and needs no bookkeeping at a hit.
final class EnvelopeCache: Sendable {
  private struct Generations {
    var young: [Int64: Envelope] = [:]
    var old: [Int64: Envelope] = [:]
  }

  private let capacity: Int
  private let held = Mutex(Generations())

  init(capacity: Int) { self.capacity = capacity }

  func envelope(_ db: Database, id: Int64) throws(StoreError) -> Envelope {
    if let known = known(id) { return known }
    let row = try db.query("SELECT json FROM envelopes WHERE id = ?", [.int(id)])
    guard try row.step() else { throw .corrupt(message: "session \(id) has no envelope") }
    let envelope = try row.withBytes(0) { bytes throws(StoreError) in try Envelope(stored: bytes) }
    remember(id, envelope)
    return envelope
  }

  private func known(_ id: Int64) -> Envelope? {
    held.withLock {
      if let envelope = $0.young[id] { return envelope }
      guard let envelope = $0.old[id] else { return nil }
      keep(id, envelope, &$0)
      return envelope
    }
  }

  private func remember(_ id: Int64, _ envelope: Envelope) { held.withLock { keep(id, envelope, &$0) } }

  private func keep(_ id: Int64, _ envelope: Envelope, _ generations: inout Generations) {
    if generations.young.count >= capacity / 2 {
      generations.old = generations.young
      generations.young.removeAll(keepingCapacity: true)
    }
    generations.young[id] = envelope
  }
}
