import Delegation
import GRDB

/// The store's one row about itself.
struct Meta: Equatable {
  /// The time of the latest change: no later one is ever before it.
  var lastTime: Timestamp
  /// The number that the next event or execution gets.
  var nextSequence: Int64
  var sessions: Int64
  var executions: Int64
  /// Executions refused because of a revocation, in all.
  var afterRevoke: Int64
  /// Rises whenever the policy or the modes change: what says whether a remembered copy still holds.
  var rulesVersion: Int64
  var policyID: Int64
  /// ``LifeCounts`` before this second stand summed up in its row 0.
  var countedUntil: Int64
  /// Sessions up to this id still carry the inactivity limit of an earlier policy; 0: none does.
  var idleUntil: Int64
  /// Context mismatches up to this time are in no count of the seed's window any more (``MismatchCounts``).
  var mismatchesUntil: Timestamp

  static func read(_ db: Database) throws(StoreError) -> Meta {
    let row = try db.query(
      """
      SELECT last_time, next_sequence, sessions, executions, after_revoke, rules_version, policy_id, counted_until,
        idle_until, mismatches_until FROM meta
      """)
    guard try row.step() else { throw .corrupt(message: "the table `meta` is empty") }
    return Meta(
      lastTime: Timestamp(milliseconds: row.int(0)), nextSequence: row.int(1), sessions: row.int(2),
      executions: row.int(3), afterRevoke: row.int(4), rulesVersion: row.int(5), policyID: row.int(6),
      countedUntil: row.int(7), idleUntil: row.int(8), mismatchesUntil: row.time(9))
  }

  func write(_ db: Database) throws(StoreError) {
    try db.run(
      """
      UPDATE meta SET last_time = ?, next_sequence = ?, sessions = ?, executions = ?, after_revoke = ?,
        rules_version = ?, policy_id = ?, counted_until = ?, idle_until = ?, mismatches_until = ?
      """,
      [
        .int(lastTime.milliseconds), .int(nextSequence), .int(sessions), .int(executions), .int(afterRevoke),
        .int(rulesVersion), .int(policyID), .int(countedUntil), .int(idleUntil), .time(mismatchesUntil),
      ])
  }

  /// What a call's time is: the clock's, unless the store was written later than that.
  func time(_ clock: Timestamp) -> Timestamp { min(max(clock, lastTime, .epoch), .max) }
}
