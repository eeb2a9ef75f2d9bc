import Delegation

struct ChainHop: SingleSessionAttack {
  func attack(
    _ script: inout SessionScript, from start: Timestamp, in world: World, random: inout SplitMix64
  ) {
    let chains: [UInt64] = [1, 10, 56, 137, 8453, 42161].filter { $0 != script.envelope.chainID }
    script.storm(random.count(5, 15), from: start, gap: 2...10, random: &random) { script, _, random in
      var call = script.validCall(shareOfBudget: random.between(0.05, 0.3), random: &random)
      call.chainID = random.pick(chains) ?? 137
      return call
    }
  }
}
