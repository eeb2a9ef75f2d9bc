package import Delegation

/// One thing that happens, in the order of time.
package struct TrafficStep: Hashable, Sendable {
  package let at: Timestamp
  /// The key of the session that it happens to; of a log-out, of a session of that wallet.
  package let sessionKey: Identifier
  package let event: SessionEvent
  /// Nil on a session that nobody attacks; no store ever sees it.
  package let label: AttackLabel?

  package init(at: Timestamp, sessionKey: Identifier, event: SessionEvent, label: AttackLabel?) {
    self.at = at
    self.sessionKey = sessionKey
    self.event = event
    self.label = label
  }

  package var logged: LoggedEvent { LoggedEvent(at: at, event: event) }

  package var isMalicious: Bool { label?.isMalicious ?? false }
}

/// What is known of a step on an attacked session.
package struct AttackLabel: Hashable, Sendable {
  package let scenario: Scenario
  /// True of what the attacker does; false of what the honest user of the same session does.
  package let isMalicious: Bool

  package init(scenario: Scenario, isMalicious: Bool) {
    self.scenario = scenario
    self.isMalicious = isMalicious
  }
}
