import Delegation
import GRDB

/// The sessions that some revocations ended, each once, by its earliest revocation among them.
struct RevokedSessions {
  private(set) var sessions: [RevokedSession] = []
  /// Where each one's executions are found.
  private(set) var chains: [Chain] = []
  private(set) var wallets: Set<String> = []
  /// As ``SearchText`` folds them.
  private(set) var nonceDomains: Set<String> = []
  /// The latest time until which an assertion of one of them may be believed.
  private(set) var assertedUntil: Timestamp?

  struct Chain {
    /// The last of them; nil where the key never acted as a session's.
    let last: Int64?
    let executions: Int64
  }

  /// - Throws: ``StoreError/notFound(_:)`` when no revocation has one of the numbers.
  init(_ db: Database, _ revocations: [Int64]) throws(StoreError) {
    var seen: Set<String> = []
    let find = try db.query(
      """
      SELECT s.last_execution, s.allowed + s.denied, s.wallet, e.nonce_domain, s.asserted_until
      FROM sessions s JOIN envelopes e ON e.id = s.id WHERE s.session_key = ?
      """)
    let withdrawn = try db.query(
      "SELECT withdrawn_at FROM revocations WHERE session_key = ? AND revocation_id = ?")
    for range in try RevokedSessions.ranges(db, revocations) {
      let rows = try db.query(
        """
        SELECT sequence, target, at, after, result FROM entries
        WHERE sequence BETWEEN ? AND ? AND action = 'session.revoke' ORDER BY sequence
        """, [.int(range.lowerBound), .int(range.upperBound)])
      while try rows.step() {
        let key = rows.text(1)
        guard seen.insert(key).inserted else { continue }
        try add(rows, key: key, find, withdrawn)
      }
    }
  }

  private mutating func add(
    _ entry: borrowing Query, key: String, _ find: borrowing Query, _ withdrawn: borrowing Query
  ) throws(StoreError) {
    find.bind(1, key)
    defer { find.reset() }
    let isKnown = try find.step()
    if isKnown {
      wallets.insert(find.text(2))
      nonceDomains.insert(find.text(3))
      if let until = find.optionalTime(4) { assertedUntil = max(assertedUntil ?? until, until) }
    }
    chains.append(
      Chain(last: isKnown ? find.optionalInt(0) : nil, executions: isKnown ? find.int(1) : 0))
    withdrawn.bind(1, key)
    withdrawn.bind(2, entry.text(4))
    defer { withdrawn.reset() }
    let end = try withdrawn.step() ? withdrawn.optionalTime(0) : nil
    let committedAt = entry.time(2)
    sessions.append(
      RevokedSession(
        key: try Identifier(stored: key), sequence: entry.int(0), committedAt: committedAt,
        effectiveAt: entry.optionalText(3).flatMap { Timestamp(text: $0) } ?? committedAt,
        // Taken back and entered again: what stands of it is the later one.
        withdrawnAt: end.flatMap { $0 >= committedAt ? $0 : nil }, isKnown: isKnown))
  }

  /// The numbers of the `session.revoke` of each: a scoped one's stand directly before its own.
  static func ranges(
    _ db: Database, _ revocations: [Int64]
  ) throws(StoreError) -> [ClosedRange<Int64>] {
    let row = try db.query("SELECT action, result FROM entries WHERE sequence = ?")
    var ranges: [ClosedRange<Int64>] = []
    for sequence in Set(revocations).sorted() {
      row.bind(1, sequence)
      defer { row.reset() }
      guard try row.step() else { throw .notFound("revocation \(sequence)") }
      switch row.text(0) {
      case "session.revoke": ranges.append(sequence...sequence)
      case "scope.revoke":
        guard let count = row.text(1).split(separator: " ").first.flatMap({ Int64($0) }),
          (0..<sequence).contains(count)
        else { throw .corrupt(message: "entry \(sequence) does not say how many sessions it ended") }
        if count > 0 { ranges.append(sequence - count...sequence - 1) }
      default: throw .notFound("revocation \(sequence)")
      }
    }
    return ranges
  }
}
