import AuditTrail
import Delegation
import PolicyEngine
import SessionStore
import Testing

@Suite struct SessionLifeTests {
  @Test(arguments: Backend.all)
  func `a grant is refused for every reason that holds, and costs the others nothing`(backend: Backend) throws
  {
    let fixture = try Fixture(backend)
    let store = fixture.store
    _ = try store.revoke(RevocationOrder(sessionKey: id("dead"), reason: "leaked"), by: .alice)
    try store.mustGrant(.sample())
    let outcomes = try store.grant(
      [
        Grant(envelope: .sample()), Grant(envelope: .sample("dead")),
        Grant(envelope: .sample("draft", capabilities: ["bridge.transfer"], expiresAt: .start(plus: 60))),
        Grant(envelope: .sample("late", expiresAt: .start)),
        Grant(envelope: .sample("long", expiresAt: .start(plus: 901))),
        Grant(envelope: .sample("zero", chain: 0)), Grant(envelope: .sample("s-2")),
        Grant(envelope: .sample("s-2")),
      ], by: .alice)
    #expect(
      outcomes == [
        .refused([.duplicateSession]), .refused([.sessionRevoked]), .refused([.capabilityUnregistered]),
        .refused([.expiredOnArrival]), .refused([.ttlOverLimit]), .refused([.malformed]),
        .granted(at: .start),
        .refused([.duplicateSession]),
      ])
    #expect(try store.overview().sessions == 2)
  }

  @Test(arguments: Backend.all)
  func `every field of an envelope comes back`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let envelope = Envelope(
      sessionKey: id("0x52908400098527886E0F7030069857D2E4169EE7"), wallet: id("w"),
      capabilities: [id("swap.execute"), id("nft.list")], maxValue: usd(7),
      destinations: .perCapability([
        CapabilityDestinations(capability: id("nft.list"), destinations: [id("m")])
      ]),
      chainID: 9_007_199_254_740_991, expiresAt: .start(plus: 60), nonceDomain: id("d"),
      issuedAt: Timestamp(milliseconds: Timestamp.start.milliseconds - 1), notBefore: .start(plus: 1),
      maxValuePerExecution: usd(1), spendWindow: SpendWindow(value: usd(3), length: TimeSpan(seconds: 9)),
      maxExecutions: 0, inactivity: TimeSpan(seconds: 5),
      labels: [Label(key: "app", value: "mö\u{1F}b\u{0}\"\u{202E}")])
    try fixture.store.mustGrant(envelope)
    #expect(try fixture.store.row(envelope.sessionKey.text).envelope == envelope)
    #expect(try fixture.another().sessions().map(\.envelope) == [envelope])
    #expect(try fixture.store.events().map(\.event) == [.granted(envelope)])
  }

  @Test(arguments: Backend.all)
  func `attesting and extending are refused for who is unknown, revoked or expired`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let store = fixture.store
    #expect(try store.attest(id("nobody"), by: .alice) == [.unknownSession])
    #expect(try store.extend(id("nobody"), to: .start(plus: 1), by: .alice) == [.unknownSession])
    try store.mustGrant(.sample(), .sample("s-2"))
    #expect(try store.extend(id("s-1"), to: .start(plus: 600), by: .alice) == [.malformed])
    #expect(try store.extend(id("s-1"), to: .start(plus: 901), by: .alice) == [.ttlOverLimit])
    _ = try store.revoke(RevocationOrder(sessionKey: id("s-1"), reason: ""), by: .alice)
    #expect(try store.attest(id("s-1"), by: .alice) == [.sessionRevoked])
    fixture.clock.advance(seconds: 600)
    #expect(
      try store.extend(id("s-1"), to: .start(plus: 700), by: .alice) == [.sessionRevoked, .sessionExpired])
    #expect(try store.attest(id("s-2"), by: .alice) == [.sessionExpired])
    #expect(try store.events(includingExecutions: false).count == 3)
  }

  @Test(arguments: Backend.all)
  func `a dormant session acts again once it is attested`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let store = fixture.store
    try store.mustGrant(.sample(inactivity: 60))
    fixture.clock.advance(milliseconds: 60_000)
    #expect(try store.row().life == .active)
    fixture.clock.advance(milliseconds: 1)
    #expect(try store.row().life == .dormant)
    #expect(try store.decide(.sample()).reasons == .attestationRequired)
    #expect(try store.attest(id("s-1"), by: .alice).isEmpty)
    #expect(try store.row().life == .active)
    #expect(try store.row().lastAttested == fixture.clock.now)
    #expect(try store.decide(.sample()).isAllowed)
  }

  @Test(arguments: Backend.all)
  func `an extended session acts until its new end`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let store = fixture.store
    try store.mustGrant(.sample())
    fixture.clock.advance(seconds: 500)
    #expect(try store.extend(id("s-1"), to: .start(plus: 900), by: .alice).isEmpty)
    fixture.clock.advance(seconds: 399)
    #expect(try store.decide(.sample(nonce: 1)).reasons == .attestationRequired)
    #expect(try store.attest(id("s-1"), by: .alice).isEmpty)
    #expect(try store.decide(.sample(nonce: 1)).isAllowed)
    fixture.clock.advance(seconds: 1)
    #expect(try store.decide(.sample(nonce: 2)).reasons == .sessionExpired)
    #expect(try store.row().life == .expired)
    #expect(try store.row().expiresAt == .start(plus: 900))
  }

  @Test(arguments: Backend.all)
  func `logging out is recorded and ends no session`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    try fixture.store.mustGrant(.sample())
    try fixture.store.logOut(wallet: id("w-1"), by: .user)
    #expect(try fixture.store.decide(.sample()).isAllowed)
    #expect(try fixture.store.events(includingExecutions: false).last?.event == .loggedOut(wallet: id("w-1")))
  }

  @Test(arguments: Backend.all)
  func `every operator's act is written down with its act`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let store = fixture.store
    try store.mustGrant(.sample())
    _ = try store.attest(id("s-1"), by: .bob)
    _ = try store.extend(id("s-1"), to: .start(plus: 700), by: .alice)
    try store.logOut(wallet: id("w-1"), by: .user)
    _ = try store.change(mode: .guarded, scope: Scope(chainID: 1), reason: "odd", by: .alice)
    let revoked = try store.revoke(RevocationOrder(sessionKey: id("s-1"), reason: "leak"), by: .alice)
    _ = try store.reinstate(id("s-1"), revocationID: nil, reason: "wrong one", by: .alice)
    _ = try store.apply(
      Policy.load(yaml: StarterPolicy.yaml), yaml: StarterPolicy.yaml, reason: "same", by: .alice)
    _ = try store.revoke(scope: .everything, reason: "all", by: .alice)
    let actions = try store.entries(limit: 100)
    #expect(
      actions.map(\.action) == [
        "scope.revoke", "session.revoke", "policy.apply", "session.reinstate", "session.revoke",
        "mode.change", "user.logOut",
        "session.extend", "session.attest", "session.grant", "store.create",
      ])
    #expect(
      actions.map(\.who) == [
        "alice", "alice", "alice", "alice", "alice", "alice", "wallet", "alice", "bob", "alice", "alice",
      ])
    #expect(actions[6].plane == .user)
    #expect(actions[4].result == revoked.revocationID)
    #expect(actions[4].reason == "leak")
    #expect(actions[5].target == #"{"chainId":1}"#)
    #expect(actions[5].before == "normal")
    #expect(actions[5].after == "guarded")
    #expect(try store.entries(limit: 2).count == 2)
  }
}
