/// What happens to sessions, as an event log says it.
package enum SessionEvent: Hashable, Sendable {
  case granted(Envelope)
  case attested(sessionKey: Identifier)
  case extended(sessionKey: Identifier, expiresAt: Timestamp)
  case requested(ExecutionRequest)
  case revoked(RevocationNotice)
  case reinstated(sessionKey: Identifier, revocationID: String)
  case loggedOut(wallet: Identifier)
  case modeChanged(PolicyMode, Scope)

  package var type: String {
    switch self {
    case .granted: "session.granted"
    case .attested: "session.attested"
    case .extended: "session.extended"
    case .requested: "execution.requested"
    case .revoked: "session.revoked"
    case .reinstated: "session.reinstated"
    case .loggedOut: "user.loggedOut"
    case .modeChanged: "mode.changed"
    }
  }
}

/// A revocation as the seed prints it.
package struct RevocationNotice: Hashable, Sendable {
  package let sessionKey: Identifier
  /// From this moment on, inclusive; the event's own time when absent.
  package let effectiveAt: Timestamp?
  package let revokedBy: String?
  package let reason: String?
  /// Never changes enforcement: no cache of ours may allow anything.
  package let invalidateCaches: Bool?
  package let revocationID: String

  package init(
    sessionKey: Identifier, effectiveAt: Timestamp?, revokedBy: String?, reason: String?,
    invalidateCaches: Bool?,
    revocationID: String
  ) {
    self.sessionKey = sessionKey
    self.effectiveAt = effectiveAt
    self.revokedBy = revokedBy
    self.reason = reason
    self.invalidateCaches = invalidateCaches
    self.revocationID = revocationID
  }
}

/// One line of an event log.
package struct LoggedEvent: Hashable, Sendable {
  /// Only a revocation may lack it: it then takes the clock's time.
  package let at: Timestamp?
  package let event: SessionEvent

  package init(at: Timestamp?, event: SessionEvent) {
    self.at = at
    self.event = event
  }
}
