package import Delegation
package import PolicyEngine

/// A policy and what its store says of it, as of one moment.
package struct PostureReading: Sendable {
  package let stored: StoredPolicy
  package let facts: PostureFacts
  package let asOf: Timestamp

  package init(stored: StoredPolicy, facts: PostureFacts, asOf: Timestamp) {
    self.stored = stored
    self.facts = facts
    self.asOf = asOf
  }

  package var policy: Policy { stored.policy }

  /// Every check in the order of its source.
  package var findings: [PostureFinding] { posture(of: policy, facts, at: asOf) }
}

/// A mode in force, and who set it.
package struct ModeInForce: Hashable, Sendable {
  package let entry: ModeTable.Entry
  /// Nil where the log does not tell.
  package let by: String?
  package let reason: String?

  package init(entry: ModeTable.Entry, by: String?, reason: String?) {
    self.entry = entry
    self.by = by
    self.reason = reason
  }
}
