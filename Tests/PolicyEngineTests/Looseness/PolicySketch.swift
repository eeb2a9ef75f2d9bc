import Delegation
import PolicyEngine

/// A policy whose every number can be turned. Durations in milliseconds, money in micro-dollars.
struct PolicySketch: Sendable {
  struct Rule: Sendable {
    var isActive = true
    var tier = CapabilityTier.high
    var actionClass = "class"
    var maxTTL: Int64?
    var maxValue: UInt64?
    var idle: Int64?
    var families: [String]?
  }

  var maxTTL: Int64 = 1_800_000
  var hardCeiling: Int64 = 7_200_000
  var idle: Int64 = 600_000
  var rules: [String: Rule] = [:]
  var families: [String: Set<String>] = [:]
  var factor: UInt64 = 250_000_000_000_000_000
  var maxRemaining: Int64 = 300_000
  /// Risk in hundredths of a point.
  var guardedMaxRisk = 7000
  var denyFirstMaxRisk = 4000
  var window: Int64 = 1_800_000
  var mismatchesOver: UInt64 = 3
  var autoRevokeAtRisk = 9700
  var broadWallets: UInt64 = 25
  var broadValue: UInt64 = 100_000_000_000
  var quiet: Int64 = 120_000
  var revokesByItself = true
  var risk = RiskModel.standard
  var owners: [String: String] = [:]

  /// Each limit there is, at a value that leaves room on both sides.
  static let base = PolicySketch(
    rules: [
      "swap": Rule(maxTTL: 900_000, maxValue: 1_000_000_000, idle: 300_000, families: ["routers"]),
      "quote": Rule(tier: .low, maxValue: 500, families: ["routers", "others"]),
      "pay": Rule(), "idea": Rule(isActive: false, maxTTL: 60_000),
    ],
    families: ["routers": ["A", "B"], "others": ["C"], "spare": ["D"]])

  func with(_ change: (inout PolicySketch) -> Void) -> PolicySketch {
    var sketch = self
    change(&sketch)
    return sketch
  }

  /// The sketch with a rule of `swap` changed.
  func swap(_ change: (inout Rule) -> Void) -> PolicySketch { with { change(&$0.rules["swap"]!) } }

  var policy: Policy {
    let named = rules.map { (name, rule) in
      CapabilityRule(
        id: .opaque(name), actionClass: rule.actionClass, tier: rule.tier, isActive: rule.isActive,
        maxTTL: rule.maxTTL.map(TimeSpan.init(milliseconds:)),
        maxValue: rule.maxValue.flatMap(Money.init(micros:)),
        inactivity: rule.idle.map(TimeSpan.init(milliseconds:)), families: rule.families,
        familyDestinations: rule.families.map {
          Set($0.flatMap { families[$0] ?? [] }.map(Identifier.opaque))
        })
    }
    return Policy(
      defaults: PolicyDefaults(
        maxTTL: TimeSpan(milliseconds: maxTTL), hardCeiling: TimeSpan(milliseconds: hardCeiling),
        inactivity: TimeSpan(milliseconds: idle)),
      capabilities: Dictionary(uniqueKeysWithValues: named.map { ($0.id, $0) }),
      families: families.mapValues { Set($0.map(Identifier.opaque)) },
      modes: ModeLimits(
        guardedSpendFactor: SpendFactor(attos: factor) ?? .one,
        guardedMaxRemaining: TimeSpan(milliseconds: maxRemaining),
        guardedMaxRisk: RiskScore(hundredths: guardedMaxRisk),
        denyFirstMaxRisk: RiskScore(hundredths: denyFirstMaxRisk)),
      detection: DetectionSettings(
        window: TimeSpan(milliseconds: window), mismatchesOver: mismatchesOver),
      response: ResponseSettings(
        autoRevokeAtRisk: RiskScore(hundredths: autoRevokeAtRisk), revokesByItself: revokesByItself,
        broadWallets: broadWallets, broadValue: Money(micros: broadValue) ?? .max,
        quiet: TimeSpan(milliseconds: quiet)),
      risk: risk,
      owners: Dictionary(uniqueKeysWithValues: owners.map { (Identifier.opaque($0.key), $0.value) }))
  }
}
