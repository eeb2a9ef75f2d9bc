package import Delegation
package import PolicyEngine

/// The shared store that enforces sessions: every face of Curfew makes the same calls and cannot disagree.
///
/// Calls are synchronous, because a decision is one transaction with nothing awaited inside; make them off the main
/// actor. Every backend is safe to call from any thread, and from any number of processes on one store. Each call
/// either takes effect whole, and durably before it returns, or throws ``StoreError`` and changed nothing.
///
/// A call's time is the later of the clock and the store's last time, read inside its transaction.
package protocol SessionStore: AnyObject, Sendable {
  // MARK: Enforcement

  /// Decides `requests` in order, records every one, and returns after the commit: nobody hears "allow" before it.
  ///
  /// Takes as many from the front as make one bounded transaction, at least one, and stops early when a revocation
  /// waits: the result is as long as what was decided, and the caller comes again with the rest.
  func authorize(_ requests: ArraySlice<ExecutionRequest>) throws(StoreError) -> [Decision]

  /// Decides without recording: counts nowhere, and each request sees the store as it is.
  func preview(_ requests: ArraySlice<ExecutionRequest>) throws(StoreError) -> [Decision]

  // MARK: Session life

  /// Grants each envelope that is accepted, in one commit; a refused one never costs the others.
  func grant(_ grants: [Grant], by operator: Operator) throws(StoreError) -> [GrantOutcome]
  func attest(_ key: Identifier, by operator: Operator) throws(StoreError) -> [Refusal]
  func extend(_ key: Identifier, to expiresAt: Timestamp, by operator: Operator) throws(StoreError)
    -> [Refusal]
  func logOut(wallet: Identifier, by operator: Operator) throws(StoreError)

  // MARK: Stopping and starting again

  /// Ends a session, or blocks a key that is not known yet. Waits for one bounded batch of others at most. Idempotent.
  func revoke(_ order: RevocationOrder, by operator: Operator) throws(StoreError) -> RevocationReceipt
  /// Ends every session that `scope` covers and that is neither expired nor revoked, in one commit.
  func revoke(scope: Scope, reason: String, by operator: Operator) throws(StoreError) -> ScopeReceipt
  /// What a scoped revocation would end.
  func preview(scope: Scope) throws(StoreError) -> ScopePreview
  /// Withdraws a revocation of `key`: the named one, or with nil the latest by this operator.
  func reinstate(
    _ key: Identifier, revocationID: String?, reason: String, by operator: Operator
  ) throws(StoreError) -> Reinstatement
  func change(
    mode: PolicyMode, scope: Scope, reason: String, by operator: Operator
  ) throws(StoreError) -> ModeReceipt

  // MARK: Policy

  func policy() throws(StoreError) -> StoredPolicy
  /// Puts a policy in force for every process. `yaml` must be the text that `policy` was loaded from.
  func apply(_ policy: Policy, yaml: String, reason: String, by operator: Operator) throws(StoreError)
    -> StoredPolicy
  func modes() throws(StoreError) -> [ModeTable.Entry]

  // MARK: Reading

  func list(_ query: SessionQuery) throws(StoreError) -> SessionListing
  /// The counts of the header.
  func overview() throws(StoreError) -> Overview
  /// One session with its latest executions (newest first) and all its revocations, or nil.
  func session(_ key: Identifier, executions limit: Int) throws(StoreError) -> SessionDetail?
  /// Gives `body` every session, oldest grant first, as of one moment.
  func forEachSession(_ body: (SessionRow) throws -> Void) throws
  /// Gives `body` the store's event log in commit order: replayed under the same policy it decides the same.
  func forEachEvent(includingExecutions: Bool, _ body: (LoggedEvent) throws -> Void) throws
  /// The latest operator actions, newest first.
  func actions(limit: Int) throws(StoreError) -> [OperatorAction]

  // MARK: Life of the connection

  /// Calls `notify`, from a thread of the store's, after every change that another connection or this one commits;
  /// bursts may be merged into one call. Ends when the subscription is cancelled or the store is closed.
  func onChange(_ notify: @escaping @Sendable () -> Void) throws(StoreError) -> any ChangeSubscription
  func close()
}

package protocol ChangeSubscription: AnyObject, Sendable {
  func cancel()
}
