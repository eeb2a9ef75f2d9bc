import Delegation
import Digests
import GRDB
import PolicyEngine

extension SQLiteStore {
  func assert(
    _ key: Identifier, life: TimeSpan, by operator: Operator
  ) throws(StoreError) -> IssuedAssertion {
    guard let signing = try keys?.read(.assertion, store: identity.id),
      signing.publicKey == identity.assertionKey
    else {
      throw .assertion(.noKey)
    }
    let id = makeID()
    let assertion = try write(.ordinary) { transaction throws(StoreError) in
      try transaction.assert(key, id: id, issuer: identity.id, life: life, by: `operator`, envelopes)
    }
    return IssuedAssertion(token: assertion.token(signedBy: signing), assertion: assertion)
  }

  func verify(token: String) throws(StoreError) -> SessionAssertion {
    guard let key = identity.assertionKey else { throw .assertion(.noKey) }
    return try read { snapshot throws(StoreError) in
      let assertion: SessionAssertion
      do throws(AssertionProblem) {
        // The store's time is never behind the issuer's: no leeway.
        assertion = try SessionAssertion.verify(
          token: token, key: key, at: snapshot.time, leeway: TimeSpan(milliseconds: 0))
      } catch {
        throw .assertion(.token(error))
      }
      guard assertion.issuer == identity.id else { throw .assertion(.otherIssuer(assertion.issuer)) }
      let session = try StoredSession.find(snapshot.db, assertion.sessionKey, at: snapshot.time, envelopes)
      _ = try session.active(assertion.sessionKey, under: snapshot.rules, at: snapshot.time)
      return assertion
    }
  }
}

extension StoredSession? {
  /// The session, if it is one of which it can be said that it is active.
  fileprivate func active(
    _ key: Identifier, under rules: Rules, at time: Timestamp
  ) throws(StoreError) -> StoredSession {
    guard let session = self else { throw .assertion(.unknownSession(key)) }
    let life = session.state.life(at: time, policy: rules.policy)
    guard life == .active else { throw .assertion(.notActive(key, life)) }
    let isLocked = rules.modes.entries.contains { $0.mode == .lockdown && $0.scope.covers(session.state) }
    if isLocked { throw .assertion(.lockdown(key)) }
    return session
  }
}

extension Scope {
  /// Whether a request of the session could be one that the scope matches.
  fileprivate func covers(_ session: SessionState) -> Bool {
    let envelope = session.envelope
    return covers(envelope) && (sessionKey.map { $0 == envelope.sessionKey } ?? true)
      && (wallet.map { $0 == envelope.wallet } ?? true) && (chainID.map { $0 == envelope.chainID } ?? true)
      && (issuedBefore.map { session.issuedAt < $0 } ?? true)
  }
}

extension Transaction {
  /// Records that an assertion is given out, before it is: a revocation must know until when it may be believed.
  fileprivate mutating func assert(
    _ key: Identifier, id: String, issuer: String, life: TimeSpan, by operator: Operator,
    _ envelopes: EnvelopeCache
  ) throws(StoreError) -> SessionAssertion {
    var session = try StoredSession.find(db, key, at: time, envelopes).active(key, under: rules, at: time)
    let end = min(session.state.expiresAt, session.state.revokedFrom ?? session.state.expiresAt)
    let assertion: SessionAssertion
    do throws(AssertionProblem) {
      assertion = try SessionAssertion(
        of: session.state.envelope, issuer: issuer, id: id, policy: rules.policy.version,
        sequence: UInt64(clamping: meta.nextSequence), at: time, sessionEnd: end, life: life)
    } catch {
      throw .assertion(.token(error))
    }
    try audit("session.assert", key.text, by: `operator`, after: assertion.expiresAt.seconds, result: id)
    session.assertedUntil = max(session.assertedUntil ?? assertion.expiresAt, assertion.expiresAt)
    try session.write(db)
    return assertion
  }
}
