/// What an alert is about. Of one kind and subject there is one alert at a time that is not closed.
package enum AlertKind: String, CaseIterable, Hashable, Sendable {
  /// The seed's rule: more context mismatches within the window than the policy lets pass.
  case contextViolations = "context_violations"
  /// The score has risen to HIGH, or to CRIT.
  case riskHigh = "risk_high"
  case riskCritical = "risk_critical"
  case burst
  /// A revoked key goes on.
  case postRevocation = "post_revocation"
  /// A revocation was withdrawn after its grace time: the key may act again.
  case reenabledKey = "reenabled_key"
  /// One key was to be granted for several wallets (Cardex, February 2025).
  case sharedKey = "shared_key"
  /// Sessions of unrelated action classes share one nonce domain.
  case sharedNonceDomain = "shared_nonce_domain"
  /// The policy plane would have revoked, and is told to alert only.
  case wouldRevoke = "would_revoke"

  package var title: String {
    switch self {
    case .contextViolations: "context violations"
    case .riskHigh: "risk is high"
    case .riskCritical: "risk is critical"
    case .burst: "burst"
    case .postRevocation: "acts after revocation"
    case .reenabledKey: "key re-enabled"
    case .sharedKey: "one key, many wallets"
    case .sharedNonceDomain: "shared nonce domain"
    case .wouldRevoke: "would be revoked"
    }
  }

  /// Most urgent first.
  package var urgency: Int {
    switch self {
    case .riskCritical: 0
    case .postRevocation, .sharedKey, .wouldRevoke: 1
    case .riskHigh, .contextViolations, .reenabledKey: 2
    case .burst, .sharedNonceDomain: 3
    }
  }
}

package enum AlertState: String, CaseIterable, Hashable, Sendable {
  case open, acknowledged, closed
}

/// What an operator found it to be.
package enum AlertLabel: String, CaseIterable, Hashable, Sendable {
  case useful, noise
}
