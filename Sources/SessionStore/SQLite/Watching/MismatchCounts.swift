import Delegation
import GRDB
import PolicyEngine
import RiskScoring

/// The seed's window, kept in the store: how many context mismatches each session has in it. What has left the window
/// is taken off before the next mismatch is counted; who reads before that takes it off for itself.
struct MismatchCounts {
  private let db: Database

  init(_ db: Database) { self.db = db }

  /// Takes off what has left the window that begins after `start`.
  func sweep(_ meta: inout Meta, to start: Timestamp) throws(StoreError) {
    guard start > meta.mismatchesUntil else { return }
    let gone = try MismatchCounts.count(db, after: meta.mismatchesUntil, through: start)
    for (id, count) in gone {
      try db.run(
        "UPDATE mismatch_counts SET count = count - ? WHERE session_id = ?", [.int(count), .int(id)])
    }
    if !gone.isEmpty { try db.run("DELETE FROM mismatch_counts WHERE count <= 0") }
    meta.mismatchesUntil = start
  }

  /// - Returns: how many the session has now.
  func add(_ session: Int64, at time: Timestamp) throws(StoreError) -> Int64 {
    let row = try db.query(
      """
      INSERT INTO mismatch_counts VALUES (?1, 1, ?2) ON CONFLICT DO UPDATE SET count = count + 1, last_at = ?2
      RETURNING count
      """, [.int(session), .time(time)])
    guard try row.step() else { return 0 }
    let count = row.int(0)
    while try row.step() {}
    return count
  }

  /// Counts anew, for a window of another length.
  func rebuild(_ meta: inout Meta, from start: Timestamp) throws(StoreError) {
    try db.run("DELETE FROM mismatch_counts")
    try db.run(
      """
      INSERT INTO mismatch_counts
      SELECT s.id, count(*), max(x.ts) FROM executions x INDEXED BY mismatches_by_number
        JOIN sessions s ON s.session_key = x.session_key
      WHERE (x.chain_mismatch = 1 OR x.destination_mismatch = 1) AND x.ts > ? GROUP BY s.id
      """, [.time(start)])
    meta.mismatchesUntil = start
  }

  /// By session, how many lie in (`after`, `through`].
  private static func count(
    _ db: Database, after: Timestamp, through: Timestamp
  ) throws(StoreError) -> [(Int64, Int64)] {
    let rows = try db.query(
      """
      SELECT s.id, count(*) FROM executions x INDEXED BY mismatches_by_number
        JOIN sessions s ON s.session_key = x.session_key
      WHERE (x.chain_mismatch = 1 OR x.destination_mismatch = 1) AND x.ts > ? AND x.ts <= ? GROUP BY s.id
      """, [.time(after), .time(through)])
    var counts: [(Int64, Int64)] = []
    while try rows.step() { counts.append((rows.int(0), rows.int(1))) }
    return counts
  }
}

extension Snapshot {
  /// The seed's answer at this moment, most mismatches first.
  func found() throws(StoreError) -> [MismatchWindow.Found] {
    let settings = rules.policy.detection
    let start = time - settings.window
    var gone: [Int64: Int64] = [:]
    if start > meta.mismatchesUntil {
      let rows = try db.query(
        """
        SELECT s.id, count(*) FROM executions x INDEXED BY mismatches_by_number
          JOIN sessions s ON s.session_key = x.session_key
        WHERE (x.chain_mismatch = 1 OR x.destination_mismatch = 1) AND x.ts > ? AND x.ts <= ? GROUP BY s.id
        """, [.time(meta.mismatchesUntil), .time(start)])
      while try rows.step() { gone[rows.int(0)] = rows.int(1) }
    }
    let rows = try db.query(
      """
      SELECT m.session_id, s.session_key, m.count, m.last_at FROM mismatch_counts m
        JOIN sessions s ON s.id = m.session_id
      WHERE m.count > ? ORDER BY m.count DESC
      """, [.int(Int64(clamping: settings.mismatchesOver))])
    var found: [MismatchWindow.Found] = []
    while try rows.step() {
      let count = rows.int(2) - (gone[rows.int(0)] ?? 0)
      guard UInt64(clamping: count) > settings.mismatchesOver else { continue }
      found.append(
        MismatchWindow.Found(
          sessionKey: try rows.identifier(1), executions: Int(count), lastSeen: rows.time(3)))
    }
    return found.sorted { ($1.executions, $0.sessionKey.text) < ($0.executions, $1.sessionKey.text) }
  }
}

extension SQLiteStore {
  func detect() throws(StoreError) -> [MismatchWindow.Found] {
    try read { snapshot throws(StoreError) in try snapshot.found() }
  }
}
