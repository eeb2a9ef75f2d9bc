import AuditTrail
import Delegation
import PolicyEngine
import SessionStore
import Testing

@Suite struct RulesTests {
  @Test(arguments: Backend.all)
  func `a new store starts with the starter policy`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let stored = try fixture.store.policy()
    #expect(stored.yaml == StarterPolicy.yaml)
    #expect(try stored.policy.version == Policy.load(yaml: StarterPolicy.yaml).version)
  }

  @Test(arguments: Backend.all)
  func `a text that is not the policy's own is refused`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let policy = try Policy.load(yaml: StarterPolicy.yaml)
    for yaml in ["", StarterPolicy.yaml.replacing("maxValueUsd: 1000", with: "maxValueUsd: 999")] {
      #expect(throws: StoreError.self) {
        try fixture.store.apply(policy, yaml: yaml, reason: "", by: .alice)
      }
    }
    #expect(try fixture.store.entries(limit: 9).map(\.action) == ["store.create"])
  }

  @Test(arguments: Backend.all)
  func `a policy applied in one store decides in every other`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let other = try fixture.another()
    try fixture.store.mustGrant(.sample(inactivity: 60), .sample("s-2"))
    #expect(try other.decide(.sample(nonce: 1)).isAllowed)
    #expect(try other.row("s-2").life == .active)
    let yaml = StarterPolicy.yaml
      .replacing(
        "swap.execute:\n    actionClass: swap\n    tier: high          # moves value: minutes, never more than an hour\n    status: active",
        with: "swap.execute:\n    actionClass: swap\n    tier: high\n    status: draft"
      )
      .replacing("inactivity: 30m ", with: "inactivity: 1m ")
    let policy = try Policy.load(yaml: yaml)
    _ = try fixture.store.apply(policy, yaml: yaml, reason: "pull the swap", by: .alice)
    let decision = try other.decide(.sample(nonce: 2))
    #expect(decision.reasons == .capabilityUnregistered)
    #expect(decision.policy == policy.version)
    #expect(try other.policy().appliedBy == "secops.alice")
    fixture.clock.advance(seconds: 61)
    #expect(try other.row("s-2").life == .dormant)
    #expect(try other.overview().byLife == [.dormant: 2])
    let dormant = SessionFilter(terms: [.init(.life(.dormant))])
    #expect(try other.list(SessionQuery(filter: dormant)).matching == 2)
  }

  @Test(arguments: Backend.all)
  func `a mode holds in every store until it is taken back`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let other = try fixture.another()
    try fixture.store.mustGrant(.sample())
    let change = try fixture.store.change(mode: .lockdown, scope: Scope(chainID: 1), reason: "", by: .bob)
    let receipt = try #require(change.done)
    #expect(receipt.before == .normal)
    #expect(!receipt.wasAlone)
    #expect(try other.decide(.sample(nonce: 1)).reasons == .modeLockdown)
    #expect(try other.decide(.sample(nonce: 1, chain: 2)).reasons == .chainMismatch)
    #expect(
      try other.overview().modes == [
        ModeTable.Entry(scope: Scope(chainID: 1), mode: .lockdown, start: .start)
      ])
    let back = try #require(
      try other.change(mode: .normal, scope: Scope(chainID: 1), reason: "", by: .alice).done)
    #expect(back.before == .lockdown)
    #expect(back.wasAlone)
    #expect(try fixture.store.modes().isEmpty)
    #expect(try fixture.store.decide(.sample(nonce: 1)).isAllowed)
  }

  @Test(
    arguments: Backend.all,
    [
      (PolicyMode.guarded, ExpectedMode.noTighter), (.normal, .noTighter), (.normal, .exactly(.guarded)),
      (.lockdown, .exactly(.normal)),
    ])
  func `a mode that was chosen from another one than is in force is not set`(
    backend: Backend, row: (mode: PolicyMode, expected: ExpectedMode)
  ) throws {
    let fixture = try Fixture(backend)
    _ = try fixture.another().change(mode: .denyFirst, scope: .everything, reason: "", by: .bob)
    let (before, log) = (try fixture.store.modes(), try fixture.store.overview())
    #expect(throws: StoreError.mode(inForce: .denyFirst)) {
      try fixture.store.change(
        mode: row.mode, scope: .everything, expecting: row.expected, reason: "", by: .alice)
    }
    #expect(try fixture.store.modes() == before)
    #expect(try fixture.store.overview().modes == log.modes)
    let tightened = try fixture.store.change(
      mode: .lockdown, scope: .everything, expecting: .noTighter, reason: "", by: .alice)
    #expect(tightened.done?.before == .denyFirst)
    let back = try fixture.store.change(
      mode: .guarded, scope: .everything, expecting: .exactly(.lockdown), reason: "", by: .alice)
    #expect(back.done?.after == .guarded)
  }

  @Test(arguments: Backend.all)
  func `choosing the same mode again starts it anew`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    try fixture.store.mustGrant(.sample())
    _ = try fixture.store.change(mode: .denyFirst, scope: .everything, reason: "", by: .alice)
    #expect(try fixture.store.decide(.sample(nonce: 1)).reasons == .modeDenyFirst)
    #expect(try fixture.store.attest(id("s-1"), by: .alice).isEmpty)
    #expect(try fixture.store.decide(.sample(nonce: 1)).isAllowed)
    fixture.clock.advance(seconds: 1)
    _ = try fixture.store.change(mode: .denyFirst, scope: .everything, reason: "", by: .alice)
    #expect(try fixture.store.decide(.sample(nonce: 2)).reasons == .modeDenyFirst)
  }
}
