import Delegation

/// Plans what honest users do.
struct HonestPlanner: Sendable {
  let world: World

  /// A visit that begins at `time`: one session, or a few when the user has to ask again.
  func visit(
    to app: App, of wallet: Identifier, at time: Timestamp, wishes: Wishes, random: inout SplitMix64
  ) -> Visit {
    let persona = wishes.persona ?? Persona.drawn(&random)
    var visit = Visit(scripts: [], scenario: nil)
    var next: Timestamp? = time
    while let start = next, visit.scripts.count < 3 {
      let envelope = envelope(
        for: wallet, of: app, at: start, persona: persona, wishes: wishes, random: &random)
      var user = HonestUser(app: app, envelope: envelope, at: start, persona: persona, random: &random)
      user.live(&random)
      visit.scripts.append(user.script)
      next = user.comesAgainAt
    }
    return visit
  }

  func envelope(
    for wallet: Identifier, of app: App, at time: Timestamp, persona: Persona, wishes: Wishes,
    random: inout SplitMix64
  ) -> Envelope {
    let key = random.identifier()
    let budgets: [UInt64] = [50, 120, 250, 500, 900]
    let budget = min((random.pick(budgets) ?? 50) * 1_000_000, app.maxValue.micros)
    let chains: [UInt64] = [1, 1, 1, 10, 8453, 42161]
    let isLimited = random.flips(0.15)
    let fallsAsleep = wishes.fallsAsleep || (random.flips(0.15) && persona != .automated)
    let platform = random.flips(0.5) ? "mobile" : "web"
    return Envelope(
      sessionKey: key, wallet: wallet, capabilities: app.capabilityIDs,
      maxValue: Money(micros: budget) ?? .zero,
      destinations: destinations(of: app, at: time, random: &random),
      chainID: random.pick(chains) ?? 1, expiresAt: time + life(persona, app, &random),
      nonceDomain: .opaque("session:\(platform):\(key.text.suffix(6))"),
      maxValuePerExecution: isLimited ? Money(micros: budget / 4) : nil,
      inactivity: fallsAsleep ? TimeSpan(seconds: Int64(random.count(45, 150))) : nil,
      labels: [Label(key: "app", value: app.name), Label(key: "platform", value: platform)])
  }

  private func life(_ persona: Persona, _ app: App, _ random: inout SplitMix64) -> TimeSpan {
    let longest = app.longestLife.decimalSeconds
    let seconds: Double
    switch persona {
    case .oneThing: seconds = min(longest, random.between(20, 80))
    case .casual, .trader: seconds = longest * random.between(0.5, 0.98)
    case .automated: seconds = longest * 0.95
    }
    return max(TimeSpan(milliseconds: 1), TimeSpan(decimalSeconds: seconds))
  }

  private func destinations(
    of app: App, at time: Timestamp, random: inout SplitMix64
  ) -> AllowedDestinations {
    let list = app.destinations(at: time, random: &random)
    guard random.flips(0.1) else { return .shared(list) }
    return .perCapability(
      app.capabilityIDs.map { CapabilityDestinations(capability: $0, destinations: list) })
  }
}
