import Delegation
import PolicyEngine
import Testing

@testable import IncidentResponse

@Suite struct `a simulated drill` {
  private static let simulation = Result { try DrillSimulation(DrillPolicies()) }

  private func play(_ id: DrillScenarioID, _ design: DrillDesign, repetitions: Int = 3, seed: UInt64 = 7)
    throws
    -> DrillResult
  {
    var random = SeededRandom(seed: seed)
    return try Self.simulation.get().run(
      id, design, repetitions: repetitions, from: at(0), random: &random)
  }

  @Test(
    arguments: [
      (.d2, "false acknowledgements"), (.d2, "effective p95"), (.d3, "every point quiet"),
      (.d4, "false acknowledgements"), (.d4, "effective worst"), (.d5, "allowed after effective"),
      (.d6, "false acknowledgements"), (.d7, "effective worst"), (.d8, "allowed after effective"),
      (.d9, "effective p95"), (.d10, "accepted p95"), (.d11, "time to revoke p95"), (.d12, "accepted p95"),
      (.d13, "rules that block the notice"), (.s1, "nothing acted before"), (.s2, "every point quiet"),
      (.s3, "effective worst"), (.s4, "false acknowledgements"), (.s5, "effective p95"),
      (.s5, "other requests allowed after the commit"),
    ] as [(DrillScenarioID, String)])
  func `finds the field's accident where decisions come from copies`(id: DrillScenarioID, check: String)
    throws
  {
    let verdict = DrillVerdict(try play(id, .cache, repetitions: 1))
    #expect(verdict.failed.contains { $0.name == check }, "\(verdict.checks)")
  }

  @Test func `leaks for as long as the copy lives or the news takes`() throws {
    let stale = try play(.d4, .cache, repetitions: 1)
    let spans = stale.runs.map { $0.measure.propagation?.milliseconds ?? 0 }
    #expect((55_000...60_000).contains(spans[0]) && (295_000...300_000).contains(spans[1]), "\(spans)")
    let queued = try play(.d2, .cache, repetitions: 1).runs.map { $0.measure.propagation?.milliseconds ?? 0 }
    #expect((30_000...30_300).contains(queued[0]) && (300_000...300_300).contains(queued[1]), "\(queued)")
  }

  @Test func `passes where a copy hears the news at once: the drill faults no design as such`() throws {
    let verdict = DrillVerdict(try play(.d1, .cache))
    #expect(verdict.passed, "\(verdict.failed)")
  }

  @Test(arguments: DrillScenarioID.allCases)
  func `passes where each decision is the store's, whatever is wrong`(id: DrillScenarioID) throws {
    for seed in UInt64(1)...3 {
      let result = try play(id, .store, repetitions: 1, seed: seed)
      let verdict = DrillVerdict(result)
      #expect(verdict.passed, "seed \(seed): \(verdict.failed)")
      #expect(result.leaksAfterCommit == 0, "seed \(seed)")
    }
  }

  @Test(
    arguments: [
      (.d1, ["session_revoked"]), (.d3, ["state_stale", "unknown_session"]),
      (.s2, ["destination_not_allowed"]),
      (.s3, ["session_expired"]), (.s5, ["mode_lockdown"]),
      (.s1, ["capability_unregistered", "capability_not_granted", "destination_not_allowed"]),
    ] as [(DrillScenarioID, [String])])
  func `refuses for the reason that the scenario is about`(id: DrillScenarioID, reasons: [String]) throws {
    let points = try play(id, .store).points
    #expect(points.last?.reasons == reasons)
  }

  @Test func `a point that is offline never lets a canary act, and never says that it holds the revocation`()
    throws
  {
    let offline = try #require(try play(.d3, .store).runs[0].timeline.points.last)
    #expect(offline.allowedBefore == 0 && offline.staleBefore > 0 && offline.acknowledgedAt == nil)
    #expect(offline.leaksAfterCommit == 0 && offline.settledAt != nil)
  }

  @Test func `the same seed plays the same runs, another plays others`() throws {
    #expect(try play(.d2, .store) == play(.d2, .store))
    #expect(try play(.d2, .store) != play(.d2, .store, seed: 8))
  }

  @Test func `every scenario says what it believes and what must hold`() {
    #expect(DrillScenario.all.map(\.id) == DrillScenarioID.allCases)
    for scenario in DrillScenario.all {
      #expect(!scenario.hypothesis.isEmpty && !scenario.mustHold.isEmpty && !scenario.faults.isEmpty)
    }
  }
}
