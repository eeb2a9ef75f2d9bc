import Delegation
import Testing

@testable import IncidentResponse

@Suite struct ClockTests {
  private static func points(_ effective: [Int64?]) -> [IncidentMoments.Point] {
    effective.enumerated().map { place, seconds in
      IncidentMoments.Point(name: "point-\(place)", effectiveAt: seconds.map(at))
    }
  }

  @Test func `nothing is effective while one point was not seen to refuse, or none is known`() throws {
    let incident = try incident([opening()])
    for (points, expected) in [([], nil), ([4, nil], nil), ([nil], nil), ([4, 2], 14)] as [([Int64?], Int64?)]
    {
      let moments = IncidentMoments(alertedAt: at(-10), points: Self.points(points))
      let clocks = IncidentClocks(of: incident, moments)
      #expect(clocks.toEffective == expected.map { TimeSpan(seconds: $0) })
      #expect(clocks.points.map(\.toEffective) == points.map { $0.map { TimeSpan(seconds: $0 + 10) } })
      #expect(clocks.toCommitted == nil && clocks.toClosed == nil)
    }
  }

  @Test func `clocks count from the alert, and without one from the detection as corrected`() throws {
    let incident = try incident([
      opening(), .detectionCorrected(from: start, to: at(-60), reason: "the log says so"),
    ])
    let byHand = IncidentClocks(of: incident, IncidentMoments(committedAt: at(2)))
    #expect(!byHand.isFromAlert && byHand.from == at(-60))
    #expect(byHand.toAcknowledged == TimeSpan(seconds: 60))
    #expect(byHand.toCommitted == TimeSpan(seconds: 62))
    let moments = IncidentMoments(alertedAt: at(-5), acknowledgedAt: at(-3), committedAt: at(2))
    let alerted = IncidentClocks(of: incident, moments)
    #expect(alerted.isFromAlert && alerted.toAcknowledged == TimeSpan(seconds: 2))
    #expect(alerted.toCommitted == TimeSpan(seconds: 7))
  }

  @Test func `only a step that was done has a duration`() throws {
    let walk: [IncidentAction] = [
      opening(), .stepStarted(.revoke), .revoked(revocation), done(.revoke),
      .stepSkipped(.tighten, reason: "one key only"), .stepStarted(.verify),
    ]
    let clocks = IncidentClocks(of: try incident(walk), .unknown)
    #expect(clocks.steps.map(\.duration) == [TimeSpan(seconds: 2), nil, nil, nil])
  }

  @Test func `the clock of closing stops while the incident is open again`() throws {
    let closed = [opening()] + walked + [.closed(summary: "over")]
    #expect(IncidentClocks(of: try incident(closed), .unknown).toClosed == TimeSpan(seconds: 11))
    let again = closed + [.reopened(from: .notice, reason: "x")]
    #expect(IncidentClocks(of: try incident(again), .unknown).toClosed == nil)
  }

  @Test(arguments: [
    (0, "0 ms", "+0:00"), (850, "850 ms", "+0:00"), (1000, "1 s", "+0:01"), (12_500, "12.5 s", "+0:12"),
    (-12_000, "-12 s", "-0:12"), (245_900, "4 min 5 s", "+4:05"), (3_723_000, "1 h 2 min 3 s", "+1:02:03"),
  ])
  func `spans are told in the units that fit`(milliseconds: Int64, span: String, offset: String) {
    #expect(PlainText.span(TimeSpan(milliseconds: milliseconds)) == span)
    #expect(PlainText.offset(TimeSpan(milliseconds: milliseconds)) == offset)
  }
}
