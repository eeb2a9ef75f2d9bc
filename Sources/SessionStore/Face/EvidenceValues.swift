package import AuditTrail
package import Delegation
package import PolicyEngine
package import RiskScoring

/// What the store knew of a session at the moment in which it was revoked: it stands in the detail of the revocation's
/// entry, and was read in the same transaction.
package struct RevocationEvidence: Hashable, Sendable {
  /// The session's row, as the revocation found it.
  package struct Figures: Hashable, Sendable {
    /// After its extensions.
    package let expiresAt: Timestamp
    package let spent: Money
    /// Executions.
    package let allowed: UInt64
    package let denied: UInt64
    package let lastUsed: Timestamp?
    /// From when on an earlier revocation holds.
    package let revokedFrom: Timestamp?
    /// Until when an assertion of it may be believed by who never asks the store.
    package let assertedUntil: Timestamp?
  }

  /// One of its last executions, with which the log proves it.
  package struct Execution: Hashable, Sendable {
    /// The log's number of it.
    package let sequence: Int64
    package let leaf: MerkleHash
    package let at: Timestamp
    /// None: it was allowed.
    package let reasons: Reasons
  }

  /// What one signal had to do with the score.
  package struct Signal: Hashable, Sendable {
    package let signal: RiskSignal
    /// What it adds to the log-odds, in millionths of a nat.
    package let nats: UInt64
    /// The score if this signal had not been seen.
    package let scoreWithout: RiskScore
    package let count: UInt64
    package let allowed: UInt64
    package let denied: UInt64
    package let lastSeen: Timestamp?
    /// The log's numbers of its latest executions, oldest first.
    package let executions: [Int64]
  }

  /// A mode in force that could cover the session.
  package struct Mode: Hashable, Sendable {
    package let mode: PolicyMode
    package let scope: Scope
  }

  /// Nil where no session has the key, or where its row does not read.
  package let figures: Figures?
  /// Newest first, at most ``executionsMax``; one of many that a scope ended has ``lastExecution`` alone.
  package let executions: [Execution]
  /// The log's number of its last execution.
  package let lastExecution: Int64?
  package let score: RiskScore?
  /// Most first; one of many that a scope ended has the score alone.
  package let signals: [Signal]
  /// What the score cannot fall below.
  package let floors: [RiskFloor]
  /// Nil for one of many that a scope ended: it stands with the scope's own entry.
  package let policy: PolicyVersion?
  /// All that were in force; as ``policy``.
  package let modes: [Mode]
  /// What could not be read, in sentences.
  package let unread: [String]

  /// How many executions are kept: a revocation must not wait for more.
  package static let executionsMax = 16
}
