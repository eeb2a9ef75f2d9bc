import AuditTrail
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
  var log: LogAppender
  var life = LifeCounts()
  /// What was seen in it.
  var watch = Watch()
  /// Decisions made in it.
  var allowed: Int64 = 0
  var denied: Int64 = 0
  /// The log's new head, by ``finish(_:)``.
  private(set) var head: CommittedHead?
  /// Evidence could not be read, and SQLite took the transaction back for it: the next one does not try.
  var evidenceProblem: StoreError?
  /// Something is to be committed.
  private(set) var hasChanged = false
  /// Whether there is something to commit.
  var mustCommit: Bool { hasChanged || head != nil }

  init(_ db: Database, clock: Timestamp, rules cache: RulesCache) throws(StoreError) {
    self.db = db
    meta = try Meta.read(db)
    time = meta.time(clock)
    rules = try cache.rules(db, meta)
    log = try LogAppender(db)
    guard log.frontier.size == UInt64(clamping: meta.nextSequence - 1) else {
      throw .corrupt(message: "the log has lost its end: see `curfew audit verify`")
    }
  }

  /// Says that something is to be committed of which the log says nothing, because it decides nothing.
  mutating func change() { hasChanged = true }

  /// The next number in commit order; whoever takes one adds the leaf of that number.
  mutating func nextSequence() -> Int64 {
    change()
    defer { meta.nextSequence += 1 }
    return meta.nextSequence
  }

  /// Writes what was counted, and the log's new end. A transaction without a change leaves no trace, and one without a
  /// leaf not even its time: all that the store holds follows from its log.
  mutating func finish(_ signer: LogSigner?) throws(StoreError) {
    if log.hasGrown || log.mustSign { head = try log.finish(db, signer, at: time) }
    guard hasChanged else { return }
    try life.write(db)
    try watch.sums.write(db)
    try watch.raises.write(db)
    if log.hasGrown { try count() }
    try meta.write(db)
  }

  /// Moves the store's time, and the sums that go with it.
  private mutating func count() throws(StoreError) {
    meta.lastTime = time
    let second = floorSecond(time)
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
  }

  /// Seconds between two foldings of the counts.
  static let foldEvery: Int64 = 60
  /// Seconds for which traffic is kept: the header shows the last five minutes.
  static let trafficKept: Int64 = 3600
}

extension Transaction {
  /// Enters what was done into the log, in the transaction that does it: what cannot be audited does not happen.
  ///
  /// - Parameters:
  ///   - event: the line of the event log that it stands for, where it changes what decides.
  ///   - session: the session that was granted; its envelope stands in `envelopes` already.
  ///   - detail: what proves it, as a JSON object.
  /// - Returns: its number in commit order.
  @discardableResult
  mutating func audit(
    _ action: String, _ target: String, by operator: Operator, before: String? = nil, after: String? = nil,
    reason: String? = nil, result: String = "done", event: SessionEvent? = nil, session: Int64? = nil,
    detail: String? = nil
  ) throws(StoreError) -> Int64 {
    let sequence = nextSequence()
    let event = event.map { LoggedEvent(at: time, event: $0).json }
    let entry = AuditEntry(
      sequence: sequence, at: time, who: `operator`.name, plane: `operator`.plane, action: action,
      target: target,
      before: before, after: after, reason: reason, result: result, event: event, detail: detail)
    let leaf = log.append(entry.write)
    log.mustSign = true
    if action.hasPrefix("incident.") { log.keepsCheckpoint = true }
    let insert = try db.query(
      "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
      [
        .int(sequence), .time(time), .text(entry.who), .text(entry.plane.rawValue), .text(action),
        .text(target),
        .text(before), .text(after), .text(reason), .text(result), session == nil ? .text(event) : .null,
        .int(session), .text(detail),
      ])
    insert.bind(14, leaf)
    try insert.run()
    return sequence
  }
}
