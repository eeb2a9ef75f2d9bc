import AuditTrail
import Delegation
import PolicyEngine
import RiskScoring
import SessionStore
import Testing

@Suite struct RiskTests {
  @Test(arguments: Backend.all)
  func `a session that is unknown has no risk, and one that gave no signal the least`(backend: Backend) throws
  {
    let fixture = try Fixture(backend)
    #expect(try fixture.store.risk(of: id("s-1")) == nil)
    try fixture.store.mustGrant(.sample())
    _ = try fixture.store.decide(.sample())
    let report = try #require(try fixture.store.risk(of: id("s-1")))
    #expect(report.row.risk == .clean)
    #expect(report.explanation.contributions == [])
  }

  @Test(arguments: Backend.all, UInt64(0)..<10)
  func `scores are those of the log's replay, in every process, now and later`(backend: Backend, seed: UInt64)
    throws
  {
    let fixture = try Fixture(backend)
    if seed % 2 == 0 { try fixture.store.onlyAlert() }
    var life = RandomLife(seed: seed)
    try life.run(on: fixture.store, fixture.clock, steps: 60)
    let policy = try fixture.store.policy().policy
    var ledger = Ledger(policy: policy)
    var watch = RiskWatch(policy: policy)
    for event in try fixture.store.events() { _ = ledger.apply(event, watchedBy: &watch) }
    for seconds in [Int64(0), 61, 7200] {
      fixture.clock.advance(seconds: seconds)
      let store = try fixture.another()
      for key in life.keys {
        let position = try #require(ledger.sessions.position(of: id(key)))
        let session = try #require(ledger.sessions[id(key)])
        let score = watch.risk(of: position, session, at: fixture.clock.now)
        #expect(try store.row(key).risk.score == score, "seed \(seed), \(key), \(seconds) s")
      }
    }
    #expect(try fixture.store.verifyAudit(AuditAnchors()).findings == [], "seed \(seed)")
  }

  @Test(arguments: Backend.all, UInt64(0)..<12)
  func `the list by risk is every session by its score, whatever window of it is asked for`(
    backend: Backend, seed: UInt64
  ) throws {
    let fixture = try Fixture(backend)
    try fixture.store.onlyAlert()
    var life = RandomLife(seed: seed, sessions: 30)
    try life.run(on: fixture.store, fixture.clock, steps: 50)
    for seconds in [Int64(0), 3600, 86_400] {
      fixture.clock.advance(seconds: seconds)
      let rows = try fixture.store.sessions()
      let expected = rows.enumerated().sorted {
        let (a, b) = (place($0.element), place($1.element))
        return a == b ? $0.offset > $1.offset : a > b
      }.map(\.element.id)
      for (offset, limit) in [(0, 5), (3, 7), (0, 100), (12, 9), (29, 5), (40, 5)] {
        let listing = try fixture.store.list(SessionQuery(sort: .risk, window: .from(offset), limit: limit))
        #expect(listing.rows.map(\.id) == Array(expected.dropFirst(offset).prefix(limit)), "seed \(seed)")
        #expect(listing.matching == 30)
      }
      for key in life.keys {
        let listing = try fixture.store.list(SessionQuery(sort: .risk, window: .around(id(key)), limit: 6))
        #expect(listing.rows.contains { $0.id == id(key) }, "seed \(seed), \(key)")
        #expect(listing.rows.map(\.id) == Array(expected.dropFirst(listing.offset).prefix(6)), "seed \(seed)")
      }
      for text in [
        "risk>=40", "risk<40", "!risk>=70", "signal:CTX", "!signal:CTX", "risk>=MED chain:1", "risk>=1",
      ] {
        let filter = try SessionFilter.parse(text)
        let listing = try fixture.store.list(SessionQuery(filter: filter, sort: .risk, limit: 100))
        let matching = rows.filter { filter.matches($0, now: fixture.clock.now) }
        #expect(Set(listing.rows.map(\.id)) == Set(matching.map(\.id)), "seed \(seed): \(text)")
        #expect(listing.rows.map(\.id) == expected.filter { id in matching.contains { $0.id == id } })
      }
      let overview = try fixture.store.overview()
      let live = rows.filter { $0.life != .expired && $0.life != .revoked }
      #expect(overview.atRisk == live.filter { $0.risk.band >= .medium }.count, "seed \(seed)")
      #expect(overview.critical == live.filter { $0.risk.band == .critical }.count, "seed \(seed)")
    }
  }

