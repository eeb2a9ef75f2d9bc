package import Delegation

/// One limit of a new policy that lets through something that the policy in force denies.
package struct PolicyLoosening: Hashable, Sendable {
  package let section: PolicySection
  package let limit: PolicyLimit
  /// The value in force and the new one, each as the policy file spells it, or in words where the file has none.
  package let before: String
  package let after: String

  package init(_ section: PolicySection, _ limit: PolicyLimit, before: String, after: String) {
    self.section = section
    self.limit = limit
    self.before = before
    self.after = after
  }

  /// Where it stands in the file, such as `capabilities.swap.execute.maxTtl`.
  package var path: String {
    if case .destination(let address) = limit { return "\(section.path).\(limit.key).\(address.text)" }
    return "\(section.path).\(limit.key)"
  }

  /// Such as "`swap.execute`: maxTtl 15m → 1h". Names stand whole: who approves must see which one it is.
  package var sentence: String {
    if case .destination(let address) = limit {
      return "`\(section.name)`: destination `\(address.text)` \(before) → \(after)"
    }
    return "`\(section.name)`: \(limit.key) \(before) → \(after)"
  }
}

/// The part of a policy file that holds a limit.
package enum PolicySection: Hashable, Sendable {
  case defaults
  case capability(Identifier)
  case guarded
  case denyFirst
  case detection
  case response
  case signal(RiskSignal)
  /// The factors of the risk score.
  case factors

  package var path: String {
    switch self {
    case .defaults: "defaults"
    case .capability(let id): "capabilities.\(id.text)"
    case .guarded: "modes.guarded"
    case .denyFirst: "modes.denyFirst"
    case .detection: "detection"
    case .response: "response"
    case .signal(let signal): "risk.\(signal.code)"
    case .factors: "risk.factors"
    }
  }

  /// What a sentence calls it: a capability by its id, the rest by its path.
  package var name: String {
    if case .capability(let id) = self { return id.text }
    return path
  }
}

/// A setting whose value lets through less or more.
package enum PolicyLimit: Hashable, Sendable {
  case status
  case tier
  case maxTTL
  case maxValue
  case inactivity
  /// The restriction to families of destinations as a whole.
  case destinations
  /// One destination that the families of a capability hold.
  case destination(Identifier)
  case hardCeiling
  case spendFactor
  case maxRemaining
  case maxRisk
  case window
  case mismatchesOver
  case autoRevokeAtRisk
  case broadWallets
  case broadValue
  case quiet
  case autoRevoke
  case halfLife
  case cap
  case weight(RiskWeight)
  case usualGap
  case spendHalfLife

  /// Its key in the policy file.
  package var key: String {
    switch self {
    case .status: "status"
    case .tier: "tier"
    case .maxTTL: "maxTtl"
    case .maxValue: "maxValueUsd"
    case .inactivity: "inactivity"
    case .destinations, .destination: "destinations"
    case .hardCeiling: "hardCeiling"
    case .spendFactor: "spendFactor"
    case .maxRemaining: "maxRemaining"
    case .maxRisk: "maxRisk"
    case .window: "window"
    case .mismatchesOver: "mismatchesOver"
    case .autoRevokeAtRisk: "autoRevokeAtRisk"
    case .broadWallets: "broadWallets"
    case .broadValue: "broadValueUsd"
    case .quiet: "quiet"
    case .autoRevoke: "autoRevoke"
    case .halfLife: "halfLife"
    case .cap: "cap"
    case .weight(let weight): weight.place.key
    case .usualGap: "usualGap"
    case .spendHalfLife: "spendHalfLife"
    }
  }
}
