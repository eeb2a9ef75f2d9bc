package import Delegation
package import PolicyEngine
package import SessionStore

/// A request that is only asked about, never made.
package enum ProbeRequest {
  /// What a revoked session would be allowed were it not revoked: its first capability that the policy knows, the first
  /// destination that it has for that, its chain and nonce domain, a nonce beyond all that were accepted, and no value.
  ///
  /// Where the session could do nothing anyway, because it has expired or its policy has changed, the request has other
  /// reasons to be denied beside the revocation; a point must name the revocation all the same.
  /// - Returns: nil when no destination is allowed, or no nonce is left.
  package static func make(for session: SessionDetail, under policy: Policy?, id: String) -> ExecutionRequest?
  {
    let envelope = session.row.envelope
    let served = envelope.capabilities.filter { envelope.destination(for: $0) != nil }
    guard let capability = served.first(where: { policy?.activeRule(for: $0) != nil }) ?? served.first,
      let destination = envelope.destination(for: capability), session.nonceHighest != UInt64.max
    else { return nil }
    return ExecutionRequest(
      requestID: id, sessionKey: envelope.sessionKey, capability: capability, destination: destination,
      chainID: envelope.chainID, value: .zero, nonceDomain: envelope.nonceDomain,
      nonce: session.nonceHighest.map { $0 + 1 } ?? 1)
  }
}

extension Envelope {
  /// The first that it allows for a capability.
  fileprivate func destination(for capability: Identifier) -> Identifier? {
    switch destinations {
    case .shared(let list): list.first
    case .perCapability(let lists): lists.first { $0.capability == capability }?.destinations.first
    }
  }
}
