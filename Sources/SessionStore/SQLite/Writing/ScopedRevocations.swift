import Delegation
import GRDB
import PolicyEngine
import RiskScoring

extension SQLiteStore {
  func revoke(
    scope: Scope, reason: String, by operator: Operator
  ) throws(StoreError) -> ScopeReceipt {
    let order = ScopedOrder(id: makeID(), scope: scope, like: nil, reason: reason, operator: `operator`)
    return try revoke(order, CoveredSessions(scope))
  }

  func revoke(
    _ related: RelatedScope, to key: Identifier, reason: String, by operator: Operator
  ) throws(StoreError) -> ScopeReceipt {
    let envelope = try read { snapshot throws(StoreError) in
      try snapshot.db.envelope(of: key, with: related)
    }
    let order = ScopedOrder(
      id: makeID(), scope: related.hull(of: envelope), like: (key, related), reason: reason,
      operator: `operator`)
    return try revoke(order, CoveredSessions(related, to: envelope))
  }

  private func revoke(_ order: ScopedOrder, _ sessions: CoveredSessions) throws(StoreError) -> ScopeReceipt {
    let clock = ContinuousClock()
    let start = clock.now
    var receipt = try write(.urgent) { transaction throws(StoreError) in
      try transaction.revoke(sessions, order)
    }
    receipt.elapsed = clock.now - start
    return receipt
  }

  func preview(scope: Scope) throws(StoreError) -> ScopePreview {
    try read { snapshot throws(StoreError) in try snapshot.preview(CoveredSessions(scope)) }
  }

  func preview(_ related: RelatedScope, to key: Identifier) throws(StoreError) -> ScopePreview {
    try read { snapshot throws(StoreError) in
      try snapshot.preview(CoveredSessions(related, to: snapshot.db.envelope(of: key, with: related)))
    }
  }
}

extension Snapshot {
  fileprivate func preview(_ sessions: CoveredSessions) throws(StoreError) -> ScopePreview {
    var (count, remaining) = (0, UInt64(0))
    var wallets: Set<String> = []
    var ends: (first: Int64, last: Int64)?
    try sessions.forEach(db, at: time, columns: "s.id, s.wallet, s.max_value - s.spent", count: 3) {
      row throws(StoreError) in
      count += 1
      wallets.insert(row.text(1))
      let (sum, overflow) = remaining.addingReportingOverflow(UInt64(max(0, row.int(2))))
      remaining = overflow ? .max : sum
      ends = (ends?.first ?? row.int(0), row.int(0))
    }
    return ScopePreview(
      sessions: count, wallets: wallets.count, remainingMicros: remaining, first: try key(of: ends?.first),
      last: try key(of: ends?.last))
  }

  private func key(of session: Int64?) throws(StoreError) -> Identifier? {
    guard let session else { return nil }
    let text = try db.text("SELECT session_key FROM sessions WHERE id = ?", [.int(session)])
    return text.flatMap { try? Identifier($0) }
  }
}

extension Database {
  /// The envelope of the session to which others are related.
  fileprivate func envelope(of key: Identifier, with related: RelatedScope) throws(StoreError) -> Envelope {
    let row = try query(
      "SELECT e.json FROM sessions s JOIN envelopes e ON e.id = s.id WHERE s.session_key = ?",
      [.text(key.text)])
    guard try row.step() else { throw .notFound(key.text) }
    let envelope = try row.withBytes(0) { bytes throws(StoreError) in try Envelope(stored: bytes) }
    guard !related.scopes(of: envelope).isEmpty else { throw .notFound("\(related.word) of \(key.text)") }
    return envelope
  }
}

/// A revocation of many sessions.
private struct ScopedOrder {
  /// Of each session's revocation.
  let id: String
  /// As the log names it.
  let scope: Scope
  /// The session to which they are related.
  let like: (key: Identifier, related: RelatedScope)?
  let reason: String
  let `operator`: Operator
}

/// A session that is ended with others.
private struct CoveredSession {
  let id: Int64
  let key: Identifier
  let validFrom: Timestamp
  let lastActive: Timestamp
  let idle: TimeSpan
  let issuedAt: Timestamp
  /// Of its capabilities, as they were when it was granted.
  let classes: String
  let figures: EvidenceFigures
  /// Nil where it does not read.
  let risk: RiskState?
  let riskPolicy: Int64

  /// Revoked from then on, where that has not begun to hold.
  var revokedFrom: Timestamp? { figures.revokedFrom }
  var expiresAt: Timestamp { figures.expiresAt }

  /// In grant order. One whose key does not read is left out: no request can name it.
  static func all(
    _ db: Database, _ sessions: CoveredSessions, at time: Timestamp
  ) throws(StoreError) -> [CoveredSession] {
    var covered: [CoveredSession] = []
    try sessions.forEach(db, at: time, columns: columns, count: 17) { row throws(StoreError) in
      if let key = try? row.identifier(1) { covered.append(CoveredSession(row, key)) }
    }
    return covered
  }

