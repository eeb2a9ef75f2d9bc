import Delegation
import PolicyEngine

/// A policy in plain numbers: milliseconds and micro-dollars.
struct NaivePolicy: Sendable {
  struct Capability: Sendable {
    var active = true
    var maxTtl: Int?
    var maxValue: UInt64?
    var idle: Int?
    var families: [String]?
  }

  var version = "sha256:naive"
  var maxTtl = 3_600_000
  var hardCeiling = 86_400_000
  var idle = 1_800_000
  /// Ids that are addresses stand here in lower case.
  var capabilities: [String: Capability] = [:]
  var families: [String: [String]] = [:]
  /// `spendFactor` in units of 10^-18.
  var factor: UInt64 = 250_000_000_000_000_000
  var maxRemaining = 300_000
  /// In hundredths of a point.
  var guardedMaxRisk = 7000
  var denyFirstMaxRisk = 4000

  /// The rule of a capability in its canonical spelling, unless it is a draft.
  func active(_ capability: Text) -> Capability? {
    guard let rule = capabilities[capability.description], rule.active else { return nil }
    return rule
  }

  /// The same policy as the engine takes it.
  func engine() throws -> Policy {
    var rules: [Identifier: CapabilityRule] = [:]
    for (name, capability) in capabilities {
      let id = try Identifier(name)
      rules[id] = CapabilityRule(
        id: id, actionClass: "class", tier: .low, isActive: capability.active,
        maxTTL: capability.maxTtl.map { TimeSpan(milliseconds: Int64($0)) },
        maxValue: capability.maxValue.flatMap(Money.init(micros:)),
        inactivity: capability.idle.map { TimeSpan(milliseconds: Int64($0)) }, families: capability.families,
        familyDestinations: try capability.families.map { names in
          Set(try names.flatMap { families[$0] ?? [] }.map { try Identifier($0) })
        })
    }
    return Policy(
      version: PolicyVersion(text: version),
      defaults: PolicyDefaults(
        maxTTL: TimeSpan(milliseconds: Int64(maxTtl)),
        hardCeiling: TimeSpan(milliseconds: Int64(hardCeiling)),
        inactivity: TimeSpan(milliseconds: Int64(idle))),
      capabilities: rules, families: try families.mapValues { Set(try $0.map { try Identifier($0) }) },
      modes: ModeLimits(
        guardedSpendFactor: SpendFactor(attos: factor) ?? .one,
        guardedMaxRemaining: TimeSpan(milliseconds: Int64(maxRemaining)),
        guardedMaxRisk: RiskScore(hundredths: guardedMaxRisk),
        denyFirstMaxRisk: RiskScore(hundredths: denyFirstMaxRisk)),
      detection: .standard, response: .standard)
  }
}
