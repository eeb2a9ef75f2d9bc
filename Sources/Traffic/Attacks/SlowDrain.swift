import Delegation

struct SlowDrain: SingleSessionAttack {
  var wishes: Wishes { Wishes(persona: .automated) }

  func attack(
    _ script: inout SessionScript, from start: Timestamp, in world: World, random: inout SplitMix64
  ) {
    let collector = random.identifier()
    let count = random.count(8, 16)
    let gap = script.gap(90...300, fitting: count, from: start)
    script.storm(count, from: start, gap: gap, random: &random) { script, _, random in
      script.payment(to: collector, share: 0.02...0.08, random: &random)
    }
  }
}
