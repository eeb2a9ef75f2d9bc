package import Delegation
package import PolicyEngine

package struct Grant: Hashable, Sendable {
  package let envelope: Envelope

  package init(envelope: Envelope) { self.envelope = envelope }
}

package enum GrantOutcome: Hashable, Sendable {
  case granted(at: Timestamp)
  /// In the contract's order.
  case refused([Refusal])
}

package struct RevocationOrder: Hashable, Sendable {
  package let sessionKey: Identifier
  package let reason: String
  /// Nil: from the commit on, whatever any clock says.
  package let effectiveAt: Timestamp?
  /// Nil: the store makes one.
  package let revocationID: String?
  /// As another system's log names who revoked; nil: the operator who acts here.
  package let revokedBy: String?

  package init(
    sessionKey: Identifier, reason: String, effectiveAt: Timestamp? = nil, revocationID: String? = nil,
    revokedBy: String? = nil
  ) {
    self.sessionKey = sessionKey
    self.reason = reason
    self.effectiveAt = effectiveAt
    self.revocationID = revocationID
    self.revokedBy = revokedBy
  }
}

package struct RevocationReceipt: Hashable, Sendable {
  package let revocationID: String
  package let sessionKey: Identifier
  /// The number in the log of the `session.revoke` entry.
  package let sequence: Int64
  package let committedAt: Timestamp
  package let effectiveAt: Timestamp
  /// From the call until the commit returned, waiting for the store included.
  package private(set) var elapsed: Duration
  /// False when no session has the key yet: its grant will be refused.
  package let sessionWasKnown: Bool
  /// True when the key was revoked already: the earliest effective time stands.
  package let wasRevokedAlready: Bool
  /// Until when a verifier that never asks the store may still believe an assertion of the session; nil when none is out.
  package let assertedUntil: Timestamp?
  /// A wallet's message that the store had before: nothing was done again.
  package let wasTakenBefore: Bool

  package init(
    revocationID: String, sessionKey: Identifier, sequence: Int64, committedAt: Timestamp,
    effectiveAt: Timestamp, elapsed: Duration, sessionWasKnown: Bool, wasRevokedAlready: Bool,
    assertedUntil: Timestamp? = nil,
    wasTakenBefore: Bool = false
  ) {
    self.revocationID = revocationID
    self.sessionKey = sessionKey
    self.sequence = sequence
    self.committedAt = committedAt
    self.effectiveAt = effectiveAt
    self.elapsed = elapsed
    self.sessionWasKnown = sessionWasKnown
    self.wasRevokedAlready = wasRevokedAlready
    self.assertedUntil = assertedUntil
    self.wasTakenBefore = wasTakenBefore
  }

  /// The same with the time that was measured once the commit had returned.
  package func measured(_ elapsed: Duration) -> RevocationReceipt {
    var receipt = self
    receipt.elapsed = elapsed
    return receipt
  }
}

/// What a scope covers among the sessions that are neither expired nor revoked.
package struct ScopePreview: Hashable, Sendable {
  package let sessions: Int
  package let wallets: Int
  /// What those sessions could still spend, in micro-dollars; held at the greatest value that fits.
  package let remainingMicros: UInt64
  /// The first and the last granted.
  package let first: Identifier?
  package let last: Identifier?

  package init(sessions: Int, wallets: Int, remainingMicros: UInt64, first: Identifier?, last: Identifier?) {
    self.sessions = sessions
    self.wallets = wallets
    self.remainingMicros = remainingMicros
    self.first = first
    self.last = last
  }
}

package struct ScopeReceipt: Hashable, Sendable {
  package let revoked: Int
  /// The number in the log of the `scope.revoke` entry; the `session.revoke` entries of what it ended stand directly before
  /// it, in grant order.
  package let sequence: Int64
  package let committedAt: Timestamp
  package var elapsed: Duration
  /// As ``RevocationReceipt/assertedUntil``, the latest among them.
  package let assertedUntil: Timestamp?

  package init(
    revoked: Int, sequence: Int64, committedAt: Timestamp, elapsed: Duration, assertedUntil: Timestamp? = nil
  ) {
    self.revoked = revoked
    self.sequence = sequence
    self.committedAt = committedAt
    self.elapsed = elapsed
    self.assertedUntil = assertedUntil
  }
}

package struct Reinstatement: Hashable, Sendable {
  package enum Outcome: Hashable, Sendable {
    case reinstated(revocationID: String, at: Timestamp)
    case refused([Refusal])
    /// The grace time is over, or somebody else revoked: a second operator is asked.
    case waits(ApprovalRequest)
  }

  package let outcome: Outcome
  /// Nobody else could be asked: one person loosened alone, after the grace time.
  package let wasAlone: Bool
  /// Other revocations of the key still stand.
  package let stillRevoked: Bool

  /// How long who revoked may undo it alone (design principle 1).
  package static let grace = TimeSpan(seconds: 30)

  package init(outcome: Outcome, wasAlone: Bool = false, stillRevoked: Bool) {
    self.outcome = outcome
    self.wasAlone = wasAlone
    self.stillRevoked = stillRevoked
  }
}

/// How something that loosens went.
package enum Loosened<Done: Sendable>: Sendable {
  case done(Done)
  /// A second operator is asked; nothing has changed yet.
  case waits(ApprovalRequest)
}

package struct ModeReceipt: Hashable, Sendable {
  package let before: PolicyMode
  package let after: PolicyMode
  package let scope: Scope
  /// The number in the log of the `mode.change` entry.
  package let sequence: Int64
  package let committedAt: Timestamp
  /// The new mode is looser, and nobody else could be asked.
  package let wasAlone: Bool

  package init(
    before: PolicyMode, after: PolicyMode, scope: Scope, sequence: Int64, committedAt: Timestamp,
    wasAlone: Bool = false
  ) {
    self.before = before
    self.after = after
    self.scope = scope
    self.sequence = sequence
    self.committedAt = committedAt
    self.wasAlone = wasAlone
  }
}

/// The policy in force, as it was applied.
package struct StoredPolicy: Sendable {
  package let policy: Policy
  /// The file's own text, comments included.
  package let yaml: String
  package let appliedAt: Timestamp
  package let appliedBy: String
  /// It was looser than the one before, and nobody else could be asked.
  package let wasAlone: Bool

  package init(
    policy: Policy, yaml: String, appliedAt: Timestamp, appliedBy: String, wasAlone: Bool = false
  ) {
    self.policy = policy
    self.yaml = yaml
    self.appliedAt = appliedAt
    self.appliedBy = appliedBy
    self.wasAlone = wasAlone
  }
}
