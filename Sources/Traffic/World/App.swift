import Delegation
import PolicyEngine

/// An app that asks wallets for sessions. Its router is replaced every few hours; what else it calls stays.
struct App: Sendable {
  let name: String
  private let capabilities: [CapabilityRule]
  /// The longest life that the policy lets its sessions have at once.
  let longestLife: TimeSpan
  /// The longest that extensions make of it.
  let hardCeiling: TimeSpan
  private let defaultInactivity: TimeSpan
  /// From the policy's families; none when the envelope alone decides.
  private let family: [Identifier]
  private let contracts: [Identifier]
  private let seed: UInt64
  private let upgradeOffset: Int64

  /// How long a router serves.
  static let routerLife = TimeSpan(seconds: 2 * 3600)

  /// - Parameter capabilities: with the same families, so that one list of destinations serves all.
  init(capabilities: [CapabilityRule], policy: Policy, random: inout SplitMix64) {
    self.capabilities = capabilities
    name = capabilities.map(\.actionClass).joined(separator: "-")
    longestLife = min(policy.maxTTL(of: capabilities.map(\.id)), policy.defaults.hardCeiling)
    hardCeiling = policy.defaults.hardCeiling
    defaultInactivity = policy.defaults.inactivity
    family = capabilities[0].familyDestinations.map { $0.sorted { $0.text < $1.text } } ?? []
    seed = random.next()
    upgradeOffset = Int64(random.between(0, Double(App.routerLife.milliseconds)))
    contracts = [random.identifier(), random.identifier()]
  }

  /// How many routers came before the one that serves at `time`.
  func generation(at time: Timestamp) -> Int64 {
    (time.milliseconds + upgradeOffset) / App.routerLife.milliseconds
  }

  /// When the router that serves at `time` is replaced.
  func upgrade(after time: Timestamp) -> Timestamp {
    Timestamp(
      milliseconds: (generation(at: time) + 1) * App.routerLife.milliseconds - upgradeOffset)
  }

  func router(at time: Timestamp) -> Identifier {
    let generation = generation(at: time)
    if !family.isEmpty { return family[Int(generation % Int64(family.count))] }
    var random = SplitMix64(seed: seed ^ UInt64(bitPattern: generation))
    return random.identifier()
  }

  /// What a session granted at `time` may call: the router first.
  func destinations(at time: Timestamp, random: inout SplitMix64) -> [Identifier] {
    let router = router(at: time)
    if family.isEmpty { return [router] + contracts }
    // Some apps list the whole family, and an upgrade costs their users nothing.
    return random.flips(0.3) ? [router] + family.filter { $0 != router } : [router]
  }

  var capabilityIDs: [Identifier] { capabilities.map(\.id) }

  /// The shortest time that a session may be quiet in one capability.
  var inactivity: TimeSpan {
    capabilities.map { $0.inactivity ?? defaultInactivity }.min() ?? defaultInactivity
  }

  /// The most that one execution may be worth in every capability.
  var maxValue: Money { capabilities.compactMap(\.maxValue).min() ?? .max }
}
