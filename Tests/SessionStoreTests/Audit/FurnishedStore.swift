import AuditTrail
import Delegation
import Digests
import PolicyEngine
import RiskScoring
import SessionStore
import Testing

enum FurnishedStore {
  /// A store in which no table is empty.
  static func furnish(_ store: any SessionStore, _ clock: TestClock) throws {
    try store.onlyAlert()
    let window = SpendWindow(value: usd(100), length: TimeSpan(seconds: 300))
    try store.mustGrant(
      .sample("s-1", window: window, labels: [Label(key: "app", value: "é")]), .sample("s-2", wallet: "w-2"),
      .sample("s-3"), .sample("s-4", expiresAt: .start(plus: 400)))
    for nonce in UInt64(1)...140 {
      let key = nonce % 3 == 0 ? "s-2" : "s-1"
      _ = try store.decideAll([
        .sample(key, nonce: nonce, value: 1), .sample(key, nonce: nonce + 500, value: 1, chain: 9),
      ])
      clock.advance(milliseconds: 700)
    }
    _ = try store.revoke(RevocationOrder(sessionKey: id("s-3"), reason: "leak"), by: .alice)
    _ = try store.decide(.sample("s-3"))
    _ = try store.reinstate(id("s-3"), revocationID: nil, reason: "wrong one", by: .alice)
    _ = try store.revoke(RevocationOrder(sessionKey: id("s-2"), reason: "leak"), by: .bob)
    _ = try store.assert(id("s-1"), life: TimeSpan(seconds: 20), by: .alice)
    _ = try store.addOperator("bob", key: Operator.bob.publicKey, roles: [.approver], reason: "", by: .alice)
    _ = try store.change(mode: .guarded, scope: Scope(chainID: 10), reason: "", by: .alice)
    let waits = try store.change(mode: .normal, scope: Scope(chainID: 10), reason: "", by: .alice)
    _ = try store.approve(try #require(waits.request).id, by: .bob)
    let text = NoticePublication(incident: "INC-1", kind: "initial", form: "full", text: "# Hello é\n")
    let notice = try store.publishNotice(text, reason: "users ask", by: .alice)
    _ = try store.approve(try #require(notice.request).id, by: .bob)
    _ = try store.change(mode: .denyFirst, scope: Scope(chainID: 137), reason: "", by: .alice)
    let looser = try store.policy().yaml.replacing("inactivity: 30m ", with: "inactivity: 40m ")
    _ = try store.apply(Policy.load(yaml: looser), yaml: looser, reason: "", by: .alice)
    try furnishWatch(store, clock)
    let draft = IncidentDraft(incident: "INC-1", action: "note.added", json: "{}")
    _ = try store.record(incident: nil, by: .alice) { _, _ in Result<_, StoreError>.success([draft]) }
    clock.advance(seconds: 61)
    try store.mustGrant(.sample("s-5", expiresAt: .start(plus: 800)))
  }

  /// Lists, alerts that an operator dealt with, a key of two wallets, and an execution that a later revocation overtook.
  private static func furnishWatch(_ store: any SessionStore, _ clock: TestClock) throws {
    func listing(_ address: String, _ kind: DestinationListing.Kind, chain: UInt64? = nil)
      -> DestinationListing
    {
      DestinationListing(
        address: id(address), chainID: chain, kind: kind, label: "é \(address)", family: "Thieves")
    }
    for addresses in [["0xBad"], ["0xBad", "0xWorse"]] {
      _ = try store.importList("thieves", addresses.map { listing($0, .malicious) }, reason: "", by: .alice)
    }
    _ = try store.importList("names", [listing("0xRouterA", .known, chain: 1)], reason: "", by: .alice)
    _ = try store.importList("old", [listing("0xOld", .exploited)], reason: "", by: .alice)
    #expect(try store.removeList("old", reason: "stale", by: .alice))
    try store.mustGrant(.sample("s-6", labels: [Label(key: "app", value: "é")]))
    _ = try store.grant([Grant(envelope: .sample("s-6", wallet: "w-9"))], by: .alice)
    clock.advance(seconds: 2)
    _ = try store.decideAll([
      .sample("s-6", nonce: 1, value: 3), .sample("s-6", nonce: 2, destination: "0xBad"),
    ])
    clock.advance(seconds: 2)
    _ = try store.revoke(
      RevocationOrder(sessionKey: id("s-6"), reason: "leak", effectiveAt: clock.now - TimeSpan(seconds: 3)),
      by: .alice)
    _ = try store.decide(.sample("s-6", nonce: 4))
    let alerts = try store.alerts(AlertQuery()).alerts
    for (action, alert) in zip(
      [AlertAction.acknowledge, .close(.noise), .close(.useful), .label(.useful)], alerts)
    {
      _ = try store.act(action, on: alert.id, reason: "looked at", by: .alice)
    }
    #expect(alerts.count >= 5)
    #expect(Set(alerts.map(\.kind)).isSuperset(of: [.riskCritical, .contextViolations, .sharedKey]))
    _ = try store.clearFloors(of: id("s-6"), reason: "known", by: .alice)
  }
}
