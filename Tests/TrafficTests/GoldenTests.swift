import Delegation
import Digests
import PolicyEngine
import RiskScoring
import Testing
import Traffic

/// Traffic whose figures are kept: a change of weights or signals that finds less, or alarms more, fails here.
///
/// Only attacks that weights may be chosen by are played: the left-out ones are measured by `curfew evaluate`, and no
/// floor under them could tempt anybody to choose by them.
@Suite struct `golden traffic` {
  private static let wanted = options(
    seed: 11, sessions: 1200, hours: 3, attackedShare: 0.15, scenarios: Scenario.known)

  private func evaluate(percent: Int64 = 100) throws -> Evaluation.Result {
    let starter = try starterPolicy()
    let policy = starter.weighing(starter.risk.scaled(percent: percent))
    return Evaluation.run(
      policy: policy, options: Self.wanted, contestants: Evaluation.Contestant.all(policy))
  }

  @Test func `alerts and scores stay above their floors`() throws {
    let result = try evaluate()
    let alerts = try #require(result.report(of: "alerts")?.alarms.first)
    let known = try #require(alerts.detections.first { $0.name == "known" })
    #expect(known.attacked >= 170)
    #expect(try #require(known.recall) >= 0.97)
    #expect(try #require(known.precision) >= 0.85)
    #expect(try #require(known.timeToDetectMedian) < TimeSpan(seconds: 10))
    #expect(try #require(alerts.honest.falsePositiveRate) <= 0.025)
    for scenario in alerts.detections { #expect(try #require(scenario.recall) >= 0.75, "\(scenario.name)") }
    let score = try #require(result.report(of: "score"))
    for ranking in score.rankings { #expect(try #require(ranking.rocArea) >= 0.98, "\(ranking.name)") }
    let high = try #require(score.alarms.first { $0.threshold == 70 })
    #expect(try #require(high.honest.falsePositiveRate) <= 0.012)
    #expect(try #require(high.detections.last?.recall) >= 0.97)
  }

  @Test(arguments: [Int64(70), 130])
  func `weights a third lighter or heavier find nearly as much`(percent: Int64) throws {
    let high = try #require(
      try evaluate(percent: percent).report(of: "score")?.alarms.first { $0.threshold == 70 })
    #expect(try #require(high.detections.last?.recall) >= 0.93)
    #expect(try #require(high.honest.falsePositiveRate) <= 0.03)
  }

  @Test func `alerts hold all that the seed's rule finds, and the seed's rule half of what they do`() throws {
    let result = try evaluate()
    let alerts = try #require(result.report(of: "alerts")?.alarms.first?.detections)
    let seed = try #require(result.report(of: "seed-sql")?.alarms.first?.detections)
    for (all, part) in zip(alerts, seed) { #expect(all.detected >= part.detected, "\(all.name)") }
    #expect(try #require(seed.last?.recall) < 0.6)
  }

  /// The digest of every line that `curfew replay --risk` prints of this traffic: decisions, refusals, scores, policy
  /// version. It changes with the weights, on purpose; it must not change with the machine.
  @Test func `its replay is the same bytes on every machine`() throws {
    let policy = try starterPolicy()
    var replay = WatchedReplay(scoringUnder: policy)
    var printed: [UInt8] = []
    let wanted = options(seed: 7, sessions: 200, attackedShare: 0.3, scenarios: Scenario.known)
    for step in TrafficGenerator(wanted, policy: policy) {
      guard let line = replay.consume(step.logged.json.utf8) else { continue }
      printed += Array(line.utf8) + [0x0A]
    }
    #expect(printed.count > 100_000)
    #expect(SHA256.hex(printed) == "02eada29ef82fb38c7131ba889974066321e8628636934d9702039a44ea53ed8")
  }

  @Test func `no attack is both for choosing weights and left out`() {
    #expect(Set(Scenario.known).isDisjoint(with: Scenario.leftOut))
    #expect(Set(Scenario.known).union(Scenario.leftOut).count == Scenario.allCases.count)
    #expect(Set(Scenario.leftOut) == [.lowAndSlow, .domainConfusion, .replayProbe])
    let standard = TrafficOptions(seed: 1, start: start, volume: .endless(sessionsPerHour: 1))
    #expect(Set(standard.scenarios).isDisjoint(with: Scenario.leftOut))
    #expect(Self.wanted.scenarios == Scenario.known)
  }
}

@Suite struct `an alert detector` {
  private static let key = Identifier.opaque("0xKey")

  private func seen(
    _ second: Int64, before: Int, after: Int, _ signals: Set<RiskSignal>, reasons: Reasons = .none
  ) -> Seen {
    let time = start + TimeSpan(seconds: second)
    let decision = Decision(
      requestID: "r", sessionKey: Self.key, reasons: reasons, mode: .normal, at: time,
      policy: PolicyVersion(text: "p"), remaining: nil)
    return Seen(
      step: TrafficStep(at: time, sessionKey: Self.key, event: .attested(sessionKey: Self.key), label: nil),
      decision: decision,
      risk: RiskChange(
        before: RiskScore(hundredths: before), after: RiskScore(hundredths: after), signals: signals))
  }

  @Test func `raises what a store raises, and opens each kind once`() throws {
    var detector = AlertDetector(try starterPolicy())
    let rows: [(Seen, Double, Int)] = [
      (seen(0, before: 100, after: 100, []), 0, 0),
      (seen(1, before: 100, after: 6999, [.context]), 0, 0),
      (seen(2, before: 6999, after: 7000, [.context]), 1, 1),
      // Less than a point more is not written again.
      (seen(3, before: 7000, after: 7050, [.context]), 0, 0),
      (seen(4, before: 7050, after: 7100, [.context]), 1, 0),
      (seen(5, before: 7100, after: 7100, [.burst]), 1, 1),
      (seen(6, before: 7100, after: 7100, [.burst]), 0, 0),
      (seen(907, before: 200, after: 200, [.burst]), 1, 0),
      (seen(908, before: 200, after: 200, [.postRevocation]), 1, 1),
    ]
    for (seen, score, opened) in rows {
      let time = seen.step.at - start
      #expect(detector.observe(seen) == Verdict(score: score, alertsOpened: opened), "\(time)")
    }
    for second in Int64(1000)...1003 {
      let verdict = detector.observe(
        seen(second, before: 200, after: 200, [.context], reasons: .destinationNotAllowed))
      let isFourth = second == 1003
      #expect(verdict == Verdict(score: isFourth ? 1 : 0, alertsOpened: isFourth ? 1 : 0), "\(second)")
    }
  }
}

@Suite struct `scaled weights` {
  @Test func `change every piece of evidence, and nothing that is none`() {
    let model = RiskModel.standard
    let scaled = model.scaled(percent: 70)
    let kept: Set<RiskWeight> = [
      .burstOver, .burstRatio, .velocityOver, .allowedFactor, .sequenceFactor, .retryFactor,
    ]
    for weight in RiskWeight.allCases {
      let expected = kept.contains(weight) ? model[weight] : model[weight] * 7 / 10
      #expect(scaled[weight] == expected, "\(weight)")
    }
    #expect(scaled.lives == model.lives && scaled.usualGap == model.usualGap)
    #expect(model.scaled(percent: 100) == model)
  }
}
