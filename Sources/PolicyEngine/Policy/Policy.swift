package import Delegation

/// A policy in force: what may be granted, and the numbers that a decision compares with.
///
/// A class only so that a decision need not copy it; it never changes. Only the loader makes one from a file, so a value of this type has passed every check and its inline tests.
package final class Policy: Sendable {
  package let version: PolicyVersion
  package let defaults: PolicyDefaults
  package let capabilities: [Identifier: CapabilityRule]
  /// Family name → its destinations.
  package let families: [String: Set<Identifier>]
  private let active: ContiguousArray<CapabilityRule>
  package let modes: ModeLimits
  package let detection: DetectionSettings
  package let response: ResponseSettings
  package let risk: RiskModel
  /// Capability → who owns its telemetry.
  package let owners: [Identifier: String]

  package init(
    version: PolicyVersion, defaults: PolicyDefaults, capabilities: [Identifier: CapabilityRule],
    families: [String: Set<Identifier>], modes: ModeLimits, detection: DetectionSettings,
    response: ResponseSettings, risk: RiskModel = .standard, owners: [Identifier: String] = [:]
  ) {
    self.version = version
    self.defaults = defaults
    self.capabilities = capabilities
    active = ContiguousArray(capabilities.values.filter(\.isActive))
    self.families = families
    self.modes = modes
    self.detection = detection
    self.response = response
    self.risk = risk
    self.owners = owners
  }

  /// The rule of a capability that is registered and active; a draft has none.
  package func activeRule(for capability: Identifier) -> CapabilityRule? {
    if active.count > Policy.fewRules { return capabilities[capability].flatMap { $0.isActive ? $0 : nil } }
    for rule in active where rule.id == capability { return rule }
    return nil
  }

  /// Up to so many active rules are found quicker by looking at each than by hashing a name.
  private static let fewRules = 12

  /// How long a session may stay quiet before this capability needs an attestation, unless its envelope says so.
  package func inactivity(of capability: Identifier) -> TimeSpan {
    activeRule(for: capability)?.inactivity ?? defaults.inactivity
  }

  /// The longest life of a session with these capabilities: the smallest `maxTtl` among them, each the default
  /// where it is absent, draft or unknown.
  package func maxTTL(of granted: [Identifier]) -> TimeSpan {
    granted.map { activeRule(for: $0)?.maxTTL ?? defaults.maxTTL }.min() ?? defaults.maxTTL
  }
}

package struct PolicyDefaults: Hashable, Sendable {
  package let maxTTL: TimeSpan
  /// No session lives longer than this, whatever extends it.
  package let hardCeiling: TimeSpan
  package let inactivity: TimeSpan

  /// One hour, a day, half an hour.
  package static let standard = PolicyDefaults(
    maxTTL: TimeSpan(seconds: 3600), hardCeiling: TimeSpan(seconds: 86_400),
    inactivity: TimeSpan(seconds: 1800))

  package init(maxTTL: TimeSpan, hardCeiling: TimeSpan, inactivity: TimeSpan) {
    self.maxTTL = maxTTL
    self.hardCeiling = hardCeiling
    self.inactivity = inactivity
  }
}

package enum CapabilityTier: String, CaseIterable, Hashable, Sendable {
  case low
  case high
}

/// One registered capability.
package final class CapabilityRule: Sendable {
  package let id: Identifier
  package let actionClass: String
  package let tier: CapabilityTier
  /// False for a draft, which counts as unregistered.
  package let isActive: Bool
  package let maxTTL: TimeSpan?
  package let maxValue: Money?
  package let inactivity: TimeSpan?
  /// Names of the families, in the order written; nil when the envelope alone decides.
  package let families: [String]?
  /// All destinations of those families.
  package let familyDestinations: Set<Identifier>?

  package init(
    id: Identifier, actionClass: String, tier: CapabilityTier, isActive: Bool, maxTTL: TimeSpan?,
    maxValue: Money?,
    inactivity: TimeSpan?, families: [String]?, familyDestinations: Set<Identifier>?
  ) {
    self.id = id
    self.actionClass = actionClass
    self.tier = tier
    self.isActive = isActive
    self.maxTTL = maxTTL
    self.maxValue = maxValue
    self.inactivity = inactivity
    self.families = families
    self.familyDestinations = familyDestinations
  }
}

