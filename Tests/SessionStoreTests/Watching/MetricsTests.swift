import Delegation
import PolicyEngine
import RiskScoring
import SessionStore
import Testing

@Suite struct MetricsTests {

  @Test(arguments: Backend.all, UInt64(0)..<10)
  func `the five metrics are what a recount of the rows gives, over any window, after a restart too`(
    backend: Backend, seed: UInt64
  ) throws {
    let fixture = try Fixture(backend)
    if seed % 2 == 1 { try fixture.store.onlyAlert() }
    // Across the end of an hour: 1771703000 is 43 min 20 s past one.
    fixture.clock.set(.start)
    var life = RandomLife(seed: seed)
    try life.run(on: fixture.store, fixture.clock, steps: 120)
    let end = fixture.clock.now
    let store = try fixture.another()
    let minute = Int64(60)
    let first = Timestamp.start.milliseconds / 60_000 * 60
    let last = end.milliseconds / 60_000 * 60 + minute
    var random = Seeded(seed)
    for _ in 0..<12 {
      let from = first + Int64.random(in: 0...((last - first) / minute), using: &random) * minute
      let to = from + Int64.random(in: 0...((last - from) / minute + 70), using: &random) * minute
      try check(store, life.keys, Timestamp(seconds: from), Timestamp(seconds: to), end, "seed \(seed)")
    }
    try check(store, life.keys, .epoch, Timestamp(seconds: last), end, "seed \(seed), all")
  }

  private func check(
    _ store: any SessionStore, _ keys: [String], _ from: Timestamp, _ to: Timestamp, _ now: Timestamp,
    _ what: String
  ) throws {
    let metrics = try store.metrics(from: from, to: to)
    var (allowed, denied, late, after) = (Int64(0), Int64(0), Int64(0), Int64(0))
    var byReason = [Int64](repeating: 0, count: Reasons.allNames.count)
    var places: [String: (Int64, Int64)] = [:]
    var lives: [String: (Int64, Int64)] = [:]
    for key in keys {
      let detail = try #require(try store.session(id(key), executions: 100_000))
      let row = detail.row
      let ended = min(row.expiresAt, row.revokedFrom ?? row.expiresAt)
      if ended >= from && ended < to && ended < now {
        for actionClass in Set(row.envelope.capabilities.map { $0.text.hasPrefix("swap") ? "swap" : "quote" })
        {
          let life = lives[actionClass] ?? (0, 0)
          lives[actionClass] = (life.0 + 1, life.1 + (ended - row.issuedAt).milliseconds)
        }
      }
      let overtaken = detail.revocations.filter { $0.effectiveAt < $0.committedAt }.map(\.effectiveAt).min()
      for record in detail.executions where record.decision.at >= from && record.decision.at < to {
        let reasons = record.decision.reasons
        if reasons.isEmpty { allowed += 1 } else { denied += 1 }
        if reasons.contains(.sessionRevoked) { after += 1 }
        if reasons.isEmpty, let overtaken, record.decision.at >= overtaken { late += 1 }
        for (index, name) in Reasons.allNames.enumerated() where reasons.names.contains(name) {
          byReason[index] += 1
        }
        let family =
          ["0xRouterA", "0xRouterB"].contains(record.request.destination.text) ? "dex-router" : "unknown"
        let place = "\(row.envelope.chainID) \(family)"
        let isMismatch = reasons.contains(.chainMismatch) || reasons.contains(.destinationNotAllowed)
        places[place] = ((places[place]?.0 ?? 0) + 1, (places[place]?.1 ?? 0) + (isMismatch ? 1 : 0))
      }
    }
    #expect(metrics.executions.allowed == allowed && metrics.executions.denied == denied, "\(what)")
    #expect(metrics.executions.byReason == byReason, "\(what)")
    #expect(metrics.afterRevokeAllowed == late && metrics.afterRevokeDenied == after, "\(what)")
    let found = Dictionary(
      uniqueKeysWithValues: metrics.mismatches.map {
        ("\($0.chainID) \($0.family)", ($0.executions, $0.mismatched))
      })
    #expect(Set(found.keys) == Set(places.keys), "\(what)")
    for (place, counts) in places { #expect(found[place] ?? (0, 0) == counts, "\(what) \(place)") }
    for lifetime in metrics.lifetimes {
      let expected = lives[lifetime.actionClass] ?? (0, 0)
      #expect(
        lifetime.sessions == expected.0 && lifetime.total.milliseconds == expected.1,
        "\(what) \(lifetime.actionClass)")
    }
    #expect(Set(metrics.lifetimes.map(\.actionClass)) == Set(lives.keys), "\(what)")
    let points = try store.metricsPoints(from: from, to: to, step: TimeSpan(seconds: 300))
    if from > .epoch {
      #expect(points.reduce(0) { $0 + $1.allowed + $1.denied } == allowed + denied, "\(what)")
    }
  }
}
