/// Why an execution is denied: every reason that holds, in the contract's fixed order.
package struct Reasons: OptionSet, Hashable, Sendable {
  package let rawValue: UInt32

  package init(rawValue: UInt32) { self.rawValue = rawValue }

  private init(at position: Int) { rawValue = 1 << UInt32(position) }

  package static let stateStale = Reasons(at: 0)
  package static let unknownSession = Reasons(at: 1)
  package static let sessionRevoked = Reasons(at: 2)
  package static let sessionNotYetValid = Reasons(at: 3)
  package static let sessionExpired = Reasons(at: 4)
  package static let attestationRequired = Reasons(at: 5)
  package static let modeLockdown = Reasons(at: 6)
  package static let modeDenyFirst = Reasons(at: 7)
  package static let modeGuarded = Reasons(at: 8)
  package static let capabilityUnregistered = Reasons(at: 9)
  package static let capabilityNotGranted = Reasons(at: 10)
  package static let chainMismatch = Reasons(at: 11)
  package static let destinationNotAllowed = Reasons(at: 12)
  package static let domainMismatch = Reasons(at: 13)
  package static let nonceReplayed = Reasons(at: 14)
  package static let nonceOutOfWindow = Reasons(at: 15)
  package static let valueOverExecutionLimit = Reasons(at: 16)
  package static let valueOverWindow = Reasons(at: 17)
  package static let valueOverBudget = Reasons(at: 18)
  package static let executionLimitReached = Reasons(at: 19)

  /// The four that an over-limit test may name.
  package static let overLimit: Reasons = [
    .valueOverExecutionLimit, .valueOverWindow, .valueOverBudget, .executionLimitReached,
  ]

  /// The words of the contract; the position is the bit.
  package static let allNames = [
    "state_stale", "unknown_session", "session_revoked", "session_not_yet_valid", "session_expired",
    "attestation_required", "mode_lockdown", "mode_deny_first", "mode_guarded", "capability_unregistered",
    "capability_not_granted", "chain_mismatch", "destination_not_allowed", "domain_mismatch",
    "nonce_replayed",
    "nonce_out_of_window", "value_over_execution_limit", "value_over_window", "value_over_budget",
    "execution_limit_reached",
  ]

  /// The reason with this word, or nil.
  package init?(name: String) {
    guard let position = Reasons.allNames.firstIndex(of: name) else { return nil }
    self.init(at: position)
  }

  /// The words of the reasons that hold, in order.
  package var names: [String] {
    Reasons.allNames.indices.filter { rawValue >> UInt32($0) & 1 == 1 }.map { Reasons.allNames[$0] }
  }
}
