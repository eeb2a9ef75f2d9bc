import Delegation
import PolicyEngine
import RiskScoring
import SessionStore
import Testing

@Suite struct GroupTests {
  @Test(arguments: Backend.all, SessionGrouping.allCases)
  func `an empty store has no groups`(backend: Backend, grouping: SessionGrouping) throws {
    let fixture = try Fixture(backend)
    let listing = try fixture.store.groups(GroupQuery(grouping: grouping, offset: 3, limit: 10))
    #expect(listing.groups.isEmpty)
    #expect(listing.offset == 0)
    #expect(listing.matching == 0)
  }

  @Test(arguments: Backend.all, UInt64(0)..<12)
  func `groups count what their sessions say, and stand in order`(backend: Backend, seed: UInt64) throws {
    let fixture = try Crowd(backend, seed: seed).fixture
    let rows = try fixture.store.sessions()
    var random = Seeded(seed)
    for grouping in SessionGrouping.allCases {
      for filter in [.all, SessionFilter.random(&random), .random(&random)] {
        let whole = try fixture.store.groups(GroupQuery(filter: filter, grouping: grouping, limit: 1000))
        let matching = rows.filter { filter.matches($0, now: whole.asOf) }
        #expect(whole.groups == naive(matching, grouping), "seed \(seed): \(grouping) \(filter)")
        #expect(whole.matching == whole.groups.count)
        for (offset, limit) in [(0, 1), (1, 2), (2, 0), (900, 5)] {
          let part = try fixture.store.groups(
            GroupQuery(filter: filter, grouping: grouping, offset: offset, limit: limit))
          #expect(part.groups == Array(whole.groups.dropFirst(offset).prefix(limit)))
          #expect(part.offset == min(offset, whole.groups.count))
          #expect(part.matching == whole.matching)
        }
      }
    }
  }
}

/// The same from rows at hand.
func naive(_ rows: [SessionRow], _ grouping: SessionGrouping) -> [SessionGroup] {
  var members: [String: [SessionRow]] = [:]
  for row in rows {
    let ids =
      switch grouping {
      case .wallet: [row.envelope.wallet.text]
      case .capability: row.envelope.capabilities.map(\.text)
      case .chain: ["\(row.envelope.chainID)"]
      case .nonceDomain: [row.envelope.nonceDomain.text]
      }
    for id in ids { members[id, default: []].append(row) }
  }
  let groups = members.map { id, rows in
    SessionGroup(
      id: id, sessions: rows.count, active: rows.filter { $0.life == .active }.count,
      atRisk: rows.filter { ![.expired, .revoked].contains($0.life) && $0.risk.band >= .medium }.count,
      worstRiskHundredths: rows.map(\.risk.score.hundredths).max() ?? 0,
      spentMicros: rows.map(\.spent.micros).reduce(0, +),
      limitMicros: rows.map(\.envelope.maxValue.micros).reduce(0, +), denied: rows.map(\.denied).reduce(0, +))
  }
  return groups.sorted { a, b in
    if a.worstRiskHundredths != b.worstRiskHundredths { return a.worstRiskHundredths > b.worstRiskHundredths }
    if a.sessions != b.sessions { return a.sessions > b.sessions }
    return Array(a.id.utf8).lexicographicallyPrecedes(Array(b.id.utf8))
  }
}
