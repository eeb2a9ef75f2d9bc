import Delegation
import PolicyEngine
import SessionStore

/// What the Policy screen shows that is quickly read: all but the posture.
struct PolicyReading: Sendable {
  let stored: StoredPolicy
  let modes: [ModeInForce]
  /// What came of the policy's inline tests.
  let tests: [Identifier: CapabilityTests]
}

extension PolicyReading {
  init(_ store: any SessionStore) throws(StoreError) {
    let stored = try store.policy()
    self.init(
      stored: stored, modes: try store.modesInForce(), tests: Policy.capabilityTests(yaml: stored.yaml))
  }
}

/// One row of the Policy screen.
enum PolicyRow: Sendable {
  /// What the row is about, whatever is known of it now.
  enum ID: Hashable, Sendable {
    case mode(Scope)
    case check(PostureCheck)
    case capability(Identifier)
  }

  /// Nil: nothing tightens what no other row is about.
  case mode(ModeInForce?)
  case check(PostureFinding)
  case capability(CapabilityRow)

  var id: ID {
    switch self {
    case .mode(let mode): .mode(mode?.entry.scope ?? .everything)
    case .check(let finding): .check(finding.check)
    case .capability(let row): .capability(row.rule.id)
    }
  }

  /// What a filter looks through.
  var words: String {
    switch self {
    case .mode(let mode?):
      "\(mode.entry.mode.rawValue) \(mode.entry.scope.words) \(mode.by ?? "") \(mode.reason ?? "")"
    case .mode(nil): "normal"
    case .check(let finding):
      "\(finding.verdict.rawValue) \(finding.check.name) \(finding.check.id) \(finding.words)"
    case .capability(let row): row.words
    }
  }
}

/// A registered capability with its limits.
struct CapabilityRow: Sendable {
  let rule: CapabilityRule
  let defaults: PolicyDefaults
  let owner: String?
  let tests: CapabilityTests?
  /// Live sessions that have it; nil while they are not counted.
  let sessions: Int?

  var maxTTL: TimeSpan { rule.maxTTL ?? defaults.maxTTL }
  var inactivity: TimeSpan { rule.inactivity ?? defaults.inactivity }
  var status: String { rule.isActive ? "active" : "draft" }

  fileprivate var words: String {
    ([rule.id.text, rule.actionClass, rule.tier.rawValue, status, owner ?? ""] + (rule.families ?? []))
      .joined(separator: " ")
  }
}
