package import Delegation
package import PolicyEngine

/// A seeded stream of honest wallets and a few attackers, shaped by the policy: what it grants is within its limits.
///
/// Holds no clock: the caller says what time it is and how fast to go.
package struct TrafficGenerator: Sendable {
  /// Wallets that are about at any time, at the least and at the most.
  private static let sessionsMin = 32
  private static let sessionsMax = 400

  private let apps: [App]
  private var random: SplitMix64
  private var sessions: [LiveSession] = []
  private var campaigns: [Campaign] = []
  private var requestCount = 0

  /// - Parameter policy: its active capabilities become the apps that wallets use.
  package init(seed: UInt64, policy: Policy) {
    random = SplitMix64(seed: seed)
    var random = SplitMix64(seed: seed ^ 0x5EED)
    apps = policy.capabilities.values.filter(\.isActive).sorted { $0.id.text < $1.id.text }
      .map { App(rule: $0, policy: policy, random: &random) }
  }

  /// The next step; none when the policy has no active capability.
  package mutating func next(at time: Timestamp) -> TrafficStep? {
    guard !apps.isEmpty else { return nil }
    sessions.removeAll { $0.envelope.expiresAt <= time }
    if let index = sessions.firstIndex(where: \.isDone) {
      let done = sessions.remove(at: index)
      // The careful ones end what they need no more; the others let it expire.
      if random.flips(0.4) { return .revoke(done.envelope.sessionKey) }
    }
    campaigns.removeAll { $0.attemptsLeft == 0 }
    if sessions.count < TrafficGenerator.sessionsMin
      || (sessions.count < TrafficGenerator.sessionsMax && random.flips(0.02))
    {
      return grant(at: time)
    }
    if campaigns.count < 2 && random.flips(0.01) { startCampaign() }
    if !campaigns.isEmpty && random.flips(0.1) { return attack() }
    return honest(at: time)
  }

  private mutating func grant(at time: Timestamp) -> TrafficStep {
    let app = apps[Int.random(in: apps.indices, using: &random)]
    let session = LiveSession(
      envelope: app.envelope(at: time, random: &random), grantedAt: time, random: &random)
    sessions.append(session)
    return .grant(session.envelope)
  }

  private mutating func honest(at time: Timestamp) -> TrafficStep? {
    let present = sessions.indices.filter { !sessions[$0].isAway(at: time) }
    guard let index = present.randomElement(using: &random) else { return grant(at: time) }
    // A user who comes back after a while proves to be there before acting.
    let hasToAttest = sessions[index].hasToAttest(at: time)
    sessions[index].see(at: time, random: &random)
    if hasToAttest { return .attest(sessions[index].envelope.sessionKey) }
    let request = sessions[index].honestRequest(id: nextID(), random: &random)
    return .request(request, attack: nil)
  }

  private mutating func startCampaign() {
    let attack = Attack.allCases[Int.random(in: Attack.allCases.indices, using: &random)]
    let index = Int.random(in: sessions.indices, using: &random)
    campaigns.append(
      Campaign(
        attack: attack, session: sessions[index], attemptsLeft: Int.random(in: 8...30, using: &random),
        collector: random.address()))
  }

  private mutating func attack() -> TrafficStep {
    let index = Int.random(in: campaigns.indices, using: &random)
    campaigns[index].attemptsLeft -= 1
    let id = nextID()
    return .request(campaigns[index].request(id: id, random: &random), attack: campaigns[index].attack)
  }

  private mutating func nextID() -> String {
    requestCount += 1
    return "t-\(requestCount)"
  }
}
