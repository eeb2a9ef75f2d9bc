import Delegation
import GRDB

extension SQLiteStore {
  func attempts(_ query: AttemptQuery) throws(StoreError) -> AttemptSummary {
    try read { snapshot throws(StoreError) in
      let revoked = try RevokedSessions(snapshot.db, query.revocations)
      var tally = AttemptTally(revoked.sessions, before: query.before)
      try snapshot.count(revoked, before: query.before, into: &tally)
      return tally.summary(
        at: snapshot.time, assertedUntil: revoked.assertedUntil.flatMap { $0 > snapshot.time ? $0 : nil },
        stillPossible: try snapshot.stillPossible(beside: revoked, destinations: tally.destinations))
    }
  }

  func revocations(of key: Identifier) throws(StoreError) -> [RevocationRecord] {
    try read { snapshot throws(StoreError) in try snapshot.revocations(of: key) }
  }

  func latestRevocation(scope: Scope) throws(StoreError) -> Int64? {
    try read { snapshot throws(StoreError) in
      try snapshot.db.int(
        "SELECT max(sequence) FROM entries WHERE action = 'scope.revoke' AND target = ?", [.text(scope.json)])
    }
  }
}

extension Snapshot {
  /// What a row of either way costs beside one of the other: a walk looks each one up, a scan reads on.
  private static let walkCost: Int64 = 3

  fileprivate func count(
    _ revoked: RevokedSessions, before: TimeSpan, into tally: inout AttemptTally
  ) throws(StoreError) {
    guard let earliest = revoked.sessions.map(\.committedAt).min() else { return }
    try forEachAttempt(revoked, from: earliest - before) { row, session throws(StoreError) in
      try tally.take(row, session)
    }
  }

  /// Gives `body` the executions of the revoked sessions from a time on, each with its session's place: along each one's
  /// chain, or by reading all since then, whichever reads less. A row's columns are the sequence, time, reasons, chain,
  /// value and destination; along a chain rows from outside the time and after `last` may be among them.
  func forEachAttempt(
    _ revoked: RevokedSessions, from start: Timestamp, through last: Int64 = .max,
    _ body: (borrowing Query, Int) throws(StoreError) -> Void
  ) throws(StoreError) {
    let first = try firstExecution(from: start)
    let scanned = max(0, min(meta.nextSequence - 1, last) - first + 1)
    let walked = revoked.chains.reduce(Int64(0)) { $0 + min($1.executions, scanned) + 1 }
    if walked * Snapshot.walkCost < scanned {
      try walk(revoked, from: start, body)
    } else {
      try scan(revoked, from: first, through: last, body)
    }
  }

  /// The number of the first execution at `time` or later: executions and entries stand in the order of their times.
  private func firstExecution(from time: Timestamp) throws(StoreError) -> Int64 {
    let row = try db.query("SELECT ts FROM executions WHERE sequence >= ? ORDER BY sequence LIMIT 1")
    var (low, high) = (Int64(1), meta.nextSequence)
    while low < high {
      let middle = low + (high - low) / 2
      row.bind(1, middle)
      let isBefore = try row.step() && row.time(0) < time
      row.reset()
      if isBefore { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private static let columns =
    "x.sequence, x.ts, x.reasons, x.chain_id, x.value_micros, x.destination, x.session_key"

  private func scan(
    _ revoked: RevokedSessions, from first: Int64, through last: Int64,
    _ body: (borrowing Query, Int) throws(StoreError) -> Void
  ) throws(StoreError) {
    let places = Dictionary(revoked.sessions.enumerated().map { ($1.key.text, $0) }) { first, _ in first }
    let row = try db.query(
      """
      SELECT \(Snapshot.columns) FROM executions x WHERE x.sequence BETWEEN ? AND ? ORDER BY x.sequence
      """, [.int(first), .int(last)])
    while try row.step() {
      if let place = places[row.text(6)] { try body(row, place) }
    }
  }

  private func walk(
    _ revoked: RevokedSessions, from start: Timestamp,
    _ body: (borrowing Query, Int) throws(StoreError) -> Void
  ) throws(StoreError) {
    let row = try db.query("SELECT \(Snapshot.columns), x.previous FROM executions x WHERE x.sequence = ?")
    for (index, chain) in revoked.chains.enumerated() {
      var next = chain.last
      while let sequence = next {
        row.bind(1, sequence)
        guard try row.step() else { throw .corrupt(message: "execution \(sequence) is missing") }
        next = row.time(1) < start ? nil : row.optionalInt(7)
        try body(row, index)
        row.reset()
      }
    }
  }
}

extension Snapshot {
  /// Live sessions of the same wallets, in the same nonce domains, or for the same destinations.
  fileprivate func stillPossible(
    beside revoked: RevokedSessions, destinations: Set<String>
  ) throws(StoreError) -> StillPossible {
    var possible = StillPossible()
    if revoked.sessions.isEmpty { return possible }
    let rows = try db.query(
      """
      SELECT s.wallet, e.nonce_domain, s.max_value - s.spent, e.destinations FROM sessions s
      JOIN envelopes e ON e.id = s.id
      WHERE s.expires_at > ?1 AND (s.revoked_from IS NULL OR s.revoked_from > ?1)
      """, [.time(time)])
    while try rows.step() {
      let remaining = UInt64(max(0, rows.int(2)))
      let isWallet = revoked.wallets.contains(rows.text(0))
      let isDomain = revoked.nonceDomains.contains(rows.text(1))
      let isPlace =
        !destinations.isEmpty
        && rows.text(3).split(separator: " ").contains { destinations.contains(String($0)) }
      if isWallet { possible.sameWallet.add(remaining) }
      if isDomain { possible.sameNonceDomain.add(remaining) }
      if isPlace { possible.sameDestination.add(remaining) }
      if isWallet || isDomain || isPlace { possible.all.add(remaining) }
    }
    return possible
  }
}

extension RelatedSessions {
  fileprivate mutating func add(_ micros: UInt64) {
    sessions += 1
    remaining = Money(micros: min(remaining.micros + min(micros, Money.max.micros), Money.max.micros)) ?? .max
  }
}
