import Delegation
import PolicyEngine

extension SQLiteStore {
  func attest(_ key: Identifier, by operator: Operator) throws(StoreError) -> [Refusal] {
    try write(.ordinary) { transaction throws(StoreError) in
      var session = try StoredSession.find(transaction.db, key, at: transaction.time, envelopes)
      let refusals = Acceptance.attestation(of: session?.state, at: transaction.time)
      guard refusals.isEmpty, session != nil else { return refusals }
      let before = session?.state.lastAttested
      session?.state.attest(at: transaction.time)
      if let session { try transaction.keep(session) }
      try transaction.audit(
        "session.attest", key.text, by: `operator`, before: before?.seconds, after: transaction.time.seconds,
        event: .attested(sessionKey: key))
      return []
    }
  }

  func extend(
    _ key: Identifier, to expiresAt: Timestamp, by operator: Operator
  ) throws(StoreError) -> [Refusal] {
    try write(.ordinary) { transaction throws(StoreError) in
      var session = try StoredSession.find(transaction.db, key, at: transaction.time, envelopes)
      let refusals = Acceptance.extending(
        session?.state, to: expiresAt, at: transaction.time, policy: transaction.rules.policy)
      guard refusals.isEmpty, expiresAt <= .max else { return refusals.isEmpty ? [.malformed] : refusals }
      let before = session?.state.expiresAt
      if let old = session?.state {
        session?.state.expiresAt = expiresAt
        if let session {
          try transaction.replan(old, as: session.state, id: session.id)
          try transaction.keep(session)
        }
      }
      try transaction.audit(
        "session.extend", key.text, by: `operator`, before: before?.seconds, after: expiresAt.seconds,
        event: .extended(sessionKey: key, expiresAt: expiresAt))
      return []
    }
  }

  func logOut(wallet: Identifier, by operator: Operator) throws(StoreError) {
    _ = try write(.ordinary) { transaction throws(StoreError) in
      try transaction.audit("user.logOut", wallet.text, by: `operator`, event: .loggedOut(wallet: wallet))
    }
  }
}

extension Transaction {
  /// Writes a changed session and counts it anew.
  mutating func keep(_ session: StoredSession) throws(StoreError) {
    try session.write(db)
    life.replace(session.plan, with: LifePlan(session.state, idle: session.idle))
  }
}
