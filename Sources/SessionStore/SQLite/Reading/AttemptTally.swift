import Delegation
import GRDB

/// Counts executions of revoked sessions, in whatever order they come.
struct AttemptTally {
  private let sessions: [RevokedSession]
  private let before: TimeSpan
  private var afterRows: [Place: AttemptRow] = [:]
  private var beforeRows: [Place: AttemptRow] = [:]
  private var allowed = AttemptCount.none
  private var denied = AttemptCount.none
  private var early = AttemptCount.none
  private var allowedBefore = AttemptCount.none
  private var lastAllowedAt: Timestamp?
  private var lastAttemptAt: Timestamp?

  private struct Place: Hashable {
    let destination: String
    let chain: Int64
  }

  init(_ sessions: [RevokedSession], before: TimeSpan) {
    self.sessions = sessions
    self.before = before
  }

  /// Where the revoked sessions tried to act, as ``SearchText`` folds it.
  var destinations: Set<String> {
    Set((Array(afterRows.keys) + Array(beforeRows.keys)).map { SearchText.folded($0.destination) })
  }

  /// Counts a row of sequence, time, reasons, chain, value and destination.
  mutating func take(_ row: borrowing Query, _ position: Int) throws(StoreError) {
    let session = sessions[position]
    let time = row.time(1)
    let isAllowed = row.int(2) == 0
    let value = try row.money(4)
    if row.int(0) < session.sequence {
      guard isAllowed, time >= session.committedAt - before else { return }
      allowedBefore.add(value)
      try AttemptTally.add(row, to: &beforeRows, value, isAllowed: true, at: time)
      return
    }
    if let end = session.withdrawnAt, time >= end { return }
    lastAttemptAt = max(lastAttemptAt ?? time, time)
    if isAllowed && time < session.effectiveAt { return early.add(value) }
    if isAllowed {
      allowed.add(value)
      lastAllowedAt = max(lastAllowedAt ?? time, time)
    } else {
      denied.add(value)
    }
    try AttemptTally.add(row, to: &afterRows, value, isAllowed: isAllowed, at: time)
  }

  private static func add(
    _ row: borrowing Query, to rows: inout [Place: AttemptRow], _ value: Money, isAllowed: Bool,
    at time: Timestamp
  ) throws(StoreError) {
    let place = Place(destination: row.text(5), chain: row.int(3))
    if rows[place] == nil {
      rows[place] = AttemptRow(
        destination: try Identifier(stored: place.destination), chainID: UInt64(clamping: place.chain),
        at: time)
    }
    rows[place]?.add(value, isAllowed: isAllowed, at: time)
  }

  func summary(
    at time: Timestamp, assertedUntil: Timestamp?, stillPossible: StillPossible
  ) -> AttemptSummary {
    AttemptSummary(
      asOf: time, sessions: sessions, after: AttemptTally.ordered(afterRows), allowed: allowed,
      denied: denied,
      allowedBeforeEffective: early, lastAllowedAt: lastAllowedAt, lastAttemptAt: lastAttemptAt,
      before: AttemptTally.ordered(beforeRows), allowedBefore: allowedBefore, stillPossible: stillPossible,
      assertedUntil: assertedUntil)
  }

  private static func ordered(_ rows: [Place: AttemptRow]) -> [AttemptRow] {
    rows.sorted { a, b in
      let (x, y) = (a.value, b.value)
      if x.allowed.count != y.allowed.count { return x.allowed.count > y.allowed.count }
      if x.denied.count != y.denied.count { return x.denied.count > y.denied.count }
      return (a.key.destination, a.key.chain) < (b.key.destination, b.key.chain)
    }.map(\.value)
  }
}

extension AttemptRow {
  fileprivate mutating func add(_ value: Money, isAllowed: Bool, at time: Timestamp) {
    if isAllowed { allowed.add(value) } else { denied.add(value) }
    firstAt = min(firstAt, time)
    lastAt = max(lastAt, time)
  }
}
