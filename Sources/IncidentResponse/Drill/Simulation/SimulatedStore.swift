import Delegation
import PolicyEngine

/// The session store in memory, on virtual time: the ledger's sessions, revocations and modes, decided by the real
/// decision function at the store's own time.
final class SimulatedStore {
  private(set) var ledger: Ledger
  private(set) var policy: Policy
  /// Never goes back: a point's wrong clock moves it forward at most.
  private var lastTime = Timestamp.epoch

  init(policy: Policy) {
    self.policy = policy
    ledger = Ledger(policy: policy)
  }

  /// - Parameter clock: what the caller takes for the time.
  func decide(_ request: ExecutionRequest, clock: Timestamp) -> Decision {
    lastTime = max(lastTime, clock)
    return PolicyEngine.decide(
      request, session: ledger.sessions[request.sessionKey],
      in: DecisionContext(policy: policy, modes: ledger.modes, at: lastTime))
  }

  /// - Returns: the store's time of the commit.
  @discardableResult
  func commit(_ event: SessionEvent, at time: Timestamp) -> Timestamp {
    lastTime = max(lastTime, time)
    _ = ledger.apply(LoggedEvent(at: lastTime, event: event))
    return lastTime
  }

  func putInForce(_ policy: Policy) { self.policy = policy }

  func revokedFrom(_ key: Identifier) -> Timestamp? { ledger.revocations.revokedFrom(key) }
}
