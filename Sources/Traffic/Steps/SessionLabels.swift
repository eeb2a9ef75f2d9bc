package import Delegation

/// What every session of a stretch of traffic was: gathered from its steps.
package struct SessionLabels: Sendable {
  package struct Session: Hashable, Sendable {
    package let key: Identifier
    /// Nil of a session that nobody attacked.
    package fileprivate(set) var scenario: Scenario?
    /// The time of the attacker's first step.
    package fileprivate(set) var attackStart: Timestamp?
  }

  private var positions: [Identifier: Int] = [:]
  /// In the order of their first steps.
  package private(set) var sessions: [Session] = []

  package init() {}

  package mutating func note(_ step: TrafficStep) {
    let position: Int
    if let known = positions[step.sessionKey] {
      position = known
    } else {
      position = sessions.count
      positions[step.sessionKey] = position
      sessions.append(Session(key: step.sessionKey))
    }
    guard let label = step.label, label.isMalicious, sessions[position].attackStart == nil else { return }
    sessions[position].scenario = label.scenario
    sessions[position].attackStart = step.at
  }
}

extension SessionLabels.Session {
  fileprivate init(key: Identifier) {
    self.key = key
    scenario = nil
    attackStart = nil
  }

  /// One line of JSON: `{"sessionKey":…,"scenario":…,"attackStart":…}`; `honest`, and no start, where nobody attacked.
  package var json: String {
    JSONWriter.object { writer in
      writer.member("sessionKey", key.text)
      writer.member("scenario", scenario?.rawValue ?? "honest")
      if let attackStart { writer.member("attackStart", raw: attackStart.seconds) }
    }
  }
}
