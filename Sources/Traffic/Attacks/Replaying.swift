import Delegation

struct Replaying: SingleSessionAttack {
  func attack(
    _ script: inout SessionScript, from start: Timestamp, in world: World, random: inout SplitMix64
  ) {
    let overheard = script.honestCalls(before: start).map(\.number)
    script.storm(random.count(6, 20), from: start, gap: 1...8, random: &random) { script, _, random in
      var call = script.validCall(shareOfBudget: 0.02, random: &random)
      call.repeats = random.pick(overheard)
      return call
    }
  }
}
