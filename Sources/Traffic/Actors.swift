import Delegation
import PolicyEngine

/// An app that asks wallets for sessions with one capability.
struct App: Sendable {
  private let rule: CapabilityRule
  private let longestLife: TimeSpan
  private let destinations: [Identifier]
  private let name: String

  init(rule: CapabilityRule, policy: Policy, random: inout SplitMix64) {
    self.rule = rule
    longestLife = min(policy.maxTTL(of: [rule.id]), policy.defaults.hardCeiling)
    if let family = rule.familyDestinations {
      destinations = family.sorted { $0.text < $1.text }
    } else {
      var made: [Identifier] = []
      for _ in 0..<3 {
        if let destination = try? Identifier(random.address()) { made.append(destination) }
      }
      destinations = made
    }
    name = rule.actionClass
  }

  func envelope(at time: Timestamp, random: inout SplitMix64) -> Envelope {
    let budgets: [UInt64] = [50, 120, 250, 500, 900]
    let ceiling = rule.maxValue?.micros ?? Money.max.micros
    let budget = min(budgets[Int.random(in: budgets.indices, using: &random)] * 1_000_000, ceiling)
    // Some sessions are for one thing only and are over in a minute.
    let life =
      random.flips(0.15)
      ? min(longestLife.milliseconds, Int64.random(in: 20_000...80_000, using: &random))
      : longestLife.milliseconds * Int64.random(in: 40...95, using: &random) / 100
    let key = random.address()
    let chains: [UInt64] = [1, 1, 1, 10, 8453, 42161]
    return Envelope(
      sessionKey: .named(key), wallet: .named(random.address()), capabilities: [rule.id],
      maxValue: Money(micros: budget) ?? .zero, destinations: .shared(destinations),
      chainID: chains[Int.random(in: chains.indices, using: &random)],
      expiresAt: time + TimeSpan(milliseconds: life), nonceDomain: .named("session:\(name):\(key.suffix(6))"),
      inactivity: random.flips(0.15) ? TimeSpan(seconds: 15) : nil,
      labels: [Label(key: "app", value: random.flips(0.5) ? "mobile" : "web")])
  }
}

extension Identifier {
  /// For names that are well formed by construction; a name that is not stays opaque.
  fileprivate static func named(_ text: String) -> Identifier { (try? Identifier(text)) ?? .opaque(text) }
}

/// A session as its honest user drives it.
struct LiveSession: Sendable {
  let envelope: Envelope
  private var lastSeen: Timestamp
  private var nextNonce: UInt64
  private var shareSpent = 0.0
  private let shareWanted: Double
  private var awayUntil: Timestamp?

  /// The user has done what the session was for.
  var isDone: Bool { shareSpent > shareWanted }

  /// How long the user is quiet before proving to be there again.
  private var quietMax: TimeSpan { envelope.inactivity ?? TimeSpan(seconds: 240) }

  init(envelope: Envelope, grantedAt: Timestamp, random: inout SplitMix64) {
    self.envelope = envelope
    lastSeen = grantedAt
    nextNonce = UInt64.random(in: 1...500, using: &random)
    shareWanted = Double.random(in: 0.2...0.85, using: &random)
  }

  func isAway(at time: Timestamp) -> Bool { awayUntil.map { time < $0 } ?? false }

  func hasToAttest(at time: Timestamp) -> Bool { time - lastSeen > quietMax }

  /// Notes that the user is there; one whose session falls asleep soon sometimes leaves for longer than that.
  mutating func see(at time: Timestamp, random: inout SplitMix64) {
    lastSeen = time
    guard let inactivity = envelope.inactivity, random.flips(0.15) else { return }
    awayUntil = time + inactivity + TimeSpan(seconds: Int64.random(in: 5...40, using: &random))
  }

  /// A small spend inside the envelope; now and then two arrive out of order, as networks do.
  mutating func honestRequest(id: String, random: inout SplitMix64) -> ExecutionRequest {
    let step: UInt64 = random.flips(0.05) ? 2 : 1
    nextNonce += step
    let share = Double.random(in: 0.004...0.05, using: &random)
    shareSpent += share
    return request(id: id, nonce: nextNonce, shareOfBudget: share)
  }

  func request(
    id: String, capability: Identifier? = nil, destination: Identifier? = nil, chainID: UInt64? = nil,
    nonce: UInt64? = nil, shareOfBudget: Double
  ) -> ExecutionRequest {
    var first = envelope.nonceDomain
    if case .shared(let list) = envelope.destinations, let own = list.first { first = own }
    let cents = UInt64(Double(envelope.maxValue.micros) * shareOfBudget) / 10_000
    return ExecutionRequest(
      requestID: id, sessionKey: envelope.sessionKey, capability: capability ?? envelope.capabilities[0],
      destination: destination ?? first, chainID: chainID ?? envelope.chainID,
      value: Money(micros: cents * 10_000) ?? .zero, nonceDomain: envelope.nonceDomain,
      nonce: nonce ?? nextNonce)
  }
}

/// An attacker at work with the key of somebody's session; goes on whatever the answers are.
struct Campaign: Sendable {
  let attack: Attack
  let session: LiveSession
  var attemptsLeft: Int
  let collector: String
  private var nonce: UInt64 = 100_000

  init(attack: Attack, session: LiveSession, attemptsLeft: Int, collector: String) {
    self.attack = attack
    self.session = session
    self.attemptsLeft = attemptsLeft
    self.collector = collector
  }

  mutating func request(id: String, random: inout SplitMix64) -> ExecutionRequest {
    nonce += 1
    let share = Double.random(in: 0.05...0.3, using: &random)
    switch attack {
    case .scopeProbe:
      let wanted = ["token.approve", "contract.upgrade", "owner.change", "transfer.all"].map(
        Identifier.opaque
      )
      .filter { !session.envelope.grants($0) }
      let capability = wanted[Int.random(in: wanted.indices, using: &random)]
      return session.request(id: id, capability: capability, nonce: nonce, shareOfBudget: share)
    case .destinationDrain:
      let destination = (try? Identifier(collector)) ?? .opaque(collector)
      return session.request(id: id, destination: destination, nonce: nonce, shareOfBudget: share)
    case .chainHop:
      let chain: UInt64 = session.envelope.chainID == 137 ? 56 : 137
      return session.request(id: id, chainID: chain, nonce: nonce, shareOfBudget: share)
    case .replay: return session.request(id: id, shareOfBudget: share)
    case .burst: return session.request(id: id, nonce: nonce, shareOfBudget: 0.01)
    }
  }
}
