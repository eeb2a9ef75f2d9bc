package import Delegation

extension Refusal {
  /// One sentence that says what was expected of `event`.
  package func sentence(for event: SessionEvent) -> String {
    switch self {
    case .malformed: "`expiresAt`: expected a time later than the session's present one"
    case .duplicateSession: "`\(event.subject)` is known already: expected a new session key"
    case .unknownSession: "`\(event.subject)` is no known session"
    case .sessionRevoked: "`\(event.subject)` is revoked"
    case .sessionExpired: "`\(event.subject)` is expired"
    case .capabilityUnregistered: "a capability is not registered and active in the policy"
    case .expiredOnArrival: "`expiresAt`: expected a time after the grant"
    case .ttlOverLimit: "`expiresAt`: the session would live longer than the policy allows"
    case .unknownRevocation: "`\(event.subject)` has no standing revocation of that id"
    case .outOfOrder: "`at` is before the clock"
    }
  }
}

extension SessionEvent {
  /// The key or wallet that the event is about, or its type.
  fileprivate var subject: String {
    switch self {
    case .granted(let envelope): envelope.sessionKey.text
    case .attested(let key), .extended(let key, _), .reinstated(let key, _): key.text
    case .requested(let request): request.sessionKey.text
    case .revoked(let notice): notice.sessionKey.text
    case .loggedOut(let wallet): wallet.text
    case .modeChanged(let mode, _): mode.rawValue
    }
  }
}
