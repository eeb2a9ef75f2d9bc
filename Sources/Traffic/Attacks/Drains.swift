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

/// The honest pace and the honest values; every fifth call or so pays somebody else.
struct Mimicry: SingleSessionAttack {
  var wishes: Wishes { Wishes(persona: .automated) }

  func attack(
    _ script: inout SessionScript, from start: Timestamp, in world: World, random: inout SplitMix64
  ) {
    let collector = random.identifier()
    let persona = Persona.automated
    var time = start
    while time < script.expiresAt {
      let isHonest = time > start && random.flips(0.8)
      let share = persona.share(&random)
      let call =
        isHonest
        ? script.validCall(shareOfBudget: share, random: &random)
        : script.payment(to: collector, share: share...share, random: &random)
      script.call(call, at: time, isMalicious: true)
      time = time + persona.pause(&random)
    }
  }
}

extension SessionScript {
  /// A call that is valid but for its destination.
  func payment(to collector: Identifier, share: ClosedRange<Double>, random: inout SplitMix64) -> Call {
    let drawn = random.between(share.lowerBound, share.upperBound)
    var call = validCall(shareOfBudget: drawn, random: &random)
    call.destination = collector
    return call
  }
}
