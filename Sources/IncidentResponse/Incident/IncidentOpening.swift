package import Delegation

/// What an incident was opened from.
package enum IncidentOrigin: Hashable, Sendable {
  /// The alert's number in the store.
  case alert(Int64)
  case session(Identifier)
  case scope(Scope)
  case hand
}

/// How an incident begins.
package struct IncidentOpening: Hashable, Sendable {
  package let origin: IncidentOrigin
  package let title: String
  /// When it was first noticed; may be corrected later, see ``IncidentAction/detectionCorrected(from:to:reason:)``.
  package let detectedAt: Timestamp
  package let facts: IncidentFacts
  package let severity: Severity
  /// It is practice: on canary sessions, and nothing of it goes out to users.
  package let isDrill: Bool

  package init(
    origin: IncidentOrigin, title: String, detectedAt: Timestamp, facts: IncidentFacts, severity: Severity,
    isDrill: Bool = false
  ) {
    self.origin = origin
    self.title = title
    self.detectedAt = detectedAt
    self.facts = facts
    self.severity = severity
    self.isDrill = isDrill
  }

  /// The same as practice.
  package var asDrill: IncidentOpening {
    IncidentOpening(
      origin: origin, title: title, detectedAt: detectedAt, facts: facts, severity: severity, isDrill: true)
  }
}
