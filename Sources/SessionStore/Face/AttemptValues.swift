package import Delegation

/// What to look at around some revocations.
package struct AttemptQuery: Hashable, Sendable {
  /// The log's numbers of them: of a `session.revoke`, or of a `scope.revoke` for all that it ended.
  package let revocations: [Int64]
  /// How long before each revocation what was allowed is counted too.
  package let before: TimeSpan

  package init(revocations: [Int64], before: TimeSpan) {
    self.revocations = revocations
    self.before = before
  }
}

/// How many executions, and of what value together.
package struct AttemptCount: Hashable, Sendable {
  package private(set) var count: UInt64
  /// Held at ``Money/max``.
  package private(set) var value: Money

  package static let none = AttemptCount(count: 0, value: .zero)

  package init(count: UInt64, value: Money) {
    self.count = count
    self.value = value
  }

  package mutating func add(_ value: Money) {
    count += 1
    self.value = Money(micros: min(self.value.micros + value.micros, Money.max.micros)) ?? .max
  }
}

/// Executions to one destination on one chain.
package struct AttemptRow: Hashable, Sendable {
  package let destination: Identifier
  package let chainID: UInt64
  package var allowed = AttemptCount.none
  package var denied = AttemptCount.none
  package var firstAt: Timestamp
  package var lastAt: Timestamp

  package init(destination: Identifier, chainID: UInt64, at time: Timestamp) {
    self.destination = destination
    self.chainID = chainID
    firstAt = time
    lastAt = time
  }
}

/// One of the revoked sessions.
package struct RevokedSession: Hashable, Sendable {
  package let key: Identifier
  /// The log's number of its `session.revoke`.
  package let sequence: Int64
  package let committedAt: Timestamp
  package let effectiveAt: Timestamp
  /// The revocation was taken back at this time.
  package let withdrawnAt: Timestamp?
  /// False: the key was blocked before any session had it.
  package let isKnown: Bool

  package init(
    key: Identifier, sequence: Int64, committedAt: Timestamp, effectiveAt: Timestamp,
    withdrawnAt: Timestamp?, isKnown: Bool
  ) {
    self.key = key
    self.sequence = sequence
    self.committedAt = committedAt
    self.effectiveAt = effectiveAt
    self.withdrawnAt = withdrawnAt
    self.isKnown = isKnown
  }
}

/// Live sessions, and what they may still spend together.
package struct RelatedSessions: Hashable, Sendable {
  package var sessions: UInt64 = 0
  /// Held at ``Money/max``.
  package var remaining = Money.zero

  package init(sessions: UInt64 = 0, remaining: Money = .zero) {
    self.sessions = sessions
    self.remaining = remaining
  }
}

/// What is still possible: sessions neither expired nor revoked that share something with the revoked ones.
package struct StillPossible: Hashable, Sendable {
  package var sameWallet = RelatedSessions()
  package var sameNonceDomain = RelatedSessions()
  /// They may act at a destination that a revoked session tried.
  package var sameDestination = RelatedSessions()
  /// Each counted once.
  package var all = RelatedSessions()

  package init() {}
}

/// Executions of the revoked sessions, as of one moment.
package struct AttemptSummary: Hashable, Sendable {
  package let asOf: Timestamp
  /// In the order of their revocations.
  package let sessions: [RevokedSession]
  /// After the revocation: by destination, most allowed first, then most denied.
  package let after: [AttemptRow]
  /// Allowed although their revocation was committed and in effect: there must be none.
  package let allowed: AttemptCount
  package let denied: AttemptCount
  /// Allowed after the commit of a revocation that names a later time, and before that time.
  package let allowedBeforeEffective: AttemptCount
  package let lastAllowedAt: Timestamp?
  package let lastAttemptAt: Timestamp?
  /// What was allowed in the time before the revocation, by destination.
  package let before: [AttemptRow]
  package let allowedBefore: AttemptCount
  package let stillPossible: StillPossible
  /// Until when a verifier that never asks the store may still believe an assertion of one of them; nil when none is out.
  package let assertedUntil: Timestamp?

  package init(
    asOf: Timestamp, sessions: [RevokedSession], after: [AttemptRow], allowed: AttemptCount,
    denied: AttemptCount, allowedBeforeEffective: AttemptCount, lastAllowedAt: Timestamp?,
    lastAttemptAt: Timestamp?, before: [AttemptRow], allowedBefore: AttemptCount,
    stillPossible: StillPossible,
    assertedUntil: Timestamp? = nil
  ) {
    self.asOf = asOf
    self.sessions = sessions
    self.after = after
    self.allowed = allowed
    self.denied = denied
    self.allowedBeforeEffective = allowedBeforeEffective
    self.lastAllowedAt = lastAllowedAt
    self.lastAttemptAt = lastAttemptAt
    self.before = before
    self.allowedBefore = allowedBefore
    self.stillPossible = stillPossible
    self.assertedUntil = assertedUntil
  }
}

/// Which executions to count by steps of time.
package struct AttemptStepQuery: Hashable, Sendable {
  /// The log's numbers of the revocations whose sessions they are, as in ``AttemptQuery``.
  package let revocations: [Int64]
  /// When the first step begins.
  package let from: Timestamp
  package let step: TimeSpan
  package let count: Int
  /// The last leaf of the log that is looked at: what is counted through it never changes.
  package let through: Int64

  package init(revocations: [Int64], from: Timestamp, step: TimeSpan, count: Int, through: Int64) {
    self.revocations = revocations
    self.from = from
    self.step = step
    self.count = count
    self.through = through
  }
}

/// Executions by steps of time.
package struct AttemptSteps: Hashable, Sendable {
  package struct Step: Hashable, Sendable {
    package var allowed: UInt64
    package var denied: UInt64

    package init(allowed: UInt64 = 0, denied: UInt64 = 0) {
      self.allowed = allowed
      self.denied = denied
    }
  }

  package let steps: [Step]
  /// After the last step.
  package let later: Step

  package init(steps: [Step], later: Step) {
    self.steps = steps
    self.later = later
  }
}
