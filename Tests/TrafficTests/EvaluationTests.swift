import Delegation
import PolicyEngine
import Testing
import Traffic

private func seconds(_ list: [Int64]) -> [TimeSpan] { list.map { TimeSpan(seconds: $0) } }

private func isNear(_ a: Double?, _ b: Double?) -> Bool {
  guard let a, let b else { return a == nil && b == nil }
  return abs(a - b) < 1e-9
}

@Suite struct `rank metrics` {
  @Test(
    arguments: [
      ([], [1], nil), ([1], [], nil), ([2], [1], 1), ([1], [2], 0), ([1], [1], 0.5),
      ([3, 1], [2, 0], 0.75), ([5, 5], [5, 1], 0.75), ([0.9, 0.4], [0.4, 0.1, 0.8], 4.5 / 6),
    ] as [([Double], [Double], Double?)])
  func `ROC area counts pairs, ties half`(positives: [Double], negatives: [Double], area: Double?) {
    #expect(isNear(RankMetrics.rocArea(positives: positives, negatives: negatives), area))
  }

  @Test(
    arguments: [
      ([], [1], nil), ([1], [], 1), ([2], [1], 1), ([1], [2], 0.5), ([1], [1], 0.5),
      // Ranks 1 and 3 of 4: (1/1 + 2/3) / 2.
      ([4, 2], [3, 1], 5.0 / 6),
      // Both at once with one false one: 2/3.
      ([5, 5], [5, 1], 2.0 / 3),
      ([0, 9], [1, 1, 1], (1 + 2.0 / 5) / 2),
    ] as [([Double], [Double], Double?)])
  func `average precision weighs each found positive`(
    positives: [Double], negatives: [Double], area: Double?
  ) {
    #expect(isNear(RankMetrics.averagePrecision(positives: positives, negatives: negatives), area))
  }

  @Test(
    arguments: [
      (0.5, [], nil), (0.5, [7], 7), (0.5, [1, 2], 1), (0.5, [3, 1, 2], 2), (0.95, [3, 1, 2], 3),
      (0.95, Array(1...20), 19), (0.95, Array(1...21), 20), (1, [4, 9], 9),
    ] as [(Double, [Int64], Int64?)])
  func `quantiles are values that occurred`(share: Double, values: [Int64], expected: Int64?) {
    #expect(RankMetrics.quantile(share, of: seconds(values)) == expected.map { TimeSpan(seconds: $0) })
  }
}

@Suite struct `a tally` {
  private static let keys = (0..<4).map { Identifier.opaque("k\($0)") }

  private func sessions() throws -> [SessionLabels.Session] {
    var labels = SessionLabels()
    for (index, key) in `a tally`.keys.enumerated() {
      let scenario: Scenario? = index < 2 ? nil : .replay
      labels.note(
        TrafficStep(
          at: start + TimeSpan(seconds: 100), sessionKey: key, event: .attested(sessionKey: key),
          label: scenario.map { AttackLabel(scenario: $0, isMalicious: true) }))
    }
    return labels.sessions
  }

  /// (session, second, score, whether the attack has begun)
  private static let observations: [(Int, Int64, Double, Bool)] = [
    (0, 10, 80, false), (0, 20, 10, false), (0, 30, 75, false), (1, 10, 20, false),
    // An alarm before the attack is none of it; the first after it counts.
    (2, 50, 90, false), (2, 60, 0, false), (2, 100, 30, true), (2, 130, 72, true), (2, 150, 99, true),
    (3, 100, 69, true),
  ]

