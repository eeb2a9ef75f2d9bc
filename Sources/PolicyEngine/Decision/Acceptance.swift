package import Delegation

/// Whether an event may enter the store, by pure functions that the ledger and every store backend share.
/// Each returns every refusal that holds, in the contract's order; empty means accepted.
package enum Acceptance {
  /// - Parameters:
  ///   - isKnown: a session with this key exists, whatever its state.
  ///   - hasRevocation: any standing revocation of the key, future ones too.
  package static func grant(
    _ envelope: Envelope, at time: Timestamp, policy: Policy, isKnown: Bool, hasRevocation: Bool
  ) -> [Refusal] {
    var refusals: [Refusal] = []
    if isKnown { refusals.append(.duplicateSession) }
    if hasRevocation { refusals.append(.sessionRevoked) }
    if envelope.capabilities.contains(where: { policy.activeRule(for: $0) == nil }) {
      refusals.append(.capabilityUnregistered)
    }
    if envelope.expiresAt <= time { refusals.append(.expiredOnArrival) }
    let life = envelope.expiresAt - (envelope.issuedAt ?? time)
    if life > policy.maxTTL(of: envelope.capabilities)
      || envelope.expiresAt - time > policy.defaults.hardCeiling
    {
      refusals.append(.ttlOverLimit)
    }
    return refusals
  }

  /// - Parameter session: nil when the key is unknown.
  package static func attestation(of session: SessionState?, at time: Timestamp) -> [Refusal] {
    guard let session else { return [.unknownSession] }
    return endOfLife(session, at: time)
  }

  package static func extending(
    _ session: SessionState?, to expiresAt: Timestamp, at time: Timestamp, policy: Policy
  ) -> [Refusal] {
    guard let session else { return [.unknownSession] }
    guard expiresAt > session.expiresAt else { return [.malformed] }
    var refusals = endOfLife(session, at: time)
    if expiresAt - time > policy.maxTTL(of: session.envelope.capabilities)
      || expiresAt - session.issuedAt > policy.defaults.hardCeiling
    {
      refusals.append(.ttlOverLimit)
    }
    return refusals
  }

  private static func endOfLife(_ session: SessionState, at time: Timestamp) -> [Refusal] {
    var refusals: [Refusal] = []
    if let revokedFrom = session.revokedFrom, time >= revokedFrom { refusals.append(.sessionRevoked) }
    if time >= session.expiresAt { refusals.append(.sessionExpired) }
    return refusals
  }
}
