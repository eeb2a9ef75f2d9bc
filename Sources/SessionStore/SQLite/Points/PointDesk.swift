import Delegation
import GRDB
import PolicyEngine
import Synchronization

/// Makes a point's answers: by the process's own rules and envelopes, as it remembers them, so that what it would get
/// wrong in earnest it gets wrong here; on a connection of its own, so that nobody who decides waits for it.
final class PointDesk: Sendable {
  private let path: String
  private let clock: @Sendable () -> Timestamp
  private let rules: RulesCache
  private let envelopes: EnvelopeCache
  private let state = Mutex(State())

  private struct State {
    /// Opened by the first question.
    var connection: Connection?
    /// The policy last seen, which a decision names that could not be made.
    var policy = PolicyVersion(text: "")
    var isClosed = false
  }

  init(
    path: String, clock: @escaping @Sendable () -> Timestamp, rules: RulesCache, envelopes: EnvelopeCache
  ) {
    self.path = path
    self.clock = clock
    self.rules = rules
    self.envelopes = envelopes
  }

  /// As many decisions as requests. What cannot be decided is denied as stale, as the process does it in earnest.
  func answer(_ requests: [ExecutionRequest]) -> PointWire.Answer {
    do throws(StoreError) {
      let answer = try look(requests)
      if let policy = answer.decisions.last?.policy { state.withLock { $0.policy = policy } }
      return answer
    } catch {
      let policy = state.withLock(\.policy)
      let time = min(max(clock(), .epoch), .max)
      let stale = requests.map {
        Decision(
          requestID: $0.requestID, sessionKey: $0.sessionKey, reasons: .stateStale, mode: .normal, at: time,
          policy: policy, remaining: nil)
      }
      return PointWire.Answer(decisions: stale, seenLeaves: 0)
    }
  }

  private func look(_ requests: [ExecutionRequest]) throws(StoreError) -> PointWire.Answer {
    try connection().use { db throws(StoreError) in
      try db.snapshot { db throws(StoreError) in
        if db.hasMoved { throw .moved(path: path) }
        let meta = try Meta.read(db)
        let snapshot = Snapshot(
          db: db, meta: meta, time: meta.time(clock()), rules: try rules.rules(db, meta))
        return PointWire.Answer(
          decisions: try snapshot.preview(requests[...], envelopes),
          seenLeaves: UInt64(clamping: meta.nextSequence - 1))
      }
    }
  }

  private func connection() throws(StoreError) -> Connection {
    let known = state.withLock { ($0.connection, $0.isClosed) }
    if known.1 { throw .closed }
    if let connection = known.0 { return connection }
    // Asked from one thread alone: nobody opens a second one.
    let made = try Connection(path: path, .reading, label: "curfew.point")
    let isKept = state.withLock {
      if !$0.isClosed { $0.connection = made }
      return !$0.isClosed
    }
    if !isKept {
      made.close()
      throw .closed
    }
    return made
  }

  func close() {
    let connection = state.withLock { state in
      state.isClosed = true
      defer { state.connection = nil }
      return state.connection
    }
    connection?.close()
  }
}
