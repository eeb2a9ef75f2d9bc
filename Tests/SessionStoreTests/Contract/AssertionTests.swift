import Delegation
import Digests
import PolicyEngine
import SessionStore
import Testing

@Suite struct AssertionTests {
  private static let life = TimeSpan(seconds: 20)

  @Test(arguments: Backend.all)
  func `nothing is asserted of a session that is not active`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let store = fixture.store
    try store.mustGrant(
      .sample("ended", expiresAt: .start(plus: 5)), .sample("later", notBefore: .start(plus: 300)),
      .sample("quiet", inactivity: 5), .sample("revoked"), .sample("locked", chain: 10))
    _ = try store.revoke(RevocationOrder(sessionKey: id("revoked"), reason: ""), by: .alice)
    _ = try store.change(mode: .lockdown, scope: Scope(chainID: 10), reason: "", by: .alice)
    fixture.clock.advance(seconds: 6)
    let rows: [(String, AssertionRefusal)] = [
      ("nobody", .unknownSession(id("nobody"))), ("ended", .notActive(id("ended"), .expired)),
      ("later", .notActive(id("later"), .pending)), ("quiet", .notActive(id("quiet"), .dormant)),
      ("revoked", .notActive(id("revoked"), .revoked)), ("locked", .lockdown(id("locked"))),
    ]
    let before = try store.entries(limit: 100).count
    for (key, refusal) in rows {
      #expect(throws: StoreError.assertion(refusal)) {
        try store.assert(id(key), life: Self.life, by: .alice)
      }
    }
    #expect(try store.entries(limit: 100).count == before)
  }

  @Test(arguments: Backend.all)
  func `a token of the store is taken until it expires or its session ends`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let store = fixture.store
    let other = try fixture.another()
    try store.mustGrant(.sample(), .sample("s-2"))
    let issued = try store.assert(id("s-1"), life: Self.life, by: .alice)
    let second = try store.assert(id("s-2"), life: Self.life, by: .alice)
    #expect(try other.verify(token: issued.token) == issued.assertion)
    #expect(issued.assertion.expiresAt == .start(plus: 20))
    fixture.clock.advance(seconds: 1)
    let receipt = try other.revoke(RevocationOrder(sessionKey: id("s-1"), reason: ""), by: .alice)
    #expect(receipt.assertedUntil == .start(plus: 20), "offline it holds until then")
    #expect(throws: StoreError.assertion(.notActive(id("s-1"), .revoked))) {
      try store.verify(token: issued.token)
    }
    #expect(try store.row().assertedUntil == .start(plus: 20))
    #expect(try store.verify(token: second.token).sessionKey == id("s-2"))
    fixture.clock.advance(seconds: 19)
    #expect(throws: StoreError.self) { try store.verify(token: second.token) }
    let late = try store.revoke(RevocationOrder(sessionKey: id("s-2"), reason: ""), by: .alice)
    #expect(late.assertedUntil == nil, "no assertion is out any more")
  }

  @Test(arguments: Backend.all)
  func `an assertion never outlives the session, its extension or a revocation to come`(backend: Backend)
    throws
  {
    let fixture = try Fixture(backend)
    let store = fixture.store
    try store.mustGrant(.sample(expiresAt: .start(plus: 10)), .sample("s-2"))
    _ = try store.revoke(
      RevocationOrder(sessionKey: id("s-2"), reason: "", effectiveAt: .start(plus: 7)), by: .alice)
    #expect(try store.assert(id("s-1"), life: Self.life, by: .alice).assertion.expiresAt == .start(plus: 10))
    #expect(try store.assert(id("s-2"), life: Self.life, by: .alice).assertion.expiresAt == .start(plus: 7))
    let scoped = try store.revoke(scope: .everything, reason: "", by: .alice)
    #expect(scoped.assertedUntil == .start(plus: 10))
  }

  /// Ways to end `s-1`.
  enum Ending: CaseIterable {
    case key, scope, related, policy
  }

  @Test(arguments: Backend.all, Ending.allCases)
  func `what another process has at hand of a session dies with its revocation, whoever revokes`(
    backend: Backend, ending: Ending
  ) throws {
    let fixture = try Fixture(backend)
    let store = fixture.store
    let other = try fixture.another()
    try store.mustGrant(.sample(), .sample("s-2", wallet: "w-2", chain: 10))
    let token = try store.assert(id("s-1"), life: Self.life, by: .alice).token
    // The other process has read its envelope and its rules.
    #expect(try other.decide(.sample(nonce: 1)).isAllowed)
    _ = try other.verify(token: token)
    switch ending {
    case .key: _ = try store.revoke(RevocationOrder(sessionKey: id("s-1"), reason: ""), by: .alice)
    case .scope:
      let receipt = try store.revoke(scope: Scope(wallet: id("w-1")), reason: "", by: .alice)
      #expect(receipt.assertedUntil == .start(plus: 20))
    case .related:
      let receipt = try store.revoke(.destination, to: id("s-1"), reason: "", by: .alice)
      #expect(receipt.assertedUntil == .start(plus: 20))
    case .policy:
      for nonce in UInt64(1)...200 where try store.row().life == .active {
        _ = try store.decide(.sample(nonce: nonce, chain: 9))
      }
    }
    #expect(throws: StoreError.assertion(.notActive(id("s-1"), .revoked))) { try other.verify(token: token) }
    #expect(throws: StoreError.assertion(.notActive(id("s-1"), .revoked))) {
      try other.assert(id("s-1"), life: Self.life, by: .alice)
    }
    #expect(try other.decide(.sample(nonce: 900)).reasons.contains(.sessionRevoked))
    #expect(try other.preview([.sample(nonce: 901)][...]).first?.reasons.contains(.sessionRevoked) == true)
    #expect(try other.assert(id("s-2"), life: Self.life, by: .alice).assertion.sessionKey == id("s-2"))
  }

  @Test(arguments: Backend.all)
  func `another store's token is refused`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let elsewhere = try Fixture(backend)
    try fixture.store.mustGrant(.sample())
    try elsewhere.store.mustGrant(.sample())
    let token = try elsewhere.store.assert(id("s-1"), life: Self.life, by: .alice).token
    #expect(throws: StoreError.self) { try fixture.store.verify(token: token) }
    #expect(throws: StoreError.self) { try fixture.store.verify(token: "") }
  }
}
