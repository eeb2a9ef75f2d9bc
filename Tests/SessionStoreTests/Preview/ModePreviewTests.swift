import Delegation
import PolicyEngine
import RiskScoring
import SessionStore
import Synchronization
import Testing

@Suite struct ModePreviewTests {
  @Test(arguments: Backend.all, UInt64(0)..<30)
  func `a preview says what replaying the log under the mode gives`(backend: Backend, seed: UInt64) throws {
    let fixture = try Fixture(backend)
    var life = PreviewLife(seed)
    try life.play(250, fixture.store, fixture.clock)
    var random = Seeded(seed ^ 0xFACE)
    for mode in PolicyMode.allCases {
      let query = ModePreviewQuery(
        mode: mode, scope: .previewed(&random),
        over: TimeSpan(seconds: random.pick([1, 60, 600, 1800, 7200, 80_000])),
        suspects: Set(life.keys.prefix(3).map(id) + [id("s-5"), id("nobody")]), countsWatched: false)
      try compare(
        query, fixture, life, "seed \(seed), \(mode), \(query.scope.json), \(query.over.policyText)")
    }
  }

  private func compare(
    _ query: ModePreviewQuery, _ fixture: Fixture, _ life: PreviewLife, _ what: String
  ) throws {
    let store = fixture.store
    var risks: [Identifier: RiskScore] = [:]
    try store.forEachSession { risks[$0.envelope.sessionKey] = $0.risk.score }
    var naive = NaivePreview(
      query, at: fixture.clock.now, policies: life.policies, decisions: life.decisions, risks: risks)
    for (number, event) in try store.events().enumerated() { naive.take(event, number: number) }
    let expected = naive.summary(isBad: query.suspects.contains)
    let preview = try store.preview(query) { _ in true }
    #expect(preview.isComplete && preview.to == fixture.clock.now, "\(what)")
    #expect(preview.deniedThen == expected.deniedThen, "\(what)")
    expect(preview.good, is: expected.good, what)
    expect(preview.bad, is: expected.bad, what)
    var reasons: [String: [Int]] = [:]
    for because in preview.reasons { reasons[because.reason.names.joined()] = [because.good, because.bad] }
    #expect(reasons == expected.reasons, "\(what)")
    #expect(preview.hits.map(\.sessionKey.text) == expected.good.hardestHit, "\(what)")
    if query.mode == .normal { #expect(preview.newlyDenied == 0, "\(what)") }
  }

  private func expect(_ party: ModePreview.Party, is side: NaivePreview.Side, _ what: String) {
    #expect([party.allowedThen.executions, Int(party.allowedThen.micros)] == side.allowed, "\(what)")
    #expect([party.newlyDenied.executions, Int(party.newlyDenied.micros)] == side.denied, "\(what)")
    #expect(party.sessions == side.sessions.count, "\(what)")
    #expect(party.sessionsHit == side.hit.count, "\(what)")
  }

  @Test(arguments: Backend.all)
  func `the seeds give every reason that a tighter mode can give`(backend: Backend) throws {
    var reasons = Reasons.none
    var byRiskAlone = 0
    for seed in UInt64(0)..<6 {
      let fixture = try Fixture(backend)
      var life = PreviewLife(seed)
      try life.play(250, fixture.store, fixture.clock)
      for mode in PolicyMode.allCases {
        let preview = try fixture.store.preview(
          mode: mode, scope: .everything, over: TimeSpan(seconds: 3600), suspects: [])
        for because in preview.reasons { reasons.formUnion(because.reason) }
        byRiskAlone += preview.byRiskAlone
      }
    }
    #expect(
      reasons == [
        .attestationRequired, .modeLockdown, .modeDenyFirst, .modeGuarded, .valueOverExecutionLimit,
        .valueOverWindow, .valueOverBudget,
      ])
    #expect(byRiskAlone > 0)
  }