  private static let columns = """
    s.id, s.session_key, s.valid_from, s.last_active, s.idle_ms, s.issued_at, s.expires_at, s.spent, s.allowed, s.denied,
    s.last_used, s.revoked_from, s.asserted_until, s.last_execution, e.classes, s.risk, s.risk_policy
    """

  private init(_ row: borrowing Query, _ key: Identifier) {
    id = row.int(0)
    self.key = key
    validFrom = row.time(2)
    lastActive = row.time(3)
    idle = TimeSpan(milliseconds: row.int(4))
    issuedAt = row.time(5)
    figures = EvidenceFigures(
      expiresAt: row.time(6), spentMicros: UInt64(max(0, row.int(7))), allowed: row.int(8),
      denied: row.int(9), lastUsed: row.optionalTime(10), revokedFrom: row.optionalTime(11),
      assertedUntil: row.optionalTime(12), lastExecution: row.optionalInt(13))
    classes = row.text(14)
    risk = try? RiskState(row, 15)
    riskPolicy = row.int(16)
  }

  func plan(revokedFrom: Timestamp?) -> LifePlan {
    LifePlan(
      validFrom: validFrom, lastActive: lastActive, idle: idle, expiresAt: expiresAt, revokedFrom: revokedFrom
    )
  }
}

extension Transaction {
  fileprivate mutating func revoke(
    _ sessions: CoveredSessions, _ order: ScopedOrder
  ) throws(StoreError) -> ScopeReceipt {
    let covered = try CoveredSession.all(db, sessions, at: time)
    // Most have no critical alert: one look tells whether any has.
    let hasCritical =
      try db.int("SELECT 1 FROM alerts WHERE kind = 'risk_critical' AND revoked_at IS NULL LIMIT 1") != nil
    for session in covered { try revoke(session, order, hasCritical) }
    let evidence = JSONWriter.object { rules.write(to: &$0) }
    let sequence = try audit(
      "scope.revoke", order.scope.json, by: order.operator, reason: order.reason,
      result: "\(covered.count) sessions",
      detail: detail(evidence: evidence) { writer in
        guard let like = order.like else { return }
        writer.key("like")
        writer.object {
          $0.member("sessionKey", like.key.text)
          $0.member("by", like.related.word)
        }
      })
    return ScopeReceipt(
      revoked: covered.count, sequence: sequence, committedAt: time, elapsed: .zero,
      assertedUntil: covered.compactMap(\.figures.assertedUntil).filter { $0 > time }.max())
  }

  private mutating func revoke(
    _ session: CoveredSession, _ order: ScopedOrder, _ hasCritical: Bool
  ) throws(StoreError) {
    let notice = RevocationNotice(
      sessionKey: session.key, effectiveAt: time, revokedBy: limited(order.operator.qualifiedName),
      reason: limited(order.reason), invalidateCaches: true, revocationID: order.id)
    let risk =
      session.riskPolicy == meta.policyID
      ? session.risk
      : session.risk.map { rules.riskModels.carried($0, from: session.riskPolicy, to: meta.policyID) }
    try enter(
      notice, effectiveAt: time, reason: order.reason, wasRevoked: session.revokedFrom != nil,
      by: order.operator, detail: detail(evidence: evidence(of: session, risk)))
    try db.run("UPDATE sessions SET revoked_from = ? WHERE id = ?", [.time(time), .int(session.id)])
    if session.riskPolicy != meta.policyID, let risk {
      try db.run(
        "UPDATE sessions SET risk = ?, risk_policy = ? WHERE id = ?",
        [.blob(risk.stored), .int(meta.policyID), .int(session.id)])
    }
    life.replace(session.plan(revokedFrom: session.revokedFrom), with: session.plan(revokedFrom: time))
    watch.sums.move(
      session.classes, issuedAt: session.issuedAt,
      from: min(session.expiresAt, session.revokedFrom ?? session.expiresAt),
      to: min(session.expiresAt, time))
    if hasCritical { try noteRevoked(session.key) }
  }

  /// Of one of many: what its row says. Policy and modes stand once, with the scope.
  private func evidence(of session: CoveredSession, _ risk: RiskState?) -> String {
    JSONWriter.object { writer in
      session.figures.write(to: &writer)
      if let risk {
        let context = RiskContext(
          at: time, revokedFrom: session.revokedFrom, expiresAt: session.expiresAt, model: rules.policy.risk)
        writer.member("score", raw: risk.score(context).text)
      } else {
        writer.member("unread", strings: ["its risk does not read"])
      }
    }
  }
}
