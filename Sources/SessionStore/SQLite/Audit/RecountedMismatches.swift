import Delegation

/// The seed's window, counted anew.
struct RecountedMismatches {
  /// Of every mismatch in the log, in order.
  private var all: [(at: Timestamp, session: Int)] = []
  /// Where those begin that are not taken off.
  private var first = 0
  private(set) var counts: [Int: (count: Int64, last: Timestamp)] = [:]
  private(set) var until = Timestamp.epoch
  private var window = TimeSpan(milliseconds: 0)

  /// - Parameter time: when a policy with this window came into force; the store's first policy counts nothing anew.
  mutating func use(_ window: TimeSpan, at time: Timestamp) {
    defer { self.window = window }
    if self.window == window || self.window.milliseconds == 0 { return }
    until = time - window
    counts = [:]
    first = all.firstIndex { $0.at > until } ?? all.count
    for (at, session) in all[first...] { counts[session] = ((counts[session]?.count ?? 0) + 1, at) }
  }

  mutating func add(_ session: Int, at time: Timestamp) -> Int64 {
    sweep(to: time - window)
    all.append((time, session))
    let count = (counts[session]?.count ?? 0) + 1
    counts[session] = (count, time)
    return count
  }

  private mutating func sweep(to start: Timestamp) {
    guard start > until else { return }
    while first < all.count, all[first].at <= start {
      let session = all[first].session
      first += 1
      guard let entry = counts[session] else { continue }
      counts[session] = entry.count > 1 ? (entry.count - 1, entry.last) : nil
    }
    until = start
  }
}
