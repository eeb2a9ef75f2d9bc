import Delegation
import IncidentResponse
import PolicyEngine
import SessionStore

@testable import Console

/// Live drills as their reports have them.
enum DrillSamples {
  static func report(
    _ number: Int, _ design: DrillDesign = .store, trend: [DrillReport] = []
  ) throws -> DrillReport {
    let simulation = DrillSimulation(try DrillPolicies())
    var random = SplitMix(state: 7)
    let result = try simulation.run(.d1, design, repetitions: 2, from: start, random: &random)
    return DrillReport(
      id: "DRILL-20260221-07050\(number)-a1b2", kind: .live, startedAt: start - seconds(Int64(900 - number)),
      endedAt: start - seconds(Int64(800 - number)), seed: 7,
      participants: [DrillParticipant(role: "owner", name: "alice")], store: "fake", policy: "v1",
      results: [result], trend: DrillReport.trend(of: [.d1], in: trend))
  }

  static func drills() throws -> [DrillRecord] {
    let first = try report(1)
    let second = try report(2, trend: [first])
    return [second, first].map {
      DrillRecord(id: $0.id, at: $0.startedAt, by: "alice", report: $0)
    } + [DrillRecord(id: "DRILL-0", at: start, by: "bob", report: nil)]
  }
}
