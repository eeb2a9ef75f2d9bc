package import Delegation
package import PolicyEngine

/// Something that watches sessions and says how bad each looks.
package protocol Detector {
  /// Takes the next step, and the decision on it where it is a request.
  /// - Returns: the score of the step's session afterwards; nil when the step says nothing about it.
  mutating func observe(_ step: TrafficStep, decision: Decision?) -> Double?
}

/// The score that a session had at a moment.
package struct Observation: Hashable, Sendable {
  package let sessionKey: Identifier
  package let at: Timestamp
  package let score: Double

  package init(sessionKey: Identifier, at: Timestamp, score: Double) {
    self.sessionKey = sessionKey
    self.at = at
    self.score = score
  }
}

/// The seed's query: how many executions of the session on a wrong chain or destination the window holds.
///
/// It is asked after every event; a query that is polled finds the same, later.
package struct MismatchCount: Detector {
  private let window: TimeSpan
  private var times: [Identifier: [Timestamp]] = [:]

  /// The score from which the query returns the session: it says "more than".
  package static func threshold(_ settings: DetectionSettings) -> Double {
    Double(settings.mismatchesOver) + 1
  }

  package init(_ settings: DetectionSettings) { window = settings.window }

  package mutating func observe(_ step: TrafficStep, decision: Decision?) -> Double? {
    guard let decision else { return nil }
    let isMismatch =
      decision.reasons.contains(.chainMismatch) || decision.reasons.contains(.destinationNotAllowed)
    guard isMismatch || times[step.sessionKey] != nil else { return 0 }
    var recent = times[step.sessionKey] ?? []
    if isMismatch { recent.append(step.at) }
    recent.removeAll { $0 <= step.at - window }
    times[step.sessionKey] = recent
    return Double(recent.count)
  }
}
