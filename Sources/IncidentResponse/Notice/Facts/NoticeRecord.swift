package import Delegation
package import SessionStore

/// What the store knows of an incident, as far as a notice says it.
package struct NoticeRecord: Sendable {
  /// Those that the incident revoked.
  package let sessions: [SessionRow]
  /// Nil while nothing is revoked.
  package let attempts: AttemptSummary?
  package let moments: IncidentMoments

  package init(
    sessions: [SessionRow] = [], attempts: AttemptSummary? = nil, moments: IncidentMoments = .unknown
  ) {
    self.sessions = sessions
    self.attempts = attempts
    self.moments = moments
  }

  /// Reads it. What was allowed is counted from the incident's beginning, at most a day before its first revocation.
  /// - Parameter since: when it began; with nil when it was detected.
  package init(
    of incident: Incident, since: Timestamp?, in store: any SessionStore
  ) throws(StoreError) {
    let leaves = incident.revocations.map(\.sequence)
    guard let first = incident.revocations.map(\.committedAt).min() else {
      self.init()
      return
    }
    let before = min(
      max(first - (since ?? incident.detectedAt), TimeSpan(seconds: 1)), TimeSpan(seconds: 86_400))
    self.init(
      sessions: try store.sessions(revokedBy: leaves),
      attempts: try store.attempts(AttemptQuery(revocations: leaves, before: before)),
      moments: IncidentMoments(
        committedAt: incident.revocations.map(\.committedAt).max(),
        points: try NoticeRecord.points(incident, store)))
  }

  /// Each point with the time from which it was seen to refuse after every one of the revocations. One that has begun to
  /// decide after them knows them from its first decision on.
  private static func points(
    _ incident: Incident, _ store: any SessionStore
  ) throws(StoreError) -> [IncidentMoments.Point] {
    var seen: [String: [Int64: Timestamp]] = [:]
    for effect in try store.pointsEffective(of: incident.revocations.map(\.sequence)) {
      seen[effect.point, default: [:]][effect.revocation] = effect.at
    }
    for point in try store.points() where seen[point.name] == nil {
      let knew = incident.revocations.allSatisfy { point.startedAt > $0.committedAt }
      if !knew { seen[point.name] = [:] }
    }
    return seen.sorted { $0.key < $1.key }.map { name, times in
      IncidentMoments.Point(
        name: name, effectiveAt: times.count == incident.revocations.count ? times.values.max() : nil)
    }
  }
}
