import Delegation

struct ScopeProbe: SingleSessionAttack {
  func attack(
    _ script: inout SessionScript, from start: Timestamp, in world: World, random: inout SplitMix64
  ) {
    let wanted = world.temptations.filter { !script.envelope.grants($0) }
    script.storm(random.count(6, 20), from: start, gap: 1...8, random: &random) { script, _, random in
      var call = script.validCall(shareOfBudget: random.between(0.02, 0.3), random: &random)
      call.capability = random.pick(wanted) ?? call.capability
      return call
    }
  }
}