  /// What may still be stopped, by score; then what has ended, by score; then the others.
  private func place(_ row: SessionRow) -> Int {
    if row.risk.score == RiskSummary.clean.score { return 0 }
    return row.risk.score.hundredths + (row.life == .expired || row.life == .revoked ? 0 : 20_000)
  }

  @Test(arguments: Backend.all)
  func
    `the policy plane revokes at its limit, with its evidence, and what follows in the same batch is denied`(
      backend: Backend
    ) throws
  {
    let fixture = try Fixture(backend)
    try fixture.store.mustGrant(.sample())
    let bad = (1...40).map { ExecutionRequest.sample(nonce: UInt64($0), destination: "0xThief", chain: 137) }
    let probes = (50...60).map { ExecutionRequest.sample(nonce: UInt64($0), capability: "token.approve") }
    let replays = (0..<6).map { _ in ExecutionRequest.sample(nonce: 5000) }
    let decisions = try fixture.store.decideAll(
      [.sample(nonce: 5000)] + bad + probes + replays + [.sample(nonce: 5001)])
    #expect(decisions.last?.reasons == .sessionRevoked)
    let row = try fixture.store.row()
    #expect(row.life == .revoked)
    let entry = try #require(try fixture.store.entries(limit: 10).first { $0.action == "session.revoke" })
    #expect(entry.plane == .policy && entry.who == "risk")
    #expect(entry.reason?.contains("CTX") ?? false)
    #expect(entry.detail?.contains(#""signal":"CTX""#) ?? false)
    #expect(entry.at == fixture.clock.now)
    let count = try fixture.store.entries(limit: 100).filter { $0.action == "session.revoke" }.count
    #expect(count == 1)
  }

