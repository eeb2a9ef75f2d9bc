import Delegation
import GRDB
import PolicyEngine

/// When a session changes state if nothing happens to it any more, in whole seconds.
///
/// What an operator does counts at once, so its seconds are rounded down; what time does may count up to a second
/// late, so its seconds are rounded up. On whole seconds both are exact.
struct LifePlan: Equatable {
  let validFrom: Int64
  let quietFrom: Int64
  let expiresAt: Int64
  let revokedFrom: Int64?

  init(_ session: SessionState, idle: TimeSpan) {
    self.init(
      validFrom: max(session.issuedAt, session.envelope.notBefore ?? session.issuedAt),
      lastActive: session.lastActive, idle: idle, expiresAt: session.expiresAt,
      revokedFrom: session.revokedFrom)
  }

  init(
    validFrom: Timestamp, lastActive: Timestamp, idle: TimeSpan, expiresAt: Timestamp, revokedFrom: Timestamp?
  ) {
    self.validFrom = floorSecond(validFrom)
    // Dormant is quiet for longer than the limit: from a millisecond after it on.
    quietFrom = ceilSecond(lastActive + idle + TimeSpan(milliseconds: 1))
    self.expiresAt = ceilSecond(expiresAt)
    self.revokedFrom = revokedFrom.map(floorSecond)
  }

  /// The order of ``SessionState/life(at:policy:)``.
  fileprivate func life(at second: Int64) -> SessionLife {
    if let revokedFrom, second >= revokedFrom { return .revoked }
    if second >= expiresAt { return .expired }
    if second < validFrom { return .pending }
    return second >= quietFrom ? .dormant : .active
  }

  /// Calls `body` with each second in which the state may change, once; 0 stands for the state before all of them.
  fileprivate func forEachSecond(_ body: (Int64) -> Void) {
    let revokedFrom = revokedFrom ?? 0
    body(0)
    if validFrom != 0 { body(validFrom) }
    if quietFrom != 0, quietFrom != validFrom { body(quietFrom) }
    if expiresAt != 0, expiresAt != validFrom, expiresAt != quietFrom { body(expiresAt) }
    if revokedFrom != 0, revokedFrom != validFrom, revokedFrom != quietFrom, revokedFrom != expiresAt {
      body(revokedFrom)
    }
  }
}

/// A millisecond's second, and the first whole second that is not before it.
func floorSecond(_ time: Timestamp) -> Int64 { time.milliseconds / 1000 }
func ceilSecond(_ time: Timestamp) -> Int64 { (time.milliseconds + 999) / 1000 }

/// How many sessions enter or leave each state in each second: summed up to now, the header's counts by state,
/// without reading a single session however many there are and however they ended.
struct LifeCounts {
  /// In the order of ``columns``; flat, because every allowed execution moves a few of these.
  private var changes: [Int64: SIMD8<Int64>] = [:]

  mutating func add(_ plan: LifePlan) { count(plan, 1) }

  mutating func replace(_ old: LifePlan, with new: LifePlan) {
    if old == new { return }
    count(old, -1)
    count(new, 1)
  }

  private mutating func count(_ plan: LifePlan, _ sign: Int64) {
    plan.forEachSecond { second in
      let entered = plan.life(at: second)
      let left = second == 0 ? nil : plan.life(at: second - 1)
      if left == entered { return }
      changes[second, default: .zero][entered.column] &+= sign
      if let left { changes[second, default: .zero][left.column] &-= sign }
    }
  }

  func write(_ db: Database) throws(StoreError) {
    let upsert = try db.query(
      """
      INSERT INTO life_counts VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
        pending = pending + excluded.pending, active = active + excluded.active, dormant = dormant + excluded.dormant,
        expired = expired + excluded.expired, revoked = revoked + excluded.revoked
      """)
    for (second, counts) in changes where counts != .zero {
      upsert.bind(1, second)
      for index in LifeCounts.columns.indices { upsert.bind(Int32(index + 2), counts[index]) }
      try upsert.run()
    }
  }

  /// In the order of the table's columns.
  private static let columns: [SessionLife] = [.pending, .active, .dormant, .expired, .revoked]

  /// Sessions by state at `second`; a state without sessions is absent.
  static func read(_ db: Database, at second: Int64) throws(StoreError) -> [SessionLife: Int] {
    let row = try db.query(
      """
      SELECT total(pending), total(active), total(dormant), total(expired), total(revoked) FROM life_counts
      WHERE second <= ?
      """, [.int(second)])
    guard try row.step() else { return [:] }
    var counts: [SessionLife: Int] = [:]
    for (index, life) in columns.enumerated() where row.real(Int32(index)) != 0 {
      counts[life] = Int(row.real(Int32(index)))
    }
    return counts
  }

  /// As rows, in the order of the table's columns; what lies up to `second` is summed up in row 0.
  func rows(foldedTo second: Int64) -> [Int64: [Int64]] {
    var rows: [Int64: [Int64]] = [:]
    for (at, counts) in changes {
      let row = LifeCounts.columns.indices.map { counts[$0] }
      rows[at <= second ? 0 : at, default: [0, 0, 0, 0, 0]].add(row)
    }
    return rows
  }

  /// The table's rows, summed up in the same way.
  static func rows(_ db: Database, foldedTo second: Int64) throws(StoreError) -> [Int64: [Int64]] {
    let stored = try db.query("SELECT second, pending, active, dormant, expired, revoked FROM life_counts")
    var rows: [Int64: [Int64]] = [:]
    while try stored.step() {
      let at = stored.int(0)
      rows[at <= second ? 0 : at, default: [0, 0, 0, 0, 0]].add((1...5).map { stored.int(Int32($0)) })
    }
    return rows
  }

  /// Sums up what lies behind `second` in row 0: time never goes back, so its parts are never asked for again.
  static func foldUp(_ db: Database, to second: Int64) throws(StoreError) {
    try db.run(
      """
      INSERT INTO life_counts
      SELECT 0, sum(pending), sum(active), sum(dormant), sum(expired), sum(revoked) FROM life_counts
        WHERE second BETWEEN 1 AND ? HAVING count(*) > 0
      ON CONFLICT DO UPDATE SET
        pending = pending + excluded.pending, active = active + excluded.active, dormant = dormant + excluded.dormant,
        expired = expired + excluded.expired, revoked = revoked + excluded.revoked
      """, [.int(second)])
    try db.run("DELETE FROM life_counts WHERE second BETWEEN 1 AND ?", [.int(second)])
  }
}

extension [Int64] {
  fileprivate mutating func add(_ other: [Int64]) {
    for index in indices { self[index] &+= other[index] }
  }
}

extension SessionLife {
  /// Its place among the table's columns.
  fileprivate var column: Int {
    switch self {
    case .pending: 0
    case .active: 1
    case .dormant: 2
    case .expired: 3
    case .revoked: 4
    }
  }
}
