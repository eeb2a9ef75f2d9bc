import AuditTrail
import Delegation
import Digests
import PolicyEngine
import RiskScoring
import SessionStore
import Synchronization

/// A store in memory that knows what a console asks: it lists, revokes and reinstates.
final class FakeStore: SessionStore {
  struct State {
    var rows: [SessionRow]
    var revoked: [Identifier] = []
    var reinstated: [Identifier] = []
    var lists = 0
    /// Newest first.
    var alerts: [Alert] = []
    var acted: [AlertAction] = []
    var incidents: [IncidentRecord] = []
    var modes: [ModeTable.Entry] = []
    var notify: (@Sendable () -> Void)?
  }

  let state: Mutex<State>

  init(_ rows: [SessionRow]) { state = Mutex(State(rows: rows)) }

  func change(_ body: (inout sending State) -> Void) {
    state.withLock { body(&$0) }
    state.withLock { $0.notify }?()
  }

  func list(_ query: SessionQuery) throws(StoreError) -> SessionListing {
    state.withLock {
      $0.lists += 1
      return listing($0.rows)
    }
  }

  func prepareSearch() throws(StoreError) -> Bool { false }
  var searchBytes: Int { 0 }
  func groups(_ query: GroupQuery) throws(StoreError) -> GroupListing {
    state.withLock { state in
      var members: [String: [SessionRow]] = [:]
      for row in state.rows {
        let ids =
          switch query.grouping {
          case .wallet: [row.envelope.wallet.text]
          case .capability: row.envelope.capabilities.map(\.text)
          case .chain: [String(row.envelope.chainID)]
          case .nonceDomain: [row.envelope.nonceDomain.text]
          }
        for id in ids { members[id, default: []].append(row) }
      }
      let groups = members.map { id, rows in
        SessionGroup(
          id: id, sessions: rows.count, active: rows.count { $0.life == .active },
          atRisk: rows.count { $0.life != .expired && $0.life != .revoked && $0.risk.band >= .medium },
          worstRiskHundredths: rows.map(\.risk.score.hundredths).max() ?? 0,
          spentMicros: rows.reduce(0) { $0 + $1.spent.micros },
          limitMicros: rows.reduce(0) { $0 + $1.envelope.maxValue.micros },
          denied: rows.reduce(0) { $0 + $1.denied })
      }.sorted {
        ($1.worstRiskHundredths, $1.sessions, $0.id) < ($0.worstRiskHundredths, $0.sessions, $1.id)
      }
      let offset = min(max(0, query.offset), groups.count)
      return GroupListing(
        groups: Array(groups[offset...].prefix(query.limit)), offset: offset, matching: groups.count,
        asOf: start)
    }
  }

  func overview() throws(StoreError) -> Overview {
    state.withLock { ConsoleTests.overview($0.rows, modes: $0.modes) }
  }

  func session(_ key: Identifier, executions limit: Int) throws(StoreError) -> SessionDetail? {
    state.withLock { $0.rows.first { $0.id == key } }.map {
      SessionDetail(row: $0, executions: [], revocations: [])
    }
  }

  func revoke(_ order: RevocationOrder, by operator: Operator) throws(StoreError) -> RevocationReceipt {
    change {
      $0.revoked.append(order.sessionKey)
      $0.rows = $0.rows.map { $0.id == order.sessionKey ? row($0.id, life: .revoked) : $0 }
    }
    return receipt(order.sessionKey)
  }

  func revoke(
    _ keys: ArraySlice<Identifier>, reason: String, by operator: Operator
  ) throws(StoreError) -> [RevocationReceipt] {
    let taken = keys.prefix(2)
    for key in taken { _ = try revoke(RevocationOrder(sessionKey: key, reason: reason), by: `operator`) }
    return taken.map { receipt($0) }
  }

  func rows(of keys: [Identifier]) throws(StoreError) -> SessionListing {
    state.withLock { state in listing(keys.compactMap { key in state.rows.first { $0.id == key } }) }
  }

  func reinstate(
    _ key: Identifier, revocationID: String?, reason: String, by operator: Operator
  ) throws(StoreError) -> Reinstatement {
    change { $0.reinstated.append(key) }
    return Reinstatement(
      outcome: .reinstated(revocationID: revocationID ?? "", at: start), stillRevoked: false)
  }

  func onChange(_ notify: @escaping @Sendable () -> Void) throws(StoreError) -> any ChangeSubscription {
    state.withLock { $0.notify = notify }
    return Subscription(self)
  }

  func close() {}

  final class Subscription: ChangeSubscription {
    private let store: FakeStore
    init(_ store: FakeStore) { self.store = store }
    func cancel() { store.state.withLock { $0.notify = nil } }
  }

