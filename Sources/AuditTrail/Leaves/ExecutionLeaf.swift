package import Delegation

/// One execution with its decision as the audit trail keeps it: a leaf of the log.
package struct ExecutionLeaf: Hashable, Sendable {
  /// Its place in commit order, from 1.
  package let sequence: Int64
  package let at: Timestamp
  package let requestID: String
  package let sessionKey: String
  package let capability: String
  package let destination: String
  package let chainID: UInt64
  package let value: Money
  package let nonceDomain: String
  package let nonce: UInt64
  package let reasons: Reasons
  package let mode: PolicyMode
  /// The version of the policy that decided.
  package let policy: String
  /// On an allow: what the budget still lets through.
  package let remaining: Money?

  package init(
    sequence: Int64, at: Timestamp, requestID: String, sessionKey: String, capability: String,
    destination: String, chainID: UInt64, value: Money, nonceDomain: String, nonce: UInt64, reasons: Reasons,
    mode: PolicyMode, policy: String, remaining: Money?
  ) {
    self.sequence = sequence
    self.at = at
    self.requestID = requestID
    self.sessionKey = sessionKey
    self.capability = capability
    self.destination = destination
    self.chainID = chainID
    self.value = value
    self.nonceDomain = nonceDomain
    self.nonce = nonce
    self.reasons = reasons
    self.mode = mode
    self.policy = policy
    self.remaining = remaining
  }

  /// The leaf: one line of JSON, its members always in this order.
  package func write(to writer: LeafWriter) {
    writer.begin()
    writer.member("seq", UInt64(clamping: sequence))
    writer.member("at", at)
    writer.member("action", "execution")
    writer.member("requestId", requestID)
    writer.member("sessionKey", sessionKey)
    writer.member("capability", capability)
    writer.member("destination", destination)
    writer.member("chainId", chainID)
    writer.member("valueUsd", value)
    writer.member("nonceDomain", nonceDomain)
    writer.member("nonce", nonce)
    writer.member("decision", reasons.isEmpty ? "allow" : "deny")
    writer.member("reasons", words: reasons.isEmpty ? [] : reasons.names)
    writer.member("mode", mode.rawValue)
    writer.member("policy", policy)
    if let remaining { writer.member("remainingUsd", remaining) }
    writer.end()
  }
}

extension ExecutionLeaf {
  package init(_ request: ExecutionRequest, _ decision: Decision, sequence: Int64) {
    self.init(
      sequence: sequence, at: decision.at, requestID: request.requestID, sessionKey: request.sessionKey.text,
      capability: request.capability.text, destination: request.destination.text, chainID: request.chainID,
      value: request.value, nonceDomain: request.nonceDomain.text, nonce: request.nonce,
      reasons: decision.reasons, mode: decision.mode, policy: decision.policy.text,
      remaining: decision.remaining)
  }
}