  @Test func `gives recall, precision, delays and alerts by hand count`() throws {
    var tally = Tally(thresholds: [70, 95])
    for (index, second, score, isAttacked) in `a tally`.observations {
      tally.note(
        Observation(sessionKey: `a tally`.keys[index], at: start + TimeSpan(seconds: second), score: score),
        isAttacked: isAttacked)
    }
    let report = tally.report(of: try sessions(), honestLife: TimeSpan(seconds: 43_200))
    let low = try #require(report.alarms.first)
    let replay = try #require(low.detections.first)
    #expect(replay.name == "replay" && replay.attacked == 2 && replay.detected == 1)
    #expect(replay.falsePositives == 1)
    #expect(replay.recall == 0.5 && replay.precision == 0.5 && replay.f1 == 0.5)
    #expect(replay.timeToDetectMedian == TimeSpan(seconds: 30))
    #expect(low.honest.sessions == 2 && low.honest.alerts == 2 && low.honest.sessionsAlerted == 1)
    #expect(low.honest.alertsPer1000SessionDays == 4000)
    #expect(low.honest.alertsPer1000Sessions == 1000)
    #expect(low.honest.falsePositiveRate == 0.5)
    let high = try #require(report.alarms.last)
    #expect(high.detections.map(\.name) == ["replay", "known"])
    #expect(high.detections[0].precision == 1 && high.detections[0].falsePositives == 0)
    #expect(high.detections[0].timeToDetectP95 == TimeSpan(seconds: 50))
    // Highest scores: attacked 99 and 69, honest 80 and 20: three pairs of four.
    #expect(isNear(report.rankings.first?.rocArea, 0.75))
    #expect(isNear(report.rankings.first?.averagePrecision, (1 + 2.0 / 3) / 2))
  }

  @Test func `without any observation nothing is detected, and undefined figures are none`() throws {
    let report = Tally(thresholds: [1]).report(of: try sessions(), honestLife: TimeSpan(seconds: 0))
    let alarm = try #require(report.alarms.first)
    #expect(alarm.detections.first?.recall == 0)
    #expect(alarm.detections.first?.precision == nil)
    #expect(alarm.detections.first?.timeToDetectMedian == nil)
    #expect(alarm.honest.alertsPer1000SessionDays == nil)
    #expect(report.rankings.first?.rocArea == 0.5)
  }
}

@Suite struct `the seed's query` {
  @Test func `finds more than three mismatches within half an hour, and not three`() throws {
    var query = MismatchCount(.standard)
    let key = Identifier.opaque("0xKey")
    // Seconds, whether it is a mismatch, and how many the window holds then: its start is exclusive.
    let rows: [(Int64, Bool, Double)] = [
      (0, false, 0), (10, true, 1), (20, true, 2), (30, true, 3), (40, true, 4), (1809, false, 4),
      (1810, false, 3), (1820, true, 3), (9000, false, 0),
    ]
    for (second, isMismatch, count) in rows {
      let time = start + TimeSpan(seconds: second)
      let decision = Decision(
        requestID: "r", sessionKey: key, reasons: isMismatch ? .chainMismatch : .none, mode: .normal,
        at: time, policy: PolicyVersion(text: "p"), remaining: nil)
      let step = TrafficStep(at: time, sessionKey: key, event: .attested(sessionKey: key), label: nil)
      #expect(query.observe(Seen(step: step, decision: decision))?.score == count, "second \(second)")
    }
    #expect(MismatchCount.threshold(.standard) == 4)
  }
}

@Suite struct `an evaluation` {
  @Test(arguments: UInt64(0)..<2)
  func `shows what the seed's query finds, and what it cannot`(seed: UInt64) throws {
    let policy = try starterPolicy()
    let wanted = options(
      seed: seed, sessions: 800, hours: 4, attackedShare: 0.25, scenarios: Scenario.allCases)
    let result = Evaluation.run(
      policy: policy, options: wanted, contestants: [.seedQuery(policy.detection)])
    let report = try #require(result.reports.first?.report)
    let alarm = try #require(report.alarms.first)
    func recall(_ scenario: Scenario) -> Double? {
      alarm.detections.first { $0.name == scenario.rawValue }?.recall
    }
    for blind in [Scenario.burst, .velocity, .postRevocation, .ttlAbuse, .replay] {
      #expect(try #require(recall(blind)) < 0.3, "seed \(seed): \(blind)")
    }
    for seen in [Scenario.drainFast, .chainHop] { #expect(recall(seen) == 1, "seed \(seed): \(seen)") }
    #expect(report.rankings.map(\.name).suffix(2) == ["known", "left-out"])
    #expect(alarm.detections.count == Scenario.allCases.count + 2)
    #expect(alarm.honest.life > TimeSpan(seconds: 86_400))
    #expect(try #require(alarm.honest.falsePositiveRate) < 0.05, "seed \(seed)")
  }
}
