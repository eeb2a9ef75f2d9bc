import Delegation

// This folder is the family that no weight may be chosen by. Nothing here looks at a weight, a threshold or a signal.

/// Alternates between foreign capabilities and foreign chains, minutes apart, while the user goes on.
struct LowAndSlow: SingleSessionAttack {
  var wishes: Wishes { Wishes(persona: .automated) }

  func attack(
    _ script: inout SessionScript, from start: Timestamp, in world: World, random: inout SplitMix64
  ) {
    let wanted = world.temptations.filter { !script.envelope.grants($0) }
    let chains: [UInt64] = [1, 10, 137, 8453].filter { $0 != script.envelope.chainID }
    let count = random.count(6, 14)
    let gap = script.gap(120...420, fitting: count, from: start)
    script.storm(count, from: start, gap: gap, random: &random) { script, _, random in
      var call = script.validCall(shareOfBudget: random.between(0.002, 0.01), random: &random)
      if random.flips(0.5) {
        call.capability = random.pick(wanted) ?? call.capability
      } else {
        call.chainID = random.pick(chains) ?? 137
      }
      return call
    }
  }
}
