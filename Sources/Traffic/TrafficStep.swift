package import Delegation

/// One thing that happens to the store.
package enum TrafficStep: Hashable, Sendable {
  case grant(Envelope)
  case attest(Identifier)
  /// By the user, who is done with the session.
  case revoke(Identifier)
  /// `attack` is nil for honest traffic; the store never sees it.
  case request(ExecutionRequest, attack: Attack?)
}

/// The attacks that the generator plays, each on a session key that leaked.
package enum Attack: String, CaseIterable, Hashable, Sendable {
  /// Tries capabilities that the envelope does not grant.
  case scopeProbe
  /// Sends value to a destination of the attacker's.
  case destinationDrain
  /// Takes the key to another chain.
  case chainHop
  /// Sends accepted requests again.
  case replay
  /// Spends within every limit, but all at once.
  case burst
}
