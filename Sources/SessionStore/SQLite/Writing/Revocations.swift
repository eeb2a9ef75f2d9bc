import Delegation
import GRDB
import GRDBSQLite
import PolicyEngine
import RiskScoring

extension SQLiteStore {
  func revoke(
    _ order: RevocationOrder, by operator: Operator
  ) throws(StoreError) -> RevocationReceipt {
    let clock = ContinuousClock()
    let start = clock.now
    let id = order.revocationID ?? makeID()
    guard isName(id) else {
      throw .failed(
        code: SQLITE_MISUSE, message: "`\(id)` cannot name a revocation: expected 1-128 printable characters")
    }
    let receipt = try revoking { transaction throws(StoreError) in
      try transaction.revoke(order, id: id, by: `operator`, envelopes)
    }
    return receipt.measured(clock.now - start)
  }

  func reinstate(
    _ key: Identifier, revocationID: String?, reason: String, by operator: Operator
  ) throws(StoreError) -> Reinstatement {
    let id = requestID()
    return try write(.ordinary) { transaction throws(StoreError) in
      guard let standing = try transaction.standing(key, id: revocationID, by: `operator`) else {
        return Reinstatement(
          outcome: .refused([.unknownRevocation]), stillRevoked: try transaction.revokedFrom(key) != nil)
      }
      let change = Loosening.reinstatement(key, revocationID: standing.id)
      let isUndo =
        standing.revokedBy == `operator` && transaction.time - standing.committedAt <= Reinstatement.grace
      let detail: String
      if isUndo {
        detail = try transaction.undoProof(change, id: id, reason: reason, by: `operator`, storeIdentity)
      } else {
        switch try transaction.loosen(change, id: id, reason: reason, by: `operator`, storeIdentity) {
        case .waits(let request): return Reinstatement(outcome: .waits(request), stillRevoked: true)
        case .goesAhead(let proof): detail = proof
        }
      }
      try transaction.withdraw(
        standing, of: key, reason: reason, by: `operator`, detail: detail, isUndo: isUndo, envelopes)
      return Reinstatement(
        outcome: .reinstated(revocationID: standing.id, at: transaction.time), wasAlone: !isUndo,
        stillRevoked: try transaction.revokedFrom(key) != nil)
    }
  }
}

/// A name as event logs have it.
private func isName(_ text: String) -> Bool {
  (1...128).contains(text.utf8.count) && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
}

/// A text as event logs have it: at most 1,024 code points. The audit entry keeps all of it.
func limited(_ text: String) -> String {
  String(String.UnicodeScalarView(text.unicodeScalars.prefix(1024)))
}

/// A revocation that was not withdrawn.
struct StandingRevocation {
  let sequence: Int64
  let id: String
  let committedAt: Timestamp
  let revokedBy: Operator
}

extension Transaction {
  /// The earliest effective time of the key's standing revocations.
  func revokedFrom(_ key: Identifier) throws(StoreError) -> Timestamp? {
    try db.int(
      "SELECT min(effective_at) FROM revocations WHERE session_key = ? AND withdrawn_at IS NULL",
      [.text(key.text)]
    ).map(Timestamp.init(milliseconds:))
  }

  /// Revokes one key, whether a session has it or not.
  /// - Parameter proof: writes what proves it beside its evidence.
  mutating func revoke(
    _ order: RevocationOrder, id: String, by operator: Operator, _ envelopes: EnvelopeCache,
    proof: (inout JSONWriter) -> Void = { _ in }
  ) throws(StoreError) -> RevocationReceipt {
    let key = order.sessionKey
    let effectiveAt = order.effectiveAt.map { min(max($0, .epoch), .max) } ?? time
    let wasRevoked = try revokedFrom(key) != nil
    let target = try RevocationTarget.find(db, key, at: time, envelopes)
    let evidence = try evidence(of: target)
    let notice = RevocationNotice(
      sessionKey: key, effectiveAt: effectiveAt,
      revokedBy: limited(order.revokedBy ?? `operator`.qualifiedName),
      reason: limited(order.reason), invalidateCaches: true, revocationID: id)
    let sequence = try enter(
      notice, effectiveAt: effectiveAt, reason: order.reason, wasRevoked: wasRevoked, by: `operator`,
      detail: detail(evidence: evidence, beside: proof))
    let settled = try settleRevocation(of: target, key, retroactiveFrom: effectiveAt)
    return RevocationReceipt(
      revocationID: id, sessionKey: key, sequence: sequence, committedAt: time,
      effectiveAt: try revokedFrom(key) ?? effectiveAt, elapsed: .zero, sessionWasKnown: settled.isKnown,
      wasRevokedAlready: wasRevoked,
      assertedUntil: settled.assertedUntil.flatMap { $0 > time ? $0 : nil })
  }

  /// Brings the row of what was revoked in line, also where the rest of it is damaged.
  private mutating func settleRevocation(
    of target: RevocationTarget, _ key: Identifier, retroactiveFrom start: Timestamp
  ) throws(StoreError) -> (isKnown: Bool, assertedUntil: Timestamp?) {
    switch target {
    case .unknown: return (false, nil)
    case .session(let session):
      return (true, try settleRevocation(of: session, key, retroactiveFrom: start).assertedUntil)
    case .unreadable:
      try db.run(
        "UPDATE sessions SET revoked_from = ? WHERE session_key = ?",
        [.time(try revokedFrom(key)), .text(key.text)])
      try noteRevoked(key)
      let until = try db.int("SELECT asserted_until FROM sessions WHERE session_key = ?", [.text(key.text)])
      return (true, until.map(Timestamp.init(milliseconds:)))
    }
  }

