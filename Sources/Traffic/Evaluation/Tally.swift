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
      if let opened = observation.alertsOpened {
        trace.alerts[index] += opened
      } else if isOver && !trace.isOver[index] {
        trace.alerts[index] += 1
      }
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
    let honestScores = honest.map { traces[$0.key]?.highest ?? 0 }
    let groups = Tally.groups(of: sessions)
    let alarms = thresholds.indices.map { index in
      let alerts = honest.map { traces[$0.key]?.alerts[index] ?? 0 }
      let alerted = alerts.count { $0 > 0 }
      return AlarmReport(
        threshold: thresholds[index],
        detections: groups.map { detection($0, falsePositives: alerted, index) },
        honest: HonestAlarms(
          sessions: honest.count, life: honestLife, alerts: alerts.reduce(0, +), sessionsAlerted: alerted))
    }
    return DetectorReport(rankings: groups.map { ranking($0, against: honestScores) }, alarms: alarms)
  }

  /// Attacked sessions that are reported together.
  private struct Group {
    let name: String
    let sessions: [SessionLabels.Session]
  }

  /// By scenario, then those that weights may be chosen by, and those that are left out.
  private static func groups(of sessions: [SessionLabels.Session]) -> [Group] {
    let scenarios = Scenario.allCases.map { scenario in
      Group(name: scenario.rawValue, sessions: sessions.filter { $0.scenario == scenario })
    }
    let known = Group(name: "known", sessions: sessions.filter { $0.scenario?.isLeftOut == false })
    let leftOut = Group(name: "left-out", sessions: sessions.filter { $0.scenario?.isLeftOut == true })
    return (scenarios + [known, leftOut]).filter { !$0.sessions.isEmpty }
  }

  private func ranking(_ group: Group, against honest: [Double]) -> RankingReport {
    let scores = group.sessions.map { traces[$0.key]?.highestSinceAttack ?? 0 }
    return RankingReport(
      name: group.name, attacked: group.sessions.count,
      rocArea: RankMetrics.rocArea(positives: scores, negatives: honest),
      averagePrecision: RankMetrics.averagePrecision(positives: scores, negatives: honest))
  }

  private func detection(_ group: Group, falsePositives: Int, _ index: Int) -> DetectionReport {
    let delays = group.sessions.compactMap { session -> TimeSpan? in
      guard let start = session.attackStart, let found = traces[session.key]?.detectedAt[index] else {
        return nil
      }
      return found - start
    }
    return DetectionReport(
      name: group.name, attacked: group.sessions.count, detected: delays.count,
      falsePositives: falsePositives,
      timeToDetectMedian: RankMetrics.quantile(0.5, of: delays),
      timeToDetectP95: RankMetrics.quantile(0.95, of: delays))
  }
}
