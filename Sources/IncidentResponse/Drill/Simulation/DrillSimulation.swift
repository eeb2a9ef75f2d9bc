package import Delegation
package import PolicyEngine

/// Which enforcement is drilled in a simulation.
package enum DrillDesign: String, CaseIterable, Hashable, Sendable {
  /// Curfew's: each decision in the store, or none.
  case store
  /// The field's: each decision from a copy, which news puts right.
  case cache

  /// As a report names it.
  package var target: String { "simulated \(rawValue)" }
}

/// The policies that simulated drills decide by.
package struct DrillPolicies: Sendable {
  let inForce: Policy
  /// The same without one destination of the canaries' family.
  let drifted: Policy

  package var version: String { inForce.version.text }

  /// - Throws: ``PolicyLoadError`` never but where the starter policy is broken.
  package init() throws(PolicyLoadError) {
    let yaml = StarterPolicy.yaml
    inForce = try Policy.load(yaml: yaml)
    drifted = try Policy.load(
      yaml: yaml.replacing("dex-router: [\"0xRouterA\", \"0xRouterB\"]", with: "dex-router: [\"0xRouterA\"]")
        .replacing(
          "{expect: allow, destination: \"0xRouterB\", valueUsd: 1000, after: 9m}",
          with: "{expect: deny, because: destination_not_allowed, destination: \"0xRouterB\"}"))
  }
}

/// Plays scenarios on virtual time: the same random numbers give the same runs, in milliseconds.
package struct DrillSimulation: Sendable {
  private let policies: DrillPolicies

  package init(_ policies: DrillPolicies) { self.policies = policies }

  /// - Parameters:
  ///   - repetitions: runs of each of the scenario's faults, from 1.
  ///   - start: the first alert's time; the next run's is a day later.
  ///   - random: where people's times and the world's come from.
  /// - Throws: ``DrillTrouble``.
  package func run(
    _ id: DrillScenarioID, _ design: DrillDesign, repetitions: Int, from start: Timestamp,
    random: inout some RandomNumberGenerator
  ) throws(DrillTrouble) -> DrillResult {
    var runs: [DrillRun] = []
    for fault in DrillScenario.of(id).faults {
      for _ in 0..<max(1, repetitions) {
        let alert = start + TimeSpan(seconds: Int64(runs.count) * 86_400)
        let script = DrillScript.people(under: fault, design, random: &random)
        let stage = SimulatedStage(id, fault, design, policies, random: &random)
        let clock = VirtualDrillClock(at: alert)
        runs.append(try DrillEngine.run(script, variant: fault.words, on: stage, by: clock))
      }
    }
    return DrillResult(scenario: id, target: design.target, runs: runs)
  }
}

extension RandomNumberGenerator {
  /// From `low` to `high` milliseconds. Written out, so that the same numbers give the same spans with every compiler.
  mutating func span(_ low: Int64, _ high: Int64) -> TimeSpan {
    TimeSpan(milliseconds: low + Int64(next() % UInt64(high - low + 1)))
  }
}

extension DrillScript {
  /// People as they are drilled: half a minute to a minute and a half to answer, less to decide.
  fileprivate static func people(
    under fault: DrillFault, _ design: DrillDesign, random: inout some RandomNumberGenerator
  ) -> DrillScript {
    let phase = random.span(1, interval.milliseconds)
    var answer: TimeSpan? = random.span(30_000, 90_000)
    var press = (answer ?? TimeSpan(seconds: 60)) + random.span(10_000, 60_000)
    if fault == .pageUnannounced {
      // Nobody was waiting for it. With Curfew the policy plane does not wait for them either.
      let late = random.span(20 * 60_000, 40 * 60_000)
      answer = design == .store ? nil : late
      press = design == .store ? random.span(30_000, 120_000) : late + random.span(10_000, 60_000)
    } else if fault == .primaryPathDown {
      // They try the console first.
      press = press + random.span(5_000, 20_000)
    }
    return DrillScript(toAcknowledge: answer, toPress: press, phase: phase)
  }
}

extension TimeSpan {
  fileprivate static func + (a: TimeSpan, b: TimeSpan) -> TimeSpan {
    TimeSpan(milliseconds: a.milliseconds + b.milliseconds)
  }
}
