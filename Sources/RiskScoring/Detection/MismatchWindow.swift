package import Delegation
package import PolicyEngine

/// The seed's detection as a sliding window: which sessions had more than so many executions on a wrong chain or
/// destination in the window that ends now. Each event costs a constant, whatever the window holds.
package struct MismatchWindow: Sendable {
  package struct Found: Hashable, Sendable {
    package let sessionKey: Identifier
    /// Mismatches within the window.
    package let executions: Int
    package let lastSeen: Timestamp

    package init(sessionKey: Identifier, executions: Int, lastSeen: Timestamp) {
      self.sessionKey = sessionKey
      self.executions = executions
      self.lastSeen = lastSeen
    }
  }

  private struct Mismatch {
    let key: Identifier
    let at: Timestamp
  }

  package let settings: DetectionSettings
  private var mismatches: [Mismatch] = []
  /// Where those begin that are still in the window.
  private var first = 0
  private var counts: [Identifier: (count: Int, last: Timestamp)] = [:]
  /// Keys over the limit, so that an answer looks at nothing else.
  private var over: Set<Identifier> = []

  package init(settings: DetectionSettings) { self.settings = settings }

  /// Enters an execution that met a wrong chain or destination; times never go back.
  /// - Returns: how many the session has in the window now.
  package mutating func add(_ key: Identifier, at time: Timestamp) -> Int {
    move(to: time)
    mismatches.append(Mismatch(key: key, at: time))
    let count = (counts[key]?.count ?? 0) + 1
    counts[key] = (count, time)
    if isOver(count) { over.insert(key) }
    return count
  }

  /// The seed's answer at `time`, most mismatches first.
  package mutating func found(at time: Timestamp) -> [Found] {
    move(to: time)
    return over.compactMap { key in
      counts[key].map { Found(sessionKey: key, executions: $0.count, lastSeen: $0.last) }
    }.sorted { ($1.executions, $0.sessionKey.text) < ($0.executions, $1.sessionKey.text) }
  }

  private func isOver(_ count: Int) -> Bool { UInt64(count) > settings.mismatchesOver }

  /// Forgets what has left the window: `ts > now − window` stays.
  private mutating func move(to time: Timestamp) {
    while first < mismatches.count, mismatches[first].at <= time - settings.window {
      let key = mismatches[first].key
      first += 1
      guard let entry = counts[key] else { continue }
      counts[key] = entry.count > 1 ? (entry.count - 1, entry.last) : nil
      if !isOver(entry.count - 1) { over.remove(key) }
    }
    if first > 1024, first * 2 > mismatches.count {
      mismatches.removeFirst(first)
      first = 0
    }
  }
}