  /// Enters a revocation into the log and the book. The same id again keeps its earlier time; withdrawn before, it
  /// starts anew.
  /// - Returns: the entry's number in the log.
  @discardableResult
  mutating func enter(
    _ notice: RevocationNotice, effectiveAt: Timestamp, reason: String, wasRevoked: Bool,
    by operator: Operator,
    detail: String? = nil
  ) throws(StoreError) -> Int64 {
    let sequence = try audit(
      "session.revoke", notice.sessionKey.text, by: `operator`, before: wasRevoked ? "revoked" : nil,
      after: effectiveAt.seconds, reason: reason, result: notice.revocationID, event: .revoked(notice),
      detail: detail)
    try db.run(
      """
      INSERT INTO revocations VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, NULL) ON CONFLICT (session_key, revocation_id)
      DO UPDATE SET
        effective_at = iif(withdrawn_at IS NULL, min(effective_at, ?4), ?4),
        committed_at = iif(withdrawn_at IS NULL, committed_at, ?5), plane = iif(withdrawn_at IS NULL, plane, ?6),
        operator = iif(withdrawn_at IS NULL, operator, ?7), reason = iif(withdrawn_at IS NULL, reason, ?8),
        withdrawn_at = NULL
      """,
      [
        .int(sequence), .text(notice.sessionKey.text), .text(notice.revocationID), .time(effectiveAt),
        .time(time), .text(`operator`.plane.rawValue), .text(`operator`.name), .text(notice.reason ?? ""),
      ])
    return sequence
  }

  /// Withdraws one revocation; the others stand.
  mutating func withdraw(
    _ standing: StandingRevocation, of key: Identifier, reason: String, by operator: Operator, detail: String,
    isUndo: Bool, _ envelopes: EnvelopeCache
  ) throws(StoreError) {
    let sequence = try audit(
      "session.reinstate", key.text, by: `operator`, before: "revoked", reason: reason, result: standing.id,
      event: .reinstated(sessionKey: key, revocationID: standing.id), detail: detail)
    try db.run(
      "UPDATE revocations SET withdrawn_at = ? WHERE session_key = ? AND revocation_id = ?",
      [.time(time), .text(key.text), .text(standing.id)])
    var session = try StoredSession.find(db, key, at: time, envelopes)
    if let found = session { session = try settleRevocation(of: found, key) }
    guard !isUndo else { return }
    watch.raises.add(
      .reenabled(key, session?.state, score: session?.score(at: time, rules), sequence: sequence, at: time))
  }

  /// Brings a session's row in line with the standing revocations of its key.
  /// - Parameter start: from when on a new revocation holds; nil where one was withdrawn.
  private mutating func settleRevocation(
    of found: StoredSession, _ key: Identifier, retroactiveFrom start: Timestamp? = nil
  ) throws(StoreError) -> StoredSession {
    var session = found
    session.carryRisk(rules, policyID: meta.policyID)
    let before = session.state
    session.state.revokedFrom = try revokedFrom(key)
    if let start { try countLate(&session, from: start, until: before.revokedFrom) }
    if session.state.revokedFrom == nil {
      // What was seen refused says nothing about a later revocation, and its lag begins anew.
      session.firstRefusedAt = nil
      session.risk.criticalSince = nil
    } else {
      try noteRevoked(key)
    }
    if !session.risk.isClean { session.boundRisk(rules.policy, at: time) }
    try replan(before, as: session.state, id: session.id)
    try keep(session)
    return session
  }

  /// A revocation that holds from a moment before its commit: what was allowed since then is a fact against the session.
  private mutating func countLate(
    _ session: inout StoredSession, from start: Timestamp, until end: Timestamp?
  ) throws(StoreError) {
    guard start < time, let lastUsed = session.lastUsed, lastUsed >= start else { return }
    let late = try LateExecution.all(db, last: session.lastExecution, from: start, until: end)
    if late.isEmpty { return }
    session.risk.set(.allowedAfterRevocation)
    for execution in late {
      let listing = try Listing(db, execution.destination, chain: execution.chain)
      watch.sums.addLate(
        chain: session.state.envelope.chainID, family: rules.family(of: execution.destination, listing),
        at: execution.at)
    }
  }

  /// The named revocation, or the latest by this operator.
  func standing(
    _ key: Identifier, id: String?, by operator: Operator?
  ) throws(StoreError) -> StandingRevocation? {
    let row = try db.query(
      """
      SELECT sequence, revocation_id, committed_at, operator, plane FROM revocations
      WHERE session_key = ?1 AND withdrawn_at IS NULL
        AND (revocation_id = ?2 OR (?2 IS NULL AND operator = ?3 AND plane = ?4))
      ORDER BY committed_at DESC, sequence DESC LIMIT 1
      """, [.text(key.text), .text(id), .text(`operator`?.name), .text(`operator`?.plane.rawValue)])
    guard try row.step() else { return nil }
    return StandingRevocation(
      sequence: row.int(0), id: row.text(1), committedAt: row.time(2),
      revokedBy: Operator(name: row.text(3), plane: try row.plane(4)))
  }
}