  @Test(arguments: Backend.all)
  func `a critical session that nobody ends is revoked before it acts once more`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    try fixture.store.mustGrant(.sample(expiresAt: .start(plus: 840)))
    for nonce in UInt64(1)...30 {
      fixture.clock.advance(seconds: 5)
      _ = try fixture.store.decide(.sample(nonce: nonce, value: nonce, chain: 137))
      if try fixture.store.row().risk.band == .critical { break }
    }
    #expect(try fixture.store.row().risk.signals == [.context])
    #expect(try fixture.store.row().life == .active)
    fixture.clock.advance(seconds: 180)
    #expect(try fixture.store.row().risk.score >= RiskScore(hundredths: 9700))
    #expect(try fixture.store.decide(.sample(nonce: 500)).reasons == .sessionRevoked)
    let entry = try #require(try fixture.store.entries(limit: 1).first)
    #expect(entry.plane == .policy && entry.reason?.contains("REVLAG") == true)
    #expect(try fixture.store.verifyAudit(AuditAnchors()).findings == [])
  }

  @Test(arguments: Backend.all)
  func `a policy plane that only alerts revokes nothing`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    try fixture.store.onlyAlert()
    try fixture.store.mustGrant(.sample())
    let bad = (1...40).map { ExecutionRequest.sample(nonce: UInt64($0), destination: "0xThief", chain: 137) }
    let replays = (0..<12).map { _ in ExecutionRequest.sample(nonce: 5000) }
    _ = try fixture.store.decideAll([.sample(nonce: 5000)] + bad + replays)
    #expect(try fixture.store.row().risk.score >= RiskScore(hundredths: 9700))
    #expect(try fixture.store.decide(.sample(nonce: 5001)).isAllowed)
    #expect(
      try fixture.store.alerts(AlertQuery()).alerts.contains {
        $0.kind == .wouldRevoke && $0.subject == "s-1"
      })
  }

  @Test(arguments: Backend.all)
  func `a guarded session above the mode's risk is denied for it, until it has calmed down`(backend: Backend)
    throws
  {
    let fixture = try Fixture(backend)
    try fixture.store.onlyAlert()
    try fixture.store.mustGrant(
      .sample(expiresAt: .start(plus: 840)), .sample("s-2", expiresAt: .start(plus: 840)))
    _ = try fixture.store.decideAll(
      (1...20).map { .sample(nonce: UInt64($0), destination: "0xThief", chain: 137) })
    _ = try fixture.store.change(mode: .guarded, scope: .everything, reason: "", by: .alice)
    for key in ["s-1", "s-2"] { _ = try fixture.store.attest(id(key), by: .alice) }
    #expect(try fixture.store.row().risk.score >= RiskScore(hundredths: 7000))
    #expect(try fixture.store.decide(.sample(nonce: 900)).reasons == .modeGuarded)
    #expect(try fixture.store.preview([.sample(nonce: 901)])[0].reasons == .modeGuarded)
    #expect(try fixture.store.decide(.sample("s-2", nonce: 900)).isAllowed)
  }

  @Test(arguments: Backend.all)
  func `what a revocation from the past overtook is a floor, that only an operator clears with a reason`(
    backend: Backend
  ) throws {
    let fixture = try Fixture(backend)
    try fixture.store.mustGrant(.sample())
    _ = try fixture.store.decide(.sample())
    fixture.clock.advance(seconds: 10)
    let past = fixture.clock.now - TimeSpan(seconds: 30)
    _ = try fixture.store.revoke(
      RevocationOrder(sessionKey: id("s-1"), reason: "", effectiveAt: past), by: .alice)
    #expect(try fixture.store.row().risk.score == RiskScore(hundredths: 9700))
    let report = try #require(try fixture.store.risk(of: id("s-1")))
    #expect(report.explanation.floors == [.allowedAfterRevocation])
    #expect(throws: StoreError.self) {
      try fixture.store.clearFloors(of: id("s-1"), reason: "", by: Operator(name: "mallory"))
    }
    #expect(try fixture.store.clearFloors(of: id("s-2"), reason: "x", by: .alice) == .unknownSession)
    #expect(
      try fixture.store.clearFloors(of: id("s-1"), reason: "a clock was wrong", by: .alice)
        == .cleared([.allowedAfterRevocation]))
    #expect(try fixture.store.row().risk == .clean)
    #expect(try fixture.store.clearFloors(of: id("s-1"), reason: "x", by: .alice) == .noFloor)
    #expect(try fixture.store.entries(limit: 1)[0].reason == "a clock was wrong")
  }

  @Test(arguments: Backend.all)
  func `a revocation at the very moment of an allow overtakes nothing`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    try fixture.store.mustGrant(.sample())
    #expect(try fixture.store.decide(.sample()).isAllowed)
    _ = try fixture.store.revoke(RevocationOrder(sessionKey: id("s-1"), reason: ""), by: .alice)
    #expect(try fixture.store.row().risk == .clean)
  }

  @Test(arguments: Backend.all)
  func `a wider grant to the same app is drift, the same or a narrower one is none`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let app = [Label(key: "app", value: "mobile")]
    try fixture.store.mustGrant(
      .sample("a", capabilities: ["swap.execute"], labels: app),
      .sample("b", capabilities: ["swap.execute", "quote.accept"], labels: app),
      .sample("c", capabilities: ["quote.accept"], labels: app),
      .sample("d", wallet: "w-2", capabilities: ["swap.execute", "quote.accept"], labels: app),
      .sample("e", capabilities: ["swap.execute", "quote.accept"]))
    #expect(
      try ["a", "b", "c", "d", "e"].map { try fixture.store.row($0).risk.signals } == [
        [], [.scope], [], [], [],
      ])
  }

  @Test(arguments: Backend.all)
  func `new half-lives hold from the policy's own moment on, whenever a session is looked at`(
    backend: Backend
  ) throws {
    let fixture = try Fixture(backend)
    try fixture.store.onlyAlert()
    try fixture.store.mustGrant(
      .sample("s-1", expiresAt: .start(plus: 800)), .sample("s-2", expiresAt: .start(plus: 800)))
    for key in ["s-1", "s-2"] {
      _ = try fixture.store.decideAll((1...6).map { .sample(key, nonce: UInt64($0), destination: "0xThief") })
    }
    fixture.clock.advance(seconds: 100)
    let before = try fixture.store.row().risk.score
    let yaml = try fixture.store.policy().yaml + "risk: {CTX: {halfLife: 4h}}\n"
    _ = try fixture.store.apply(Policy.load(yaml: yaml), yaml: yaml, reason: "", by: .alice)
    #expect(try fixture.store.row().risk.score == before)
    // One of the two acts in between, honestly.
    _ = try fixture.store.decide(.sample("s-2", nonce: 100, value: 1))
    fixture.clock.advance(seconds: 500)
    let (quiet, active) = (try fixture.store.row("s-1").risk.score, try fixture.store.row("s-2").risk.score)
    #expect(abs(quiet.hundredths - active.hundredths) <= 1)
    #expect(quiet < before)
    #expect(try fixture.store.verifyAudit(AuditAnchors()).findings == [])
  }
}
