import Delegation
import PolicyEngine
import Testing

@testable import IncidentResponse

/// A point that answers as a test says, and acknowledges when a test says.
private final class ScriptedPoint: DrillPoint {
  let name: String
  private let answer: (Timestamp) -> DrillAnswer
  private let acknowledges: (Timestamp) -> Timestamp?
  private(set) var acknowledgedAt: Timestamp?

  init(
    _ name: String, acknowledges: @escaping (Timestamp) -> Timestamp? = { _ in nil },
    _ answer: @escaping (Timestamp) -> DrillAnswer
  ) {
    self.name = name
    self.answer = answer
    self.acknowledges = acknowledges
  }

  func probe(_ requests: [ExecutionRequest], at time: Timestamp) -> [DrillAnswer] {
    acknowledgedAt = acknowledgedAt ?? acknowledges(time)
    return requests.map { _ in answer(time) }
  }
}

private final class ScriptedStage: DrillStage {
  let points: [any DrillPoint]
  private(set) var committedAt: Timestamp?
  private let delay: TimeSpan?
  private var due: Timestamp?

  /// - Parameter delay: key press to commit; nil: it never commits.
  init(_ points: [any DrillPoint], committingAfter delay: TimeSpan? = TimeSpan(seconds: 0)) {
    self.points = points
    self.delay = delay
  }

  func prepare(at time: Timestamp, change: Timestamp) {}
  func requests() -> [ExecutionRequest] {
    [
      Envelope.canary(.opaque("DRILL-1-k1"), drill: "DRILL-1", destinations: [.opaque("r")], expiresAt: .max)
        .probe(nonce: 1, destination: .opaque("r"))
    ]
  }
  func press(at time: Timestamp) { due = delay.map { time + $0 } }
  func advance(to time: Timestamp) { if let due, due <= time { committedAt = due } }
  func findings(at time: Timestamp) -> [DrillFinding] { [] }
}

private final class StoppingClock: DrillClock {
  private(set) var now = at(0)
  private let stopAt: Timestamp

  init(stopAt: Timestamp) { self.stopAt = stopAt }

  func wait(until time: Timestamp) throws(DrillTrouble) {
    if time >= stopAt { throw .stopped }
    now = max(now, time)
  }
}

@Suite struct `a drill's run` {
  private static let script = DrillScript(
    toAcknowledge: TimeSpan(seconds: 30), toPress: TimeSpan(seconds: 60), quiet: TimeSpan(seconds: 2),
    longest: TimeSpan(seconds: 20))
  private static let press = at(60)

  private func run(_ points: [any DrillPoint], committingAfter delay: TimeSpan? = TimeSpan(seconds: 0)) throws
    -> DrillTimeline
  {
    let stage = ScriptedStage(points, committingAfter: delay)
    return try DrillEngine.run(Self.script, variant: "test", on: stage, by: VirtualDrillClock(at: at(0)))
      .timeline
  }

  private func after(_ seconds: Int64) -> (Timestamp) -> DrillAnswer {
    { $0 >= Self.press + TimeSpan(seconds: seconds) ? .denied(.sessionRevoked) : .allowed }
  }

  @Test func `an acknowledgement before the last allowed probe is false confidence`() throws {
    let point = ScriptedPoint("a", acknowledges: { $0 >= Self.press ? Self.press : nil }, after(3))
    let trace = try #require(try run([point]).points.first)
    #expect(trace.isFalselyAcknowledged && !trace.hasRelapsed)
    #expect(trace.leaksAfterCommit == 14 && trace.leaksAfterEffective == 14)
  }

  @Test func `a point that refuses and allows again has relapsed, and its first refusal does not count`()
    throws
  {
    let point = ScriptedPoint("a") { time in
      let since = (time - Self.press).milliseconds
      return (200..<1000).contains(since) || since >= 3000 ? .denied(.sessionRevoked) : .allowed
    }
    let timeline = try run([point])
    let trace = timeline.points[0]
    #expect(trace.hasRelapsed && trace.leaksAfterEffective == 10)
    #expect(trace.firstDeniedAt == Self.press + TimeSpan(milliseconds: 200))
    #expect(trace.settledAt == Self.press + TimeSpan(seconds: 3))
    #expect(DrillMeasure(of: timeline).propagation == TimeSpan(seconds: 3))
  }

  @Test func `a point that never refuses, or never answers, keeps the run open until it is given up`() throws
  {
    for answer in [DrillAnswer.allowed, .unanswered] {
      let timeline = try run([ScriptedPoint("a") { _ in answer }, ScriptedPoint("b", after(0))])
      #expect(timeline.quietAt == nil)
      let measure = DrillMeasure(of: timeline)
      #expect(measure.propagation == nil && measure.toRevoke == nil)
    }
  }

  @Test func `what is refused without a commit proves nothing`() throws {
    let timeline = try run([ScriptedPoint("a") { _ in .denied(.sessionRevoked) }], committingAfter: nil)
    #expect(timeline.committedAt == nil && timeline.quietAt == nil && timeline.points[0].firstDeniedAt == nil)
  }

  @Test func `the hard stop ends it at once`() {
    let stage = ScriptedStage([ScriptedPoint("a", after(0))])
    #expect(throws: DrillTrouble.stopped) {
      try DrillEngine.run(Self.script, variant: "test", on: stage, by: StoppingClock(stopAt: at(61)))
    }
  }

  @Test func `each moment is taken where it happened`() throws {
    let timeline = try run([ScriptedPoint("a", after(0)), ScriptedPoint("b", after(1))])
    let measure = DrillMeasure(of: timeline)
    #expect(measure.toAcknowledge == TimeSpan(seconds: 30) && measure.decision == TimeSpan(seconds: 30))
    #expect(measure.commit == TimeSpan(seconds: 0) && measure.propagation == TimeSpan(seconds: 1))
    #expect(measure.toRevoke == TimeSpan(seconds: 61) && timeline.quietAt == at(63))
    #expect(timeline.points.map(\.allowedBefore) == [5, 5])
  }

  @Test(
    arguments: [
      ([], nil, nil, nil), ([1], 1, 1, 1), ([3, 1, 2], 2, 3, 3), ([1, nil], 1, nil, nil),
      (Array(1...20), 10, 19, 20),
    ] as [([Int64?], Int64?, Int64?, Int64?)])
  func `a percentile is a span that was measured, and one never reached is worse than any`(
    spans: [Int64?], p50: Int64?, p95: Int64?, worst: Int64?
  ) {
    let spread = DrillSpread(spans.map { $0.map(TimeSpan.init(seconds:)) })
    #expect(
      [spread.p50, spread.p95, spread.worst] == [p50, p95, worst].map { $0.map(TimeSpan.init(seconds:)) })
  }
}
