package import Delegation
package import PolicyEngine
package import RiskScoring

/// One alert, open until an operator closes it; what repeats meanwhile only counts.
package struct Alert: Hashable, Sendable, Identifiable {
  package let id: Int64
  /// The log's number of the leaf that completed it.
  package let sequence: Int64
  package let kind: AlertKind
  /// A session key, or a nonce domain.
  package let subject: String
  /// Nil where it is about no single session.
  package let sessionKey: Identifier?
  package let wallet: Identifier?
  /// Who owns the telemetry of the capability that was used (policy `owners`).
  package let owner: String?
  package let openedAt: Timestamp
  package let lastAt: Timestamp
  /// How many events would have opened it.
  package let count: UInt64
  /// The session's highest score since it was opened.
  package let peak: RiskScore
  package let state: AlertState
  package let label: AlertLabel?
  package let acknowledgedBy: String?
  package let acknowledgedAt: Timestamp?
  package let closedBy: String?
  package let closedAt: Timestamp?
  /// When a revocation of the session was committed, and when it was first seen to refuse: of critical alerts.
  package let revokedAt: Timestamp?
  package let effectiveAt: Timestamp?

  package init(
    id: Int64, sequence: Int64, kind: AlertKind, subject: String, sessionKey: Identifier?,
    wallet: Identifier?, owner: String?,
    openedAt: Timestamp, lastAt: Timestamp, count: UInt64, peak: RiskScore, state: AlertState,
    label: AlertLabel?, acknowledgedBy: String?, acknowledgedAt: Timestamp?, closedBy: String?,
    closedAt: Timestamp?, revokedAt: Timestamp?, effectiveAt: Timestamp?
  ) {
    self.id = id
    self.sequence = sequence
    self.kind = kind
    self.subject = subject
    self.sessionKey = sessionKey
    self.wallet = wallet
    self.owner = owner
    self.openedAt = openedAt
    self.lastAt = lastAt
    self.count = count
    self.peak = peak
    self.state = state
    self.label = label
    self.acknowledgedBy = acknowledgedBy
    self.acknowledgedAt = acknowledgedAt
    self.closedBy = closedBy
    self.closedAt = closedAt
    self.revokedAt = revokedAt
    self.effectiveAt = effectiveAt
  }
}

/// Which alerts, newest first.
package struct AlertQuery: Hashable, Sendable {
  package var states: Set<AlertState>
  package var sessionKey: Identifier?
  package var offset: Int
  package var limit: Int

  package init(
    states: Set<AlertState> = [.open, .acknowledged], sessionKey: Identifier? = nil, offset: Int = 0,
    limit: Int = 200
  ) {
    self.states = states
    self.sessionKey = sessionKey
    self.offset = offset
    self.limit = limit
  }
}

package struct AlertListing: Hashable, Sendable {
  package let alerts: [Alert]
  package let offset: Int
  /// How many match.
  package let matching: Int
  package let asOf: Timestamp

  package init(alerts: [Alert], offset: Int, matching: Int, asOf: Timestamp) {
    self.alerts = alerts
    self.offset = offset
    self.matching = matching
    self.asOf = asOf
  }
}

/// What an operator does with an alert; each is an entry of the audit log.
package enum AlertAction: Hashable, Sendable {
  case acknowledge
  /// Closes it, and says what it was. Closing a critical one as noise ends the session's revocation lag.
  case close(AlertLabel?)
  case label(AlertLabel)
}

package enum AlertOutcome: Hashable, Sendable {
  case done(Alert)
  /// There is no such alert.
  case unknown
  /// It is acknowledged or closed already.
  case already(Alert)
}
