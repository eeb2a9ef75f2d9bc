import Delegation
import SessionStore
import Testing

@Suite struct AttemptTests {
  private let fixture: Fixture
  private var store: any SessionStore { fixture.store }
  private let span = TimeSpan(seconds: 1800)

  init() throws {
    fixture = try Fixture(.sqlite)
    try store.onlyAlert()
  }

  private func revoke(_ key: String, effectiveAt: Timestamp? = nil) throws -> Int64 {
    _ = try store.revoke(
      RevocationOrder(sessionKey: id(key), reason: "test", effectiveAt: effectiveAt), by: .alice)
    return try #require(try store.revocations(of: id(key)).last).sequence
  }

  private func attempts(_ revocations: Int64..., before: TimeSpan? = nil) throws -> AttemptSummary {
    try store.attempts(AttemptQuery(revocations: revocations, before: before ?? span))
  }

  @Test func `a number that is no revocation's is refused`() throws {
    try store.mustGrant(.sample())
    for number in [Int64(0), 1, 3, 99] {
      #expect(throws: StoreError.notFound("revocation \(number)")) { try attempts(number) }
    }
    #expect(try store.attempts(AttemptQuery(revocations: [], before: span)).sessions == [])
  }

  @Test func `what was allowed before and what was tried after are counted apart, by destination`() throws {
    try store.mustGrant(.sample(), .sample("s-2", wallet: "w-2", domain: "web"))
    _ = try store.decide(.sample(nonce: 1, value: 7))
    fixture.clock.advance(seconds: 100)
    _ = try store.decide(.sample(nonce: 2, value: 10))
    _ = try store.decide(.sample(nonce: 3, value: 9, destination: "0xRouterB"))
    _ = try store.decide(.sample(nonce: 3, value: 9, destination: "0xNowhere"))
    _ = try store.decide(.sample("s-2", nonce: 1, domain: "web"))
    let revocation = try revoke("s-1")
    fixture.clock.advance(seconds: 5)
    _ = try store.decide(.sample(nonce: 9, value: 50, destination: "0xDrain"))
    fixture.clock.advance(seconds: 5)
    _ = try store.decide(.sample(nonce: 9, value: 60, destination: "0xDrain"))
    _ = try store.decide(.sample(nonce: 9, value: 1, destination: "0xDrain", chain: 5))
    _ = try store.decide(.sample("s-2", nonce: 2, domain: "web"))
    let found = try attempts(revocation, before: TimeSpan(seconds: 100))
    #expect(found.allowed == .none && found.denied == AttemptCount(count: 3, value: usd(111)))
    #expect(found.after.map(\.chainID) == [1, 5])
    #expect(
      found.after[0].destination == id("0xDrain")
        && found.after[0].denied == AttemptCount(count: 2, value: usd(110)))
    #expect(found.after[0].firstAt == .start(plus: 105) && found.after[0].lastAt == .start(plus: 110))
    #expect(found.lastAllowedAt == nil && found.lastAttemptAt == .start(plus: 110))
    #expect(found.allowedBefore == AttemptCount(count: 3, value: usd(26)))
    #expect(
      try attempts(revocation, before: TimeSpan(seconds: 99)).allowedBefore
        == AttemptCount(count: 2, value: usd(19)))
    #expect(found.before.map(\.destination) == [id("0xRouterA"), id("0xRouterB")])
    #expect(found.sessions.map(\.sequence) == [revocation] && found.sessions[0].isKnown)
  }

  @Test func `an allow before a later effective time is told apart from one after it`() throws {
    try store.mustGrant(.sample())
    let revocation = try revoke("s-1", effectiveAt: .start(plus: 60))
    fixture.clock.advance(seconds: 59)
    #expect(try store.decide(.sample(nonce: 1)).isAllowed)
    fixture.clock.advance(seconds: 1)
    #expect(try !store.decide(.sample(nonce: 2)).isAllowed)
    let found = try attempts(revocation)
    #expect(found.allowed == .none && found.allowedBeforeEffective.count == 1 && found.denied.count == 1)
    #expect(found.sessions.map(\.effectiveAt) == [.start(plus: 60)])
  }

  @Test func `what comes after a revocation was withdrawn is not counted`() throws {
    try store.mustGrant(.sample())
    let revocation = try revoke("s-1")
    _ = try store.decide(.sample(nonce: 1))
    fixture.clock.advance(seconds: 5)
    _ = try store.reinstate(id("s-1"), revocationID: nil, reason: "test", by: .alice)
    #expect(try store.decide(.sample(nonce: 1)).isAllowed)
    let found = try attempts(revocation)
    #expect(found.allowed == .none && found.denied.count == 1)
    #expect(found.sessions.map(\.withdrawnAt) == [.start(plus: 5)])
  }

  @Test func `a key that no session has is counted as one that nobody acted with`() throws {
    let revocation = try revoke("s-9")
    let found = try attempts(revocation)
    #expect(found.sessions.map(\.isKnown) == [false] && found.denied == .none)
  }

  @Test func `what live sessions share with the revoked ones is what is still possible`() throws {
    try store.mustGrant(
      .sample(), .sample("s-2", max: 100, domain: "a"), .sample("s-3", wallet: "w-3", max: 20),
      .sample("s-4", wallet: "w-4", destinations: ["0xElse", "0xRouterA"], domain: "b"),
      .sample("s-5", wallet: "w-5", destinations: ["0xElse"], domain: "c"),
      .sample("s-6", expiresAt: .start(plus: 30)))
    _ = try store.decide(.sample(nonce: 1))
    _ = try store.decide(.sample("s-3", nonce: 1, value: 5))
    let revocation = try revoke("s-1")
    fixture.clock.advance(seconds: 30)
    let possible = try attempts(revocation).stillPossible
    #expect(possible.sameWallet == RelatedSessions(sessions: 1, remaining: usd(100)))
    #expect(possible.sameNonceDomain == RelatedSessions(sessions: 1, remaining: usd(15)))
    #expect(possible.sameDestination == RelatedSessions(sessions: 3, remaining: usd(615)))
    #expect(possible.all == RelatedSessions(sessions: 3, remaining: usd(615)))
  }

  @Test(arguments: UInt64(0)..<12)
  func `however they are found, they are what the event log says`(seed: UInt64) throws {
    var random = Seeded(seed)
    let names = (1...6).map { "s-\($0)" }
    for name in names { try store.mustGrant(.sample(name, max: 100_000)) }
    // Few executions beside many sessions are walked to, many are read through.
    let others = seed.isMultiple(of: 2) ? 0 : 400
    var leaf: Int64 = 0
    for step in 0..<(60 + others) {
      fixture.clock.advance(milliseconds: Int64.random(in: 0...2000, using: &random))
      if step == 30 {
        _ = try store.revoke(scope: Scope(wallet: id("w-1")), reason: "all", by: .alice)
        leaf = try #require(try store.latestRevocation(scope: Scope(wallet: id("w-1"))))
        try store.mustGrant(.sample("s-9", wallet: "w-2"))
      }
      let name = step > 30 && random.chance(others > 0 ? 90 : 20) ? "s-9" : random.pick(names)
      _ = try store.decide(
        .sample(
          name, nonce: UInt64(step), value: UInt64.random(in: 0...9, using: &random),
          destination: random.pick(["0xRouterA", "0xRouterB", "0xNowhere"])))
    }
    let before = TimeSpan(seconds: Int64.random(in: 0...40, using: &random))
    let found = try attempts(leaf, before: before)
    #expect(found.sessions.map(\.key.text) == names, "seed \(seed)")
    let at = try #require(found.sessions.first).committedAt
    var (denied, allowedBefore) = (AttemptCount.none, AttemptCount.none)
    for name in names {
      let all = try #require(try store.session(id(name), executions: .max)).executions
      for execution in all {
        let value = execution.request.value
        if execution.sequence > leaf {
          #expect(!execution.decision.isAllowed)
          denied.add(value)
        } else if execution.decision.isAllowed && execution.decision.at >= at - before {
          allowedBefore.add(value)
        }
      }
    }
    #expect(found.denied == denied && found.allowed == .none, "seed \(seed)")
    #expect(found.allowedBefore == allowedBefore, "seed \(seed)")
    #expect(found.after.reduce(0) { $0 + $1.denied.count } == denied.count, "seed \(seed)")
  }
}
