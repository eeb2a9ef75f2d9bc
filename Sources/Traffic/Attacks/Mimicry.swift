import Delegation

/// The honest pace and the honest values; every fifth call or so pays somebody else.
struct Mimicry: SingleSessionAttack {
  var wishes: Wishes { Wishes(persona: .automated) }

  func attack(
    _ script: inout SessionScript, from start: Timestamp, in world: World, random: inout SplitMix64
  ) {
    // In the program's place, not beside it: two beats would be told from one.
    script.endHonest(at: start)
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
