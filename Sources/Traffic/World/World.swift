import Delegation
import PolicyEngine

/// What all sessions share: the policy's limits, and the apps that live within them.
struct World: Sendable {
  let apps: [App]
  /// Capabilities that somebody with a leaked key would like to have: the policy's, and some that it never heard of.
  let temptations: [Identifier]

  init(policy: Policy, seed: UInt64) {
    var random = SplitMix64(seed: seed ^ 0x5EED)
    let rules = policy.capabilities.values.filter(\.isActive).sorted { $0.id.text < $1.id.text }
    var apps = rules.map { App(capabilities: [$0], policy: policy, random: &random) }
    // As the seed's envelope does: who accepts quotes swaps too.
    for (index, rule) in rules.enumerated() {
      guard let family = rule.familyDestinations,
        let other = rules[(index + 1)...].first(where: { $0.familyDestinations == family })
      else { continue }
      apps.append(App(capabilities: [rule, other], policy: policy, random: &random))
    }
    self.apps = apps
    temptations =
      rules.map(\.id)
      + ["contract.upgrade", "owner.change", "transfer.all", "session.grant"].map(Identifier.opaque)
  }
}
