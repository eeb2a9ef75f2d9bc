import Delegation

/// Writes the script of one session as its honest user drives it.
struct HonestUser {
  private let persona: Persona
  private let app: App
  private(set) var script: SessionScript
  private var time: Timestamp
  private var lastActive: Timestamp
  private var shareSpent = 0.0
  private let shareWanted: Double
  /// An automated session ends here, the others when they are done.
  private let endsAt: Timestamp
  private let takesUpgrades: Bool
  /// When the user asks for another session at once: the app moved to another router, or this one expired too early.
  private(set) var comesAgainAt: Timestamp?

  init(app: App, envelope: Envelope, at time: Timestamp, persona: Persona, random: inout SplitMix64) {
    self.persona = persona
    self.app = app
    script = SessionScript(app: app, envelope: envelope, grantedAt: time, random: &random)
    self.time = time
    lastActive = time
    shareWanted = random.between(0.05, 0.5)
    let longest = min(app.hardCeiling.decimalSeconds * 0.9, random.between(3600, 14_400))
    endsAt = time + TimeSpan(decimalSeconds: longest)
    takesUpgrades = random.flips(0.5)
  }

  mutating func live(_ random: inout SplitMix64) {
    time = time + random.span(1, 6)
    while time < script.expiresAt {
      if needsAnotherRouter(&random) { return }
      run(&random)
      if persona == .automated ? time >= endsAt : shareSpent >= shareWanted { return finish(&random) }
      pause(&random)
      extendIfNearTheEnd(&random)
    }
    // The client's clock is behind: it believes that the session still lives.
    guard random.flips(0.06) else { return }
    let late = script.expiresAt + random.span(0.1, 5)
    script.call(script.validCall(shareOfBudget: persona.share(&random), random: &random), at: late)
    if random.flips(0.5) { comesAgainAt = late + random.span(2, 12) }
  }

  /// The wallet is on another network, until its user notices.
  private mutating func callOnAnotherNetwork(_ random: inout SplitMix64) {
    var call = script.validCall(shareOfBudget: persona.share(&random), random: &random)
    call.chainID = script.envelope.chainID == 1 ? 10 : 1
    for _ in 0..<random.count(1, 3) where time < script.expiresAt {
      script.call(call, at: time)
      time = time + random.span(2, 9)
    }
  }

  /// A few calls one after another.
  private mutating func run(_ random: inout SplitMix64) {
    if persona != .automated && random.flips(0.004) { callOnAnotherNetwork(&random) }
    for _ in 0..<persona.run(&random) where time < script.expiresAt {
      let share = persona.share(&random)
      let call = script.validCall(shareOfBudget: share, random: &random)
      if time - lastActive > script.idle { comeBack(call, &random) }
      guard time < script.expiresAt else { return }
      let number = script.call(call, at: time)
      lastActive = time
      shareSpent += share
      // The answer got lost: the client sends the same again.
      if random.flips(0.008) { repeatCall(number, call, &random) }
      time = time + random.span(0.8, 5)
    }
  }

  private mutating func repeatCall(_ number: Int, _ call: Call, _ random: inout SplitMix64) {
    var again = call
    again.repeats = number
    time = time + random.span(2, 10)
    if time < script.expiresAt { script.call(again, at: time) }
  }

  /// After a while away most prove first that they are there; others learn that they have to.
  private mutating func comeBack(_ call: Call, _ random: inout SplitMix64) {
    if random.flips(0.2) {
      script.call(call, at: time)
      time = time + random.span(3, 9)
    }
    guard time < script.expiresAt else { return }
    script.add(.attest, at: time)
    lastActive = time
    time = time + random.span(0.5, 3)
  }

  private mutating func pause(_ random: inout SplitMix64) {
    time = time + persona.pause(&random)
    // Called away; only worth telling when the session is still there afterwards.
    guard random.flips(0.04) else { return }
    let back = time + script.idle + random.span(5, 120)
    if back < script.expiresAt { time = back }
  }

  private mutating func extendIfNearTheEnd(_ random: inout SplitMix64) {
    let left = script.expiresAt - time
    guard left > TimeSpan(milliseconds: 0), left < app.longestLife.scaled(by: 0.25) else { return }
    guard persona == .automated || (persona != .oneThing && random.flips(0.2)) else { return }
    let until = time + app.longestLife.scaled(by: 0.95)
    guard until > script.expiresAt, until - script.grantedAt < app.hardCeiling else { return }
    script.extend(to: until, at: time)
    time = time + random.span(0.3, 2)
  }

  /// The app calls a router that the envelope does not list: a try or two as a rule, and a new session.
  private mutating func needsAnotherRouter(_ random: inout SplitMix64) -> Bool {
    let router = app.router(at: time)
    var call = script.validCall(shareOfBudget: persona.share(&random), random: &random)
    guard takesUpgrades, app.generation(at: time) != app.generation(at: script.grantedAt),
      !script.envelope.allows(router, for: call.capability)
    else { return false }
    call.destination = router
    // Most clients ask for a new session soon; some are stubborn, and look like a drain.
    let tries = random.flips(0.15) ? random.count(3, 8) : random.count(1, 2)
    for _ in 0..<tries where time < script.expiresAt {
      script.call(call, at: time)
      time = time + random.span(2, 6)
    }
    comesAgainAt = time + random.span(4, 15)
    if random.flips(0.4) { script.add(.revoke(reason: "replaced by a new session"), at: time) }
    return true
  }

  /// The careful end what they need no more; the others let it expire.
  private mutating func finish(_ random: inout SplitMix64) {
    if random.flips(0.02), script.envelope.maxValuePerExecution == nil, time - lastActive < script.idle {
      // Asks for more than is left.
      script.call(script.validCall(shareOfBudget: 1, random: &random), at: time)
    }
    time = time + random.span(2, 20)
    guard time < script.expiresAt else { return }
    if random.flips(0.35) {
      script.add(.revoke(reason: "the user is done"), at: time)
      // One that was on its way already.
      guard random.flips(0.04) else { return }
      let call = script.validCall(shareOfBudget: persona.share(&random), random: &random)
      script.call(call, at: time + random.span(0.1, 1.5))
    } else if random.flips(0.25) {
      script.add(.logOut, at: time)
    }
  }
}
