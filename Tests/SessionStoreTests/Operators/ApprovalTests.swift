import AuditTrail
import Delegation
import Digests
import PolicyEngine
import SessionStore
import Testing

/// Starting again takes two people: requests, approvals, and what one person is refused.
@Suite struct ApprovalTests {
  /// Alice and bob may do both, carol only approves.
  private func threeOperators(_ backend: Backend) throws -> Fixture {
    let fixture = try Fixture(backend)
    try fixture.add(.bob, [.operator, .approver])
    try fixture.add(.carol, [.approver], approvedBy: .bob)
    return fixture
  }

  private func locked(_ backend: Backend) throws -> (Fixture, ApprovalRequest) {
    let fixture = try threeOperators(backend)
    _ = try fixture.store.change(mode: .lockdown, scope: .everything, reason: "odd", by: .bob)
    let outcome = try fixture.store.change(mode: .normal, scope: .everything, reason: "over", by: .alice)
    return (fixture, try #require(outcome.request))
  }

  private static let stranger = Operator(name: "mallory", key: .seeded(1))
  private static let keyless = Operator(name: "alice")
  private static let wrongKey = Operator(name: "alice", key: .seeded(2))

  // MARK: Refused

  @Test(
    arguments: Backend.all,
    [
      (stranger, .unknown("mallory")), (keyless, .noKey("alice")), (wrongKey, .wrongKey("alice")),
      (.carol, .lacksRole("carol", .operator)),
    ] as [(Operator, OperatorProblem)])
  func `who is not proved to be an operator loosens nothing`(
    backend: Backend, row: (by: Operator, problem: OperatorProblem)
  ) throws {
    let fixture = try threeOperators(backend)
    let store = fixture.store
    try store.mustGrant(.sample())
    _ = try store.revoke(RevocationOrder(sessionKey: id("s-1"), reason: "", revocationID: "one"), by: row.by)
    _ = try store.change(mode: .lockdown, scope: .everything, reason: "", by: row.by)
    let problem = StoreError.operators(row.problem)
    #expect(throws: problem) { try store.change(mode: .guarded, scope: .everything, reason: "", by: row.by) }
    #expect(throws: problem) { try store.reinstate(id("s-1"), revocationID: "one", reason: "", by: row.by) }
    #expect(throws: problem) { try store.removeOperator("bob", reason: "", by: row.by) }
    #expect(throws: problem) {
      try store.addOperator("dave", key: .seeded(7), roles: [.approver], reason: "", by: row.by)
    }
    let looser = StarterPolicy.yaml.replacing("inactivity: 30m ", with: "inactivity: 40m ")
    #expect(throws: problem) {
      try store.apply(Policy.load(yaml: looser), yaml: looser, reason: "", by: row.by)
    }
    #expect(try store.approvals(limit: 9).filter { $0.state == .pending }.isEmpty)
    #expect(try !store.decide(.sample()).isAllowed)
  }

  @Test(
    arguments: Backend.all,
    [
      (.alice, nil), (stranger, .unknown("mallory")), (Operator(name: "bob"), .noKey("bob")),
      (Operator(name: "bob", key: .seeded(0xA3)), .wrongKey("bob")),
    ] as [(Operator, OperatorProblem?)])
  func `nobody approves alone, and the attempt is recorded`(
    backend: Backend, row: (by: Operator, problem: OperatorProblem?)
  ) throws {
    let (fixture, request) = try locked(backend)
    #expect(throws: StoreError.operators(row.problem ?? .ownRequest(request.id))) {
      try fixture.store.approve(request.id, by: row.by)
    }
    #expect(try fixture.store.modes().map(\.mode) == [.lockdown])
    #expect(try fixture.store.approvals(limit: 1).map(\.state) == [.pending])
    let entry = try #require(try fixture.store.entries(limit: 1).first)
    #expect(entry.action == "approval.approve")
    #expect(entry.who == row.by.name)
    #expect(entry.result.hasPrefix("refused: "))
  }

  @Test(arguments: Backend.all)
  func `a request that has expired, was answered, or is unknown is approved no more`(backend: Backend) throws
  {
    let (fixture, request) = try locked(backend)
    let store = fixture.store
    #expect(throws: StoreError.operators(.unknownRequest("a-0"))) { try store.approve("a-0", by: .bob) }
    fixture.clock.advance(milliseconds: ApprovalRequest.life.milliseconds - 1)
    #expect(try store.approvals(limit: 1).map(\.state) == [.pending])
    fixture.clock.advance(milliseconds: 1)
    #expect(try store.approvals(limit: 1).map(\.state) == [.expired])
    #expect(throws: StoreError.operators(.expired(request.id))) { try store.approve(request.id, by: .bob) }
    let again = try store.change(mode: .normal, scope: .everything, reason: "over", by: .alice)
    let second = try #require(again.request)
    #expect(try store.deny(second.id, reason: "not yet", by: .bob).state == .denied)
    #expect(throws: StoreError.operators(.decided(second.id, .denied))) {
      try store.approve(second.id, by: .bob)
    }
    #expect(try store.modes().map(\.mode) == [.lockdown])
    #expect(try store.entries(limit: 3).map(\.action).contains("approval.deny"))
  }

  @Test(arguments: Backend.all)
  func `what has changed since it was asked is not approved`(backend: Backend) throws {
    let fixture = try threeOperators(backend)
    let store = fixture.store
    _ = try store.change(mode: .guarded, scope: .everything, reason: "", by: .alice)
    let outcome = try store.change(mode: .normal, scope: .everything, reason: "", by: .alice)
    let request = try #require(outcome.request)
    _ = try store.change(mode: .lockdown, scope: .everything, reason: "worse", by: .bob)
    #expect(throws: StoreError.operators(.outdated(request.id))) { try store.approve(request.id, by: .bob) }
    #expect(try store.modes().map(\.mode) == [.lockdown])
  }

  @Test(arguments: Backend.all)
  func `the last operator stays, and names and keys are one person's`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let store = fixture.store
    #expect(throws: StoreError.operators(.lastOne("alice"))) {
      try store.removeOperator("alice", reason: "", by: .alice)
    }
    #expect(throws: StoreError.operators(.unknown("bob"))) {
      try store.removeOperator("bob", reason: "", by: .alice)
    }
    let taken: [(String, Ed25519.PublicKey, OperatorProblem)] = [
      ("alice", .seeded(5), .nameTaken("alice")), ("twin", .seeded(0xA3), .keyTaken(by: "alice")),
      ("", .seeded(5), .badName("")), ("a/b", .seeded(5), .badName("a/b")),
      (".x", .seeded(5), .badName(".x")),
    ]
    for (name, key, problem) in taken {
      #expect(throws: StoreError.operators(problem)) {
        try store.addOperator(name, key: key, roles: [.approver], reason: "", by: .alice)
      }
    }
    #expect(try store.operators().map(\.name) == ["alice"])
  }

  @Test(arguments: Backend.all)
  func `requests that wait have a bound`(backend: Backend) throws {
    let fixture = try threeOperators(backend)
    for _ in 0..<ApprovalRequest.pendingMax {
      #expect(try fixture.store.removeOperator("carol", reason: "", by: .alice).request != nil)
    }
    #expect(throws: StoreError.operators(.tooManyRequests(limit: ApprovalRequest.pendingMax))) {
      try fixture.store.removeOperator("carol", reason: "", by: .alice)
    }
  }

  // MARK: Approved

  @Test(arguments: Backend.all, [Operator.bob, .carol])
  func `a looser mode takes effect when another operator approves it`(backend: Backend, by: Operator) throws {
    let (fixture, request) = try locked(backend)
    let store = fixture.store
    try store.mustGrant(.sample())
    #expect(try store.decide(.sample(nonce: 1)).reasons == .modeLockdown)
    #expect(request.ask.by == "alice")
    let approved = try store.approve(request.id, by: by)
    #expect(approved.state == .approved)
    #expect(approved.decidedBy == by.name)
    #expect(try store.modes().isEmpty)
    #expect(try store.decide(.sample(nonce: 1)).isAllowed)
    let entries = try store.entries(limit: 3).map { "\($0.who) \($0.action)" }
    #expect(entries.contains("\(by.name) approval.approve") && entries.contains("alice mode.change"))
    #expect(try store.verifyAudit(AuditAnchors()).findings == [])
  }

  @Test(arguments: Backend.all)
  func `a session that was revoked by somebody else, or long ago, comes back with two`(backend: Backend)
    throws
  {
    let fixture = try threeOperators(backend)
    let store = fixture.store
    try store.mustGrant(.sample(), .sample("s-2"))
    _ = try store.revoke(RevocationOrder(sessionKey: id("s-1"), reason: "", revocationID: "one"), by: .bob)
    _ = try store.revoke(RevocationOrder(sessionKey: id("s-2"), reason: ""), by: .alice)
    fixture.clock.advance(seconds: 31)
    for (key, revocation) in [("s-1", "one"), ("s-2", nil)] {
      let result = try store.reinstate(id(key), revocationID: revocation, reason: "wrong", by: .alice)
      guard case .waits(let request) = result.outcome else {
        Issue.record("\(key) did not wait: \(result)")
        continue
      }
      #expect(result.stillRevoked)
      #expect(try store.row(key).life == .revoked)
      _ = try store.approve(request.id, by: .carol)
      #expect(try store.row(key).life == .active)
    }
    #expect(try store.verifyAudit(AuditAnchors()).findings == [])
  }

  @Test(arguments: Backend.all)
  func `a looser policy waits and says each limit, a tighter one does not`(backend: Backend) throws {
    let fixture = try threeOperators(backend)
    let store = fixture.store
    let looser = StarterPolicy.yaml.replacing("inactivity: 30m ", with: "inactivity: 40m ")
    let tighter = StarterPolicy.yaml.replacing("inactivity: 30m ", with: "inactivity: 20m ")
    let asked = try store.apply(Policy.load(yaml: looser), yaml: looser, reason: "", by: .alice)
    let request = try #require(asked.request)
    #expect(request.sentences.contains { $0.contains("30m → 40m") })
    #expect(try store.approvals(limit: 1).first?.sentences == request.sentences)
    #expect(try store.policy().yaml == StarterPolicy.yaml)
    _ = try store.approve(request.id, by: .bob)
    #expect(try store.policy().yaml == looser)
    let stranger = Operator(name: "mallory")
    let done = try store.apply(Policy.load(yaml: tighter), yaml: tighter, reason: "", by: stranger)
    #expect(done.done?.yaml == tighter)
    #expect(try store.verifyAudit(AuditAnchors()).findings == [])
  }

  @Test(arguments: Backend.all)
  func `an operator is removed by two, and then approves nothing more`(backend: Backend) throws {
    let fixture = try threeOperators(backend)
    let store = fixture.store
    let request = try #require(try store.removeOperator("carol", reason: "left", by: .alice).request)
    _ = try store.approve(request.id, by: .bob)
    #expect(try store.operators().map(\.name) == ["alice", "bob"])
    _ = try store.change(mode: .guarded, scope: .everything, reason: "", by: .alice)
    let back = try store.change(mode: .normal, scope: .everything, reason: "", by: .alice)
    let waiting = try #require(back.request)
    #expect(throws: StoreError.operators(.unknown("carol"))) { try store.approve(waiting.id, by: .carol) }
    #expect(try store.verifyAudit(AuditAnchors()).findings == [])
  }

  @Test(arguments: Backend.all)
  func `a request of one who was removed meanwhile is not approved`(backend: Backend) throws {
    let fixture = try threeOperators(backend)
    let store = fixture.store
    _ = try store.change(mode: .guarded, scope: .everything, reason: "", by: .bob)
    let request = try #require(
      try store.change(mode: .normal, scope: .everything, reason: "", by: .bob).request)
    let removal = try #require(try store.removeOperator("bob", reason: "", by: .alice).request)
    _ = try store.approve(removal.id, by: .carol)
    #expect(throws: StoreError.operators(.unknown("bob"))) { try store.approve(request.id, by: .carol) }
  }

  @Test(arguments: Backend.all)
  func `an undo within the grace time takes its operator's key and nobody else`(backend: Backend) throws {
    let fixture = try threeOperators(backend)
    let store = fixture.store
    try store.mustGrant(.sample())
    _ = try store.revoke(RevocationOrder(sessionKey: id("s-1"), reason: ""), by: .alice)
    #expect(throws: StoreError.operators(.wrongKey("alice"))) {
      try store.reinstate(id("s-1"), revocationID: nil, reason: "", by: Self.wrongKey)
    }
    let undone = try store.reinstate(id("s-1"), revocationID: nil, reason: "", by: .alice)
    #expect(!undone.wasAlone)
    #expect(try store.row().life == .active)
    #expect(try store.verifyAudit(AuditAnchors()).findings == [])
  }

  @Test func `what is signed says all that is asked, and each word for itself`() throws {
    let ask = Ask(
      store: "s", id: "a-1", action: "mode.change", what: #"{"mode":"normal"}"#, reason: "r\u{202E}",
      by: "alice",
      at: .start, expiresAt: .start(plus: 9))
    let key = Ed25519.PrivateKey.seeded(1)
    let signature = ask.signature(.approve, by: key)
    #expect(!ask.isSigned(.request, signature, by: key.publicKey))
    #expect(!ask.isSigned(.deny, signature, by: key.publicKey))
    for other in [
      Ask(
        store: "t", id: "a-1", action: "mode.change", what: ask.what, reason: ask.reason, by: "alice",
        at: .start, expiresAt: .start(plus: 9)),
      Ask(
        store: "s", id: "a-2", action: "mode.change", what: ask.what, reason: ask.reason, by: "alice",
        at: .start, expiresAt: .start(plus: 9)),
      Ask(
        store: "s", id: "a-1", action: "mode.change", what: #"{"mode":"guarded"}"#, reason: ask.reason,
        by: "alice", at: .start, expiresAt: .start(plus: 9)),
      Ask(
        store: "s", id: "a-1", action: "mode.change", what: ask.what, reason: "r", by: "alice", at: .start,
        expiresAt: .start(plus: 9)),
      Ask(
        store: "s", id: "a-1", action: "mode.change", what: ask.what, reason: ask.reason, by: "bob",
        at: .start, expiresAt: .start(plus: 9)),
      Ask(
        store: "s", id: "a-1", action: "mode.change", what: ask.what, reason: ask.reason, by: "alice",
        at: .start, expiresAt: .start(plus: 10)),
    ] {
      #expect(!other.isSigned(.approve, signature, by: key.publicKey))
    }
    #expect(ask.isSigned(.approve, signature, by: key.publicKey))
    let read = try Ask(try parseJSON(ask.canonicalText.utf8))
    #expect(read == ask)
    #expect(read.canonicalText == ask.canonicalText)
  }
}

extension Ed25519.PublicKey {
  static func seeded(_ byte: UInt8) -> Ed25519.PublicKey { Ed25519.PrivateKey.seeded(byte).publicKey }
}

extension Fixture {
  /// Lets alice add an operator, with whoever must approve it.
  func add(_ operator: Operator, _ roles: Set<OperatorRole>, approvedBy approver: Operator? = nil) throws {
    let outcome = try store.addOperator(
      `operator`.name, key: `operator`.publicKey, roles: roles, reason: "joins", by: .alice)
    if let request = outcome.request, let approver { _ = try store.approve(request.id, by: approver) }
    #expect(try store.operators().contains { $0.name == `operator`.name })
  }
}
