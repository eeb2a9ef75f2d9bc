import Delegation
import GRDB
import PolicyEngine
import RiskScoring

/// What an alert says of what completed it.
struct Raise {
  let kind: AlertKind
  let subject: String
  let sessionKey: String?
  let wallet: String?
  let owner: String?
  let sequence: Int64
  let at: Timestamp
  let score: RiskScore
  /// Whether it opens an alert; else it only counts on one that is open.
  let opens: Bool
}

/// The alerts that a transaction raises, one of each kind and subject.
struct AlertRaises {
  private struct Name: Hashable {
    let kind: AlertKind
    let subject: String
  }

  private struct Pending {
    var first: Raise
    var opens: Bool
    /// Events before the first that may open it: they count only where an alert is open already.
    var before: Int64
    var count: Int64
    var last: Timestamp
    var peak: RiskScore
  }

  private var pending: [Name: Pending] = [:]
  private var order: [Name] = []

  var isEmpty: Bool { order.isEmpty }

  mutating func add(_ raise: Raise) {
    let name = Name(kind: raise.kind, subject: raise.subject)
    if var known = pending[name] {
      if raise.opens && !known.opens {
        // Alerts are numbered by what opened them.
        order.removeAll { $0 == name }
        order.append(name)
        known.first = raise
        known.opens = true
        known.before = known.count
      }
      known.count += 1
      known.last = raise.at
      known.peak = max(known.peak, raise.score)
      pending[name] = known
    } else {
      order.append(name)
      pending[name] = Pending(
        first: raise, opens: raise.opens, before: 0, count: 1, last: raise.at, peak: raise.score)
    }
  }

  /// What was raised one by one, for who counts them anew.
  mutating func taken() -> [Raise] {
    defer { self = AlertRaises() }
    return order.compactMap { pending[$0]?.first }
  }

  /// Writes what was raised, and forgets it.
  mutating func write(_ db: Database) throws(StoreError) {
    defer { self = AlertRaises() }
    for name in order {
      guard let raise = pending[name] else { continue }
      let values: [SQLValue] = [
        .text(name.subject), .text(name.kind.rawValue), .int(raise.count), .time(raise.last),
        .int(Int64(raise.peak.hundredths)),
      ]
      if raise.opens {
        try open(
          db, raise.first, count: raise.count, before: raise.before, last: raise.last, peak: raise.peak)
      } else {
        try db.run(
          """
          UPDATE alerts SET count = count + ?3, last_at = ?4, peak = max(peak, ?5)
          WHERE subject = ?1 AND kind = ?2 AND state <> 'closed'
          """, values)
      }
    }
  }

  private func open(
    _ db: Database, _ first: Raise, count: Int64, before: Int64, last: Timestamp, peak: RiskScore
  ) throws(StoreError) {
    try db.run(
      """
      INSERT INTO alerts (sequence, kind, subject, session_key, wallet, owner, opened_at, last_at, count, peak, state)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 'open')
      ON CONFLICT (subject, kind) WHERE state <> 'closed' DO UPDATE SET
        count = count + ?11, last_at = ?8, peak = max(peak, ?10)
      """,
      [
        .int(first.sequence), .text(first.kind.rawValue), .text(first.subject), .text(first.sessionKey),
        .text(first.wallet), .text(first.owner), .time(first.at), .time(last), .int(count - before),
        .int(Int64(peak.hundredths)), .int(count),
      ])
  }
}
