import Delegation
import GRDB
import GRDBSQLite
import PolicyEngine

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
    let receipt = try write(.urgent) { transaction throws(StoreError) in
      let key = order.sessionKey
      let effectiveAt = order.effectiveAt.map { min(max($0, .epoch), .max) } ?? transaction.time
      let wasRevoked = try transaction.revokedFrom(key) != nil
      let notice = RevocationNotice(
        sessionKey: key, effectiveAt: effectiveAt,
        revokedBy: limited(order.revokedBy ?? `operator`.qualifiedName),
        reason: limited(order.reason), invalidateCaches: true, revocationID: id)
      try transaction.enter(notice, effectiveAt: effectiveAt, by: `operator`)
      let session = try transaction.settleRevocation(of: key, envelopes)
      try transaction.audit(
        "session.revoke", key.text, by: `operator`, before: wasRevoked ? "revoked" : nil,
        after: effectiveAt.seconds, reason: order.reason, result: id)
      return RevocationReceipt(
        revocationID: id, sessionKey: key, committedAt: transaction.time,
        effectiveAt: try transaction.revokedFrom(key) ?? effectiveAt, elapsed: .zero,
        sessionWasKnown: session != nil, wasRevokedAlready: wasRevoked)
    }
    return receipt.measured(clock.now - start)
  }

  func reinstate(
    _ key: Identifier, revocationID: String?, reason: String, by operator: Operator
  ) throws(StoreError) -> Reinstatement {
    try write(.ordinary) { transaction throws(StoreError) in
      guard let standing = try transaction.standing(key, id: revocationID, by: `operator`) else {
        return Reinstatement(
          outcome: .refused([.unknownRevocation]), wasLate: false,
          stillRevoked: try transaction.revokedFrom(key) != nil)
      }
      try transaction.db.run(
        "UPDATE revocations SET withdrawn_at = ? WHERE sequence = ?",
        [.time(transaction.time), .int(standing.sequence)])
      _ = try transaction.settleRevocation(of: key, envelopes)
      try transaction.log(.reinstated(sessionKey: key, revocationID: standing.id))
      try transaction.audit(
        "session.reinstate", key.text, by: `operator`, before: "revoked", reason: reason, result: standing.id)
      let isLate = transaction.time - standing.committedAt > Reinstatement.grace
      return Reinstatement(
        outcome: .reinstated(revocationID: standing.id, at: transaction.time),
        wasLate: isLate || standing.revokedBy != `operator`,
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
private struct StandingRevocation {
  let sequence: Int64
  let id: String
  let committedAt: Timestamp
  let revokedBy: Operator
}

extension Transaction {
  /// The earliest effective time of the key's standing revocations.
  fileprivate func revokedFrom(_ key: Identifier) throws(StoreError) -> Timestamp? {
    try db.int(
      "SELECT min(effective_at) FROM revocations WHERE session_key = ? AND withdrawn_at IS NULL",
      [.text(key.text)]
    ).map(Timestamp.init(milliseconds:))
  }

  /// Enters a revocation into the log and the book. The same id again keeps its earlier time; withdrawn before, it
  /// starts anew.
  mutating func enter(
    _ notice: RevocationNotice, effectiveAt: Timestamp, by operator: Operator
  ) throws(StoreError) {
    let sequence = meta.nextSequence
    try log(.revoked(notice))
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
  }

  /// Brings a session's row in line with the standing revocations of its key.
  /// - Returns: the session, or nil where no session has the key yet.
  fileprivate mutating func settleRevocation(
    of key: Identifier, _ envelopes: EnvelopeCache
  ) throws(StoreError) -> StoredSession? {
    guard var session = try StoredSession.find(db, key, at: time, envelopes) else { return nil }
    session.state.revokedFrom = try revokedFrom(key)
    // What was seen refused says nothing about a later revocation.
    if session.state.revokedFrom == nil { session.firstRefusedAt = nil }
    try keep(session)
    return session
  }

  /// The named revocation, or the latest by this operator.
  fileprivate func standing(
    _ key: Identifier, id: String?, by operator: Operator
  ) throws(StoreError) -> StandingRevocation? {
    let row = try db.query(
      """
      SELECT sequence, revocation_id, committed_at, operator, plane FROM revocations
      WHERE session_key = ?1 AND withdrawn_at IS NULL
        AND (revocation_id = ?2 OR (?2 IS NULL AND operator = ?3 AND plane = ?4))
      ORDER BY committed_at DESC, sequence DESC LIMIT 1
      """, [.text(key.text), .text(id), .text(`operator`.name), .text(`operator`.plane.rawValue)])
    guard try row.step() else { return nil }
    return StandingRevocation(
      sequence: row.int(0), id: row.text(1), committedAt: row.time(2),
      revokedBy: Operator(name: row.text(3), plane: try row.plane(4)))
  }
}
