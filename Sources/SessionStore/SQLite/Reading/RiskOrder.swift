import Delegation
import GRDB
import PolicyEngine
import RiskScoring
import Synchronization

/// What of a session's row its score is made of.
struct StoredRisk {
  let id: Int64
  private let state: RiskState
  private let context: RiskContext

  /// What ``init(_:from:rules:at:)`` reads, in its order.
  static let columns = "s.id, s.risk, s.risk_policy, s.revoked_from, s.expires_at"

  /// - Parameter first: where its columns begin.
  init(_ row: borrowing Query, from first: Int32, rules: Rules, at time: Timestamp) throws(StoreError) {
    id = row.int(first)
    state = rules.riskModels.carried(
      try RiskState(row, first + 1), from: row.int(first + 2), to: rules.policyID)
    context = RiskContext(
      at: time, revokedFrom: row.optionalTime(first + 3), expiresAt: row.time(first + 4),
      model: rules.policy.risk)
  }

  var score: RiskScore { state.score(context) }
  var place: RiskPlace { RiskPlace(score: score, isEnded: isEnded, id: id) }

  private var isEnded: Bool {
    context.at >= context.expiresAt || (context.revokedFrom.map { context.at >= $0 } ?? false)
  }
  var summary: RiskSummary { RiskSummary(state, context) }
}

/// Where a session stands in the order by risk.
struct RiskPlace {
  let score: RiskScore
  /// Expired or revoked: there is nothing left to stop.
  let isEnded: Bool
  let id: Int64

  /// The least comes first: what may still be stopped by its score, then what has ended by its score, then all that
  /// never gave a signal.
  var rank: Int64 {
    guard score > RiskSummary.clean.score else { return 0 }
    return RiskPlace.rank(Int64(score.hundredths), isEnded: isEnded)
  }

  /// Of a score above the least, in hundredths.
  static func rank(_ score: Int64, isEnded: Bool) -> Int64 { -score - (isEnded ? 0 : 20_000) }

  func isBefore(_ other: RiskPlace) -> Bool { (rank, -id) < (other.rank, -other.id) }
}

/// Every session by its place in the order by risk, of equal ones the newest grant first; as of one moment.
///
/// No row is rewritten because its score fades. Each has a bound that its score cannot exceed, and those with a bound
/// above the least score stand in an index; so the first rows of the order are found by reading down that index until
/// the bound falls below what was found (the threshold algorithm of Fagin, Lotem and Naor, 2001).
struct RiskOrder {
  private let snapshot: Snapshot
  /// Sessions with a score above the least, in order, as far as they were looked for.
  private var ranked: [RiskPlace] = []
  private var isComplete = false
  private let least = RiskSummary.clean.score

  init(_ snapshot: Snapshot) { self.snapshot = snapshot }

  /// The ids at these positions.
  mutating func ids(from offset: Int, count: Int) throws(StoreError) -> [Int64] {
    try rank(upTo: offset + count)
    if ranked.count >= offset + count { return ranked[offset..<(offset + count)].map(\.id) }
    try rank(upTo: .max)
    var ids = offset < ranked.count ? ranked[offset...].prefix(count).map(\.id) : []
    ids += clean(from: max(0, offset - ranked.count), count: count - ids.count)
    return ids
  }

  /// Where a session stands.
  mutating func position(of id: Int64) throws(StoreError) -> Int? {
    let row = try snapshot.db.query("SELECT \(StoredRisk.columns) FROM sessions s WHERE s.id = ?", [.int(id)])
    guard try row.step() else { return nil }
    let place = try StoredRisk(row, from: 0, rules: snapshot.rules, at: snapshot.time).place
    // Of one that may still be stopped, only those with its score and more stand before it.
    try rank(upTo: .max, atLeast: place.rank <= -20_000 ? place.score : .none)
    if place.score > least { return ranked.firstIndex { $0.id == id } }
    // Among the others, which stand in grant order, newest first.
    let newer = ranked.reduce(0) { $0 + ($1.id > id ? 1 : 0) }
    return ranked.count + Int(snapshot.meta.sessions - id) - newer
  }

  /// Ranks until so many are known to be the highest, and all with this score and more.
  private mutating func rank(upTo count: Int, atLeast score: RiskScore = .none) throws(StoreError) {
    if isComplete { return }
    let rows = try snapshot.db.query(
      """
      SELECT \(StoredRisk.columns), s.risk_bound FROM sessions s INDEXED BY risk_order WHERE s.risk_bound > 100
      ORDER BY s.risk_bound DESC
      """)
    var found = BestScores(limit: count == .max ? nil : count)
    var hasMore = try rows.step()
    while hasMore {
      let bound = RiskScore(hundredths: Int(rows.int(5)))
      if bound < score || found.excludes(bound) { break }
      let place = try StoredRisk(rows, from: 0, rules: snapshot.rules, at: snapshot.time).place
      if place.score > least { found.add(place) }
      hasMore = try rows.step()
    }
    isComplete = !hasMore
    ranked = found.sorted
  }

