import AuditTrail
import Delegation
import PolicyEngine
import RiskScoring
import SessionStore
import Testing

/// What is kept of a session in the transaction that revokes it.
@Suite struct EvidenceTests {
  private func evidence(_ store: any SessionStore, at sequence: Int64) throws -> RevocationEvidence {
    let entry = try #require(try store.entries(limit: 50).first { $0.sequence == sequence })
    return try #require(try RevocationEvidence(detail: entry.detail))
  }

  @Test(arguments: [
    (#"{"evidence":1}"#, "evidence"), (#"{"evidence":{"colour":1}}"#, "evidence.colour"),
    (#"{"evidence":{"session":{"expiresAt":1}}}"#, "evidence.session.spentUsd"),
    (
      #"{"evidence":{"executions":[{"sequence":1,"at":1,"leaf":"00","reasons":[]}]}}"#,
      "evidence.executions[0].leaf"
    ),
    (#"{"evidence":{"lastExecution":0}}"#, "evidence.lastExecution"),
    (#"{"evidence":{"score":100.01}}"#, "evidence.score"),
    (#"{"evidence":{"score":1.001}}"#, "evidence.score"),
    (#"{"evidence":{"floors":["odd"]}}"#, "evidence.floors[0]"),
    (#"{"evidence":{"modes":[{"mode":"tight","scope":{}}]}}"#, "evidence.modes[0].mode"),
    (#"{"evidence":{"signals":[{"signal":"ODD"}]}}"#, "evidence.signals[0].signal"), ("{", "detail"),
  ])
  func `what has another form is no evidence`(detail: String, field: String) {
    let error = #expect(throws: FieldError.self) { try RevocationEvidence(detail: detail) }
    #expect(error?.field == field)
  }

  @Test func `a detail without evidence has none`() throws {
    for detail in [nil, "{}", #"{"message":"x"}"#, "[]"] {
      #expect(try RevocationEvidence(detail: detail) == nil)
    }
  }

  @Test(arguments: Backend.all)
  func `a revocation keeps the session's figures and its last executions, which the log proves`(
    backend: Backend
  ) throws {
    let fixture = try Fixture(backend)
    let store = fixture.store
    try store.onlyAlert()
    try store.mustGrant(.sample())
    for nonce in UInt64(1)...20 {
      fixture.clock.advance(seconds: 5)
      _ = try store.decide(.sample(nonce: nonce, value: 2, chain: nonce == 20 ? 9 : 1))
    }
    _ = try store.change(mode: .guarded, scope: Scope(chainID: 10), reason: "odd", by: .alice)
    _ = try store.assert(id("s-1"), life: TimeSpan(seconds: 20), by: .alice)
    let risk = try #require(try store.risk(of: id("s-1"))).explanation
    let receipt = try store.revoke(RevocationOrder(sessionKey: id("s-1"), reason: "leak"), by: .alice)
    let found = try evidence(store, at: receipt.sequence)
    let figures = try #require(found.figures)
    #expect(figures.spent == usd(38))
    #expect(figures.allowed == 19)
    #expect(figures.denied == 1)
    #expect(figures.lastUsed == .start(plus: 95))
    #expect(figures.expiresAt == .start(plus: 600))
    #expect(figures.revokedFrom == nil)
    #expect(figures.assertedUntil == .start(plus: 120))
    #expect(found.policy == (try store.policy().policy.version))
    #expect(found.modes.map(\.mode) == [.guarded])
    #expect(found.modes.first?.scope == Scope(chainID: 10))
    #expect(found.score == risk.score)
    #expect(found.signals.map(\.signal) == risk.contributions.map(\.signal))
    #expect(found.signals.map(\.executions) == risk.contributions.map(\.executions))
    #expect(found.signals.map(\.scoreWithout) == risk.contributions.map(\.scoreWithout))
    #expect(found.unread == [])
    let last = try #require(try store.session(id("s-1"), executions: 16)).executions
    #expect(found.executions.map(\.sequence) == last.map(\.sequence))
    #expect(found.executions.map(\.at) == last.map(\.decision.at))
    #expect(found.executions.map(\.reasons) == last.map(\.decision.reasons))
    #expect(found.executions.count == RevocationEvidence.executionsMax)
    #expect(found.lastExecution == found.executions.first?.sequence)
    for execution in found.executions {
      #expect(try store.proveInclusion(of: execution.sequence).leaf.hash == execution.leaf)
    }
    #expect(try store.verifyAudit(AuditAnchors()).findings == [])
  }

  @Test(arguments: Backend.all)
  func `what is revoked twice says from when on it was revoked, and an unknown key has no figures`(
    backend: Backend
  ) throws {
    let fixture = try Fixture(backend)
    let store = fixture.store
    let early = try store.revoke(RevocationOrder(sessionKey: id("nobody"), reason: ""), by: .alice)
    #expect(try evidence(store, at: early.sequence).figures == nil)
    #expect(try evidence(store, at: early.sequence).policy != nil)
    try store.mustGrant(.sample())
    _ = try store.revoke(RevocationOrder(sessionKey: id("s-1"), reason: ""), by: .alice)
    fixture.clock.advance(seconds: 3)
    let again = try store.revoke(RevocationOrder(sessionKey: id("s-1"), reason: ""), by: .bob)
    #expect(try evidence(store, at: again.sequence).figures?.revokedFrom == .start)
    #expect(try evidence(store, at: again.sequence).executions == [])
  }

  @Test(arguments: Backend.all)
  func `the policy plane's revocation keeps evidence in the same form`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let store = fixture.store
    try store.mustGrant(.sample())
    var nonce = UInt64(0)
    while try store.row().life == .active, nonce < 200 {
      nonce += 1
      _ = try store.decide(.sample(nonce: nonce, chain: 9))
    }
    let entry = try #require(try store.entries(limit: 1).first)
    #expect(entry.action == "session.revoke")
    #expect(entry.plane == .policy)
    let found = try #require(try RevocationEvidence(detail: entry.detail))
    #expect(try #require(found.score) >= (try store.policy().policy.response.autoRevokeAtRisk))
    #expect(found.executions.first.map { $0.sequence + 1 } == entry.sequence)
    #expect(found.figures?.denied == nonce)
    #expect(found.signals.map(\.signal).contains(.context))
    #expect(entry.reason?.contains("risk \(try #require(found.score).text)") == true)
  }

  @Test(arguments: Backend.all)
  func `each session that a scope ends keeps its figures, the scope the policy and the modes`(
    backend: Backend
  ) throws {
    let fixture = try Fixture(backend)
    let store = fixture.store
    try store.mustGrant(.sample("a"), .sample("b"))
    _ = try store.decideAll([.sample("b", nonce: 1, value: 7), .sample("b", nonce: 2, chain: 9)])
    _ = try store.change(mode: .guarded, scope: .everything, reason: "odd", by: .alice)
    let score = try #require(try store.risk(of: id("b"))).explanation.score
    let last = try #require(try store.session(id("b"), executions: 1)?.executions.first?.sequence)
    let receipt = try store.revoke(scope: Scope(chainID: 1), reason: "breach", by: .alice)
    let found = try evidence(store, at: receipt.sequence - 1)
    #expect(found.figures?.spent == usd(7))
    #expect(found.figures?.denied == 1)
    #expect(found.lastExecution == last)
    #expect(found.score == score)
    #expect(found.policy == nil)
    #expect(try evidence(store, at: receipt.sequence - 2).lastExecution == nil)
    let whole = try evidence(store, at: receipt.sequence)
    #expect(whole.policy == (try store.policy().policy.version))
    #expect(whole.modes.map(\.mode) == [.guarded])
    #expect(whole.figures == nil)
    #expect(try store.verifyAudit(AuditAnchors()).findings == [])
  }
}
