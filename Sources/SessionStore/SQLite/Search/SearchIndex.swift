import Delegation
import GRDB

/// What a search needs of every session, in memory and current.
///
/// Nothing tells it of a change but the log: every change of a session's row is named by an execution or an entry, which
/// count together without gaps. What it saw last is a number and that leaf's hash; who asks brings it up to the snapshot
/// that he reads, so that its answer is the tables' own at one moment. Not safe to share: one connection's user at a time.
final class SearchIndex {
  let columns: SearchColumns
  /// The log's last number that it holds.
  private(set) var seen: Int64
  private var seenLeaf: [UInt8]
  private let policyID: Int64
  private var idleUntil: Int64
  private let memoryMax: Int

  /// Empty, as of a snapshot: sessions are read in afterwards, and what changed meanwhile is taken up again.
  init(_ snapshot: Snapshot, folder: String, memoryMax: Int) throws(SearchProblem) {
    columns = SearchColumns(folder: folder)
    seen = snapshot.meta.nextSequence - 1
    seenLeaf = try SearchIndex.leaf(seen, snapshot)
    policyID = snapshot.meta.policyID
    idleUntil = snapshot.meta.idleUntil
    self.memoryMax = memoryMax
  }

  /// Reads more sessions.
  /// - Returns: whether there may be more.
  func grow(_ snapshot: Snapshot, most: Int) throws(SearchProblem) -> Bool {
    try check(snapshot)
    let before = columns.count
    try read(snapshot, most: most)
    guard columns.bytes <= memoryMax else { throw .tooMuchMemory }
    return columns.count - before == most
  }

  private func read(_ snapshot: Snapshot, most: Int) throws(SearchProblem) {
    let rows = try snapshot.rows(
      """
      SELECT \(SearchColumns.changing), \(SearchColumns.fixed) FROM sessions s JOIN envelopes e ON e.id = s.id
      WHERE s.id > ? ORDER BY s.id LIMIT ?
      """, [.int(Int64(columns.count)), .int(Int64(most))])
    while try rows.next() { try columns.append(rows, snapshot.rules) }
  }

  /// That the store is still the one that it was read from, further on.
  private func check(_ snapshot: Snapshot) throws(SearchProblem) {
    guard snapshot.meta.policyID == policyID, snapshot.meta.nextSequence > seen,
      snapshot.meta.idleUntil <= idleUntil, try SearchIndex.leaf(seen, snapshot) == seenLeaf
    else { throw .outOfStep }
  }

  private static func leaf(_ sequence: Int64, _ snapshot: Snapshot) throws(SearchProblem) -> [UInt8] {
    let row = try snapshot.rows(
      "SELECT leaf FROM executions WHERE sequence = ?1 UNION ALL SELECT leaf FROM entries WHERE sequence = ?1",
      [.int(sequence)])
    return try row.next() ? row.withBytes(0) { Array($0) } : []
  }

  // MARK: Following

  /// Takes up what changed until `snapshot`, or of that at most `most` numbers of the log.
  /// - Returns: whether it is up to the snapshot.
  @discardableResult
  func follow(_ snapshot: Snapshot, most: Int64 = .max) throws(SearchProblem) -> Bool {
    try check(snapshot)
    let newest = snapshot.meta.nextSequence - 1
    let last = newest - seen > most ? seen + most : newest
    if snapshot.meta.idleUntil < idleUntil { try followIdleLimits(snapshot) }
    if last > seen {
      try read(snapshot, most: Int(snapshot.meta.sessions) - columns.count)
      try followExecutions(snapshot, through: last)
      try followEntries(snapshot, through: last)
      guard columns.bytes <= memoryMax else { throw .tooMuchMemory }
      seenLeaf = try SearchIndex.leaf(last, snapshot)
      seen = last
    }
    return last == newest
  }

  private func take(_ snapshot: Snapshot, _ changed: String, _ values: [SQLValue]) throws(SearchProblem) {
    let rows = try snapshot.rows(
      "SELECT \(SearchColumns.changing) FROM (\(changed)) x CROSS JOIN sessions s ON s.session_key = x.key",
      values)
    while try rows.next() {
      let place = Int(rows.int(0)) - 1
      guard place >= 0, place < columns.count else { throw .outOfStep }
      try columns.set(place, rows, snapshot.rules)
    }
  }

  private func followExecutions(_ snapshot: Snapshot, through last: Int64) throws(SearchProblem) {
    try take(
      snapshot, "SELECT DISTINCT session_key AS key FROM executions WHERE sequence > ? AND sequence <= ?",
      [.int(seen), .int(last)])
  }

  private func followEntries(_ snapshot: Snapshot, through last: Int64) throws(SearchProblem) {
    let range = [SQLValue.int(seen), .int(last)]
    let rows = try snapshot.rows(
      "SELECT DISTINCT action FROM entries WHERE sequence > ? AND sequence <= ?", range)
    var actions: [String] = []
    while try rows.next() { actions.append(rows.text(0)) }
    guard actions.allSatisfy({ LoggedChange(action: $0) != nil }) else { throw .outOfStep }
    if actions.contains(where: { LoggedChange(action: $0) == .target }) {
      try take(
        snapshot,
        """
        SELECT DISTINCT target AS key FROM entries WHERE sequence > ? AND sequence <= ?
          AND (action GLOB 'session.*' OR action GLOB 'risk.*')
        """, range)
    }
    if actions.contains(where: { LoggedChange(action: $0) == .alert }) {
      try take(
        snapshot,
        """
        SELECT DISTINCT a.session_key AS key FROM entries n JOIN alerts a ON a.id = CAST(n.target AS INTEGER)
        WHERE n.sequence > ? AND n.sequence <= ? AND n.action GLOB 'alert.*' AND a.session_key IS NOT NULL
        """, range)
    }
  }

  /// Inactivity limits are brought in line with a new policy from the newest session down, and no entry tells of each.
  private func followIdleLimits(_ snapshot: Snapshot) throws(SearchProblem) {
    let rows = try snapshot.rows(
      "SELECT id, idle_ms FROM sessions WHERE id > ? AND id <= ?",
      [.int(snapshot.meta.idleUntil), .int(min(idleUntil, Int64(columns.count)))])
    while try rows.next() {
      try columns.setIdle(Int(rows.int(0)) - 1, rows.int(1))
    }
    idleUntil = snapshot.meta.idleUntil
  }
}

extension Snapshot {
  fileprivate func rows(_ sql: String, _ values: [SQLValue]) throws(SearchProblem) -> Query {
    do throws(StoreError) {
      return try db.query(sql, values)
    } catch {
      throw .store(error)
    }
  }
}

extension Query {
  fileprivate func next() throws(SearchProblem) -> Bool {
    do throws(StoreError) {
      return try step()
    } catch {
      throw .store(error)
    }
  }
}

/// Which sessions an entry of the log says something changed of.
private enum LoggedChange {
  /// The key that is its target.
  case target
  /// The one that the alert is about.
  case alert
  /// None: a new policy shows in ``Meta/policyID``.
  case none

  /// - Returns: nil for an action that this build does not know.
  init?(action: String) {
    switch action.prefix(while: { $0 != "." }) {
    case "session", "risk": self = .target
    case "alert": self = .alert
    case "store", "scope", "user", "policy", "mode", "operator", "approval", "list", "notice", "point",
      "incident",
      "drill":
      self = .none
    default: return nil
    }
  }
}
