package import Delegation

/// What one enforcement point did in one run.
package struct DrillTrace: Hashable, Sendable {
  package let name: String
  package internal(set) var probes = 0
  /// Probes that it let through before the commit.
  package internal(set) var allowedBefore = 0
  /// Probes that it refused with `state_stale` before the commit: it failed closed.
  package internal(set) var staleBefore = 0
  /// Probes without an answer.
  package internal(set) var unanswered = 0
  /// When it said that it holds the change (t4); nil while it has not.
  package internal(set) var acknowledgedAt: Timestamp?
  /// The first refusal after the commit (t5).
  package internal(set) var firstDeniedAt: Timestamp?
  /// The first refusal after the commit that nothing allowed comes after.
  package internal(set) var settledAt: Timestamp?
  /// The last probe let through after the commit.
  package internal(set) var lastAllowedAt: Timestamp?
  /// Probes let through after the commit.
  package internal(set) var leaksAfterCommit = 0
  /// Probes let through after it said that it holds the change, or after it had refused.
  package internal(set) var leaksAfterEffective = 0
  /// Reasons of its last refusal after the commit.
  package internal(set) var reasons: [String] = []

  package init(name: String) { self.name = name }

  /// It said that it holds the change, and let something through after that: false confidence. Probes are an interval
  /// apart, so an acknowledgement is false only when it was seen to be.
  package var isFalselyAcknowledged: Bool {
    guard let acknowledgedAt, let lastAllowedAt else { return false }
    return lastAllowedAt >= acknowledgedAt
  }

  /// It refused, and allowed again.
  package var hasRelapsed: Bool {
    guard let firstDeniedAt, let lastAllowedAt else { return false }
    return lastAllowedAt > firstDeniedAt
  }
}

/// The moments of one run. A moment that was not reached is nil.
package struct DrillTimeline: Hashable, Sendable {
  /// t0: the alert, real or played.
  package let alertedAt: Timestamp
  /// t1: somebody answered.
  package internal(set) var acknowledgedAt: Timestamp?
  /// t2: the key that revokes was pressed, by a person or by the policy plane.
  package internal(set) var pressedAt: Timestamp?
  /// t3: the store has committed.
  package internal(set) var committedAt: Timestamp?
  /// t6: every point has refused for the quiet time.
  package internal(set) var quietAt: Timestamp?
  /// t4 and t5 of each point.
  package internal(set) var points: [DrillTrace]

  package init(alertedAt: Timestamp, points: [DrillTrace] = []) {
    self.alertedAt = alertedAt
    self.points = points
  }
}

/// Something beside times that a run has to show.
package struct DrillFinding: Hashable, Sendable {
  package let name: String
  package let expected: String
  package let found: String
  package let holds: Bool

  package init(name: String, expected: String, found: String, holds: Bool) {
    self.name = name
    self.expected = expected
    self.found = found
    self.holds = holds
  }
}

/// One run of a scenario.
package struct DrillRun: Hashable, Sendable {
  /// Which of the scenario's faults.
  package let variant: String
  package let timeline: DrillTimeline
  package let findings: [DrillFinding]

  package init(variant: String, timeline: DrillTimeline, findings: [DrillFinding]) {
    self.variant = variant
    self.timeline = timeline
    self.findings = findings
  }

  package var measure: DrillMeasure { DrillMeasure(of: timeline) }
}
