import Delegation
import IncidentResponse
import PolicyEngine
import Traffic

/// Scenarios on virtual time: simulated, and those that a store can be put into on scratch stores too.
struct DrillScripted {
  let scenarios: [DrillScenarioID]
  let design: DrillDesign
  let seed: UInt64
  let repetitions: Int
  let usesScratchStores: Bool
  let keys: Int
  let owner: String

  /// When scripted drills begin: fixed, so that the same seed prints the same report.
  private static let start = Timestamp(seconds: 1_767_225_600)
  /// A store is opened, written and synced for each.
  private static let scratchRunsMax = 2

  func report() throws -> DrillReport {
    let policies = try DrillPolicies()
    let simulation = DrillSimulation(policies)
    var results: [DrillResult] = []
    for id in scenarios {
      // A scenario's runs are the same whichever others are played.
      var random = SplitMix64(seed: seed ^ UInt64(id.position) &* 0x9E37_79B9_7F4A_7C15)
      results.append(
        try simulation.run(id, design, repetitions: repetitions, from: Self.start, random: &random))
      if usesScratchStores, design == .store, DrillScenario.of(id).hasScratchRun {
        results.append(try scratchRuns(id))
      }
    }
    let end = results.flatMap(\.runs).compactMap(\.timeline.quietAt).max() ?? Self.start
    return DrillReport(
      id: "DRILL-SEED-\(seed)", kind: .scripted, startedAt: Self.start, endedAt: end, seed: seed,
      participants: [DrillParticipant(role: "owner", name: owner)], store: nil,
      policy: policies.version, results: results)
  }

  private func scratchRuns(_ id: DrillScenarioID) throws -> DrillResult {
    var runs: [DrillRun] = []
    for fault in DrillScenario.of(id).faults {
      for number in 1...min(repetitions, Self.scratchRunsMax) {
        runs.append(
          try DrillScratch.run(id, fault: fault, number: number, from: Self.start, keys: keys))
      }
    }
    return DrillResult(scenario: id, target: "scratch store", runs: runs)
  }
}

extension DrillScenarioID {
  fileprivate var position: Int { DrillScenarioID.allCases.firstIndex(of: self) ?? 0 }
}
