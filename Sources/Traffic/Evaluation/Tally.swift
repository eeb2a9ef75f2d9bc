package import Delegation

/// What one detector at some thresholds said of each session, told as it goes.
package struct Tally: Sendable {
  private struct Trace {
    var highest: Double
    /// Since the attack began; nil before.
    var highestSinceAttack: Double?
    /// By threshold.
    var isOver: [Bool]
    var alerts: [Int]
    /// The first observation since the attack that reaches the threshold.
    var detectedAt: [Timestamp?]
  }

  package let thresholds: [Double]
  private var traces: [Identifier: Trace] = [:]

  package init(thresholds: [Double]) { self.thresholds = thresholds }

  /// - Parameters:
  ///   - observation: in the order of time.
  ///   - isAttacked: the attack on this session has begun, with this event at the latest.
  package mutating func note(_ observation: Observation, isAttacked: Bool) {
    let none = thresholds.map { _ in false }
    var trace =
      traces[observation.sessionKey]
      ?? Trace(
        highest: observation.score, highestSinceAttack: nil, isOver: none, alerts: none.map { _ in 0 },
        detectedAt: none.map { _ in nil })
    trace.highest = max(trace.highest, observation.score)
    if isAttacked {
      trace.highestSinceAttack = max(trace.highestSinceAttack ?? observation.score, observation.score)
    }
    for (index, threshold) in thresholds.enumerated() {
      let isOver = observation.score >= threshold
      if isOver && !trace.isOver[index] { trace.alerts[index] += 1 }
      trace.isOver[index] = isOver
      if isOver && isAttacked && trace.detectedAt[index] == nil { trace.detectedAt[index] = observation.at }
    }
    traces[observation.sessionKey] = trace
  }

  /// - Parameters:
  ///   - sessions: all of them, those too that were never observed: their score is 0.
  ///   - honestLife: how long the honest sessions lived, added up.
  package func report(of sessions: [SessionLabels.Session], honestLife: TimeSpan) -> DetectorReport {
    let honest = sessions.filter { $0.scenario == nil }
    let attacked = sessions.filter { $0.scenario != nil }
    let honestScores = honest.map { traces[$0.key]?.highest ?? 0 }
    let scenarios = Scenario.allCases.filter { scenario in attacked.contains { $0.scenario == scenario } }
    let areas = scenarios.map { scenario in
      ranking(scenario.rawValue, attacked.filter { $0.scenario == scenario }, against: honestScores)
    }
    let known = attacked.filter { $0.scenario?.isLeftOut == false }
    let leftOut = attacked.filter { $0.scenario?.isLeftOut == true }
    return DetectorReport(
      rankings: areas
        + [
          ranking("known", known, against: honestScores), ranking("left-out", leftOut, against: honestScores),
        ].filter { $0.attacked > 0 },
      alarms: thresholds.indices.map { index in
        let alerts = honest.reduce(0) { $0 + (traces[$1.key]?.alerts[index] ?? 0) }
        let alerted = honest.count { traces[$0.key]?.alerts[index] ?? 0 > 0 }
        let groups =
          scenarios.map { scenario in
            (scenario.rawValue, attacked.filter { $0.scenario == scenario })
          } + [("known", known), ("left-out", leftOut)].filter { !$0.1.isEmpty }
        return AlarmReport(
          threshold: thresholds[index],
          detections: groups.map { detection($0.0, of: $0.1, falsePositives: alerted, index) },
          honest: HonestAlarms(
            sessions: honest.count, life: honestLife, alerts: alerts, sessionsAlerted: alerted))
      })
  }

  private func ranking(
    _ name: String, _ group: [SessionLabels.Session], against honest: [Double]
  ) -> RankingReport {
    let scores = group.map { traces[$0.key]?.highestSinceAttack ?? 0 }
    return RankingReport(
      name: name, attacked: group.count, rocArea: RankMetrics.rocArea(positives: scores, negatives: honest),
      averagePrecision: RankMetrics.averagePrecision(positives: scores, negatives: honest))
  }

  private func detection(
    _ name: String, of group: [SessionLabels.Session], falsePositives: Int, _ index: Int
  ) -> DetectionReport {
    let delays = group.compactMap { session -> TimeSpan? in
      guard let start = session.attackStart, let found = traces[session.key]?.detectedAt[index] else {
        return nil
      }
      return found - start
    }
    return DetectionReport(
      name: name, attacked: group.count, detected: delays.count, falsePositives: falsePositives,
      timeToDetectMedian: RankMetrics.quantile(0.5, of: delays),
      timeToDetectP95: RankMetrics.quantile(0.95, of: delays))
  }
}
