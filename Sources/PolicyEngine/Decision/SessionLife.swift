package import Delegation

/// Where a session stands in its life, as shown on screen and in `sessions list`.
package enum SessionLife: String, CaseIterable, Hashable, Sendable {
  case active
  /// Quiet for longer than its inactivity limit: needs an attestation.
  case dormant
  case expired
  case revoked
  /// Not yet valid.
  case pending
}

extension SessionState {
  /// - Parameter policy: gives the inactivity limit where the envelope has none: the shortest among its capabilities.
  package func life(at time: Timestamp, policy: Policy) -> SessionLife {
    if let revokedFrom, time >= revokedFrom { return .revoked }
    if time >= expiresAt { return .expired }
    if time < issuedAt || envelope.notBefore.map({ time < $0 }) ?? false { return .pending }
    return time - lastActive > idleLimit(under: policy) ? .dormant : .active
  }

  /// How long the session may stay quiet before its first capability to fall asleep does.
  package func idleLimit(under policy: Policy) -> TimeSpan {
    if let inactivity = envelope.inactivity { return inactivity }
    let limits = envelope.capabilities.map {
      policy.activeRule(for: $0)?.inactivity ?? policy.defaults.inactivity
    }
    return limits.min() ?? policy.defaults.inactivity
  }
}
