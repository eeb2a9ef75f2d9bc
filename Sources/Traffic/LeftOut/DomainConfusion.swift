import Delegation

/// Uses nonces in domains that are not the session's, fresh ones and stale ones, and stale ones in its own.
struct DomainConfusion: SingleSessionAttack {
  func attack(
    _ script: inout SessionScript, from start: Timestamp, in world: World, random: inout SplitMix64
  ) {
    let own = script.envelope.nonceDomain
    let domains = ["session:global", "session:mobile:quotes", "\(own.text.prefix(100)):2"].map(
      Identifier.opaque)
    script.storm(random.count(8, 20), from: start, gap: 3...15, random: &random) { script, _, random in
      var call = script.validCall(shareOfBudget: random.between(0.01, 0.05), random: &random)
      if random.flips(0.75) { call.nonceDomain = random.pick(domains) ?? own }
      if random.flips(0.5) { call.nonce = .behind(UInt64(random.count(1, 3))) }
      return call
    }
  }
}
