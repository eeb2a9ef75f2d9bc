package import Delegation
package import PolicyEngine

/// A policy and what its store says of it, as of one moment.
package struct PostureReading: Sendable {
  package let policy: Policy
  package let facts: PostureFacts
  package let asOf: Timestamp

  package init(policy: Policy, facts: PostureFacts, asOf: Timestamp) {
    self.policy = policy
    self.facts = facts
    self.asOf = asOf
  }

  /// Every check in the order of its source.
  package var findings: [PostureFinding] { posture(of: policy, facts, at: asOf) }
}
