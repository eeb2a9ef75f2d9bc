import Delegation
import PolicyEngine
import RiskScoring
import SessionStore
import Testing

/// Many sessions of every kind, made by a seed.
struct Crowd {
  let fixture: Fixture

  init(_ backend: Backend, seed: UInt64, count: Int = 60) throws {
    fixture = try Fixture(backend)
    var random = Seeded(seed)
    for index in 0..<count {
      let key = random.chance(20) ? "0x91c4\(String(repeating: "0", count: 33))\(index % 10)7e" : "S-\(index)"
      let life = random.pick([60, 300, 600] as [Int64])
      _ = try fixture.store.grant(
        [
          Grant(
            envelope: .sample(
              key, wallet: random.pick(["w-1", "W-2", "w-3"]),
              capabilities: random.pick([["swap.execute"], ["quote.accept", "nft.list"]]),
              max: random.pick([0, 100, 500]),
              destinations: random.pick([["0xRouterA"], ["0xRouterA", "Market"]]),
              chain: random.pick([1, 10]), expiresAt: fixture.clock.now + TimeSpan(seconds: life),
              domain: random.pick(["mobile", "web"]),
              notBefore: random.chance(10) ? fixture.clock.now + TimeSpan(seconds: 120) : nil,
              inactivity: random.chance(50) ? 90 : nil,
              labels: random.pick([
                [], [Label(key: "app", value: "Mobile")],
                [Label(key: "team", value: "ünder 18"), Label(key: "app", value: "a:b")],
              ])))
        ], by: .alice)
      if random.chance(50) {
        let request = ExecutionRequest.sample(
          key, nonce: UInt64(index), value: random.pick([0, 50, 100]),
          capability: random.pick(["swap.execute", "nft.list"]))
        _ = try fixture.store.decide(request)
      }
      if random.chance(15) {
        _ = try fixture.store.revoke(RevocationOrder(sessionKey: id(key), reason: ""), by: .bob)
      }
      if random.chance(30) { fixture.clock.advance(seconds: random.pick([1, 10, 30])) }
    }
  }
}

@Suite struct ReadingTests {
  @Test(arguments: Backend.all)
  func `an empty store lists nothing`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let store = fixture.store
    for sort in SessionSort.allCases {
      let listing = try store.list(SessionQuery(sort: sort, window: .around(id("nobody"))))
      #expect(listing.rows.isEmpty)
      #expect(listing.matching == 0)
    }
    #expect(try store.overview().byLife.isEmpty)
    #expect(try store.session(id("nobody"), executions: 5) == nil)
    #expect(try store.sessions().isEmpty)
  }

  @Test(arguments: Backend.all, UInt64(0)..<12)
  func `a search finds what matches, and counts it`(backend: Backend, seed: UInt64) throws {
    let fixture = try Crowd(backend, seed: seed).fixture
    let store = fixture.store
    let rows = try store.sessions()
    var random = Seeded(seed)
    for _ in 0..<40 {
      let filter = SessionFilter.random(&random)
      let listing = try store.list(SessionQuery(filter: filter, limit: 1000))
      let expected = rows.reversed().filter { filter.matches($0, now: listing.asOf) }
      #expect(listing.rows.map(\.id) == expected.map(\.id), "seed \(seed): \(filter)")
      #expect(listing.matching == expected.count)
    }
  }

  @Test(arguments: Backend.all, UInt64(0)..<4)
  func `every sort orders all rows and every window is a part of it`(backend: Backend, seed: UInt64) throws {
    let fixture = try Crowd(backend, seed: seed).fixture
    let store = fixture.store
    let newest = Array(try store.sessions().reversed())
    for sort in SessionSort.allCases {
      let whole = try store.list(SessionQuery(sort: sort, limit: 1000))
      let expected = newest.enumerated().sorted {
        let (a, b) = (sort.rank($0.element, whole.asOf), sort.rank($1.element, whole.asOf))
        return a == b ? $0.offset < $1.offset : a < b
      }.map(\.element)
      #expect(whole.rows == expected)
      for (first, limit) in [(0, 7), (5, 10), (58, 10), (500, 3), (0, 0)] {
        let part = try store.list(SessionQuery(sort: sort, window: .from(first), limit: limit))
        #expect(part.rows == Array(expected.dropFirst(first).prefix(limit)))
        #expect(part.offset == min(first, expected.count))
        #expect(part.matching == expected.count)
      }
      for position in [0, 3, 30, expected.count - 1] {
        let part = try store.list(SessionQuery(sort: sort, window: .around(expected[position].id), limit: 9))
        #expect(part.rows.map(\.id) == expected.dropFirst(part.offset).prefix(9).map(\.id))
        #expect(part.rows.map(\.id).contains(expected[position].id))
      }
      #expect(try store.list(SessionQuery(sort: sort, window: .around(id("nobody")), limit: 3)).offset == 0)
    }
  }

  @Test(arguments: Backend.all, UInt64(0)..<12)
  func `the header counts what the rows say`(backend: Backend, seed: UInt64) throws {
    let crowd = try Crowd(backend, seed: seed)
    let store = crowd.fixture.store
    for wait in [0, 1, 59, 200, 700] as [Int64] {
      crowd.fixture.clock.advance(seconds: wait)
      let rows = try store.sessions()
      let overview = try store.overview()
      #expect(overview.byLife == Dictionary(grouping: rows, by: \.life).mapValues(\.count), "seed \(seed)")
      #expect(overview.sessions == rows.count)
      #expect(overview.executions == rows.reduce(0) { $0 + Int($1.executions) })
      if let dormant = rows.first(where: { $0.life == .dormant }) {
        _ = try store.attest(dormant.id, by: .alice)
      }
      if let active = rows.first(where: { $0.life == .active }) {
        _ = try store.decide(.sample(active.id.text, nonce: UInt64(1000 + wait), value: 0))
      }
    }
    #expect(try store.overview().recentAllowed == 0)
  }

  @Test(arguments: Backend.all)
  func `a session's executions come newest first, and at most as many as asked`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    try fixture.store.mustGrant(.sample(), .sample("s-2"))
    let requests = (1...9).map {
      ExecutionRequest.sample($0 % 3 == 0 ? "s-2" : "s-1", nonce: UInt64($0), value: 1)
    }
    let decisions = try fixture.store.decideAll(requests)
    let detail = try #require(try fixture.store.session(id("s-1"), executions: 4))
    #expect(detail.executions.map(\.request.nonce) == [8, 7, 5, 4])
    #expect(detail.executions.map(\.decision) == [decisions[7], decisions[6], decisions[4], decisions[3]])
    #expect(detail.executions.map(\.sequence) == detail.executions.map(\.sequence).sorted(by: >))
    #expect(detail.row.allowed == 6)
  }
}

extension SessionSort {
  /// What comes first has the least rank.
  fileprivate func rank(_ row: SessionRow, _ now: Timestamp) -> Double {
    switch self {
    case .newest: 0
    case .lastUsed: -Double(row.lastUsed?.milliseconds ?? -1)
    case .spent: -row.spentShare
    case .expires:
      row.life == .expired || row.life == .revoked ? .infinity : Double(row.expiresAt.milliseconds)
    case .denied: -Double(row.denied)
    case .risk:
      row.risk.score == RiskSummary.clean.score
        ? 0
        : -Double(
          row.risk.score.hundredths + (row.life == .expired || row.life == .revoked ? 0 : 20_000))
    }
  }
}
