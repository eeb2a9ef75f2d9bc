import Delegation
import GRDB
import PolicyEngine
import RiskScoring

extension SQLiteStore {
  func groups(_ query: GroupQuery) throws(StoreError) -> GroupListing {
    try read { snapshot throws(StoreError) in try snapshot.groups(query) }
  }
}

extension Snapshot {
  /// One run over all rows.
  fileprivate func groups(_ query: GroupQuery) throws(StoreError) -> GroupListing {
    let rows = try db.query("SELECT \(SessionRow.columns) FROM sessions s JOIN envelopes e ON e.id = s.id")
    var sums: [String: GroupSum] = [:]
    while try rows.step() {
      let row = try SessionRow(rows, rules: rules, at: time)
      guard query.filter.matches(row, now: time) else { continue }
      for id in query.grouping.ids(of: row.envelope) { sums[id, default: GroupSum()].add(row) }
    }
    let ordered = sums.map { $1.group($0) }.sorted { $0.isBefore($1) }
    let offset = min(max(0, query.offset), ordered.count)
    return GroupListing(
      groups: Array(ordered[offset...].prefix(max(0, query.limit))), offset: offset, matching: ordered.count,
      asOf: time)
  }
}

/// What is counted of a group's sessions. Sums of money stop at what they can hold.
struct GroupSum {
  private(set) var sessions = 0
  private(set) var worst = 0
  private var active = 0
  private var atRisk = 0
  private var spent: UInt64 = 0
  private var limit: UInt64 = 0
  private var denied: UInt64 = 0

  mutating func add(_ row: SessionRow) {
    add(
      life: row.life, score: row.risk.score, spent: row.spent.micros, limit: row.envelope.maxValue.micros,
      denied: row.denied)
  }

  mutating func add(life: SessionLife, score: RiskScore, spent: UInt64, limit: UInt64, denied: UInt64) {
    sessions += 1
    if life == .active { active += 1 }
    if life != .expired, life != .revoked, RiskBand(score) >= .medium { atRisk += 1 }
    worst = max(worst, score.hundredths)
    self.spent = self.spent.addingToLimit(spent)
    self.limit = self.limit.addingToLimit(limit)
    self.denied = self.denied.addingToLimit(denied)
  }

  func group(_ id: String) -> SessionGroup {
    SessionGroup(
      id: id, sessions: sessions, active: active, atRisk: atRisk, worstRiskHundredths: worst,
      spentMicros: spent,
      limitMicros: limit, denied: denied)
  }
}

extension UInt64 {
  fileprivate func addingToLimit(_ other: UInt64) -> UInt64 {
    let (sum, overflows) = addingReportingOverflow(other)
    return overflows ? .max : sum
  }
}

extension SessionGroup {
  /// The worst score first, then the larger, then by name, byte by byte.
  func isBefore(_ other: SessionGroup) -> Bool {
    if worstRiskHundredths != other.worstRiskHundredths {
      return worstRiskHundredths > other.worstRiskHundredths
    }
    if sessions != other.sessions { return sessions > other.sessions }
    return id.utf8.lexicographicallyPrecedes(other.id.utf8)
  }
}

extension SessionGrouping {
  /// The groups that a session counts in.
  fileprivate func ids(of envelope: Envelope) -> [String] {
    switch self {
    case .wallet: [envelope.wallet.text]
    case .capability: envelope.capabilities.map(\.text)
    case .chain: [String(envelope.chainID)]
    case .nonceDomain: [envelope.nonceDomain.text]
    }
  }
}
