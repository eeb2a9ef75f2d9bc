import Delegation
import PolicyEngine
import SessionStore
import Testing

@Suite struct RevocationTests {
  @Test(arguments: Backend.all)
  func `what cannot name a revocation is refused`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    for name in ["", "two words", String(repeating: "x", count: 129), "ü"] {
      #expect(throws: StoreError.self) {
        try fixture.store.revoke(
          RevocationOrder(sessionKey: id("s"), reason: "", revocationID: name), by: .alice)
      }
    }
    #expect(try fixture.store.events().isEmpty)
  }

  @Test(arguments: Backend.all)
  func `a revoked session is denied at once, by every store on the place`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let other = try fixture.another()
    try fixture.store.mustGrant(.sample())
    #expect(try other.decide(.sample(nonce: 1)).isAllowed)
    let receipt = try fixture.store.revoke(RevocationOrder(sessionKey: id("s-1"), reason: "leak"), by: .alice)
    #expect(receipt.committedAt == .start)
    #expect(receipt.effectiveAt == .start)
    #expect(receipt.sessionWasKnown)
    #expect(!receipt.wasRevokedAlready)
    #expect(try other.row().firstRefusedAfterRevoke == nil)
    fixture.clock.advance(seconds: 1)
    #expect(try other.decide(.sample(nonce: 2)).reasons == .sessionRevoked)
    fixture.clock.advance(seconds: 1)
    #expect(try other.decide(.sample(nonce: 3)).reasons == .sessionRevoked)
    #expect(try fixture.store.row().firstRefusedAfterRevoke == .start(plus: 1))
    #expect(try fixture.store.row().life == .revoked)
    #expect(try fixture.store.overview().afterRevoke == 2)
  }

  @Test(arguments: Backend.all, [-120, -1, 1, 120] as [Int64])
  func `a revocation holds from its commit, whatever another clock says`(backend: Backend, skew: Int64) throws
  {
    let fixture = try Fixture(backend)
    let other = try fixture.another(TestClock(.start(plus: skew)))
    try fixture.store.mustGrant(.sample(issuedAt: .start(plus: -200)))
    #expect(try other.decide(.sample(nonce: 1)).isAllowed)
    _ = try fixture.store.revoke(RevocationOrder(sessionKey: id("s-1"), reason: ""), by: .alice)
    #expect(try other.decide(.sample(nonce: 2)).reasons == .sessionRevoked)
    #expect(try fixture.store.decide(.sample(nonce: 3)).reasons == .sessionRevoked)
    try fixture.store.mustGrant(.sample("s-2", issuedAt: .start(plus: -200)))
    _ = try other.revoke(RevocationOrder(sessionKey: id("s-2"), reason: ""), by: .alice)
    #expect(try fixture.store.decide(.sample("s-2")).reasons == .sessionRevoked)
  }

  @Test(arguments: Backend.all)
  func `repeats change nothing and the earliest time wins`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let store = fixture.store
    try store.mustGrant(.sample())
    let later = RevocationOrder(
      sessionKey: id("s-1"), reason: "", effectiveAt: .start(plus: 100), revocationID: "one")
    #expect(try store.revoke(later, by: .alice).effectiveAt == .start(plus: 100))
    #expect(try store.decide(.sample(nonce: 1)).isAllowed)
    let again = try store.revoke(
      RevocationOrder(sessionKey: id("s-1"), reason: "", effectiveAt: .start(plus: 200), revocationID: "one"),
      by: .bob)
    #expect(again.wasRevokedAlready)
    #expect(again.effectiveAt == .start(plus: 100))
    let earlier = try store.revoke(
      RevocationOrder(sessionKey: id("s-1"), reason: "", effectiveAt: .start(plus: -5), revocationID: "two"),
      by: .bob)
    #expect(earlier.effectiveAt == .start(plus: -5))
    #expect(try store.decide(.sample(nonce: 2)).reasons == .sessionRevoked)
    #expect(
      try #require(try store.session(id("s-1"), executions: 0)).revocations.map(\.notice.revocationID) == [
        "one", "two",
      ])
  }

  @Test(arguments: Backend.all)
  func `a key that is not known yet can be revoked`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let receipt = try fixture.store.revoke(RevocationOrder(sessionKey: id("s-1"), reason: ""), by: .alice)
    #expect(!receipt.sessionWasKnown)
    let order = [Grant(envelope: .sample())]
    #expect(try fixture.store.grant(order, by: .alice) == [.refused([.sessionRevoked])])
    _ = try fixture.store.reinstate(id("s-1"), revocationID: receipt.revocationID, reason: "", by: .alice)
    #expect(try fixture.store.grant(order, by: .alice) == [.granted(at: .start)])
  }

  @Test(arguments: Backend.all)
  func `reinstating is refused without a standing revocation of that name or by that operator`(
    backend: Backend
  )
    throws
  {
    let fixture = try Fixture(backend)
    let store = fixture.store
    try store.mustGrant(.sample())
    let unknown = Reinstatement.Outcome.refused([.unknownRevocation])
    #expect(try store.reinstate(id("s-1"), revocationID: nil, reason: "", by: .alice).outcome == unknown)
    _ = try store.revoke(
      RevocationOrder(sessionKey: id("s-1"), reason: "", revocationID: "one"), by: .alice)
    #expect(try store.reinstate(id("s-1"), revocationID: "two", reason: "", by: .alice).outcome == unknown)
    let other = try store.reinstate(id("s-1"), revocationID: nil, reason: "", by: .bob)
    #expect(other.outcome == unknown)
    #expect(other.stillRevoked)
    let sameNameElsewhere = Operator(name: "alice", plane: .user)
    #expect(
      try store.reinstate(id("s-1"), revocationID: nil, reason: "", by: sameNameElsewhere).outcome == unknown)
    #expect(try store.reinstate(id("s-1"), revocationID: "one", reason: "", by: .alice).outcome != unknown)
    #expect(try store.reinstate(id("s-1"), revocationID: "one", reason: "", by: .alice).outcome == unknown)
  }

  @Test(arguments: Backend.all)
  func `reinstating withdraws one revocation and the others stand`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let store = fixture.store
    try store.mustGrant(.sample())
    for name in ["one", "two"] {
      _ = try store.revoke(RevocationOrder(sessionKey: id("s-1"), reason: "", revocationID: name), by: .alice)
    }
    let first = try store.reinstate(id("s-1"), revocationID: nil, reason: "", by: .alice)
    #expect(first.outcome == .reinstated(revocationID: "two", at: .start))
    #expect(first.stillRevoked)
    #expect(try store.decide(.sample(nonce: 1)).reasons == .sessionRevoked)
    let second = try store.reinstate(id("s-1"), revocationID: nil, reason: "", by: .alice)
    #expect(!second.stillRevoked)
    #expect(try store.row().firstRefusedAfterRevoke == nil)
    #expect(try store.decide(.sample(nonce: 1)).isAllowed)
    // Withdrawn, a name may be used again, and holds from its new commit.
    fixture.clock.advance(seconds: 9)
    _ = try store.revoke(RevocationOrder(sessionKey: id("s-1"), reason: "", revocationID: "one"), by: .alice)
    #expect(try store.row().revokedFrom == .start(plus: 9))
  }

  @Test(arguments: Backend.all, [(30_000, false), (30_001, true)] as [(Int64, Bool)])
  func `who revoked undoes within the grace time, and later as one who has nobody to ask`(
    backend: Backend, row: (after: Int64, isAlone: Bool)
  ) throws {
    let fixture = try Fixture(backend)
    try fixture.store.mustGrant(.sample())
    _ = try fixture.store.revoke(RevocationOrder(sessionKey: id("s-1"), reason: ""), by: .alice)
    fixture.clock.advance(milliseconds: row.after)
    let result = try fixture.store.reinstate(id("s-1"), revocationID: nil, reason: "", by: .alice)
    #expect(result.wasAlone == row.isAlone)
    #expect(!result.stillRevoked)
  }

  @Test(arguments: Backend.all)
  func `a scoped revocation ends what it covers and its preview said so`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let store = fixture.store
    let mobile = [Label(key: "app", value: "mobile")]
    try store.mustGrant(
      .sample("a", wallet: "w-1", labels: mobile),
      .sample("b", wallet: "w-2", max: 50, chain: 10, labels: mobile),
      .sample("c", wallet: "w-2", domain: "web", labels: mobile), .sample("d", capabilities: ["nft.list"]),
      .sample("expired", expiresAt: .start(plus: 5), labels: mobile), .sample("revoked", labels: mobile),
      .sample("soon", labels: mobile))
    _ = try store.revoke(RevocationOrder(sessionKey: id("revoked"), reason: ""), by: .alice)
    _ = try store.revoke(
      RevocationOrder(sessionKey: id("soon"), reason: "", effectiveAt: .start(plus: 500)), by: .alice)
    _ = try store.decide(.sample("a", value: 100))
    fixture.clock.advance(seconds: 10)
    let scope = Scope(label: Label(key: "app", value: "mobile"))
    let preview = try store.preview(scope: scope)
    #expect(
      preview
        == ScopePreview(
          sessions: 4, wallets: 2, remainingMicros: 1_450_000_000, first: id("a"), last: id("soon")))
    #expect(try store.preview(scope: Scope(destination: id("0xElsewhere"))).sessions == 0)
    #expect(try store.preview(scope: Scope(capability: id("nft.list"))).first == id("d"))
    #expect(try store.preview(scope: Scope(wallet: id("w-2"), nonceDomain: id("web"))).first == id("c"))
    #expect(try store.preview(scope: Scope(chainID: 10)).sessions == 1)
    #expect(try store.preview(scope: Scope(issuedBefore: .start)).sessions == 0)
    #expect(try store.preview(scope: Scope(issuedBefore: .start(plus: 1))).sessions == 5)
    let receipt = try store.revoke(scope: scope, reason: "breach", by: .alice)
    #expect(receipt.revoked == 4)
    #expect(receipt.committedAt == .start(plus: 10))
    #expect(try store.preview(scope: scope).sessions == 0)
    #expect(
      try ["a", "b", "c", "d", "soon"].map { try store.row($0).life } == [
        .revoked, .revoked, .revoked, .active, .revoked,
      ])
    #expect(try store.overview().byLife == [.revoked: 5, .expired: 1, .active: 1])
    #expect(try store.revoke(scope: scope, reason: "again", by: .alice).revoked == 0)
  }
}
