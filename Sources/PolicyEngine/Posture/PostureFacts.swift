package import Delegation

/// What a store says of how its sessions are governed. A part that is nil is not known: a check that needs it warns, and
/// never passes.
package struct PostureFacts: Hashable, Sendable {
  package var live: LiveSessions?
  package var nonceDomains: NonceDomains?
  package var modes: [ModeTable.Entry]?
  /// Executions of the last ``PostureLimits/executionDays`` days.
  package var executions: Executions?
  package var detected: Detected?
  /// Revocations of the last ``PostureLimits/planDays`` days.
  package var revocations: Revocations?
  package var drills: Drills?
  package var policyFile: PolicyFileState?
  /// Operators who may approve what another one asks.
  package var approvers: Int?
  package var log: SignedLogState?

  package init() {}
}

extension PostureFacts {
  /// Sessions that are neither expired nor revoked.
  package struct LiveSessions: Hashable, Sendable {
    package var count = 0
    /// From issue to expiry; nil without sessions.
    package var longestLife: TimeSpan?
    /// Sessions whose life from issue to expiry is longer than the `maxTtl` of their capabilities: an extension, or an
    /// earlier policy.
    package var lifeOverMaxTTL = 0
    /// Sessions that still have more left than that `maxTtl`: no extension can do that, only an earlier policy.
    package var leftOverMaxTTL = 0
    package var lifeOverCeiling = 0
    /// Sessions with more than one capability.
    package var severalCapabilities = 0
    /// Sessions with a capability that is ``CapabilityBreadth/generic``, and ``CapabilityBreadth/unspecific``.
    package var generic = 0
    package var unspecific = 0
    /// Sessions with a capability that is a draft or not registered in the policy in force.
    package var inactiveCapability = 0
    /// One such capability, in lower case.
    package var inactiveExample: String?
    /// Sessions with more than ``PostureLimits/wideDestinations`` entries in their destination lists.
    package var wideDestinations = 0
    package var mostDestinations = 0
    /// Sessions that need an attestation before they act again.
    package var dormant = 0
    /// Sessions that live longer than the policy's default `inactivity`, with a limit that is as long as their life.
    package var neverDormant = 0
    /// Sessions whose limit is longer than that default.
    package var looseInactivity = 0

    package init() {}
  }

  /// Nonce domains of all sessions that were ever granted, and how live sessions share them.
  package struct NonceDomains: Hashable, Sendable {
    package var count = 0
    package var sessions = 0
    /// Sessions of the domain that has most.
    package var largest = 0
    /// Domains that served more than one action class.
    package var mixed = 0
    /// Of those, domains in which two live sessions have no action class in common.
    package var unrelated = 0
    /// One of those by name.
    package var example: String?

    package init() {}
  }

  package struct Executions: Hashable, Sendable {
    package var all: Int64 = 0
    package var denied: Int64 = 0
    /// Allowed after the revocation of their session had taken effect.
    package var allowedAfterRevocation: Int64 = 0

    package init() {}
  }

  /// What the policy's detection finds at this moment.
  package struct Detected: Hashable, Sendable {
    /// Sessions over the limit, and those of them that are live.
    package var sessions = 0
    package var live = 0

    package init() {}
  }

  package struct Revocations: Hashable, Sendable {
    package var byPlane: [Plane: Int] = [:]
    /// Critical alerts whose session was revoked and seen to refuse, and those that still wait.
    package var answeredAlerts = 0
    package var pendingAlerts = 0
    /// From a critical alert until then, nearest rank; nil without answered alerts.
    package var timeToRevocationP95: TimeSpan?

    package init() {}
  }

  /// Live drills in the audit log.
  package struct Drills: Hashable, Sendable {
    /// Nil where none was run.
    package var lastAt: Timestamp?
    package var lastPassed = false

    package init() {}
  }

  package struct PolicyFileState: Hashable, Sendable {
    package var appliedAt: Timestamp
    /// The built-in policy still stands: nobody applied one.
    package var isStarter: Bool

    package init(appliedAt: Timestamp, isStarter: Bool) {
      self.appliedAt = appliedAt
      self.isStarter = isStarter
    }
  }

  /// How far the log is signed.
  package struct SignedLogState: Hashable, Sendable {
    package var leaves: UInt64
    package var unsigned: UInt64
    /// The time of the oldest leaf that no checkpoint covers; nil where all are covered.
    package var unsignedSince: Timestamp?

    package init(leaves: UInt64, unsigned: UInt64, unsignedSince: Timestamp?) {
      self.leaves = leaves
      self.unsigned = unsigned
      self.unsignedSince = unsignedSince
    }
  }
}
