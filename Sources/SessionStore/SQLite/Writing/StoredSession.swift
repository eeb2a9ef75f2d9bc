import Delegation
import GRDB
import PolicyEngine
import RiskScoring

/// A session as a transaction holds it between reading and writing its row.
struct StoredSession {
  let id: Int64
  let grantedAt: Timestamp
  /// The inactivity limit under which it stands in ``LifeCounts``.
  let idle: TimeSpan
  var state: SessionState
  var denied: Int64
  var lastUsed: Timestamp?
  /// The last of the chain of its executions.
  var lastExecution: Int64?
  var firstRefusedAt: Timestamp?
  /// Until when an assertion of it may be believed by who never asks the store.
  var assertedUntil: Timestamp?
  /// What its score is made of, under the policy ``riskPolicy``: see ``carryRisk(_:_:)``.
  var risk: RiskState
  var riskPolicy: Int64
  /// What the score cannot exceed until something happens to the session.
  var riskBound: Int64
  /// As the counts have it.
  let plan: LifePlan

  private static let columns = """
    id, granted_at, idle_ms, expires_at, revoked_from, last_attested, last_active, spent, allowed, denied, last_used,
    last_execution, first_refused_at, nonce_highest, nonces, asserted_until, risk,
    risk_policy, risk_bound
    """

  /// - Parameter time: what left a spend window before it is not read.
  static func find(
    _ db: Database, _ key: Identifier, at time: Timestamp, _ envelopes: EnvelopeCache
  ) throws(StoreError) -> StoredSession? {
    try find(with: try db.query(finding), db, key, at: time, envelopes)
  }

  /// Many are found with one statement made of this.
  static let finding = "SELECT \(columns) FROM sessions WHERE session_key = ?"

  static func find(
    with statement: borrowing Query, _ db: Database, _ key: Identifier, at time: Timestamp,
    _ envelopes: EnvelopeCache
  ) throws(StoreError) -> StoredSession? {
    defer { statement.reset() }
    statement.bind(1, key.text)
    return try statement.step() ? StoredSession(statement, db, at: time, envelopes) : nil
  }

  static func find(
    _ db: Database, id: Int64, at time: Timestamp, _ envelopes: EnvelopeCache
  ) throws(StoreError) -> StoredSession? {
    let row = try db.query("SELECT \(columns) FROM sessions WHERE id = ?")
    row.bind(1, id)
    return try row.step() ? StoredSession(row, db, at: time, envelopes) : nil
  }

  private init(
    _ row: borrowing Query, _ db: Database, at time: Timestamp, _ envelopes: EnvelopeCache
  ) throws(StoreError) {
    id = row.int(0)
    grantedAt = row.time(1)
    idle = TimeSpan(milliseconds: row.int(2))
    var state = SessionState(envelope: try envelopes.envelope(db, id: id), grantedAt: grantedAt)
    state.expiresAt = row.time(3)
    state.revokedFrom = row.optionalTime(4)
    state.lastAttested = row.optionalTime(5)
    state.lastActive = row.time(6)
    state.spent = try row.money(7)
    guard let allowed = UInt64(exactly: row.int(8)) else {
      throw .corrupt(message: "`\(row.int(8))` is no count of executions")
    }
    state.allowedCount = allowed
    if let highest = row.optionalInt(13) {
      state.nonces = try row.withBytes(14) { bytes throws(StoreError) in
        try NonceWindow(storedHighest: highest, bytes)
      }
    }
    if let window = state.envelope.spendWindow {
      state.windowSpend = try WindowSpend(db, session: id, since: time - window.length)
    }
    denied = row.int(9)
    lastUsed = row.optionalTime(10)
    lastExecution = row.optionalInt(11)
    firstRefusedAt = row.optionalTime(12)
    assertedUntil = row.optionalTime(15)
    risk = try RiskState(row, 16)
    riskPolicy = row.int(17)
    riskBound = row.int(18)
    plan = LifePlan(state, idle: idle)
    self.state = state
  }

  /// Brings the risk under the policy in force.
  mutating func carryRisk(_ rules: Rules, policyID: Int64) {
    if riskPolicy == policyID { return }
    risk = rules.riskModels.carried(risk, from: riskPolicy, to: policyID)
    riskPolicy = policyID
  }

  /// Its score under the policy in force.
  func score(at time: Timestamp, _ rules: Rules) -> RiskScore {
    risk.score(RiskContext(state, at: time, model: rules.policy.risk))
  }

  /// Measures ``riskBound`` anew, after something happened to it; its risk is under the policy in force.
  mutating func boundRisk(_ policy: Policy, at time: Timestamp) {
    riskBound = Int64(risk.bound(RiskContext(state, at: time, model: policy.risk)).hundredths)
  }

  /// Writes back everything that an execution or an operator may have changed.
  func write(_ db: Database) throws(StoreError) { try write(with: try db.query(StoredSession.updating)) }

  /// Many are written with one statement made of this.
  static let updating = """
    UPDATE sessions SET expires_at = ?, revoked_from = ?, last_attested = ?, last_active = ?, spent = ?, allowed = ?,
      denied = ?, last_used = ?, last_execution = ?, first_refused_at = ?, nonce_highest = ?, nonces = ?,
      asserted_until = ?, risk = ?, risk_policy = ?, risk_bound = ? WHERE id = ?
    """

  func write(with update: borrowing Query) throws(StoreError) {
    update.bind(1, state.expiresAt.milliseconds)
    update.bind(2, state.revokedFrom?.milliseconds)
    update.bind(3, state.lastAttested?.milliseconds)
    update.bind(4, state.lastActive.milliseconds)
    update.bind(5, Int64(state.spent.micros))
    update.bind(6, Int64(state.allowedCount))
    update.bind(7, denied)
    update.bind(8, lastUsed?.milliseconds)
    update.bind(9, lastExecution)
    update.bind(10, firstRefusedAt?.milliseconds)
    if let highest = state.nonces.highest {
      update.bind(11, Int64(bitPattern: highest))
      update.bind(12, state.nonces.stored)
    } else {
      update.bind(11, nil as Int64?)
      update.bind(12, SQLValue.null)
    }
    update.bind(13, assertedUntil?.milliseconds)
    update.bind(14, risk.stored)
    update.bind(15, riskPolicy)
    update.bind(16, riskBound)
    update.bind(17, id)
    try update.run()
  }
}

extension WindowSpend {
  /// What was allowed after `since`, oldest first.
  fileprivate init(_ db: Database, session: Int64, since: Timestamp) throws(StoreError) {
    let rows = try db.query(
      "SELECT at, value FROM window_spends WHERE session_id = ? AND at > ? ORDER BY at",
      [.int(session), .time(since)])
    var spends: [Spend] = []
    while try rows.step() { spends.append(Spend(at: rows.time(0), value: try rows.money(1))) }
    self.init(spends)
  }
}
