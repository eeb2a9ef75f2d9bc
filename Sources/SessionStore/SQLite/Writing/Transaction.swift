import Delegation
import GRDB
import PolicyEngine

/// One write of the store: what it read when it began, and what it must write when it ends.
struct Transaction {
  let db: Database
  /// The call's time.
  let time: Timestamp
  let rules: Rules
  var meta: Meta
  var life = LifeCounts()
  /// Decisions made in it.
  var allowed: Int64 = 0
  var denied: Int64 = 0
  /// Something was accepted: it moves the store's time.
  private(set) var hasChanged = false

  init(_ db: Database, clock: Timestamp, rules cache: RulesCache) throws(StoreError) {
    self.db = db
    meta = try Meta.read(db)
    time = meta.time(clock)
    rules = try cache.rules(db, meta)
  }

  /// Says that the store changes without an event in its log.
  mutating func change() { hasChanged = true }

  /// The next number in commit order; taking one says that the store changes.
  mutating func nextSequence() -> Int64 {
    change()
    defer { meta.nextSequence += 1 }
    return meta.nextSequence
  }

  /// Writes what was counted. A transaction without a change leaves no trace, not even its time.
  mutating func finish() throws(StoreError) {
    guard hasChanged else { return }
    meta.lastTime = time
    let second = floorSecond(time)
    try life.write(db)
    if allowed + denied > 0 {
      meta.executions += allowed + denied
      try db.run(
        """
        INSERT INTO traffic VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET allowed = allowed + excluded.allowed, denied = denied + excluded.denied
        """, [.int(second), .int(allowed), .int(denied)])
    }
    if second - meta.countedUntil >= Transaction.foldEvery {
      try LifeCounts.foldUp(db, to: second)
      try db.run("DELETE FROM traffic WHERE second < ?", [.int(second - Transaction.trafficKept)])
      meta.countedUntil = second
    }
    try meta.write(db)
  }

  /// Seconds between two foldings of the counts.
  private static let foldEvery: Int64 = 60
  /// Seconds for which traffic is kept: the header shows the last five minutes.
  private static let trafficKept: Int64 = 3600
}

extension Transaction {
  /// Enters an accepted event into the log.
  mutating func log(_ event: SessionEvent, session: Int64? = nil) throws(StoreError) {
    // A grant's envelope stands in `envelopes` already.
    let payload: SQLValue =
      if case .granted = event { .null } else { .text(LoggedEvent(at: time, event: event).json) }
    try db.run(
      "INSERT INTO events VALUES (?, ?, ?, ?, ?)",
      [.int(nextSequence()), .time(time), .text(event.type), .int(session), payload])
  }

  /// Enters what an operator did, in the transaction that does it: what cannot be audited does not happen.
  func audit(
    _ action: String, _ target: String, by operator: Operator, before: String? = nil, after: String? = nil,
    reason: String? = nil, result: String = "done"
  ) throws(StoreError) {
    try db.run(
      """
      INSERT INTO operator_actions (at, operator, plane, action, target, before, after, reason, result)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .time(time), .text(`operator`.name), .text(`operator`.plane.rawValue), .text(action), .text(target),
        .text(before), .text(after), .text(reason), .text(result),
      ])
  }
}
