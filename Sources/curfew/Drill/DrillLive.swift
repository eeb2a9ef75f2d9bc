import Delegation
import Glibc
import IncidentResponse
import PolicyEngine
import SessionStore

/// A drill on the store in use: canaries are granted, ended and probed, and the report is entered in the audit log.
final class DrillLive {
  private let store: any SessionStore
  private let acting: Operator
  private let seed: UInt64
  private let keys: Int
  private let capability: Identifier?
  private let wait: TimeSpan
  private let clock: WallDrillClock
  private let stop: StopSignal
  private let id: String
  private let startedAt: Timestamp
  private var notes: Set<String> = []
  private var granted = 0
  private var left = 0

  /// - Throws: ``Failure`` while an incident is open.
  init(
    _ store: any SessionStore, by acting: Operator, seed: UInt64, keys: Int, capability: Identifier?,
    wait: TimeSpan
  ) throws {
    try DrillLive.requireNoIncident(in: store, acting)
    self.store = store
    self.acting = acting
    self.seed = seed
    self.keys = keys
    self.capability = capability
    self.wait = wait
    // From here on ^C and TERM end the drill, and its canaries with it.
    stop = try StopSignal()
    clock = WallDrillClock(stop: stop)
    startedAt = clock.now
    id = DrillLive.makeID(startedAt)
  }

  private static func requireNoIncident(in store: any SessionStore, _ acting: Operator) throws {
    let open: String?
    do throws(DeskError) {
      open = try IncidentDesk(store: store, operator: acting).incidentAgainstDrills()
    } catch {
      throw Failure(error.sentence)
    }
    if let open { throw Failure("no drill while an incident is open: `\(open)` is") }
  }

  /// `DRILL-20261126-070501-a1b2`.
  private static func makeID(_ time: Timestamp) -> String {
    let now = time.utc.filter(\.isNumber)
    let random = UInt32.random(in: 46_656..<1_679_616)
    return "\(DrillCanary.idPrefix)\(now.prefix(8))-\(now.dropFirst(8))-\(String(random, radix: 36))"
  }

  /// - Throws: ``DrillTrouble`` when nothing could be drilled. What was measured before it was stopped is reported.
  func report(of scenarios: [DrillScenarioID], repetitions: Int) throws -> DrillReport {
    complain("DRILL \(id): canary keys only, ^C ends it and them at once")
    var results: [DrillResult] = []
    var trouble: DrillTrouble?
    do throws(DrillTrouble) {
      for scenario in scenarios {
        results.append(DrillResult(scenario: scenario, target: "live", runs: []))
        for number in 1...repetitions {
          let run = try run(scenario, number)
          let runs = (results.popLast()?.runs ?? []) + [run]
          results.append(DrillResult(scenario: scenario, target: "live", runs: runs))
        }
      }
    } catch {
      trouble = error
      notes.insert(error == .stopped ? "it was stopped by hand" : "it ended early: \(error.words)")
    }
    results.removeAll(where: \.runs.isEmpty)
    if results.isEmpty, let trouble { throw trouble }
    let report = try makeReport(results)
    try enter(report)
    return report
  }

  private func run(_ scenario: DrillScenarioID, _ number: Int) throws(DrillTrouble) -> DrillRun {
    let commit = DrillCommit()
    let points = try LivePoints.all(of: store, commit: commit)
    if points.count == 1 { notes.insert("no other process decided on the store: only this one was asked") }
    var around = CanaryStage.Surroundings(
      drill: "\(id)-\(scenario.rawValue)-\(number)", store: store, acting: acting, clock: clock)
    around.keys = keys
    around.capability = capability
    let fault = DrillScenario.of(scenario).faults[0].with(keys: keys)
    let stage = CanaryStage(fault, in: around, points: points, commit: commit)
    defer { end(stage) }
    let page = try page(for: scenario)
    let run = try DrillEngine.run(page.script, variant: fault.words, on: stage, by: clock, alertedAt: page.at)
    for case let point as AskedPoint in points where point.isGone {
      notes.insert("\(point.name) ended meanwhile")
    }
    for point in run.timeline.points where point.unanswered > 0 {
      notes.insert("\(point.name) did not answer \(point.unanswered) of \(point.probes) probes")
    }
    return run
  }

  /// Ends what canaries are left, whatever happened. Those that cannot be ended now expire within minutes.
  private func end(_ stage: CanaryStage) {
    granted += stage.canaryCount
    do throws(StoreError) {
      try stage.cleanUp()
      left += try stage.liveCanaries()
    } catch {
      notes.insert("canaries could not be ended, they expire by themselves: \(error.sentence)")
    }
  }

  /// D11 waits for a person; else nobody is drilled.
  private func page(for scenario: DrillScenarioID) throws(DrillTrouble) -> (
    at: Timestamp, script: DrillScript
  ) {
    let alertedAt = clock.now
    var answered: TimeSpan?
    if scenario == .d11 {
      complain("\u{7}PAGE: a session is draining a wallet; press Enter to answer")
      try LivePoints.waitForEnter(stop: stop, atMost: DrillObjectives.standard.toRevokeP95)
      answered = clock.now - alertedAt
    }
    let script = DrillScript(
      toAcknowledge: answered, toPress: answered ?? TimeSpan(seconds: 0), phase: TimeSpan(seconds: 0),
      quiet: TimeSpan(seconds: 2),
      longest: wait)
    return (alertedAt, script)
  }

  private func makeReport(_ results: [DrillResult]) throws -> DrillReport {
    let earlier = try store.drills().compactMap(\.drillReport)
    return DrillReport(
      id: id, kind: .live, startedAt: startedAt, endedAt: clock.now, seed: seed,
      participants: [DrillParticipant(role: "owner", name: acting.name)], store: store.identity.id,
      policy: try store.policy().policy.version.text, results: results, notes: notes.sorted(),
      trend: DrillReport.trend(of: results.map(\.scenario), in: earlier))
  }

  private func enter(_ report: DrillReport) throws {
    let entry = DrillEntry(
      id: id, report: report.json, before: "\(granted) canaries live", after: "\(left) canaries live",
      outcome: report.passed ? "passed" : "failed")
    _ = try store.record(entry, by: acting)
  }
}

extension DrillTrouble {
  fileprivate var words: String { if case .failed(let sentence) = self { sentence } else { "stopped" } }
}

extension DrillFault {
  fileprivate func with(keys count: Int) -> DrillFault {
    if case .manyKeys = self { .manyKeys(count) } else { self }
  }
}
