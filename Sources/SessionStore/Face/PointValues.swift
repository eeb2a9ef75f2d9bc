package import Delegation

/// A process that decides on the store, or did so lately, and can be asked what it would decide.
package struct EnforcementPoint: Hashable, Sendable, Identifiable {
  /// Unique among the points that live on the store: its kind and process, such as `authorize@4711`.
  package let name: String
  /// What the process is, such as `authorize`.
  package let kind: String
  /// As the process itself counts it; in another container that may be another number than here.
  package let process: Int32
  /// The time of its first decision. Of a point that does not answer: when it became askable, by its file.
  package let startedAt: Timestamp
  /// The time of its last decision; nil before the first, or where it does not answer.
  package let lastDecisionAt: Timestamp?

  package var id: String { name }

  package init(
    name: String, kind: String, process: Int32, startedAt: Timestamp, lastDecisionAt: Timestamp?
  ) {
    self.name = name
    self.kind = kind
    self.process = process
    self.startedAt = startedAt
    self.lastDecisionAt = lastDecisionAt
  }
}

/// What came of asking an enforcement point what it would decide.
package enum PointAnswer: Hashable, Sendable {
  /// One decision a request, in order, by the way that the process decides on its own requests; none is recorded.
  /// `seenLeaves` is the size of the audit log that it saw, of several looks the smallest. A point that cannot see the
  /// store denies with `state_stale`, and has seen no leaf.
  case decided(decisions: [Decision], seenLeaves: UInt64, roundTrip: Duration)
  /// It lives, or may live, and did not answer in time: it is stopped, or busy beyond measure.
  case noAnswer(after: Duration)
  /// Its process has ended: it decides nothing any more.
  case gone
  /// It answered something else than was asked: the words are ours, not its own.
  case problem(String)
}

/// A point that was first seen to refuse after a revocation, as the audit log keeps it.
package struct PointEffect: Hashable, Sendable {
  package let point: String
  /// The log's number of the revocation: of a `session.revoke` or a `scope.revoke`.
  package let revocation: Int64
  package let at: Timestamp
  /// The incident that it was looked at for.
  package let incident: String?

  package init(point: String, revocation: Int64, at: Timestamp, incident: String?) {
    self.point = point
    self.revocation = revocation
    self.at = at
    self.incident = incident
  }
}
