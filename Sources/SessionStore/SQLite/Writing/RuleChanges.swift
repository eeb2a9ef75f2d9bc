import Delegation
import GRDB
import GRDBSQLite
import PolicyEngine

extension SQLiteStore {
  func change(
    mode: PolicyMode, scope: Scope, reason: String, by operator: Operator
  ) throws(StoreError) -> ModeReceipt {
    try write(.urgent) { transaction throws(StoreError) in
      let before = transaction.rules.modes.entries.first { $0.scope == scope }?.mode ?? .normal
      try transaction.db.run("DELETE FROM modes WHERE scope = ?", [.text(scope.json)])
      if mode != .normal {
        try transaction.db.run(
          "INSERT INTO modes (scope, mode, start) VALUES (?, ?, ?)",
          [.text(scope.json), .text(mode.rawValue), .time(transaction.time)])
      }
      transaction.meta.rulesVersion += 1
      try transaction.log(.modeChanged(mode, scope))
      try transaction.audit(
        "mode.change", scope.json, by: `operator`, before: before.rawValue, after: mode.rawValue,
        reason: reason)
      return ModeReceipt(before: before, after: mode, scope: scope, committedAt: transaction.time)
    }
  }

  func modes() throws(StoreError) -> [ModeTable.Entry] {
    try read { snapshot throws(StoreError) in snapshot.rules.modes.entries }
  }

  func policy() throws(StoreError) -> StoredPolicy {
    try read { snapshot throws(StoreError) in snapshot.rules.stored }
  }

  func apply(
    _ policy: Policy, yaml: String, reason: String, by operator: Operator
  ) throws(StoreError) -> StoredPolicy {
    // A text that does not load, or loads as another policy, would stop every later decision.
    guard (try? Policy.load(yaml: yaml))?.version == policy.version else {
      throw .failed(code: SQLITE_MISUSE, message: "the text is not that of the policy to apply")
    }
    let stored = try write(.urgent) { transaction throws(StoreError) in
      let before = transaction.rules.policy
      let stored = StoredPolicy(
        policy: policy, yaml: yaml, appliedAt: transaction.time, appliedBy: `operator`.qualifiedName)
      try transaction.db.run(
        "INSERT INTO policy_versions (version, yaml, applied_at, applied_by) VALUES (?, ?, ?, ?)",
        [.text(policy.version.text), .text(yaml), .time(stored.appliedAt), .text(stored.appliedBy)])
      transaction.meta.policyID = sqlite3_last_insert_rowid(transaction.db.sqliteConnection)
      transaction.meta.rulesVersion += 1
      if !policy.hasIdleLimits(of: before) { transaction.meta.idleUntil = transaction.meta.sessions }
      transaction.change()
      try transaction.audit(
        "policy.apply", "policy", by: `operator`, before: before.version.text, after: policy.version.text,
        reason: reason)
      return stored
    }
    try refreshIdleLimits()
    return stored
  }
}

extension Policy {
  /// Whether every session has the same inactivity limit under both.
  fileprivate func hasIdleLimits(of other: Policy) -> Bool {
    guard defaults.inactivity == other.defaults.inactivity else { return false }
    return Set(capabilities.keys).union(other.capabilities.keys).allSatisfy {
      activeRule(for: $0)?.inactivity == other.activeRule(for: $0)?.inactivity
    }
  }
}

// MARK: Inactivity limits

extension SQLiteStore {
  /// Brings the inactivity limit that each session is counted with in line with the policy. Enforcement never looks at
  /// it, so this runs in many short commits: a revocation meanwhile waits for one of them at most, and what a crash
  /// leaves undone the next opener does.
  func refreshIdleLimits() throws(StoreError) {
    guard try read({ snapshot throws(StoreError) in snapshot.meta.idleUntil }) > 0 else { return }
    while try write(
      .ordinary, { transaction throws(StoreError) in try transaction.refreshIdleLimits(envelopes) })
    {}
  }
}

extension Transaction {
  private static let refreshedAtOnce: Int64 = 250

  /// - Returns: whether there is more to do.
  fileprivate mutating func refreshIdleLimits(_ envelopes: EnvelopeCache) throws(StoreError) -> Bool {
    let last = meta.idleUntil
    let first = max(1, last - Transaction.refreshedAtOnce + 1)
    guard last > 0 else { return false }
    for id in first...last {
      guard let session = try StoredSession.find(db, id: id, at: time, envelopes),
        session.state.expiresAt > time
      else { continue }
      let idle = session.state.idleLimit(under: rules.policy)
      if idle == session.idle { continue }
      try db.run("UPDATE sessions SET idle_ms = ? WHERE id = ?", [.int(idle.milliseconds), .int(id)])
      life.replace(session.plan, with: LifePlan(session.state, idle: idle))
    }
    meta.idleUntil = first - 1
    change()
    return meta.idleUntil > 0
  }
}
