import Delegation
import GRDB
import GRDBSQLite
import PolicyEngine
import RiskScoring

extension SQLiteStore {
  func change(
    mode: PolicyMode, scope: Scope, expecting expected: ExpectedMode, reason: String, by operator: Operator
  ) throws(StoreError) -> Loosened<ModeReceipt> {
    let id = requestID()
    return try write(.urgent) { transaction throws(StoreError) in
      let before = transaction.modeInForce(scope)
      guard expected.allows(changing: before, to: mode) else { throw .mode(inForce: before) }
      guard transaction.rules.modes.isLooser(changingTo: mode, scope: scope) else {
        return .done(try transaction.set(mode, scope, reason: reason, by: `operator`))
      }
      let change = Loosening.mode(mode, scope, before: before)
      switch try transaction.loosen(change, id: id, reason: reason, by: `operator`, storeIdentity) {
      case .waits(let request): return .waits(request)
      case .goesAhead(let detail):
        return .done(try transaction.set(mode, scope, reason: reason, by: `operator`, detail: detail))
      }
    }
  }

  func modes() throws(StoreError) -> [ModeTable.Entry] {
    try read { snapshot throws(StoreError) in snapshot.rules.modes.entries }
  }

  func modesInForce() throws(StoreError) -> [ModeInForce] {
    try read { snapshot throws(StoreError) in
      var modes: [ModeInForce] = []
      for entry in snapshot.rules.modes.entries { modes.append(try snapshot.inForce(entry)) }
      return modes
    }
  }

  func policy() throws(StoreError) -> StoredPolicy {
    try read { snapshot throws(StoreError) in snapshot.rules.stored }
  }

  func policy(at time: Timestamp) throws(StoreError) -> StoredPolicy {
    try read { snapshot throws(StoreError) in
      let id = try snapshot.db.int(
        "SELECT id FROM policy_versions WHERE applied_at <= ? ORDER BY id DESC LIMIT 1", [.time(time)])
      return try Rules.policy(snapshot.db, id: id ?? 1)
    }
  }

  func apply(
    _ policy: Policy, yaml: String, reason: String, by operator: Operator
  ) throws(StoreError) -> Loosened<StoredPolicy> {
    // A text that does not load, or loads as another policy, would stop every later decision.
    guard (try? Policy.load(yaml: yaml))?.version == policy.version else {
      throw .failed(code: SQLITE_MISUSE, message: "the text is not that of the policy to apply")
    }
    let id = requestID()
    let outcome: Loosened<StoredPolicy> = try write(.urgent) { transaction throws(StoreError) in
      guard !policy.loosenings(since: transaction.rules.policy).isEmpty else {
        return .done(try transaction.putInForce(policy, yaml: yaml, reason: reason, by: `operator`))
      }
      let change = Loosening.policy(
        policy.version, yaml: yaml, before: transaction.rules.policy.version)
      switch try transaction.loosen(change, id: id, reason: reason, by: `operator`, storeIdentity) {
      case .waits(let request): return .waits(request)
      case .goesAhead(let detail):
        return .done(
          try transaction.putInForce(policy, yaml: yaml, reason: reason, by: `operator`, detail: detail))
      }
    }
    if case .done = outcome { try refreshIdleLimits() }
    return outcome
  }
}

extension Snapshot {
  /// The last change of this scope at the time that the mode began.
  fileprivate func inForce(_ entry: ModeTable.Entry) throws(StoreError) -> ModeInForce {
    let first = try PreviewWindow.end(
      ofWhatCameBefore: entry.start, in: "entries", "at", db, before: meta.nextSequence)
    let next = try PreviewWindow.end(
      ofWhatCameBefore: entry.start + TimeSpan(milliseconds: 1), in: "entries", "at", db,
      before: meta.nextSequence)
    let row = try db.query(
      """
      SELECT who, reason FROM entries WHERE sequence >= ? AND sequence < ? AND action = 'mode.change' AND target = ?
      ORDER BY sequence DESC LIMIT 1
      """, [.int(first), .int(next), .text(entry.scope.json)])
    guard try row.step() else { return ModeInForce(entry: entry, by: nil, reason: nil) }
    return ModeInForce(entry: entry, by: row.text(0), reason: row.optionalText(1))
  }
}

extension Transaction {
  /// The mode of the entry for exactly this scope.
  func modeInForce(_ scope: Scope) -> PolicyMode {
    rules.modes.entries.first { $0.scope == scope }?.mode ?? .normal
  }

  /// - Parameter detail: what proves that it may be looser; nil when it is not.
  mutating func set(
    _ mode: PolicyMode, _ scope: Scope, reason: String, by operator: Operator, detail: String? = nil
  ) throws(StoreError) -> ModeReceipt {
    let before = modeInForce(scope)
    let sequence = try audit(
      "mode.change", scope.json, by: `operator`, before: before.rawValue, after: mode.rawValue,
      reason: reason,
      event: .modeChanged(mode, scope), detail: detail)
    try db.run("DELETE FROM modes WHERE scope = ?", [.text(scope.json)])
    if mode != .normal {
      try db.run(
        "INSERT INTO modes (position, scope, mode, start) VALUES (?, ?, ?, ?)",
        [.int(sequence), .text(scope.json), .text(mode.rawValue), .time(time)])
    }
    meta.rulesVersion += 1
    return ModeReceipt(
      before: before, after: mode, scope: scope, sequence: sequence, committedAt: time,
      wasAlone: detail != nil)
  }

  /// - Parameter detail: what proves that it may be looser; nil when it is not.
  mutating func putInForce(
    _ policy: Policy, yaml: String, reason: String, by operator: Operator, detail: String? = nil
  ) throws(StoreError) -> StoredPolicy {
    let before = rules.policy
    let stored = StoredPolicy(
      policy: policy, yaml: yaml, appliedAt: time, appliedBy: `operator`.qualifiedName,
      wasAlone: detail != nil)
    try audit(
      "policy.apply", "policy", by: `operator`, before: before.version.text,
      after: "\(policy.version.text) \(yaml.digestText)", reason: reason, detail: detail)
    try db.run(
      "INSERT INTO policy_versions VALUES (?, ?, ?, ?, ?, ?)",
      [
        .int((try db.int("SELECT max(id) FROM policy_versions") ?? 0) + 1), .text(policy.version.text),
        .text(yaml),
        .time(stored.appliedAt), .text(stored.appliedBy), .text(HalfLives(policy.risk).text),
      ])
    meta.policyID = sqlite3_last_insert_rowid(db.sqliteConnection)
    meta.rulesVersion += 1
    if policy.detection.window != before.detection.window {
      try MismatchCounts(db).rebuild(&meta, from: time - policy.detection.window)
    }
    if !policy.hasIdleLimits(of: before) { meta.idleUntil = meta.sessions }
    if policy.risk.hasHigherCap(than: before.risk) {
      // What a score could not exceed under the lower caps, it can. They are lowered again little by little.
      try db.run(
        "UPDATE sessions SET risk_bound = ? WHERE risk_bound > ?",
        [.int(10_000), .int(Int64(RiskSummary.clean.score.hundredths))])
    }
    return stored
  }
}

extension RiskModel {
  /// Whether the same evidence may say more than under `other`.
  fileprivate func hasHigherCap(than other: RiskModel) -> Bool {
    RiskSignal.allCases.contains { self[$0].cap > other[$0].cap }
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
