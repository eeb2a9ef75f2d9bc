import AuditTrail
import Delegation
import Foundation
import PolicyEngine
import SessionStore
import Synchronization
import Testing

@testable import IncidentResponse

/// A clock for a drill and the stores that it is played on.
private final class SharedClock: DrillClock, Sendable {
  private let time = Mutex(at(0))
  var now: Timestamp { time.withLock { $0 } }
  func wait(until time: Timestamp) { self.time.withLock { $0 = max($0, time) } }
}

/// A store of the test's own, and connections to it.
private final class ScratchPlace: Sendable {
  let clock = SharedClock()
  private let path = NSTemporaryDirectory() + "curfew-drill-\(UUID().uuidString)"
  private let ids = Mutex(0)

  init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(atPath: path) }

  var keys: KeyFolder {
    KeyFolder(path: path + "/keys") { count in (0..<count).map { _ in UInt8.random(in: 0...255) } }
  }

  func open(skew: Int64 = 0, isReadOnly: Bool = false) throws -> any SessionStore {
    try Stores.open(
      url: path + "/drill.db", clock: { [clock] in clock.now + TimeSpan(seconds: skew) },
      makeID: { [self] in "rev-\(nextNumber())" },
      options: Stores.Options(isReadOnly: isReadOnly, keys: keys, founder: "alice"))
  }

  private func nextNumber() -> Int {
    ids.withLock { number in
      number += 1
      return number
    }
  }

  func acting(in store: any SessionStore) throws -> Operator {
    Operator(name: "alice", key: try keys.operatorKey("alice", store: store.identity.id))
  }
}

@Suite struct `a drill on a store` {
  private static let script = DrillScript(
    toAcknowledge: TimeSpan(seconds: 1), toPress: TimeSpan(seconds: 2), quiet: TimeSpan(seconds: 1),
    longest: TimeSpan(seconds: 30))
  private let place: ScratchPlace
  private let store: any SessionStore
  private let commit = DrillCommit()

  init() throws {
    place = try ScratchPlace()
    store = try place.open()
  }

  private func stage(
    _ fault: DrillFault, points: [any DrillPoint]? = nil,
    _ change: (inout CanaryStage.Surroundings) -> Void = { _ in }
  ) throws -> CanaryStage {
    var around = CanaryStage.Surroundings(
      drill: "DRILL-1", store: store, acting: try place.acting(in: store), clock: place.clock)
    change(&around)
    let points = points ?? [ConnectionPoint("one", on: store, records: true, commit: commit)]
    return CanaryStage(fault, in: around, points: points, commit: commit)
  }

  private func run(_ stage: CanaryStage, _ id: DrillScenarioID = .d1) throws -> DrillVerdict {
    let run = try DrillEngine.run(Self.script, variant: "", on: stage, by: place.clock)
    return DrillVerdict(DrillResult(scenario: id, target: "scratch store", runs: [run]))
  }

