import Delegation

/// One signer in an app's frontend serves many wallets (Cardex on Abstract, 18 February 2025: about 9,000 wallets).
///
/// A session key is unique here, so its grants for further wallets are refused; the app then makes a key for each, all
/// from one leaked seed, and all pay one collector at once.
struct SharedKeyDrain: Attack {
  var wishes: Wishes { Wishes(persona: .casual) }

  func join(_ visit: inout Visit, in planner: HonestPlanner, random: inout SplitMix64) {
    guard var leaked = visit.scripts.first else { return }
    leaked.keepOpen()
    let life = leaked.envelope.expiresAt - leaked.grantedAt
    let start = leaked.grantedAt + life.scaled(by: 0.5)
    grantAgain(&leaked, before: start, &random)
    visit.scripts = [leaked]
    for _ in 0..<random.count(5, 9) {
      let grantedAt = leaked.grantedAt + life.scaled(by: random.between(0, 0.3))
      let more = planner.visit(
        to: leaked.app, of: random.identifier(), at: grantedAt, wishes: wishes, random: &random)
      guard var script = more.scripts.first, script.expiresAt > start else { continue }
      script.keepOpen()
      visit.scripts.append(script)
    }
    let collector = random.identifier()
    for index in visit.scripts.indices {
      visit.scripts[index].endHonest(at: start)
      visit.scripts[index].storm(
        random.count(4, 9), from: start + random.span(0, 3), gap: 1...6, random: &random
      ) { script, _, random in script.payment(to: collector, share: 0.1...0.3, random: &random) }
    }
  }

  private func grantAgain(
    _ script: inout SessionScript, before end: Timestamp, _ random: inout SplitMix64
  ) {
    let own = script.envelope
    for _ in 0..<random.count(2, 4) {
      let time = script.grantedAt + (end - script.grantedAt).scaled(by: random.between(0.05, 0.6))
      let other = Envelope(
        sessionKey: own.sessionKey, wallet: random.identifier(), capabilities: own.capabilities,
        maxValue: own.maxValue, destinations: own.destinations, chainID: own.chainID,
        expiresAt: own.expiresAt, nonceDomain: own.nonceDomain,
        maxValuePerExecution: own.maxValuePerExecution, inactivity: own.inactivity, labels: own.labels)
      script.add(.grant(other), at: time)
    }
  }
}