  /// Sessions of the least score, newest first: ids have no gaps, so all but the ranked ones.
  private func clean(from offset: Int, count: Int) -> [Int64] {
    guard count > 0 else { return [] }
    let others = ranked.map(\.id).sorted(by: >)
    var ids: [Int64] = []
    var (id, next, skipped) = (snapshot.meta.sessions, 0, 0)
    while id > 0, ids.count < count {
      if next < others.count, others[next] == id {
        next += 1
        id -= 1
      } else if skipped < offset {
        // Straight on to the next ranked one, or to where the window begins.
        let run = id - (next < others.count ? others[next] : 0)
        let step = min(Int64(offset - skipped), run)
        skipped += Int(step)
        id -= step
      } else {
        ids.append(id)
        id -= 1
      }
    }
    return ids
  }
}

/// The first places among those seen so far.
private struct BestScores {
  private var found: [RiskPlace] = []
  private let limit: Int?
  /// The least score among so many that may still be stopped; nil while there are not enough.
  private var threshold: RiskScore?
  private var live = 0

  init(limit: Int?) { self.limit = limit }

  /// Whether nothing with this bound can be among the best any more.
  func excludes(_ bound: RiskScore) -> Bool { threshold.map { bound < $0 } ?? false }

  mutating func add(_ place: RiskPlace) {
    found.append(place)
    if !place.isEnded { live += 1 }
    guard let limit, limit > 0, live >= limit, threshold == nil || live >= limit * 2 else { return }
    trim(to: limit)
  }

  private mutating func trim(to limit: Int) {
    found.sort { $0.isBefore($1) }
    // Equal ones are kept: a newer grant may yet come.
    let last = found[limit - 1].score
    found.removeAll { $0.isEnded || $0.score < last }
    live = found.count
    threshold = last
  }

  var sorted: [RiskPlace] { found.sorted { $0.isBefore($1) } }
}

extension SQLiteStore {
  /// Lowers bounds that have faded away from their scores, a few at a time: the order is right without it, and stays quick
  /// to read with it.
  func settleRiskBounds(_ transaction: inout Transaction) throws(StoreError) {
    let second = floorSecond(transaction.time)
    guard let (from, beforeID) = riskCursor.withLock({ $0.next(at: second) }) else { return }
    let rows = try transaction.db.query(
      """
      SELECT \(StoredRisk.columns), s.risk_bound FROM sessions s INDEXED BY risk_order
      WHERE s.risk_bound > 100 AND (s.risk_bound, s.id) < (?, ?) ORDER BY s.risk_bound DESC, s.id DESC LIMIT \(RiskCursor.atOnce)
      """, [.int(from), .int(beforeID)])
    var lowered: [(Int64, Int)] = []
    var (seen, last) = (0, (from, beforeID))
    while try rows.step() {
      seen += 1
      last = (rows.int(5), rows.int(0))
      let risk = try StoredRisk(rows, from: 0, rules: transaction.rules, at: transaction.time)
      let bound = risk.bound.hundredths
      if Int64(bound) < rows.int(5) - RiskCursor.worthwhile { lowered.append((risk.id, bound)) }
    }
    riskCursor.withLock { $0.reached(last, isEnd: seen < RiskCursor.atOnce) }
    for (id, bound) in lowered {
      try transaction.db.run(
        "UPDATE sessions SET risk_bound = ? WHERE id = ?", [.int(Int64(bound)), .int(id)])
    }
  }
}

extension StoredRisk {
  fileprivate var bound: RiskScore { state.bound(context) }
}

/// Where settling goes on, once a second at most.
struct RiskCursor {
  static let atOnce = 128
  /// In hundredths of a point: a smaller difference is not worth a write.
  static let worthwhile: Int64 = 200

  private var second: Int64 = 0
  private var place = RiskCursor.top

  private static let top: (Int64, Int64) = (.max, .max)

  mutating func next(at now: Int64) -> (Int64, Int64)? {
    guard now > second else { return nil }
    second = now
    return place
  }

  mutating func reached(_ place: (Int64, Int64), isEnd: Bool) { self.place = isEnd ? RiskCursor.top : place }
}