  @Test func `a session that bears the label and is no canary keeps everything from being revoked`() throws {
    let stage = try stage(.none)
    let stranger = Envelope(
      sessionKey: .opaque("s-1"), wallet: .opaque("w-1"), capabilities: [.opaque("nft.list")],
      maxValue: .max, destinations: .shared([.opaque("d")]), chainID: 1, expiresAt: at(600),
      nonceDomain: .opaque("n"), labels: [DrillCanary.label("DRILL-1")])
    _ = try store.grant([Grant(envelope: stranger)], by: place.acting(in: store))
    #expect { try run(stage) } throws: { error in
      guard case .failed(let sentence)? = error as? DrillTrouble else { return false }
      return sentence.contains("`s-1`") && sentence.contains("nothing was revoked")
    }
    #expect(try stage.liveCanaries() == 2)
    #expect(try store.session(.opaque("s-1"), executions: 0)?.row.life == .active)
  }

  @Test func `an open incident forbids a live drill, one that is a drill itself does not`() throws {
    let desk = IncidentDesk(store: store, operator: try place.acting(in: store))
    #expect(try desk.incidentAgainstDrills() == nil)
    func open(isDrill: Bool, _ event: String) throws -> Incident {
      try desk.open(
        IncidentOpening(
          origin: .hand, title: "test", detectedAt: at(0), facts: IncidentFacts(), severity: .p3,
          isDrill: isDrill), eventID: event)
    }
    _ = try open(isDrill: true, "e1")
    #expect(try desk.incidentAgainstDrills() == nil)
    let real = try open(isDrill: false, "e2")
    #expect(try desk.incidentAgainstDrills() == real.id)
  }

  @Test func `without an active rule no canary is granted, and its name is said`() throws {
    let stage = try stage(.none) { $0.capability = .opaque("bridge.transfer") }
    #expect(throws: DrillTrouble.failed("no canary can be granted: no rule is active for `bridge.transfer`"))
    {
      try run(stage)
    }
  }

  @Test
  func `a canary that may not act in the mode in force makes the drill fail: its refusal proves nothing`()
    throws
  {
    _ = try store.change(mode: .lockdown, scope: .everything, reason: "test", by: place.acting(in: store))
    let verdict = try run(try stage(.none))
    #expect(verdict.failed.map(\.name) == ["canaries acted before"])
  }

  @Test func `a point that cannot use the store refuses before and after`() throws {
    let offline = ConnectionPoint("off", on: try place.open(isReadOnly: true), records: true, commit: commit)
    let online = ConnectionPoint("on", on: store, records: true, commit: commit)
    let stage = try stage(.pointOffline, points: [online, offline])
    let run = try DrillEngine.run(Self.script, variant: "", on: stage, by: place.clock)
    let traces = run.timeline.points
    #expect(traces[1].allowedBefore == 0 && traces[1].staleBefore == traces[0].allowedBefore)
    #expect(traces[1].reasons == ["state_stale"] && traces[1].acknowledgedAt == nil)
    #expect(DrillVerdict(DrillResult(scenario: .d3, target: "", runs: [run])).passed)
  }

  @Test func `clocks two minutes ahead and behind let nothing through after the commit`() throws {
    let points = try [("ahead", 120), ("behind", -120), ("right", 0)].map { name, skew in
      ConnectionPoint(name, on: try place.open(skew: skew), records: true, commit: commit)
    }
    let verdict = try run(try stage(.clockSkew(TimeSpan(seconds: 120)), points: points), .d7)
    #expect(verdict.passed, "\(verdict.failed)")
  }

  @Test func `revoked again, later and out of order, the earliest time stands`() throws {
    let verdict = try run(try stage(.repeatedOutOfOrder), .d8)
    #expect(verdict.passed && verdict.checks.last?.found == "the first commit's", "\(verdict.failed)")
  }

  @Test func `three hundred keys end in one commit, each of them refused`() throws {
    let stage = try stage(.manyKeys(300)) { $0.keys = 300 }
    let verdict = try run(stage, .d9)
    #expect(verdict.passed && verdict.checks.last?.found == "0 of 300", "\(verdict.failed)")
    #expect(try stage.liveCanaries() == 0)
  }

  @Test func `with the console down the policy plane ends it; a console that is not down is a failed drill`()
    throws
  {
    let console = try place.open()
    console.close()
    #expect(try run(try stage(.primaryPathDown) { $0.primary = console }, .d10).passed)
    let records = try #require(try store.session(.opaque("DRILL-1-k1"), executions: 0)).revocations
    #expect(records.map(\.plane) == [.policy])
  }

  @Test func `what loosens waits for a second person, and a deputy may be that`() throws {
    let alice = try place.acting(in: store)
    #expect(try run(try stage(.approverMissing), .d12).failed.map(\.found) == ["done by one person alone"])
    let id = store.identity.id
    for name in ["bob", "carol"] {
      let key = try place.keys.makeOperatorKey(name, store: id)
      let roles: Set<OperatorRole> = [.operator, .approver]
      if case .waits(let request) = try store.addOperator(
        name, key: key, roles: roles, reason: "test", by: alice)
      {
        let bob = Operator(name: "bob", key: try place.keys.operatorKey("bob", store: id))
        _ = try store.approve(request.id, by: bob)
      }
    }
    let carol = Operator(name: "carol", key: try place.keys.operatorKey("carol", store: id))
    var around = CanaryStage.Surroundings(drill: "DRILL-2", store: store, acting: alice, clock: place.clock)
    around.deputy = carol
    let commit = DrillCommit()
    let stage = CanaryStage(
      .approverMissing, in: around,
      points: [ConnectionPoint("one", on: store, records: true, commit: commit)], commit: commit)
    let verdict = try run(stage, .d12)
    #expect(verdict.passed, "\(verdict.failed)")
  }

  @Test func `a process that is asked acknowledges when it has seen the revocation's leaf, not before`()
    throws
  {
    var looks = 0
    let point = AskedPoint("authorize@1", commit: commit) { [store, commit] requests in
      guard let decisions = try? store.preview(requests[...]) else { return .unanswered }
      if commit.at != nil { looks += 1 }
      return .decided(decisions, leaves: looks < 3 ? 0 : commit.leaf)
    }
    let stage = try stage(.none, points: [point])
    let trace = try DrillEngine.run(Self.script, variant: "", on: stage, by: place.clock).timeline.points[0]
    #expect(trace.acknowledgedAt == at(2) + TimeSpan(milliseconds: 600))
    #expect(trace.settledAt == at(2) + TimeSpan(milliseconds: 200) && !trace.isFalselyAcknowledged)
  }

  @Test func `what is left of a drill is ended with it`() throws {
    let stage = try stage(.none)
    try stage.prepare(at: at(0), change: at(1))
    #expect(try stage.liveCanaries() == 1)
    try stage.cleanUp()
    try stage.cleanUp()
    #expect(try stage.liveCanaries() == 0)
  }
}
