package import Delegation

/// Each item of the seed held against a policy and what the store says of it, in the seed's order.
/// - Parameter at: the store's time, from which ages are counted.
package func posture(of policy: Policy, _ facts: PostureFacts, at time: Timestamp) -> [PostureFinding] {
  let checks = PostureChecks(policy: policy, facts: facts, time: time)
  return PostureCheck.allCases.map { checks.judge($0).finding($0) }
}

/// The rule of each check stands by group in the files beside this one.
struct PostureChecks {
  let policy: Policy
  let facts: PostureFacts
  let time: Timestamp

  func judge(_ check: PostureCheck) -> PostureJudgement {
    switch check {
    case .overBroadCapability: overBroadCapability
    case .ttlAbuse: ttlAbuse
    case .crossContextMisuse: crossContextMisuse
    case .weakRevocation: weakRevocation
    case .dormantReactivation: dormantReactivation
    case .capabilityScope: capabilityScope
    case .destinationControls: destinationControls
    case .ttlStrategy: ttlStrategy
    case .nonceHandling: nonceHandling
    case .temporarilyLongTTLs: temporarilyLongTTLs
    case .sharedNonceDomain: sharedNonceDomain
    case .separatedPolicyLogic: separatedPolicyLogic
    case .revocationInUIOnly: revocationInUIOnly
    case .days1To30: days1To30
    case .days31To60: days31To60
    case .days61To90: days61To90
    }
  }

  /// The active rules by id.
  var active: [CapabilityRule] {
    policy.capabilities.values.filter(\.isActive).sorted { $0.id.text < $1.id.text }
  }

  func age(_ then: Timestamp) -> TimeSpan { time - then }
}

/// What a remedy asks for, with the command.
enum Remedy {
  static let edit =
    "`curfew policy show --yaml > policy.yaml`, edit it, then `curfew policy apply policy.yaml --reason \"posture\"`"

  static func edit(_ what: String) -> String { "\(what): \(edit)" }

  /// - Parameter name: put into a command that a person may paste into a shell: one that could do more there is left out.
  static func revoke(_ field: String, _ name: String?) -> String {
    let isPlain = name?.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "-"),
        UInt8(ascii: "_"):
        true
      default: false
      }
    }
    let shown = isPlain == true ? name ?? "NAME" : "NAME"
    return "`curfew revoke --scope \"\(field):\(shown)\" --reason \"posture\"`"
  }
}
