import Delegation

struct FastDrain: SingleSessionAttack {
  func attack(
    _ script: inout SessionScript, from start: Timestamp, in world: World, random: inout SplitMix64
  ) {
    let collector = random.identifier()
    script.storm(random.count(6, 20), from: start, gap: 0.4...3, random: &random) { script, _, random in
      script.payment(to: collector, share: 0.05...0.3, random: &random)
    }
  }
}
