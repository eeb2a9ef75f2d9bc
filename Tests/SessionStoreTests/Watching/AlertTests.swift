import AuditTrail
import Delegation
import PolicyEngine
import RiskScoring
import SessionStore
import Testing

@Suite struct AlertTests {
  private func open(_ store: any SessionStore) throws -> [AlertKind] {
    try store.alerts(AlertQuery()).alerts.map(\.kind).sorted { $0.rawValue < $1.rawValue }
  }

  @Test(arguments: Backend.all)
  func `three context mismatches raise nothing, the fourth raises one alert, and the next only count`(
    backend: Backend
  ) throws {
    let fixture = try Fixture(backend)
    try fixture.store.onlyAlert()
    try fixture.store.mustGrant(.sample(expiresAt: .start(plus: 840)))
    func mismatch(_ nonce: UInt64) throws {
      fixture.clock.advance(seconds: 60)
      _ = try fixture.store.decide(.sample(nonce: nonce, chain: 137))
    }
    for nonce in UInt64(1)...3 { try mismatch(nonce) }
    #expect(try !open(fixture.store).contains(.contextViolations))
    #expect(try fixture.store.detect() == [])
    for nonce in UInt64(4)...6 { try mismatch(nonce) }
    let alert = try #require(
      try fixture.store.alerts(AlertQuery()).alerts.first { $0.kind == .contextViolations })
    #expect(alert.count == 3 && alert.state == .open)
    #expect(alert.openedAt == .start(plus: 240) && alert.lastAt == .start(plus: 360))
    #expect(
      try fixture.store.detect() == [
        MismatchWindow.Found(sessionKey: id("s-1"), executions: 6, lastSeen: .start(plus: 360))
      ])
  }

  @Test(arguments: Backend.all)
  func `bands, bursts and attempts after a revocation raise their alerts, each once`(backend: Backend) throws
  {
    let fixture = try Fixture(backend)
    try fixture.store.onlyAlert()
    try fixture.store.mustGrant(.sample())
    _ = try fixture.store.decideAll(
      (1...30).map { .sample(nonce: UInt64($0), destination: "0xThief", chain: 137) }
        + (0..<9).map { _ in .sample(nonce: 1) })
    fixture.clock.advance(seconds: 5)
    #expect(
      try open(fixture.store).filter { $0 != .wouldRevoke } == [
        .burst, .contextViolations, .riskCritical, .riskHigh,
      ])
    _ = try fixture.store.revoke(RevocationOrder(sessionKey: id("s-1"), reason: ""), by: .alice)
    fixture.clock.advance(seconds: 2)
    _ = try fixture.store.decideAll([.sample(nonce: 900), .sample(nonce: 901)])
    let after = try #require(
      try fixture.store.alerts(AlertQuery()).alerts.first { $0.kind == .postRevocation })
    #expect(after.count == 2)
    let critical = try #require(
      try fixture.store.alerts(AlertQuery()).alerts.first { $0.kind == .riskCritical })
    #expect(critical.revokedAt == .start(plus: 5) && critical.effectiveAt == .start(plus: 7))
    let times = try fixture.store.metrics(from: .start, to: .start(plus: 120)).timeToRevocation
    #expect(times.count == 1 && times.pending == 0 && times.worst == TimeSpan(seconds: 7))
  }

  @Test(arguments: Backend.all)
  func `an alert goes from open to acknowledged to closed, each step an operator's and logged`(
    backend: Backend
  ) throws {
    let fixture = try Fixture(backend)
    try fixture.store.onlyAlert()
    try fixture.store.mustGrant(.sample())
    #expect(try fixture.store.act(.acknowledge, on: 1, reason: "", by: .alice) == .unknown)
    let mismatches = (1...4).map { ExecutionRequest.sample(nonce: UInt64($0), chain: 137) }
    _ = try fixture.store.decideAll(mismatches)
    let alert = try #require(try fixture.store.alerts(AlertQuery()).alerts.last)
    guard case .done(let seen) = try fixture.store.act(.acknowledge, on: alert.id, reason: "mine", by: .alice)
    else {
      return
    }
    #expect(seen.state == .acknowledged && seen.acknowledgedBy == "alice")
    #expect(try fixture.store.act(.acknowledge, on: alert.id, reason: "", by: .bob) == .already(seen))
    guard case .done(let closed) = try fixture.store.act(.close(.noise), on: alert.id, reason: "", by: .bob)
    else {
      return
    }
    #expect(closed.state == .closed && closed.label == .noise && closed.closedBy == "bob")
    #expect(try fixture.store.act(.close(nil), on: alert.id, reason: "", by: .alice) == .already(closed))
    #expect(try fixture.store.alerts(AlertQuery()).alerts.allSatisfy { $0.id != alert.id })
    #expect(try fixture.store.alerts(AlertQuery(states: [.closed])).alerts.map(\.id) == [alert.id])
    #expect(try fixture.store.entries(limit: 2).map(\.action) == ["alert.close", "alert.acknowledge"])
    // What goes on opens a new one only when it begins anew.
    fixture.clock.advance(seconds: 1)
    _ = try fixture.store.decide(.sample(nonce: 5, chain: 137))
    #expect(try !open(fixture.store).contains(alert.kind))
    #expect(try fixture.store.verifyAudit(AuditAnchors()).findings == [])
  }

  @Test(arguments: Backend.all)
  func `one key for two wallets, unrelated sessions in one nonce domain and a late reinstatement are alerts`(
    backend: Backend
  ) throws {
    let fixture = try Fixture(backend)
    let store = fixture.store
    try store.mustGrant(
      .sample("s-1", domain: "a"), .sample("s-2", capabilities: ["quote.accept"], domain: "b"))
    _ = try store.grant([Grant(envelope: .sample("s-1", domain: "a"))], by: .alice)
    try store.mustGrant(.sample("s-3", domain: "a"))
    #expect(try open(store) == [])
    _ = try store.grant([Grant(envelope: .sample("s-1", wallet: "w-2"))], by: .alice)
    try store.mustGrant(
      .sample(
        "s-4", capabilities: ["nft.list"], destinations: ["0xMarket"], expiresAt: .start(plus: 300),
        domain: "b"))
    _ = try store.revoke(RevocationOrder(sessionKey: id("s-1"), reason: ""), by: .alice)
    _ = try store.reinstate(id("s-1"), revocationID: nil, reason: "", by: .alice)
    #expect(try open(store) == [.sharedKey, .sharedNonceDomain])
    _ = try store.revoke(RevocationOrder(sessionKey: id("s-1"), reason: ""), by: .alice)
    fixture.clock.advance(seconds: 60)
    _ = try store.reinstate(id("s-1"), revocationID: nil, reason: "", by: .alice)
    #expect(try open(store) == [.reenabledKey, .sharedKey, .sharedNonceDomain])
    let domain = try #require(try store.alerts(AlertQuery()).alerts.first { $0.kind == .sharedNonceDomain })
    #expect(domain.subject == "b")
    #expect(try store.verifyAudit(AuditAnchors()).findings == [])
  }

  @Test(arguments: Backend.all)
  func `the owner of a capability's telemetry stands on its alerts`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let yaml = try fixture.store.policy().yaml + "owners: {swap.execute: swaps-team}\n"
    _ = try fixture.store.apply(Policy.load(yaml: yaml), yaml: yaml, reason: "", by: .alice)
    try fixture.store.mustGrant(.sample())
    _ = try fixture.store.decideAll((1...4).map { .sample(nonce: UInt64($0), chain: 137) })
    #expect(try fixture.store.alerts(AlertQuery()).alerts.first?.owner == "swaps-team")
  }

  @Test(arguments: Backend.all)
  func `a destination on a list of bad ones is evidence while the list is in force`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let store = fixture.store
    let bad = DestinationListing(
      address: id("0xRouterA"), chainID: 1, kind: .malicious, label: "phish", family: nil)
    let named = DestinationListing(
      address: id("0xRouterB"), chainID: nil, kind: .known, label: "dex", family: "DEX")
    #expect(try !store.removeList("thieves", reason: "", by: .alice))
    _ = try store.importList("thieves", [bad, named], reason: "", by: .alice)
    #expect(try store.notes(on: id("0xRouterA"), chain: 10) == [])
    #expect(try store.notes(on: id("0xRouterA"), chain: 1).map(\.label) == ["phish"])
    try store.mustGrant(.sample("s-1"), .sample("s-2"), .sample("s-3"))
    #expect(try store.decide(.sample("s-1", nonce: 1)).isAllowed)
    _ = try store.decide(.sample("s-2", nonce: 1, destination: "0xRouterB"))
    #expect(try store.row("s-1").risk.signals == [.context])
    #expect(try store.row("s-2").risk == .clean)
    #expect(try store.removeList("thieves", reason: "", by: .alice))
    #expect(try store.decide(.sample("s-3", nonce: 1)).isAllowed)
    #expect(try store.row("s-3").risk == .clean)
    #expect(try store.lists().map(\.entries) == [2])
    #expect(try store.verifyAudit(AuditAnchors()).findings == [])
  }
}
