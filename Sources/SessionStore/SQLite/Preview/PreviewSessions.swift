import Delegation
import GRDB
import PolicyEngine
import RiskScoring

/// Reads the sessions that act in the window, each once.
struct PreviewSessions: ~Copyable {
  private let query: ModePreviewQuery
  private let snapshot: Snapshot
  private let changes: [String: [PreviewChange]]
  private let watched: Set<String>
  private let suspects: Set<String>
  private let row: Query
  private let revocation: Query

  init(
    _ query: ModePreviewQuery, _ snapshot: Snapshot, _ changes: [String: [PreviewChange]]
  ) throws(StoreError) {
    let watched = query.countsWatched ? try PreviewSessions.alerted(snapshot.db) : []
    let row = try snapshot.db.query(
      """
      SELECT \(StoredRisk.columns), s.risk_bound, s.wallet, s.granted_at, s.issued_at, s.last_attested, s.max_value, e.json
      FROM sessions s JOIN envelopes e ON e.id = s.id WHERE s.session_key = ?
      """)
    let revocation = try snapshot.db.query(
      """
      SELECT 1 FROM revocations WHERE session_key = ? AND withdrawn_at IS NULL AND plane IN ('secops', 'policy') LIMIT 1
      """)
    self.query = query
    self.snapshot = snapshot
    self.changes = changes
    suspects = Set(query.suspects.map(\.text))
    self.watched = watched
    self.row = row
    self.revocation = revocation
  }

  /// Sessions that an alert which is not closed is about.
  private static func alerted(_ db: Database) throws(StoreError) -> Set<String> {
    let rows = try db.query(
      "SELECT session_key FROM alerts WHERE state <> 'closed' AND session_key IS NOT NULL")
    var keys: Set<String> = []
    while try rows.step() { keys.insert(rows.text(0)) }
    return keys
  }

  /// - Parameter history: its last execution before the window.
  func session(_ key: String, history: Int64?) throws(StoreError) -> PreviewSession {
    row.bind(1, key)
    defer { row.reset() }
    guard try row.step() else { throw .corrupt(message: "`\(key)` was decided as a session, and is none") }
    // The bound is never below the score: where it is the least there is, no score is made.
    let least = RiskSummary.clean.score
    let risk =
      row.int(5) <= Int64(least.hundredths)
      ? least : try StoredRisk(row, from: 0, rules: snapshot.rules, at: snapshot.time).score
    let envelope = try row.withBytes(11) { bytes throws(StoreError) in try mayMatter(bytes) }
    let issuedAt = row.time(8)
    let wallet = row.text(6)
    let changes = changes[key] ?? []
    return PreviewSession(
      key: key, wallet: wallet, isSuspect: try isSuspect(key, risk),
      isCovered: query.scope.covers(key: key, wallet: wallet, issuedAt: issuedAt, envelope), risk: risk,
      limits: SpendLimits(
        perExecution: envelope?.maxValuePerExecution, window: envelope?.spendWindow?.value,
        budget: try row.money(10)),
      windowLength: envelope?.spendWindow?.length, inactivity: envelope?.inactivity,
      grantedAt: row.time(7), issuedAt: issuedAt,
      expiresAt: PreviewSessions.start(row.time(4), changes, \.extends),
      lastAttested: PreviewSessions.start(row.optionalTime(9), changes, \.attests), history: history,
      changes: changes)
  }

  /// What a session's row said before the first of `changes` that moved it.
  private static func start(
    _ now: Timestamp, _ changes: [PreviewChange], _ moves: (PreviewChange) -> Bool
  ) -> Timestamp {
    changes.first(where: moves)?.before ?? now
  }

  private static func start(
    _ now: Timestamp?, _ changes: [PreviewChange], _ moves: (PreviewChange) -> Bool
  ) -> Timestamp? {
    guard let first = changes.first(where: moves) else { return now }
    return first.before
  }

  private func isSuspect(_ key: String, _ risk: RiskScore) throws(StoreError) -> Bool {
    if !suspects.isEmpty, suspects.contains(key) { return true }
    guard query.countsWatched else { return false }
    if risk >= ModePreviewQuery.suspectRisk || (!watched.isEmpty && watched.contains(key)) { return true }
    if row.isNull(3) { return false }
    revocation.bind(1, key)
    defer { revocation.reset() }
    return try revocation.step()
  }

  /// The envelope where it may hold a limit that matters or a label that is asked for: reading it costs more than all else of
  /// a session, and most have none. Its JSON is canonical, so that a name which is not in it stands nowhere else.
  private func mayMatter(_ json: UnsafeRawBufferPointer) throws(StoreError) -> Envelope? {
    if query.scope.label != nil || PreviewSessions.names.contains(where: { json.contains($0) }) {
      return try Envelope(stored: json)
    }
    return nil
  }

  private static let names: [StaticString] = [
    "\"maxValuePerExecutionUsd\"", "\"spendWindow\"", "\"inactivitySeconds\"",
  ]
}

extension PreviewChange {
  fileprivate var attests: Bool { if case .attested = what { true } else { false } }
  fileprivate var extends: Bool { !attests }
}
