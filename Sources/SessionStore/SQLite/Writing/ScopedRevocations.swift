import Delegation
import GRDB
import RiskScoring

extension SQLiteStore {
  func revoke(
    scope: Scope, reason: String, by operator: Operator
  ) throws(StoreError) -> ScopeReceipt {
    let clock = ContinuousClock()
    let start = clock.now
    let id = makeID()
    var assertedUntil: Timestamp?
    let (count, sequence, committedAt) = try write(.urgent) { transaction throws(StoreError) in
      let covered = try CoveredSession.all(transaction.db, scope, at: transaction.time)
      assertedUntil = covered.compactMap(\.assertedUntil).filter { $0 > transaction.time }.max()
      // Most have no critical alert: one look tells whether any has.
      let hasCritical =
        try transaction.db.int(
          "SELECT 1 FROM alerts WHERE kind = 'risk_critical' AND revoked_at IS NULL LIMIT 1") != nil
      for session in covered {
        try transaction.revoke(session, id: id, reason: reason, by: `operator`, hasCritical)
      }
      let sequence = try transaction.audit(
        "scope.revoke", scope.json, by: `operator`, reason: reason, result: "\(covered.count) sessions")
      return (covered.count, sequence, transaction.time)
    }
    return ScopeReceipt(
      revoked: count, sequence: sequence, committedAt: committedAt, elapsed: clock.now - start,
      assertedUntil: assertedUntil)
  }

  func preview(scope: Scope) throws(StoreError) -> ScopePreview {
    try read { snapshot throws(StoreError) in
      let covered = try CoveredSession.all(snapshot.db, scope, at: snapshot.time)
      let remaining = covered.reduce(UInt64(0)) { sum, session in
        let (total, overflow) = sum.addingReportingOverflow(session.remaining)
        return overflow ? .max : total
      }
      return ScopePreview(
        sessions: covered.count, wallets: Set(covered.map(\.wallet)).count, remainingMicros: remaining,
        first: covered.first?.key, last: covered.last?.key)
    }
  }
}

/// A session that a scope covers and that is neither expired nor revoked.
private struct CoveredSession {
  let id: Int64
  let key: Identifier
  let wallet: Identifier
  let remaining: UInt64
  let validFrom: Timestamp
  let lastActive: Timestamp
  let idle: TimeSpan
  let expiresAt: Timestamp
  /// One that has not begun to hold.
  let revokedFrom: Timestamp?
  let assertedUntil: Timestamp?
  let issuedAt: Timestamp
  /// Of its capabilities, as they were when it was granted.
  let classes: String
  let risk: RiskState
  let riskPolicy: Int64

  /// In grant order.
  static func all(
    _ db: Database, _ scope: Scope, at time: Timestamp
  ) throws(StoreError) -> [CoveredSession] {
    let rows = try db.query(
      """
      SELECT s.id, s.session_key, s.wallet, s.max_value - s.spent, s.valid_from, s.last_active, s.idle_ms,
        s.expires_at, s.revoked_from, s.asserted_until, s.issued_at, e.classes, s.risk, s.risk_policy,
        e.json
      FROM sessions s JOIN envelopes e ON e.id = s.id
      WHERE s.expires_at > ?1 AND (s.revoked_from IS NULL OR s.revoked_from > ?1)
        AND (?2 IS NULL OR s.session_key = ?2) AND (?3 IS NULL OR s.wallet = ?3)
        AND (?4 IS NULL OR s.chain_id = ?4) AND (?5 IS NULL OR s.issued_at < ?5)
      ORDER BY s.id
      """,
      [
        .time(time), .text(scope.sessionKey?.text), .text(scope.wallet?.text),
        .int(scope.chainID.map { Int64(clamping: $0) }), .time(scope.issuedBefore),
      ])
    var covered: [CoveredSession] = []
    while try rows.step() {
      if scope.looksIntoEnvelope {
        let envelope = try rows.withBytes(14) { bytes throws(StoreError) in try Envelope(stored: bytes) }
        guard scope.covers(envelope) else { continue }
      }
      covered.append(try CoveredSession(rows))
    }
    return covered
  }

  private init(_ row: borrowing Query) throws(StoreError) {
    id = row.int(0)
    key = try row.identifier(1)
    wallet = try row.identifier(2)
    remaining = UInt64(max(0, row.int(3)))
    validFrom = row.time(4)
    lastActive = row.time(5)
    idle = TimeSpan(milliseconds: row.int(6))
    expiresAt = row.time(7)
    revokedFrom = row.optionalTime(8)
    assertedUntil = row.optionalTime(9)
    issuedAt = row.time(10)
    classes = row.text(11)
    risk = try RiskState(row, 12)
    riskPolicy = row.int(13)
  }

  func plan(revokedFrom: Timestamp?) -> LifePlan {
    LifePlan(
      validFrom: validFrom, lastActive: lastActive, idle: idle, expiresAt: expiresAt, revokedFrom: revokedFrom
    )
  }
}

extension Scope {
  /// Whether it names something that only the envelope has.
  fileprivate var looksIntoEnvelope: Bool {
    capability != nil || destination != nil || nonceDomain != nil || label != nil
  }

  /// Whether a session with this envelope could make a request that the scope matches.
  func covers(_ envelope: Envelope) -> Bool {
    (capability.map(envelope.capabilities.contains) ?? true)
      && (nonceDomain.map { $0 == envelope.nonceDomain } ?? true)
      && (label.map(envelope.has(label:)) ?? true)
      && (destination.map { destination in
        envelope.capabilities.contains { (capability ?? $0) == $0 && envelope.allows(destination, for: $0) }
      } ?? true)
  }
}

extension Transaction {
  fileprivate mutating func revoke(
    _ session: CoveredSession, id: String, reason: String, by operator: Operator, _ hasCritical: Bool
  ) throws(StoreError) {
    let notice = RevocationNotice(
      sessionKey: session.key, effectiveAt: time, revokedBy: limited(`operator`.qualifiedName),
      reason: limited(reason), invalidateCaches: true, revocationID: id)
    try enter(
      notice, effectiveAt: time, reason: reason, wasRevoked: session.revokedFrom != nil, by: `operator`)
    try db.run("UPDATE sessions SET revoked_from = ? WHERE id = ?", [.time(time), .int(session.id)])
    if session.riskPolicy != meta.policyID {
      let risk = rules.riskModels.carried(session.risk, from: session.riskPolicy, to: meta.policyID)
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
}
