package import Delegation

/// Moments that the store knows and the incident's events do not.
package struct IncidentMoments: Hashable, Sendable {
  package struct Point: Hashable, Sendable {
    /// The enforcement point's name.
    package let name: String
    /// When it was first seen to refuse; nil while it was not.
    package let effectiveAt: Timestamp?

    package init(name: String, effectiveAt: Timestamp?) {
      self.name = name
      self.effectiveAt = effectiveAt
    }
  }

  package let alertedAt: Timestamp?
  package let acknowledgedAt: Timestamp?
  /// When the revocation was committed.
  package let committedAt: Timestamp?
  package let points: [Point]

  package static let unknown = IncidentMoments()

  package init(
    alertedAt: Timestamp? = nil, acknowledgedAt: Timestamp? = nil, committedAt: Timestamp? = nil,
    points: [Point] = []
  ) {
    self.alertedAt = alertedAt
    self.acknowledgedAt = acknowledgedAt
    self.committedAt = committedAt
    self.points = points
  }
}

/// How long it took. All from the alert, or where there was none from the time of detection.
package struct IncidentClocks: Hashable, Sendable {
  package struct Point: Hashable, Sendable {
    package let name: String
    /// Nil while it has not been seen to refuse.
    package let toEffective: TimeSpan?
  }

  package struct Step: Hashable, Sendable {
    package let step: IncidentStep
    /// From its start until it was done; nil unless it was done.
    package let duration: TimeSpan?
  }

  /// What they count from.
  package let from: Timestamp
  package let isFromAlert: Bool
  /// Until the alert was acknowledged; without an acknowledgement until the incident was opened.
  package let toAcknowledged: TimeSpan
  package let toCommitted: TimeSpan?
  /// By name.
  package let points: [Point]
  /// Until the last point was seen to refuse; nil while one was not, or there is none.
  package let toEffective: TimeSpan?
  package let steps: [Step]
  package let toClosed: TimeSpan?

  package init(of incident: Incident, _ moments: IncidentMoments) {
    let from = moments.alertedAt ?? incident.detectedAt
    self.from = from
    isFromAlert = moments.alertedAt != nil
    toAcknowledged = (moments.acknowledgedAt ?? incident.openedAt) - from
    toCommitted = moments.committedAt.map { $0 - from }
    points = moments.points.map { point in
      Point(name: point.name, toEffective: point.effectiveAt.map { $0 - from })
    }
    .sorted { $0.name < $1.name }
    let effective = points.compactMap(\.toEffective)
    toEffective = effective.count == points.count ? effective.max() : nil
    steps = IncidentStep.allCases.map { step in
      guard case .done(let started, let ended, _) = incident.state(of: step) else {
        return Step(step: step, duration: nil)
      }
      return Step(step: step, duration: ended.at - started.at)
    }
    let closing = incident.events.last { if case .closed = $0.action { true } else { false } }
    toClosed = incident.isClosed ? closing.map { $0.happenedAt - from } : nil
  }
}
