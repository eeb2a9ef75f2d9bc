package import Delegation

/// Who looks at what a ledger does, and says how risky its sessions are. Sessions are named by their position: the place
/// in the order of their grants, from 0.
package protocol LedgerWatch {
  /// The risk of a session before a request at `time`.
  mutating func risk(of position: Int, _ session: borrowing SessionState, at time: Timestamp) -> RiskScore
  /// A session was granted.
  mutating func granted(_ session: borrowing SessionState, at time: Timestamp, event: Int64)
  /// A request of a session was decided; `session` is as the decision saw it.
  mutating func decided(
    _ request: ExecutionRequest, _ decision: Decision, of position: Int, _ session: borrowing SessionState,
    event: Int64)
  /// A revocation of the session that holds from `start` was entered at `time`, or withdrawn where `start` is nil.
  mutating func revocationsChanged(
    of position: Int, _ session: borrowing SessionState, from start: Timestamp?, at time: Timestamp)
}

/// Nobody looks, and nothing is risky.
package struct Unwatched: LedgerWatch {
  package init() {}
  package func risk(of position: Int, _ session: borrowing SessionState, at time: Timestamp) -> RiskScore {
    .none
  }
  package func granted(_ session: borrowing SessionState, at time: Timestamp, event: Int64) {}
  package func decided(
    _ request: ExecutionRequest, _ decision: Decision, of position: Int, _ session: borrowing SessionState,
    event: Int64
  ) {}
  package func revocationsChanged(
    of position: Int, _ session: borrowing SessionState, from start: Timestamp?, at time: Timestamp
  ) {}
}
