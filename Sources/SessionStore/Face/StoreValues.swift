package import Delegation
package import PolicyEngine

/// Where a revocation comes from (seed: "executable from more than one plane").
package enum Plane: String, CaseIterable, Hashable, Sendable {
  case user
  case policy
  case secops
}

/// Who acts, and on which plane.
package struct Operator: Hashable, Sendable {
  package let name: String
  package let plane: Plane

  package init(name: String, plane: Plane = .secops) {
    self.name = name
    self.plane = plane
  }

  /// As `revokedBy` names it, such as `secops.alice`.
  package var qualifiedName: String { "\(plane.rawValue).\(name)" }
}

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
  package let committedAt: Timestamp
  package let effectiveAt: Timestamp
  /// From the call until the commit returned, waiting for the store included.
  package private(set) var elapsed: Duration
  /// False when no session has the key yet: its grant will be refused.
  package let sessionWasKnown: Bool
  /// True when the key was revoked already: the earliest effective time stands.
  package let wasRevokedAlready: Bool

  package init(
    revocationID: String, sessionKey: Identifier, committedAt: Timestamp, effectiveAt: Timestamp,
    elapsed: Duration,
    sessionWasKnown: Bool, wasRevokedAlready: Bool
  ) {
    self.revocationID = revocationID
    self.sessionKey = sessionKey
    self.committedAt = committedAt
    self.effectiveAt = effectiveAt
    self.elapsed = elapsed
    self.sessionWasKnown = sessionWasKnown
    self.wasRevokedAlready = wasRevokedAlready
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
  package let committedAt: Timestamp
  package let elapsed: Duration

  package init(revoked: Int, committedAt: Timestamp, elapsed: Duration) {
    self.revoked = revoked
    self.committedAt = committedAt
    self.elapsed = elapsed
  }
}

package struct Reinstatement: Hashable, Sendable {
  package enum Outcome: Hashable, Sendable {
    case reinstated(revocationID: String, at: Timestamp)
    case refused([Refusal])
  }

  package let outcome: Outcome
  /// The grace time of 30 s, for who revoked, was over or it was somebody else's: one person loosened alone.
  package let wasLate: Bool
  /// Other revocations of the key still stand.
  package let stillRevoked: Bool

  /// How long who revoked may undo it alone (design principle 1).
  package static let grace = TimeSpan(seconds: 30)

  package init(outcome: Outcome, wasLate: Bool, stillRevoked: Bool) {
    self.outcome = outcome
    self.wasLate = wasLate
    self.stillRevoked = stillRevoked
  }
}

package struct ModeReceipt: Hashable, Sendable {
  package let before: PolicyMode
  package let after: PolicyMode
  package let scope: Scope
  package let committedAt: Timestamp
  /// The new mode is looser than the one before it for this scope.
  package var isLooser: Bool { after < before }

  package init(before: PolicyMode, after: PolicyMode, scope: Scope, committedAt: Timestamp) {
    self.before = before
    self.after = after
    self.scope = scope
    self.committedAt = committedAt
  }
}

/// The policy in force, as it was applied.
package struct StoredPolicy: Sendable {
  package let policy: Policy
  /// The file's own text, comments included.
  package let yaml: String
  package let appliedAt: Timestamp
  package let appliedBy: String

  package init(policy: Policy, yaml: String, appliedAt: Timestamp, appliedBy: String) {
    self.policy = policy
    self.yaml = yaml
    self.appliedAt = appliedAt
    self.appliedBy = appliedBy
  }
}

/// One thing that an operator did, as the store recorded it in the same transaction.
package struct OperatorAction: Hashable, Sendable {
  package let sequence: Int64
  package let at: Timestamp
  package let operatorName: String
  package let plane: Plane
  /// Such as `session.revoke`.
  package let action: String
  package let target: String
  package let before: String?
  package let after: String?
  package let reason: String?
  package let result: String

  package init(
    sequence: Int64, at: Timestamp, operatorName: String, plane: Plane, action: String, target: String,
    before: String?, after: String?, reason: String?, result: String
  ) {
    self.sequence = sequence
    self.at = at
    self.operatorName = operatorName
    self.plane = plane
    self.action = action
    self.target = target
    self.before = before
    self.after = after
    self.reason = reason
    self.result = result
  }
}
