package import AuditTrail
package import Delegation
package import Digests
package import PolicyEngine
package import RiskScoring

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

  // MARK: Assertions

  /// Issues a short-lived signed assertion of an active session, and records until when it may be believed.
  /// - Parameter life: 1 s … ``SessionAssertion/longestLife``; cut where the session ends before.
  /// - Throws: also ``StoreError/assertion(_:)``.
  func assert(_ key: Identifier, life: TimeSpan, by operator: Operator) throws(StoreError) -> IssuedAssertion
  /// What a token of this store says, if the store still stands by it.
  /// - Throws: also ``StoreError/assertion(_:)``: it is no token of this store, has expired, or the session has ended.
  func verify(token: String) throws(StoreError) -> SessionAssertion

  // MARK: Stopping and starting again

  /// Ends a session, or blocks a key that is not known yet. Waits for one bounded batch of others at most. Idempotent.
  func revoke(_ order: RevocationOrder, by operator: Operator) throws(StoreError) -> RevocationReceipt
  /// Ends these sessions, or blocks keys that are not known yet, with an entry and evidence for each, as the revocation of one
  /// does.
  ///
  /// Takes as many from the front as make one bounded commit, at least one, and stops early when somebody else waits to
  /// tighten: the result is as long as what was revoked, and the caller comes again with the rest.
  func revoke(_ keys: ArraySlice<Identifier>, reason: String, by operator: Operator) throws(StoreError)
    -> [RevocationReceipt]
  /// Ends every session that `scope` covers and that is neither expired nor revoked, in one commit.
  func revoke(scope: Scope, reason: String, by operator: Operator) throws(StoreError) -> ScopeReceipt
  /// Ends a session on its wallet's word alone: `signature` is the wallet's EIP-191 signature of `message`, 65 bytes. Works
  /// past the session's expiry and as often as it is sent; one message takes effect once.
  /// - Throws: also ``StoreError/wallet(_:)``.
  func revoke(_ message: UserRevocation, signature: [UInt8]) throws(StoreError) -> RevocationReceipt
  /// What a scoped revocation would end.
  func preview(scope: Scope) throws(StoreError) -> ScopePreview
  /// What the executions of late would have become under a mode. Changes nothing, and blocks neither writers nor readers.
  /// - Parameter progress: told how much is done, 0 … 1, from a thread of the store's; when it answers false the rest is
  ///   left out, and the result says so.
  func preview(_ query: ModePreviewQuery, progress: @escaping @Sendable (Double) -> Bool) throws(StoreError)
    -> ModePreview
  /// Ends a session and every other that has something in common with it, as ``revoke(scope:reason:by:)`` does.
  /// - Throws: also ``StoreError/notFound(_:)`` when no session has the key, or it has nothing of the kind.
  func revoke(_ related: RelatedScope, to key: Identifier, reason: String, by operator: Operator)
    throws(StoreError) -> ScopeReceipt
  /// What that would end.
  func preview(_ related: RelatedScope, to key: Identifier) throws(StoreError) -> ScopePreview
  /// Withdraws a revocation of `key`: the named one, or with nil the latest by this operator. Within the grace time who
  /// revoked does so alone; after it a second operator is asked.
  /// - Throws: also ``StoreError/operators(_:)`` unless the operator is proved to be one.
  func reinstate(
    _ key: Identifier, revocationID: String?, reason: String, by operator: Operator
  ) throws(StoreError) -> Reinstatement
  /// Sets a mode. Tightening takes effect at once, whoever does it; for a looser one a second operator is asked.
  /// - Parameter expected: what must hold of the mode that the very scope has, in the same transaction.
  /// - Throws: also ``StoreError/mode(inForce:)`` where that does not hold, and ``StoreError/operators(_:)`` when it is
  ///   looser and the operator is not proved to be one.
  func change(
    mode: PolicyMode, scope: Scope, expecting expected: ExpectedMode, reason: String, by operator: Operator
  ) throws(StoreError) -> Loosened<ModeReceipt>

  // MARK: Policy

  func policy() throws(StoreError) -> StoredPolicy
  /// The policy that was in force at a time; before the first, the first.
  func policy(at time: Timestamp) throws(StoreError) -> StoredPolicy
  /// Puts a policy in force for every process. `yaml` must be the text that `policy` was loaded from. One that lets
  /// something through that the one in force does not is asked of a second operator.
  func apply(_ policy: Policy, yaml: String, reason: String, by operator: Operator) throws(StoreError)
    -> Loosened<StoredPolicy>
  func modes() throws(StoreError) -> [ModeTable.Entry]

  // MARK: Operators and approvals (design principle 1)

  var identity: StoreIdentity { get }
  /// Why this account's key of the log cannot be used; nil where it can, or where there is none.
  var keyProblem: StoreError? { get }
  /// Whether this account holds the key that signs the log, and may write.
  var signsLog: Bool { get }
  /// In the order in which they were added.
  func operators() throws(StoreError) -> [OperatorRecord]
  func addOperator(
    _ name: String, key: Ed25519.PublicKey, roles: Set<OperatorRole>, reason: String, by operator: Operator
  ) throws(StoreError) -> Loosened<OperatorRecord>
  func removeOperator(_ name: String, reason: String, by operator: Operator) throws(StoreError)
    -> Loosened<OperatorRecord>
  /// Requests, newest first.
  func approvals(limit: Int) throws(StoreError) -> [ApprovalRequest]
  /// Approves a request that another operator made, and carries it out: one transaction.
  func approve(_ id: String, by operator: Operator) throws(StoreError) -> ApprovalRequest
  func deny(_ id: String, reason: String, by operator: Operator) throws(StoreError) -> ApprovalRequest

  // MARK: The audit log

  /// Gives `body` the log's leaves with these numbers as of one moment, oldest first: their texts as they were hashed.
  func forEachLeaf(from first: Int64, through last: Int64, _ body: (LogLeaf) throws -> Void) throws
  /// The latest state changes and operator actions, newest first; executions are not among them.
  func entries(limit: Int) throws(StoreError) -> [AuditEntry]
  /// Those before the leaf with the number `sequence`, newest first; at most 1,000 are read.
  func entries(before sequence: Int64, limit: Int) throws(StoreError) -> [AuditEntry]
  func logHead() throws(StoreError) -> LogHead
  /// Signs the log's head as it stands. Operators' actions are signed with their commit; executions 256 at a time or a
  /// second apart, with the next commit, when the store is closed, or by this.
  func signHead() throws(StoreError)
  /// Checks the log against its checkpoints, and every table against the log, from the raw rows.
  func verifyAudit(_ anchors: AuditAnchors) throws(StoreError) -> AuditReport
  /// The leaf with this number, and the path that proves it part of the signed log.
  /// - Throws: ``StoreError/notFound(_:)`` when the signed log has no such leaf.
  func proveInclusion(of sequence: Int64) throws(StoreError) -> InclusionEvidence
  /// The leaf with this number, executions among them; nil where the log has none.
  func leaf(_ sequence: Int64) throws(StoreError) -> LogLeaf?
  /// As ``proveInclusion(of:)``, in the first signed head at or after the leaf that the store keeps for good: the head after
  /// each event of an incident. Asked again at any time it is the same; nil while there is no such head.
  func proveForGood(_ sequence: Int64) throws(StoreError) -> InclusionEvidence?
  /// The path that proves the signed log a continuation of the one with `size` leaves.
  func proveConsistency(from size: UInt64) throws(StoreError) -> ConsistencyEvidence

  // MARK: Risk, detection and metrics

  /// Why a session has its score; nil when there is no such session.
  func risk(of key: Identifier) throws(StoreError) -> RiskReport?
  /// Takes away the floors under a session's score, with a reason.
  /// - Throws: also ``StoreError/operators(_:)`` unless the operator is proved to be one.
  func clearFloors(of key: Identifier, reason: String, by operator: Operator) throws(StoreError)
    -> FloorClearing
  /// What the seed's query gives at this moment: the sessions with more context mismatches within the policy's window
  /// than it lets pass, most first.
  func detect() throws(StoreError) -> [MismatchWindow.Found]
  /// One alert, closed or not.
  func alert(_ id: Int64) throws(StoreError) -> Alert?
  func alerts(_ query: AlertQuery) throws(StoreError) -> AlertListing
  func act(_ action: AlertAction, on alert: Int64, reason: String, by operator: Operator) throws(StoreError)
    -> AlertOutcome
  /// The five metrics over [`from`, `to`), both cut to whole minutes.
  func metrics(from: Timestamp, to: Timestamp) throws(StoreError) -> HealthMetrics
  /// The same as they stood at `asOf`: an alert that was answered later still waits.
  func metrics(from: Timestamp, to: Timestamp, asOf: Timestamp) throws(StoreError) -> HealthMetrics
  /// The window in parts of `step`, a whole number of minutes; parts without an execution are there too.
  func metricsPoints(from: Timestamp, to: Timestamp, step: TimeSpan) throws(StoreError) -> [MetricsPoint]

  /// What posture checks look at, as of one moment. Runs once through all sessions (about a second for a million), on a
  /// connection of its own: neither readers nor writers wait for it.
  func posture() throws(StoreError) -> PostureReading

  /// The modes in force with who set each, in the order in which they were set. Quick however long the log is.
  func modesInForce() throws(StoreError) -> [ModeInForce]

  // MARK: Incidents

  /// The events of one incident, or with nil of all, in the order in which they were recorded.
  func incidentRecords(of incident: String?) throws(StoreError) -> [IncidentRecord]
  /// Records what `next` makes of the events there are and the store's time, all in one transaction; nobody records in
  /// between. A failure of `next` records nothing.
  func record<Problem: Error>(
    incident: String?, by operator: Operator,
    _ next: ([IncidentRecord], Timestamp) -> Result<[IncidentDraft], Problem>
  ) throws(StoreError) -> Result<[IncidentRecord], Problem>

  /// The sessions that these leaves of the log revoked, each once: of a scope all that it covered. A key that no session
  /// has is left out.
  /// - Throws: also ``StoreError/notFound(_:)`` where a leaf revokes nothing.
  func sessions(revokedBy leaves: [Int64]) throws(StoreError) -> [SessionRow]

  // MARK: Notices to users

  /// Lets the exact text of a notice go out. A second operator is asked; where nobody else could be, it is done alone and
  /// recorded. A text that was approved before is that one again.
  /// - Throws: also ``StoreError/operators(_:)`` unless the operator is proved to be one.
  func publishNotice(_ notice: NoticePublication, reason: String, by operator: Operator) throws(StoreError)
    -> Loosened<PublishedNotice>
  /// What may go out of an incident, in the order in which it was approved.
  /// - Throws: also ``StoreError/corrupt(message:)`` where a text is not the one whose digest was approved.
  func publishedNotices(of incident: String) throws(StoreError) -> [PublishedNotice]

  // MARK: Lists of destinations

  /// Puts a list in force under a name, in place of the one that had it. What is on it is evidence from now on.
  func importList(
    _ name: String, _ listings: [DestinationListing], reason: String, by operator: Operator
  ) throws(StoreError) -> DestinationListRecord
  /// - Returns: false when no list of this name is in force.
  func removeList(_ name: String, reason: String, by operator: Operator) throws(StoreError) -> Bool
  /// In the order in which they were imported, those that were replaced or removed among them.
  func lists() throws(StoreError) -> [DestinationListRecord]
  /// What the lists in force say of a destination.
  func notes(on destination: Identifier, chain: UInt64) throws(StoreError) -> [DestinationNote]

  // MARK: Drills

  /// Enters a drill into the audit log.
  /// - Returns: the entry's number.
  func record(_ drill: DrillEntry, by operator: Operator) throws(StoreError) -> Int64
  /// The entries of drills, oldest first.
  func drills() throws(StoreError) -> [AuditEntry]

  // MARK: Enforcement points

  /// Why other processes cannot ask this one what it would decide; nil where they can, or where it never decided. Nothing
  /// of that keeps it from deciding.
  var pointProblem: String? { get }
  /// The processes that decide on this store, by name: those that live, and those that are not known to be dead.
  func points() throws(StoreError) -> [EnforcementPoint]
  /// Asks a point what it would decide. Nothing is recorded anywhere.
  /// - Parameter timeout: for all of the answers together.
  func probe(_ requests: [ExecutionRequest], at point: EnforcementPoint, timeout: Duration) -> PointAnswer
  /// Enters into the audit log that a point was seen to refuse after a revocation: once for each of both.
  /// - Parameter revocation: the log's number of a `session.revoke` or a `scope.revoke`.
  /// - Returns: false when it was entered before.
  /// - Throws: ``StoreError/notFound(_:)`` when no revocation has that number.
  func noteEffective(
    point: String, of revocation: Int64, incident: String?, by operator: Operator
  ) throws(StoreError) -> Bool
  /// What was entered of these revocations, oldest first.
  func pointsEffective(of revocations: [Int64]) throws(StoreError) -> [PointEffect]

  // MARK: What came after a revocation

  /// What the sessions of some revocations did before and after, and what is still possible beside them.
  /// - Throws: also ``StoreError/notFound(_:)`` when no revocation has one of the numbers.
  func attempts(_ query: AttemptQuery) throws(StoreError) -> AttemptSummary
  /// The executions of their sessions from a time on, counted by steps of time.
  func attemptSteps(_ query: AttemptStepQuery) throws(StoreError) -> AttemptSteps
  /// All revocations of a key, whether a session has it or not, in commit order.
  func revocations(of key: Identifier) throws(StoreError) -> [RevocationRecord]
  /// The log's number of the latest `scope.revoke` with exactly this scope.
  func latestRevocation(scope: Scope) throws(StoreError) -> Int64?

  // MARK: Reading

  func list(_ query: SessionQuery) throws(StoreError) -> SessionListing
  /// Makes filters, orders and groups of a large store quick from now on: reads every session into memory, some seconds for
  /// a million, and keeps up with every change. Answers are the same without it, and are given meanwhile.
  /// - Returns: false where that would take too much memory, or has no use.
  func prepareSearch() throws(StoreError) -> Bool
  /// What that takes in memory, in bytes.
  var searchBytes: Int { get }
  /// The sessions that match by what they have in common: the worst score first, of equal ones the larger, of equal ones
  /// by name.
  func groups(_ query: GroupQuery) throws(StoreError) -> GroupListing
  /// The sessions with these keys as of one moment, in their order; a key that no session has is left out.
  func rows(of keys: [Identifier]) throws(StoreError) -> SessionListing
  /// The counts of the header.
  func overview() throws(StoreError) -> Overview
  /// One session with its latest executions (newest first) and all its revocations, or nil.
  func session(_ key: Identifier, executions limit: Int) throws(StoreError) -> SessionDetail?
  /// The execution with this number in the log, or nil.
  func execution(_ sequence: Int64) throws(StoreError) -> ExecutionRecord?
  /// The executions with this request id, newest first. Reads all there are: half a second for a million.
  func executions(requestID: String, limit: Int) throws(StoreError) -> [ExecutionRecord]
  /// What the log says of a session key, with the executions next to `execution`, by its number, or with nil the latest.
  func history(of key: Identifier, around execution: Int64?) throws(StoreError) -> SessionHistory
  /// Gives `body` every session, oldest grant first, as of one moment.
  func forEachSession(_ body: (SessionRow) throws -> Void) throws
  /// Gives `body` the store's event log in commit order: replayed under the same policy it decides the same.
  func forEachEvent(includingExecutions: Bool, _ body: (LoggedEvent) throws -> Void) throws

  // MARK: Life of the connection

  /// Calls `notify`, from a thread of the store's, after every change that another connection or this one commits;
  /// bursts may be merged into one call. Ends when the subscription is cancelled or the store is closed.
  func onChange(_ notify: @escaping @Sendable () -> Void) throws(StoreError) -> any ChangeSubscription
  func close()
}

package protocol ChangeSubscription: AnyObject, Sendable {
  func cancel()
}
