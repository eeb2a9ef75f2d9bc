/// Why an execution is denied: every reason that holds, in the contract's fixed order.
package struct Reasons: OptionSet, Hashable, Sendable {
  package let rawValue: UInt32

  @inlinable
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Allow. Written out, because the `[]` of an option set goes through generic code on every use.
  @inlinable
  package static var none: Reasons { Reasons(rawValue: 0) }

  @inlinable
  package init(at position: Int) { self.init(rawValue: 1 << UInt32(position)) }

  @inlinable package static var stateStale: Reasons { Reasons(at: 0) }
  @inlinable package static var unknownSession: Reasons { Reasons(at: 1) }
  @inlinable package static var sessionRevoked: Reasons { Reasons(at: 2) }
  @inlinable package static var sessionNotYetValid: Reasons { Reasons(at: 3) }
  @inlinable package static var sessionExpired: Reasons { Reasons(at: 4) }
  @inlinable package static var attestationRequired: Reasons { Reasons(at: 5) }
  @inlinable package static var modeLockdown: Reasons { Reasons(at: 6) }
  @inlinable package static var modeDenyFirst: Reasons { Reasons(at: 7) }
  @inlinable package static var modeGuarded: Reasons { Reasons(at: 8) }
  @inlinable package static var capabilityUnregistered: Reasons { Reasons(at: 9) }
  @inlinable package static var capabilityNotGranted: Reasons { Reasons(at: 10) }
  @inlinable package static var chainMismatch: Reasons { Reasons(at: 11) }
  @inlinable package static var destinationNotAllowed: Reasons { Reasons(at: 12) }
  @inlinable package static var domainMismatch: Reasons { Reasons(at: 13) }
  @inlinable package static var nonceReplayed: Reasons { Reasons(at: 14) }
  @inlinable package static var nonceOutOfWindow: Reasons { Reasons(at: 15) }
  @inlinable package static var valueOverExecutionLimit: Reasons { Reasons(at: 16) }
  @inlinable package static var valueOverWindow: Reasons { Reasons(at: 17) }
  @inlinable package static var valueOverBudget: Reasons { Reasons(at: 18) }
  @inlinable package static var executionLimitReached: Reasons { Reasons(at: 19) }

  // An option set's own operations go through the protocol's witnesses outside this module; these are its bits.
  @inlinable package var isEmpty: Bool { rawValue == 0 }
  @inlinable package mutating func formUnion(_ other: Reasons) { self = union(other) }
  @inlinable package func union(_ other: Reasons) -> Reasons { Reasons(rawValue: rawValue | other.rawValue) }

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
