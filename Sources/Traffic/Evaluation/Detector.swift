package import Delegation
package import PolicyEngine
package import RiskScoring

/// Something that watches sessions and says how bad each looks.
package protocol Detector {
  /// - Returns: what it says of the session afterwards; nil when what was seen says nothing about it.
  mutating func observe(_ seen: Seen) -> Verdict?
}

/// A step of traffic as the ledger took it.
package struct Seen {
  package let step: TrafficStep
  /// Of a request.
  package let decision: Decision?
  /// What a request of a known session did to its risk.
  package let risk: RiskChange?

  package init(step: TrafficStep, decision: Decision? = nil, risk: RiskChange? = nil) {
    self.step = step
    self.decision = decision
    self.risk = risk
  }
}

package struct Verdict: Hashable, Sendable {
  package let score: Double
  /// How many alerts this opened, whatever the threshold; nil: one whenever the score rises to the threshold.
  package let alertsOpened: Int?

  package init(score: Double, alertsOpened: Int? = nil) {
    self.score = score
    self.alertsOpened = alertsOpened
  }
}

/// What was said of a session at a moment.
package struct Observation: Hashable, Sendable {
  package let sessionKey: Identifier
  package let at: Timestamp
  package let score: Double
  package let alertsOpened: Int?

  package init(sessionKey: Identifier, at: Timestamp, score: Double, alertsOpened: Int? = nil) {
    self.sessionKey = sessionKey
    self.at = at
    self.score = score
    self.alertsOpened = alertsOpened
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

  package mutating func observe(_ seen: Seen) -> Verdict? {
    guard let decision = seen.decision else { return nil }
    return Verdict(score: Double(count(seen.step, decision)))
  }

  private mutating func count(_ step: TrafficStep, _ decision: Decision) -> Int {
    let isMismatch = decision.isMismatch
    guard isMismatch || times[step.sessionKey] != nil else { return 0 }
    var recent = times[step.sessionKey] ?? []
    if isMismatch { recent.append(step.at) }
    recent.removeAll { $0 <= step.at - window }
    times[step.sessionKey] = recent
    return recent.count
  }
}

extension Decision {
  /// A wrong chain or destination: what the seed's query counts.
  var isMismatch: Bool { reasons.contains(.chainMismatch) || reasons.contains(.destinationNotAllowed) }
}
