import Delegation
import PolicyEngine
import RiskScoring
import SessionStore
import Testing

@Suite struct ReplayTests {
  @Test(arguments: Backend.all, UInt64(0)..<30)
  func `replaying the log gives the same decisions`(backend: Backend, seed: UInt64) throws {
    let fixture = try Fixture(backend)
    let stores = [fixture.store, try fixture.another(TestClock(.start(plus: 40)))]
    var random = Seeded(seed)
    try fixture.store.mustGrant(.sample())
    var decisions = [try fixture.store.decide(.sample(nonce: 0, value: 1))]
    for step in 0..<80 {
      let store = random.pick(stores)
      decisions += try Operation.random(&random, step: UInt64(step)).run(on: store, fixture.clock)
      fixture.clock.advance(milliseconds: random.pick([0, 0, 1, 999, 20_000]))
    }
    #expect(decisions[0].isAllowed)
    let policy = try fixture.store.policy().policy
    var ledger = Ledger(policy: policy)
    var watch = RiskWatch(policy: policy)
    var replayed: [Decision] = []
    var line = 0
    try fixture.store.forEachEvent(includingExecutions: true) { logged in
      line += 1
      // Through the log's own text, as `curfew replay` reads it.
      switch ledger.apply(try LoggedEvent(logged.json.utf8, line: line), watchedBy: &watch) {
      case .accepted: break
      case .decided(let decision): replayed.append(decision)
      case .refused(let refusals, let detail):
        Issue.record("seed \(seed): line \(line) is refused: \(refusals) \(detail): \(logged.json)")
      }
    }
    #expect(replayed == decisions, "seed \(seed)")
    #expect(try fixture.store.verifyAudit(AuditAnchors()).findings == [], "seed \(seed)")
  }

  @Test(arguments: Backend.all)
  func `without executions the log has the other events only`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    try fixture.store.mustGrant(.sample())
    _ = try fixture.store.decide(.sample())
    _ = try fixture.store.change(mode: .guarded, scope: .everything, reason: "", by: .alice)
    #expect(
      try fixture.store.events().map(\.event.type) == [
        "session.granted", "execution.requested", "mode.changed",
      ])
    #expect(
      try fixture.store.events(includingExecutions: false).map(\.event.type) == [
        "session.granted", "mode.changed",
      ])
  }

  @Test(arguments: Backend.all)
  func `a reader that stops ends the stream with its own error`(backend: Backend) throws {
    struct Enough: Error {}
    let fixture = try Fixture(backend)
    try fixture.store.mustGrant(.sample(), .sample("s-2"))
    var seen = 0
    #expect(throws: Enough.self) {
      try fixture.store.forEachEvent(includingExecutions: true) { _ in
        seen += 1
        throw Enough()
      }
    }
    #expect(seen == 1)
  }
}

/// One thing that may happen to a store.
private enum Operation {
  case grant(Envelope)
  case execute([ExecutionRequest])
  case revoke(RevocationOrder)
  case revokeScope(Scope)
  case reinstate(Identifier)
  case attest(Identifier)
  case extend(Identifier, Int64)
  case mode(PolicyMode, Scope)
  case logOut

  static func random(_ random: inout Seeded, step: UInt64) -> Operation {
    let key = id(random.pick(["s-1", "s-2", "s-3", "s-4"]))
    let scopes = [
      Scope.everything, Scope(sessionKey: key), Scope(chainID: 10), Scope(label: Label(key: "a", value: "é")),
    ]
    switch Int.random(in: 0..<100, using: &random) {
    case ..<25:
      return .grant(
        .sample(
          key.text, max: random.pick([30, 500]), chain: random.pick([1, 10]),
          expiresAt: .start(plus: random.pick([200, 800])), perExecution: random.pick([nil, 25]),
          window: random.pick([nil, SpendWindow(value: usd(40), length: TimeSpan(seconds: 30))]),
          maxExecutions: random.pick([nil, 5]), inactivity: random.pick([nil, 45]),
          labels: random.pick([[], [Label(key: "a", value: "é")]])))
    case ..<75:
      return .execute(
        (0..<UInt64.random(in: 1...4, using: &random)).map { index in
          .sample(
            key.text, nonce: random.pick([step, step + index, step + 2000, UInt64.max - 3]),
            value: random.pick([0, 10, 20, 26]),
            capability: random.pick(["swap.execute", "swap.execute", "bridge.transfer"]),
            chain: random.pick([1, 1, 10]))
        })
    case ..<80:
      let effectiveAt = random.pick([nil, Timestamp.start(plus: 100), .start(plus: -10), .start(plus: 3000)])
      return .revoke(
        RevocationOrder(
          sessionKey: key, reason: "r\u{202E}", effectiveAt: effectiveAt,
          revocationID: random.pick([nil, "one", "two"])))
    case ..<81: return .revokeScope(random.pick(scopes))
    case ..<86: return .reinstate(key)
    case ..<91: return .attest(key)
    case ..<94: return .extend(key, random.pick([300, 900, 2000]))
    case ..<99: return .mode(random.pick(PolicyMode.allCases + [.normal, .normal]), random.pick(scopes))
    default: return .logOut
    }
  }

  func run(on store: any SessionStore, _ clock: TestClock) throws -> [Decision] {
    switch self {
    case .grant(let envelope): _ = try store.grant([Grant(envelope: envelope)], by: .alice)
    case .execute(let requests): return try store.decideAll(requests)
    case .revoke(let order): _ = try store.revoke(order, by: .alice)
    case .revokeScope(let scope): _ = try store.revoke(scope: scope, reason: "", by: .bob)
    case .reinstate(let key): _ = try store.reinstate(key, revocationID: nil, reason: "", by: .alice)
    case .attest(let key): _ = try store.attest(key, by: .user)
    case .extend(let key, let seconds): _ = try store.extend(key, to: .start(plus: seconds), by: .alice)
    case .mode(let mode, let scope): _ = try store.change(mode: mode, scope: scope, reason: "", by: .alice)
    case .logOut: try store.logOut(wallet: id("w-1"), by: .user)
    }
    return []
  }
}
