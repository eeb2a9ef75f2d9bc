package import Delegation

/// How one detector did in a run.
package struct DetectorReport: Hashable, Sendable {
  /// By scenario, then of the groups `known` and `left-out`.
  package let rankings: [RankingReport]
  /// By threshold.
  package let alarms: [AlarmReport]
}

/// How well a detector's highest scores tell attacked sessions from honest ones, whatever the threshold.
package struct RankingReport: Hashable, Sendable {
  /// A scenario's, or `known` or `left-out`.
  package let name: String
  package let attacked: Int
  /// 0 … 1; nil without honest or without attacked sessions.
  package let rocArea: Double?
  /// 0 … 1; nil without attacked sessions.
  package let averagePrecision: Double?
}

/// What a detector's alarms at one threshold found, and cost.
package struct AlarmReport: Hashable, Sendable {
  package let threshold: Double
  /// By scenario, then of the groups `known` and `left-out`.
  package let detections: [DetectionReport]
  package let honest: HonestAlarms
}

package struct DetectionReport: Hashable, Sendable {
  package let name: String
  /// Sessions that were attacked.
  package let attacked: Int
  /// Those among them whose score reached the threshold once the attack had begun.
  package let detected: Int
  /// Honest sessions whose score ever reached it: the same in every group of a run.
  package let falsePositives: Int
  /// From the attacker's first step to the first observation at the threshold; nil when none was detected.
  package let timeToDetectMedian: TimeSpan?
  package let timeToDetectP95: TimeSpan?

  package init(
    name: String, attacked: Int, detected: Int, falsePositives: Int, timeToDetectMedian: TimeSpan?,
    timeToDetectP95: TimeSpan?
  ) {
    self.name = name
    self.attacked = attacked
    self.detected = detected
    self.falsePositives = falsePositives
    self.timeToDetectMedian = timeToDetectMedian
    self.timeToDetectP95 = timeToDetectP95
  }

  /// Nil when nothing was attacked.
  package var recall: Double? { attacked == 0 ? nil : Double(detected) / Double(attacked) }

  /// Nil when nothing was alarmed at. Depends on how many sessions of the run were attacked.
  package var precision: Double? {
    detected + falsePositives == 0 ? nil : Double(detected) / Double(detected + falsePositives)
  }

  /// The harmonic mean of precision and recall.
  package var f1: Double? {
    attacked == 0 ? nil : 2 * Double(detected) / Double(attacked + detected + falsePositives)
  }
}

package struct HonestAlarms: Hashable, Sendable {
  package let sessions: Int
  /// How long they lived, added up.
  package let life: TimeSpan
  /// How often a score rose to the threshold.
  package let alerts: Int
  package let sessionsAlerted: Int

  package init(sessions: Int, life: TimeSpan, alerts: Int, sessionsAlerted: Int) {
    self.sessions = sessions
    self.life = life
    self.alerts = alerts
    self.sessionsAlerted = sessionsAlerted
  }

  /// With 1,000 honest sessions alive at every moment of a day; nil when none lived.
  package var alertsPer1000SessionDays: Double? {
    life.milliseconds > 0 ? Double(alerts) * 1000 * 86_400_000 / Double(life.milliseconds) : nil
  }

  /// Of 1,000 honest sessions, however long each lives; nil when there were none.
  package var alertsPer1000Sessions: Double? {
    sessions > 0 ? Double(alerts) * 1000 / Double(sessions) : nil
  }

  /// Nil when there were none.
  package var falsePositiveRate: Double? {
    sessions > 0 ? Double(sessionsAlerted) / Double(sessions) : nil
  }
}
