import Delegation
import GRDB
import PolicyEngine
import RiskScoring
import SessionStore
import Testing

/// With the search index every answer is what the tables say.
@Suite struct SearchTests {
  @Test func `without being asked for, or closed, there is no index`() throws {
    let fixture = try Fixture(.sqlite)
    #expect(fixture.store.searchBytes == 0)
    #expect(try fixture.store.prepareSearch())
    #expect(fixture.store.searchBytes > 0)
    fixture.store.close()
    #expect(fixture.store.searchBytes == 0)
    #expect(throws: StoreError.closed) { try fixture.store.prepareSearch() }
    #expect(throws: StoreError.closed) { try fixture.store.list(SessionQuery(sort: .spent)) }
  }

  @Test func `an index that would take too much memory is not made, and lists answer`() throws {
    let folder = try Folder()
    let clock = TestClock()
    let store = try folder.open(clock, Stores.Options(searchMemory: 1000))
    try store.mustGrant(.sample())
    #expect(try !store.prepareSearch())
    #expect(store.searchBytes == 0)
    #expect(try store.list(SessionQuery(sort: .spent)).rows.map(\.id.text) == ["s-1"])
  }

  @Test func `a limit below zero, as of a damaged row, stops no grouping`() throws {
    let folder = try Folder()
    let clock = TestClock()
    let before = try folder.open(clock)
    try before.mustGrant(.sample(), .sample("s-2"))
    before.close()
    let queue = try DatabaseQueue(path: folder.path)
    try queue.write { try $0.execute(sql: "UPDATE sessions SET max_value = -1 WHERE id = 1") }
    try queue.close()
    let store = try folder.open(clock)
    defer { store.close() }
    #expect(try store.prepareSearch() == false)
    // What the damaged row says is no answer, but an error at most.
    _ = try? store.groups(GroupQuery(filter: .all, grouping: .wallet, limit: 10))
    #expect(store.searchBytes == 0)
  }

  @Test(arguments: UInt64(0)..<12)
  func `every answer is what the rows say, while others write`(seed: UInt64) throws {
    let fixture = try Fixture(.sqlite)
    if seed % 3 != 0 { try fixture.store.onlyAlert() }
    let (other, searching) = (try fixture.another(), try fixture.another())
    var life = SearchLife(seed: seed, clock: fixture.clock)
    try life.grow(fixture.store, by: 25)
    #expect(try searching.prepareSearch())
    var random = Seeded(seed ^ 0xABC)
    for round in 0..<40 {
      var isReplaced = false
      for _ in 0..<random.pick([1, 4]) {
        let writer = random.pick([fixture.store, other, searching])
        if try life.step(writer) { isReplaced = true }
      }
      if random.chance(10) { fixture.clock.advance(seconds: random.pick([60, 400])) }
      // A new policy is read in anew, which may have been done already.
      if isReplaced { #expect(try searching.prepareSearch()) }
      let comparison = try Comparison(fixture, searching, note: "seed \(seed), round \(round)")
      try comparison.check(&random, life)
      #expect(searching.searchBytes > 0, "seed \(seed), round \(round)")
    }
    #expect(try fixture.store.verifyAudit(AuditAnchors()).findings == [], "seed \(seed)")
  }

  @Test func `a policy that comes into force leaves the answers right at once`() throws {
    let fixture = try Fixture(.sqlite)
    try fixture.store.onlyAlert()
    let searching = try fixture.another()
    var life = SearchLife(seed: 3, clock: fixture.clock)
    try life.grow(fixture.store, by: 20)
    #expect(try searching.prepareSearch())
    let yaml = StarterPolicy.yaml + "\nrisk:\n  CTX: {halfLife: 1h}\n"
    _ = try fixture.store.apply(Policy.load(yaml: yaml), yaml: yaml, reason: "", by: .alice)
    var random = Seeded(9)
    try Comparison(fixture, searching, note: "after the policy").check(&random, life)
    #expect(try searching.prepareSearch())
    try Comparison(fixture, searching, note: "prepared anew").check(&random, life)
  }
}

/// One moment's rows beside what a store with the index answers about them.
private struct Comparison {
  private let rows: [SessionRow]
  private let now: Timestamp
  private let searching: any SessionStore
  private let plain: any SessionStore
  private let note: String

  init(_ fixture: Fixture, _ searching: any SessionStore, note: String) throws {
    plain = fixture.store
    rows = try fixture.store.sessions()
    now = try fixture.store.list(SessionQuery(limit: 0)).asOf
    self.searching = searching
    self.note = note
  }

  func check(_ random: inout Seeded, _ life: SearchLife) throws {
    for sort in SessionSort.allCases {
      let filter = SessionFilter.searching(&random, life)
      let expected = ordered(filter, sort)
      let limit = random.pick([0, 3, 10, 1000])
      let windows: [SessionQuery.Window] = [
        .from(0), .from(Int.random(in: 0...rows.count, using: &random)), .around(id(random.pick(life.keys))),
      ]
      for window in windows {
        let query = SessionQuery(filter: filter, sort: sort, window: window, limit: limit)
        let listing = try searching.list(query)
        #expect(listing.matching == expected.count, "\(note): \(filter) \(sort)")
        #expect(
          listing.rows == Array(expected.dropFirst(listing.offset).prefix(limit)),
          "\(note): \(filter) \(sort)")
        #expect(listing == (try plain.list(query)), "\(note): \(filter) \(sort) \(window)")
      }
    }
    let (counted, overview) = (try searching.overview(), try plain.overview())
    #expect(counted.atRisk == overview.atRisk, "\(note)")
    #expect(counted.critical == overview.critical, "\(note)")
    for grouping in SessionGrouping.allCases {
      let query = GroupQuery(
        filter: .searching(&random, life), grouping: grouping, offset: random.pick([0, 0, 2, 50]),
        limit: random.pick([1, 5, 1000]))
      #expect(try searching.groups(query) == plain.groups(query), "\(note): \(query.filter) \(grouping)")
    }
  }

  private func ordered(_ filter: SessionFilter, _ sort: SessionSort) -> [SessionRow] {
    rows.reversed().filter { filter.matches($0, now: now) }.enumerated().sorted {
      let (a, b) = (rank($0.element, sort), rank($1.element, sort))
      return a == b ? $0.offset < $1.offset : a < b
    }.map(\.element)
  }

  private func rank(_ row: SessionRow, _ sort: SessionSort) -> Double {
    let isEnded = row.life == .expired || row.life == .revoked
    switch sort {
    case .newest: return 0
    case .lastUsed: return -Double(row.lastUsed?.milliseconds ?? -1)
    case .spent: return -row.spentShare
    case .expires: return isEnded ? .infinity : Double(row.expiresAt.milliseconds)
    case .denied: return -Double(row.denied)
    case .risk:
      let score = row.risk.score
      return score == RiskSummary.clean.score ? 0 : -Double(score.hundredths + (isEnded ? 0 : 20_000))
    }
  }
}
