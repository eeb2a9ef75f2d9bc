package import Delegation
package import PolicyEngine

/// What the canaries of a store may do: what its policy lets a session do that can do no harm.
package struct CanaryPlan: Hashable, Sendable {
  package let capability: Identifier
  package let destination: Identifier
  package let life: TimeSpan

  /// Longer than any run on a store, and short enough that what is left behind ends by itself.
  static let life = TimeSpan(seconds: 300)

  /// The capability that is named, or a harmless one: of the lower tier rather, and without families rather, so that
  /// the destination can be one that does not exist.
  /// - Returns: nil when no rule is active for it.
  package static func under(_ policy: Policy, capability: Identifier? = nil) -> CanaryPlan? {
    let rules = policy.capabilities.values.filter {
      $0.isActive && (capability == nil || $0.id == capability)
    }
    let best = rules.min { rank($0) < rank($1) }
    guard let best else { return nil }
    let family = best.familyDestinations.map { $0.sorted { $0.text < $1.text } }
    if let family, family.isEmpty { return nil }
    let limits = [
      policy.maxTTL(of: [best.id]), policy.inactivity(of: best.id), policy.modes.guardedMaxRemaining,
      policy.defaults.hardCeiling, life,
    ]
    return CanaryPlan(
      capability: best.id, destination: family?[0] ?? .opaque("DRILL-sink"),
      life: limits.min() ?? life)
  }

  private static func rank(_ rule: CapabilityRule) -> (Int, Int, String) {
    (rule.tier == .low ? 0 : 1, rule.familyDestinations == nil ? 0 : 1, rule.id.text)
  }
}
