import Delegation

/// Every request is valid; together they spend what is left of the budget, up to just under it.
struct VelocityDrain: SingleSessionAttack {
  func attack(
    _ script: inout SessionScript, from start: Timestamp, in world: World, random: inout SplitMix64
  ) {
    script.endHonest(at: start)
    let spent = script.honestShare(before: start)
    let count = random.count(8, 16)
    let share = max(0, 0.97 - spent) / Double(count)
    script.storm(count, from: start, gap: 1.5...8, random: &random) { script, _, random in
      script.validCall(shareOfBudget: share, random: &random)
    }
  }
}

extension SessionScript {
  /// The part of the budget that the user's own calls before `time` ask for.
  fileprivate func honestShare(before time: Timestamp) -> Double {
    var micros: UInt64 = 0
    for entry in entries where entry.at < time {
      if case .call(let call, _) = entry.action, call.repeats == nil { micros += call.value.micros }
    }
    return Double(micros) / Double(max(1, envelope.maxValue.micros))
  }
}