/// The numbers of the modes `guarded` and `denyFirst`.
package struct ModeLimits: Hashable, Sendable {
  package let guardedSpendFactor: SpendFactor
  /// A guarded session with more life left than this must have attested since the mode began.
  package let guardedMaxRemaining: TimeSpan
  package let guardedMaxRisk: RiskScore
  package let denyFirstMaxRisk: RiskScore

  /// The part of every spend limit that holds in a mode.
  package func spendFactor(in mode: PolicyMode) -> SpendFactor {
    if case .guarded = mode { return guardedSpendFactor }
    return .one
  }

  /// 0.25, five minutes, 70 and 40.
  package static let standard = ModeLimits(
    guardedSpendFactor: .quarter, guardedMaxRemaining: TimeSpan(seconds: 300),
    guardedMaxRisk: RiskScore(hundredths: 7000), denyFirstMaxRisk: RiskScore(hundredths: 4000))

  package init(
    guardedSpendFactor: SpendFactor, guardedMaxRemaining: TimeSpan, guardedMaxRisk: RiskScore,
    denyFirstMaxRisk: RiskScore
  ) {
    self.guardedSpendFactor = guardedSpendFactor
    self.guardedMaxRemaining = guardedMaxRemaining
    self.guardedMaxRisk = guardedMaxRisk
    self.denyFirstMaxRisk = denyFirstMaxRisk
  }
}

/// The seed's detection: more than `mismatchesOver` context mismatches of one session within `window`.
package struct DetectionSettings: Hashable, Sendable {
  package let window: TimeSpan
  package let mismatchesOver: UInt64

  package static let standard = DetectionSettings(window: TimeSpan(seconds: 1800), mismatchesOver: 3)

  package init(window: TimeSpan, mismatchesOver: UInt64) {
    self.window = window
    self.mismatchesOver = mismatchesOver
  }
}

package struct ResponseSettings: Hashable, Sendable {
  package let autoRevokeAtRisk: RiskScore
  /// Whether the policy plane revokes by itself at that score; else it only alerts.
  package let revokesByItself: Bool
  /// Exposure is broad from this many wallets on.
  package let broadWallets: UInt64
  package let broadValue: Money
  /// How long nothing may be allowed after a revocation before an incident's verify step is done.
  package let quiet: TimeSpan

  package static let quietRange = TimeSpan(seconds: 1)...TimeSpan(seconds: 86_400)

  /// 97, 25 wallets, 100,000 USD, two minutes.
  package static let standard = ResponseSettings(
    autoRevokeAtRisk: RiskScore(hundredths: 9700), revokesByItself: true, broadWallets: 25,
    broadValue: Money(micros: 100_000_000_000) ?? .zero)

  package init(
    autoRevokeAtRisk: RiskScore, revokesByItself: Bool = true, broadWallets: UInt64, broadValue: Money,
    quiet: TimeSpan = TimeSpan(seconds: 120)
  ) {
    self.autoRevokeAtRisk = autoRevokeAtRisk
    self.revokesByItself = revokesByItself
    self.broadWallets = broadWallets
    self.broadValue = broadValue
    self.quiet = quiet
  }
}

/// A risk score, 0 … 100, in hundredths of a point so that comparing is exact.
package struct RiskScore: Hashable, Comparable, Sendable {
  package let hundredths: Int

  package static let none = RiskScore(hundredths: 0)

  package init(hundredths: Int) { self.hundredths = hundredths }

  package static func < (a: RiskScore, b: RiskScore) -> Bool { a.hundredths < b.hundredths }
  package static func >= (a: RiskScore, b: RiskScore) -> Bool { a.hundredths >= b.hundredths }
}

/// An exact decimal fraction, 0 … 1, of a spend limit.
package struct SpendFactor: Hashable, Sendable {
  /// Units of 10^-18.
  package let attos: UInt64
  package static let scale = 18
  package static var one: SpendFactor { SpendFactor(unchecked: 1_000_000_000_000_000_000) }
  package static let quarter = SpendFactor(unchecked: 250_000_000_000_000_000)

  /// - Returns: nil above one.
  package init?(attos: UInt64) {
    guard attos <= SpendFactor.one.attos else { return nil }
    self.attos = attos
  }

  private init(unchecked attos: UInt64) { self.attos = attos }

  /// The factor times `limit` in micro-dollars, rounded down to a micro-dollar.
  package func of(_ limit: Money) -> UInt64 {
    if attos == SpendFactor.one.attos { return limit.micros }
    let product = limit.micros.multipliedFullWidth(by: attos)
    return SpendFactor.one.attos.dividingFullWidth(product).quotient
  }
}
