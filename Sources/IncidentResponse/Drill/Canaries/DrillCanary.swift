package import Delegation

/// The session keys of a drill: in an id space of their own, capped, labelled, and asking for nothing of value.
package enum DrillCanary {
  package static let labelKey = "drill"
  package static let idPrefix = "DRILL-"
  /// What a canary may spend at most; its probes ask for nothing.
  package static let cap = Money(micros: 1_000_000) ?? .zero
  /// Of the starter policy: a drill on a live store says which of its own to use.
  package static let capability = Identifier.opaque("swap.execute")

  package static func label(_ drill: String) -> Label { Label(key: labelKey, value: drill) }

  /// `DRILL-…-k1` and so on.
  /// - Throws: ``Identifier/Problem`` when the drill's id is no name.
  package static func key(_ drill: String, _ number: Int) throws(Identifier.Problem) -> Identifier {
    try Identifier("\(drill)-k\(number)")
  }

  /// Whether a session is a canary of this drill: by its key, its label, and its cap.
  package static func isCanary(_ envelope: Envelope, of drill: String) -> Bool {
    envelope.sessionKey.text.hasPrefix("\(drill)-k") && envelope.has(label: label(drill))
      && envelope.maxValue <= cap
  }
}

extension Envelope {
  /// A canary's envelope.
  package static func canary(
    _ key: Identifier, drill: String, capability: Identifier = DrillCanary.capability,
    destinations: [Identifier], chainID: UInt64 = 1, issuedAt: Timestamp? = nil, expiresAt: Timestamp,
    inactivity: TimeSpan? = nil
  ) -> Envelope {
    Envelope(
      sessionKey: key, wallet: .opaque("\(drill)-wallet"), capabilities: [capability],
      maxValue: DrillCanary.cap, destinations: .shared(destinations), chainID: chainID, expiresAt: expiresAt,
      nonceDomain: .opaque("drill"), issuedAt: issuedAt, inactivity: inactivity,
      labels: [DrillCanary.label(drill)])
  }

  /// A probe: worth nothing.
  package func probe(nonce: UInt64, capability: Identifier? = nil, destination: Identifier)
    -> ExecutionRequest
  {
    ExecutionRequest(
      requestID: "\(sessionKey.text)-\(nonce)", sessionKey: sessionKey,
      capability: capability ?? capabilities[0], destination: destination, chainID: chainID, value: .zero,
      nonceDomain: nonceDomain, nonce: nonce)
  }
}
