import Delegation

/// Replays, and between them values that feel for the limit of one execution and for what is left of the budget.
struct ReplayProbe: SingleSessionAttack {
  func attack(
    _ script: inout SessionScript, from start: Timestamp, in world: World, random: inout SplitMix64
  ) {
    let overheard = script.honestCalls(before: start).map(\.number)
    script.storm(random.count(6, 16), from: start, gap: 4...20, random: &random) { script, _, random in
      var call = script.validCall(shareOfBudget: 0.01, random: &random)
      if random.flips(0.5) {
        call.repeats = random.pick(overheard)
      } else {
        let factor = random.between(0.4, 1.6)
        call.value = Money(micros: UInt64(Double(script.envelope.maxValue.micros) * factor)) ?? .max
      }
      return call
    }
  }
}
