/// Why an event is not accepted, in the contract's order.
package enum Refusal: String, CaseIterable, Hashable, Sendable {
  case malformed
  case duplicateSession = "duplicate_session"
  case unknownSession = "unknown_session"
  case sessionRevoked = "session_revoked"
  case sessionExpired = "session_expired"
  case capabilityUnregistered = "capability_unregistered"
  case expiredOnArrival = "expired_on_arrival"
  case ttlOverLimit = "ttl_over_limit"
  case unknownRevocation = "unknown_revocation"
  case outOfOrder = "out_of_order"
}
