import AuditTrail
import Delegation
import Digests
import PolicyEngine
import SessionStore
import Testing

@Suite struct PostureTests {
  private let fixture: Fixture
  private var store: any SessionStore { fixture.store }

  init() throws { fixture = try Fixture(.sqlite) }

  private func apply(_ yaml: String) throws {
    _ = try #require(
      try store.apply(Policy.load(yaml: yaml), yaml: yaml, reason: "a test", by: .alice).done)
  }

  @Test func `a closed store says nothing`() throws {
    store.close()
    #expect(throws: StoreError.closed) { _ = try store.posture() }
  }

  @Test func `of a new store all is known, and there is little of it`() throws {
    let reading = try store.posture()
    let facts = reading.facts
    #expect(facts.live == PostureFacts.LiveSessions() && facts.nonceDomains == PostureFacts.NonceDomains())
    #expect(facts.modes == [] && facts.executions == PostureFacts.Executions())
    #expect(facts.detected == PostureFacts.Detected() && facts.revocations == PostureFacts.Revocations())
    #expect(facts.drills == PostureFacts.Drills() && facts.approvers == 1)
    #expect(facts.policyFile == PostureFacts.PolicyFileState(appliedAt: .start, isStarter: true))
    #expect(facts.log?.unsigned == 0 && facts.log?.unsignedSince == nil && facts.log?.leaves ?? 0 > 0)
    #expect(reading.asOf == .start && reading.findings.count == 16)
  }

  @Test func `ended sessions count nowhere, and their revocations by plane and for ninety days`() throws {
    try store.mustGrant(
      .sample("s-1"), .sample("s-2"), .sample("s-3", expiresAt: .start(plus: 60)), .sample("s-4"))
    _ = try store.revoke(RevocationOrder(sessionKey: id("s-1"), reason: ""), by: .alice)
    _ = try store.revoke(RevocationOrder(sessionKey: id("s-2"), reason: ""), by: .user)
    fixture.clock.advance(seconds: 61)
    let facts = try store.posture().facts
    #expect(facts.live?.count == 1 && facts.live?.longestLife == TimeSpan(seconds: 600))
    #expect(facts.revocations?.byPlane == [.secops: 1, .user: 1])
    fixture.clock.advance(seconds: 90 * 86_400)
    #expect(try store.posture().facts.revocations?.byPlane == [:])
    #expect(try store.posture().facts.live == PostureFacts.LiveSessions())
  }

  @Test func `lives and limits are held against the policy of each session's own capabilities`() throws {
    let list = ["nft.list"]
    try store.mustGrant(
      .sample("s-1", capabilities: ["swap.execute"], expiresAt: .start(plus: 900)),
      .sample("s-2", capabilities: list, expiresAt: .start(plus: 1800)),
      .sample("s-3", capabilities: list, expiresAt: .start(plus: 1800), inactivity: 3600),
      .sample("s-4", capabilities: list, expiresAt: .start(plus: 1800), inactivity: 300))
    fixture.clock.advance(seconds: 600)
    #expect(try store.extend(id("s-3"), to: .start(plus: 2400), by: .alice).isEmpty)
    let before = try #require(try store.posture().facts.live)
    #expect(before.count == 4 && before.longestLife == TimeSpan(seconds: 2400) && before.dormant == 1)
    #expect(before.lifeOverMaxTTL == 1 && before.leftOverMaxTTL == 0 && before.lifeOverCeiling == 0)
    #expect(before.looseInactivity == 1 && before.neverDormant == 1)
    try apply(
      StarterPolicy.yaml.replacing("maxTtl: 30m", with: "maxTtl: 10m")
        .replacing("hardCeiling: 24h", with: "hardCeiling: 30m"))
    let after = try #require(try store.posture().facts.live)
    #expect(after.lifeOverMaxTTL == 3 && after.leftOverMaxTTL == 3 && after.lifeOverCeiling == 1)
    #expect(try store.posture().facts.policyFile?.isStarter == false)
  }

  @Test func `capabilities and destinations are counted by session`() throws {
    try apply(
      StarterPolicy.yaml.replacing("nft.list", with: "Execute").replacing("transfer.send", with: "send"))
    try store.mustGrant(
      .sample("s-1"), .sample("s-2", capabilities: ["Execute"]),
      .sample("s-3", capabilities: ["send"], destinations: (0..<20).map { "0xPlace\($0)" }),
      .sample("s-4", capabilities: ["send", "Execute"], destinations: (0..<21).map { "0xPlace\($0)" }))
    let before = try #require(try store.posture().facts.live)
    #expect(before.severalCapabilities == 2 && before.generic == 2 && before.unspecific == 2)
    #expect(before.wideDestinations == 1 && before.mostDestinations == 21 && before.inactiveCapability == 0)
    try apply(StarterPolicy.yaml)
    let after = try #require(try store.posture().facts.live)
    #expect(after.inactiveCapability == 3 && after.generic == 2 && after.inactiveExample == "execute")
  }

  @Test func `a nonce domain is shared by what live sessions do in it, whatever ended ones did`() throws {
    try store.mustGrant(
      .sample("s-1", capabilities: ["swap.execute"], domain: "Mobile"),
      .sample("s-2", capabilities: ["swap.execute"], domain: "Mobile"),
      .sample("s-3", domain: "both"), .sample("s-4", capabilities: ["nft.list"], domain: "own"))
    var domains = try #require(try store.posture().facts.nonceDomains)
    #expect(domains.count == 3 && domains.sessions == 4 && domains.largest == 2)
    #expect(domains.mixed == 1 && domains.unrelated == 0 && domains.example == nil)
    try store.mustGrant(.sample("s-5", capabilities: ["nft.list"], domain: "Mobile"))
    domains = try #require(try store.posture().facts.nonceDomains)
    #expect(domains.mixed == 2 && domains.unrelated == 1 && domains.example == "Mobile")
    _ = try store.revoke(RevocationOrder(sessionKey: id("s-5"), reason: ""), by: .alice)
    domains = try #require(try store.posture().facts.nonceDomains)
    #expect(domains.mixed == 1 && domains.unrelated == 0 && domains.largest == 3)
  }

  @Test func `mismatches, denials, modes, drills and approvers are what the store has`() throws {
    try store.onlyAlert()
    try store.mustGrant(.sample("s-1"))
    _ = try store.decideAll((1...4).map { .sample(nonce: $0, chain: 10) } + [.sample(nonce: 5)])
    var facts = try store.posture().facts
    #expect(facts.detected?.sessions == 1 && facts.detected?.live == 1)
    #expect(facts.executions?.all == 5 && facts.executions?.denied == 4)
    _ = try store.revoke(RevocationOrder(sessionKey: id("s-1"), reason: ""), by: .alice)
    _ = try store.change(mode: .guarded, scope: .everything, reason: "", by: .alice)
    _ = try store.addOperator(
      "bob", key: Operator.bob.key!.publicKey, roles: [.approver], reason: "", by: .alice)
    _ = try store.record(
      DrillEntry(id: "DRILL-1", report: "{}", before: "", after: "", outcome: "failed"), by: .alice)
    facts = try store.posture().facts
    #expect(facts.detected?.sessions == 1 && facts.detected?.live == 0)
    #expect(facts.modes?.map(\.mode) == [.guarded] && facts.approvers == 2)
    #expect(facts.drills?.lastAt == .start && facts.drills?.lastPassed == false)
    fixture.clock.advance(seconds: 5)
    _ = try store.record(
      DrillEntry(id: "DRILL-2", report: "{}", before: "", after: "", outcome: "passed"), by: .alice)
    facts = try store.posture().facts
    #expect(facts.drills?.lastAt == .start(plus: 5) && facts.drills?.lastPassed == true)
  }

  @Test(arguments: UInt64(0)..<10)
  func `live sessions are those that the list has neither expired nor revoked`(seed: UInt64) throws {
    try store.onlyAlert()
    var life = RandomLife(seed: seed)
    try life.run(on: store, fixture.clock, steps: 60)
    let facts = try store.posture().facts
    let rows = try store.sessions().filter { ![.expired, .revoked].contains($0.life) }
    #expect(facts.live?.count == rows.count, "seed \(seed)")
    #expect(facts.live?.dormant == rows.count { $0.life == .dormant }, "seed \(seed)")
    #expect(
      facts.live?.severalCapabilities == rows.count { $0.envelope.capabilities.count > 1 }, "seed \(seed)")
    #expect(facts.live?.longestLife == rows.map { $0.expiresAt - $0.issuedAt }.max(), "seed \(seed)")
    let policy = try store.policy().policy
    let over = rows.count { row in
      row.expiresAt - row.issuedAt > policy.maxTTL(of: row.envelope.capabilities)
    }
    #expect(facts.live?.lifeOverMaxTTL == over, "seed \(seed)")
    let overview = try store.overview()
    #expect(facts.executions?.all == Int64(overview.executions), "seed \(seed)")
  }
}
