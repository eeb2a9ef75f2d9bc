package import Delegation
package import PolicyEngine

/// What is known of an incident's extent. Nil is "not known", which is never taken for nothing.
package struct IncidentFacts: Hashable, Sendable {
  /// Executions that were allowed after their session's revocation had taken effect.
  package var allowedAfterRevoke: UInt64?
  /// Wallets whose sessions may have been misused.
  package var exposedWallets: UInt64?
  /// What those sessions spent and could still spend.
  package var exposedValue: Money?
  /// The highest score among them.
  package var risk: RiskScore?
  /// What they have spent.
  package var spent: Money?

  package static let unknown = IncidentFacts()

  package init(
    allowedAfterRevoke: UInt64? = nil, exposedWallets: UInt64? = nil, exposedValue: Money? = nil,
    risk: RiskScore? = nil, spent: Money? = nil
  ) {
    self.allowedAfterRevoke = allowedAfterRevoke
    self.exposedWallets = exposedWallets
    self.exposedValue = exposedValue
    self.risk = risk
    self.spent = spent
  }

  /// Whether the exposure is so broad that users are told; nil while what is not known could make it so.
  package func isBroad(_ response: ResponseSettings) -> Bool? {
    if let exposedWallets, exposedWallets >= response.broadWallets { return true }
    if let exposedValue, exposedValue >= response.broadValue { return true }
    return exposedWallets == nil || exposedValue == nil ? nil : false
  }
}
