import Delegation

struct Burst: SingleSessionAttack {
  func attack(
    _ script: inout SessionScript, from start: Timestamp, in world: World, random: inout SplitMix64
  ) {
    script.storm(random.count(40, 100), from: start, gap: 0.05...0.5, random: &random) { script, _, random in
      script.validCall(shareOfBudget: random.between(0.001, 0.004), random: &random)
    }
  }
}