  func risk(of key: Identifier) throws(StoreError) -> RiskReport? { nil }
  func detect() throws(StoreError) -> [MismatchWindow.Found] { [] }
  func alert(_ id: Int64) throws(StoreError) -> Alert? { state.withLock { $0.alerts.first { $0.id == id } } }
  func alerts(_ query: AlertQuery) throws(StoreError) -> AlertListing {
    let alerts = state.withLock { $0.alerts }
    return AlertListing(alerts: alerts, offset: 0, matching: alerts.count, asOf: start)
  }
  func act(_ action: AlertAction, on alert: Int64, reason: String, by operator: Operator) throws(StoreError)
    -> AlertOutcome
  {
    change { $0.acted.append(action) }
    return state.withLock { $0.alerts.first { $0.id == alert } }.map { .done($0) } ?? .unknown
  }
  func metrics(from: Timestamp, to: Timestamp) throws(StoreError) -> HealthMetrics { throw .closed }
  func metrics(from: Timestamp, to: Timestamp, asOf: Timestamp) throws(StoreError) -> HealthMetrics {
    throw .closed
  }
  func metricsPoints(from: Timestamp, to: Timestamp, step: TimeSpan) throws(StoreError) -> [MetricsPoint] {
    []
  }

  // What no console asks.
  func clearFloors(of key: Identifier, reason: String, by operator: Operator) throws(StoreError)
    -> FloorClearing
  {
    throw .closed
  }
  func importList(
    _ name: String, _ listings: [DestinationListing], reason: String, by operator: Operator
  ) throws(StoreError) -> DestinationListRecord { throw .closed }
  func removeList(_ name: String, reason: String, by operator: Operator) throws(StoreError) -> Bool {
    throw .closed
  }
  func sessions(revokedBy leaves: [Int64]) throws(StoreError) -> [SessionRow] { throw .closed }
  func incidentRecords(of incident: String?) throws(StoreError) -> [IncidentRecord] {
    state.withLock { state in state.incidents.filter { incident == nil || $0.incident == incident } }
  }
  func record<Problem: Error>(
    incident: String?, by operator: Operator,
    _ next: ([IncidentRecord], Timestamp) -> Result<[IncidentDraft], Problem>
  ) throws(StoreError) -> Result<[IncidentRecord], Problem> {
    next(try incidentRecords(of: incident), start).map { drafts in
      state.withLock { state in
        let first = Int64(state.incidents.count) + 1
        let records = drafts.enumerated().map { place, draft in
          IncidentRecord(
            sequence: first + Int64(place), incident: draft.incident, action: "incident.\(draft.action)",
            at: start,
            who: `operator`.name, json: draft.json)
        }
        state.incidents += records
        return records
      }
    }
  }
  func publishNotice(
    _ notice: NoticePublication, reason: String, by operator: Operator
  ) throws(StoreError) -> Loosened<PublishedNotice> { throw .closed }
  func publishedNotices(of incident: String) throws(StoreError) -> [PublishedNotice] { throw .closed }
  func lists() throws(StoreError) -> [DestinationListRecord] { throw .closed }
  func notes(on destination: Identifier, chain: UInt64) throws(StoreError) -> [DestinationNote] {
    throw .closed
  }
  func authorize(_ requests: ArraySlice<ExecutionRequest>) throws(StoreError) -> [Decision] { throw .closed }
  func preview(_ requests: ArraySlice<ExecutionRequest>) throws(StoreError) -> [Decision] { throw .closed }
  func grant(_ grants: [Grant], by operator: Operator) throws(StoreError) -> [GrantOutcome] { throw .closed }
  func attest(_ key: Identifier, by operator: Operator) throws(StoreError) -> [Refusal] { throw .closed }
  func extend(_ key: Identifier, to expiresAt: Timestamp, by operator: Operator) throws(StoreError)
    -> [Refusal]
  {
    throw .closed
  }
  func logOut(wallet: Identifier, by operator: Operator) throws(StoreError) { throw .closed }
  func revoke(scope: Scope, reason: String, by operator: Operator) throws(StoreError) -> ScopeReceipt {
    throw .closed
  }
  func preview(scope: Scope) throws(StoreError) -> ScopePreview { throw .closed }
  func revoke(_ related: RelatedScope, to key: Identifier, reason: String, by operator: Operator)
    throws(StoreError) -> ScopeReceipt
  {
    throw .closed
  }
  func preview(_ related: RelatedScope, to key: Identifier) throws(StoreError) -> ScopePreview {
    throw .closed
  }
  func change(
    mode: PolicyMode, scope: Scope, expecting expected: ExpectedMode, reason: String, by operator: Operator
  ) throws(StoreError) -> Loosened<ModeReceipt> {
    throw .closed
  }
  func policy() throws(StoreError) -> StoredPolicy { throw .closed }
  func apply(_ policy: Policy, yaml: String, reason: String, by operator: Operator) throws(StoreError)
    -> Loosened<StoredPolicy>
  {
    throw .closed
  }
  func modes() throws(StoreError) -> [ModeTable.Entry] { [] }
  func forEachSession(_ body: (SessionRow) throws -> Void) throws { throw StoreError.closed }
  func forEachEvent(includingExecutions: Bool, _ body: (LoggedEvent) throws -> Void) throws {
    throw StoreError.closed
  }
  func revoke(_ message: UserRevocation, signature: [UInt8]) throws(StoreError) -> RevocationReceipt {
    throw .closed
  }
  func assert(_ key: Identifier, life: TimeSpan, by operator: Operator) throws(StoreError) -> IssuedAssertion
  {
    throw .closed
  }
  func verify(token: String) throws(StoreError) -> SessionAssertion { throw .closed }
  var identity: StoreIdentity { StoreIdentity(id: "fake", logKey: nil, assertionKey: nil) }
  var keyProblem: StoreError? { nil }
  func operators() throws(StoreError) -> [OperatorRecord] { throw .closed }
  func addOperator(
    _ name: String, key: Ed25519.PublicKey, roles: Set<OperatorRole>, reason: String, by operator: Operator
  ) throws(StoreError) -> Loosened<OperatorRecord> { throw .closed }
  func removeOperator(_ name: String, reason: String, by operator: Operator) throws(StoreError)
    -> Loosened<OperatorRecord>
  {
    throw .closed
  }
  func approvals(limit: Int) throws(StoreError) -> [ApprovalRequest] { throw .closed }
  func approve(_ id: String, by operator: Operator) throws(StoreError) -> ApprovalRequest { throw .closed }
  func deny(_ id: String, reason: String, by operator: Operator) throws(StoreError) -> ApprovalRequest {
    throw .closed
  }
  func preview(_ query: ModePreviewQuery, progress: @escaping @Sendable (Double) -> Bool) throws(StoreError)
    -> ModePreview
  {
    throw .closed
  }
  func forEachLeaf(from first: Int64, through last: Int64, _ body: (LogLeaf) throws -> Void) throws {
    throw StoreError.closed
  }
  func entries(limit: Int) throws(StoreError) -> [AuditEntry] { throw .closed }
  func entries(before sequence: Int64, limit: Int) throws(StoreError) -> [AuditEntry] { throw .closed }
  var signsLog: Bool { false }
  func record(_ drill: DrillEntry, by operator: Operator) throws(StoreError) -> Int64 { throw .closed }
  func posture() throws(StoreError) -> PostureReading { throw .closed }
  func modesInForce() throws(StoreError) -> [ModeInForce] { throw .closed }
  func drills() throws(StoreError) -> [AuditEntry] { throw .closed }
  func signHead() throws(StoreError) {}
  func logHead() throws(StoreError) -> LogHead { throw .closed }
  func verifyAudit(_ anchors: AuditAnchors) throws(StoreError) -> AuditReport { throw .closed }
  func proveInclusion(of sequence: Int64) throws(StoreError) -> InclusionEvidence { throw .closed }
  func proveConsistency(from size: UInt64) throws(StoreError) -> ConsistencyEvidence { throw .closed }
  var pointProblem: String? { nil }
  func points() throws(StoreError) -> [EnforcementPoint] { throw .closed }
  func probe(
    _ requests: [ExecutionRequest], at point: EnforcementPoint, timeout: Duration
  ) -> PointAnswer { .gone }
  func noteEffective(
    point: String, of revocation: Int64, incident: String?, by operator: Operator
  ) throws(StoreError) -> Bool { throw .closed }
  func pointsEffective(of revocations: [Int64]) throws(StoreError) -> [PointEffect] { throw .closed }
  func attempts(_ query: AttemptQuery) throws(StoreError) -> AttemptSummary { throw .closed }
  func attemptSteps(_ query: AttemptStepQuery) throws(StoreError) -> AttemptSteps { throw .closed }
  func execution(_ sequence: Int64) throws(StoreError) -> ExecutionRecord? { throw .closed }
  func executions(requestID: String, limit: Int) throws(StoreError) -> [ExecutionRecord] { throw .closed }
  func history(of key: Identifier, around execution: Int64?) throws(StoreError) -> SessionHistory {
    throw .closed
  }
  func leaf(_ sequence: Int64) throws(StoreError) -> LogLeaf? { throw .closed }
  func proveForGood(_ sequence: Int64) throws(StoreError) -> InclusionEvidence? { throw .closed }
  func policy(at time: Timestamp) throws(StoreError) -> StoredPolicy { throw .closed }
  func revocations(of key: Identifier) throws(StoreError) -> [RevocationRecord] { [] }
  func latestRevocation(scope: Scope) throws(StoreError) -> Int64? { throw .closed }
}