  @Test(arguments: Backend.all)
  func `an empty store has nothing to preview`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let preview = try fixture.store.preview(mode: .lockdown, scope: .everything, suspects: [])
    #expect(preview.isComplete && preview.seen == 0 && preview.hits.isEmpty)
  }

  @Test(arguments: Backend.all)
  func `what is denied spends nothing, so that later ones may pass`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    // Guarded leaves 25 of 100 dollars; a session with less life than five minutes needs no attestation.
    try fixture.store.mustGrant(.sample(max: 100, expiresAt: .start(plus: 200)))
    let values: [UInt64] = [20, 10, 5, 1]
    for (nonce, value) in values.enumerated() {
      #expect(try fixture.store.decide(.sample(nonce: UInt64(nonce), value: value)).isAllowed)
    }
    let preview = try fixture.store.preview(mode: .guarded, scope: .everything, suspects: [])
    // 20 + 10 is over, 20 + 5 is not, and then nothing is left.
    #expect(preview.good.newlyDenied == ModePreview.Amount(executions: 2, micros: 11_000_000))
    #expect(preview.good.stillAllowed == ModePreview.Amount(executions: 2, micros: 25_000_000))
    #expect(preview.reasons == [ModePreview.Because(reason: .valueOverBudget, good: 2, bad: 0)])
    #expect(try fixture.store.row().spent == usd(36))
  }

  @Test(arguments: Backend.all)
  func `what is denied keeps no session awake`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    try fixture.store.mustGrant(.sample(inactivity: 60))
    for nonce in 0..<4 {
      let chain: UInt64 = 1
      #expect(
        try fixture.store.decide(
          .sample(nonce: UInt64(nonce), capability: nonce < 3 ? "swap.execute" : "quote.accept", chain: chain)
        ).isAllowed)
      fixture.clock.advance(seconds: 50)
    }
    let preview = try fixture.store.preview(
      mode: .lockdown, scope: Scope(capability: id("swap.execute")), suspects: [])
    #expect(preview.good.newlyDenied.executions == 4)
    #expect(preview.reasons.map(\.reason) == [.attestationRequired, .modeLockdown])
  }

  @Test(arguments: Backend.all)
  func `suspects are those that are named, watched, or ended by secops`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let store = fixture.store
    try store.onlyAlert()
    for key in ["s-1", "s-2", "s-3", "s-4", "s-5"] { try store.mustGrant(.sample(key, wallet: "w-\(key)")) }
    for key in ["s-1", "s-2", "s-3", "s-4", "s-5"] {
      #expect(try store.decide(.sample(key)).isAllowed)
      fixture.clock.advance(seconds: 20)
    }
    // s-2 goes astray and is watched; s-3 is ended by secops, s-4 by its own user.
    _ = try store.decideAll((2...6).map { .sample("s-2", nonce: $0, destination: "0xThief") })
    _ = try store.revoke(RevocationOrder(sessionKey: id("s-3"), reason: ""), by: .alice)
    _ = try store.revoke(RevocationOrder(sessionKey: id("s-4"), reason: ""), by: .user)
    let named = try store.preview(mode: .lockdown, scope: .everything, suspects: [id("s-1")])
    #expect(named.bad.sessions == 3 && named.good.sessions == 2)
    #expect(named.bad.walletsHit == 3 && named.good.walletsHit == 2)
    #expect(Set(named.hits.map(\.sessionKey.text)) == ["s-4", "s-5"])
    #expect(named.deniedThen == 5 && named.seen == 10)
    let alone = try store.preview(
      ModePreviewQuery(
        mode: .lockdown, scope: .everything, suspects: [id("s-1")], countsWatched: false)
    ) { _ in true }
    #expect(alone.bad.sessions == 1 && alone.good.sessions == 4)
  }

  @Test(arguments: Backend.all)
  func `one that is told to stop says what it has seen so far`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    try fixture.store.mustGrant(.sample(max: 1_000_000))
    let many = 50_000
    for start in stride(from: 0, to: many, by: 5000) {
      _ = try fixture.store.decideAll((start..<(start + 5000)).map { .sample(nonce: UInt64($0), value: 1) })
      fixture.clock.advance(seconds: 1)
    }
    let fractions = Mutex<[Double]>([])
    let whole = try fixture.store.preview(mode: .lockdown, scope: .everything, suspects: []) { fraction in
      fractions.withLock { $0.append(fraction) }
      return true
    }
    #expect(whole.isComplete && whole.newlyDenied == many && whole.reached == whole.to)
    #expect(fractions.withLock { $0 == $0.sorted() && $0.last == 1 && $0.count > 2 })
    let part = try fixture.store.preview(mode: .lockdown, scope: .everything, suspects: []) { _ in false }
    #expect(!part.isComplete && part.reached < part.to)
    #expect(part.newlyDenied > 0 && part.newlyDenied < many)
  }

  @Test(arguments: Backend.all)
  func `a closed store has no preview`(backend: Backend) throws {
    let store = try Fixture(backend).store
    store.close()
    #expect(throws: StoreError.closed) {
      try store.preview(mode: .lockdown, scope: .everything, suspects: [])
    }
  }
}
