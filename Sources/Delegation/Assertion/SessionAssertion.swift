package import Digests

/// The store's word that a session was active: what it may do, for the next few seconds.
///
/// Whoever verifies its token needs no store. It cannot be called back, so its life bounds how long a revoked session
/// could still pass there: it is kept short, and never outlives the session.
package struct SessionAssertion: Hashable, Sendable {
  /// The store's id: 1–128 printable ASCII characters without spaces. A verifier compares it with the one it trusts.
  package let issuer: String
  package let sessionKey: Identifier
  package let wallet: Identifier
  /// A whole second, never after the moment of issue.
  package let issuedAt: Timestamp
  /// A whole second, exclusive: at this moment the assertion holds no more.
  package let expiresAt: Timestamp
  /// Tells this assertion from every other; of the same form as ``issuer``.
  package let id: String
  /// Not empty, without duplicates, in the envelope's order.
  package let capabilities: [Identifier]
  /// 1 … 2^53 − 1.
  package let chainID: UInt64
  /// The policy under which it was issued; its text has the form of ``issuer``.
  package let policy: PolicyVersion
  /// The number of the store's latest change when it was issued, 0 … 2^53 − 1.
  package let sequence: UInt64

  /// How long an assertion holds unless the caller wants it shorter or longer.
  package static let defaultLife = TimeSpan(seconds: 30)
  /// No issuer of ours makes a longer one, and no verifier of ours takes one, whoever signed it.
  package static let longestLife = TimeSpan(seconds: 300)
  package static let largestTokenByteCount = 8192

  /// Asserts that the session of `envelope` is active at `now`; that it is, is the caller's to know.
  ///
  /// Times are whole seconds, so that every JWT library reads them: `now` and both ends are rounded down.
  /// - Parameters:
  ///   - issuer: the store's id.
  ///   - id: unique among the issuer's assertions; randomness is always passed in.
  ///   - sessionEnd: when the session itself expires, extensions included.
  ///   - life: 1 s … ``longestLife``.
  /// - Throws: ``AssertionProblem``: `field` for a text of another form, `life`, `sessionEnds`, or `tooLong`
  ///   when the envelope's capabilities do not fit into a token.
  package init(
    of envelope: Envelope, issuer: String, id: String, policy: PolicyVersion, sequence: UInt64,
    at now: Timestamp, sessionEnd: Timestamp, life: TimeSpan = defaultLife
  ) throws(AssertionProblem) {
    try Self.check(life)
    let issuedAt = now.wholeSecond
    let expiresAt = min((issuedAt + life).wholeSecond, sessionEnd.wholeSecond)
    guard expiresAt > now else { throw .sessionEnds(at: sessionEnd) }
    self.init(
      issuer: issuer, sessionKey: envelope.sessionKey, wallet: envelope.wallet, issuedAt: issuedAt,
      expiresAt: expiresAt, id: id, capabilities: envelope.capabilities, chainID: envelope.chainID,
      policy: policy, sequence: sequence)
    try checkForm()
  }

  init(
    issuer: String, sessionKey: Identifier, wallet: Identifier, issuedAt: Timestamp, expiresAt: Timestamp,
    id: String, capabilities: [Identifier], chainID: UInt64, policy: PolicyVersion, sequence: UInt64
  ) {
    self.issuer = issuer
    self.sessionKey = sessionKey
    self.wallet = wallet
    self.issuedAt = issuedAt
    self.expiresAt = expiresAt
    self.id = id
    self.capabilities = capabilities
    self.chainID = chainID
    self.policy = policy
    self.sequence = sequence
  }

  /// The token: a compact JWS, the same every time. A secret: whoever has it can show it.
  package func token(signedBy key: Ed25519.PrivateKey) -> String {
    CompactJWS.sign(
      header: Self.header(keyID: JWK(key.publicKey).keyID).utf8, payload: claims.utf8, with: key)
  }

  static func check(_ life: TimeSpan) throws(AssertionProblem) {
    guard life >= TimeSpan(seconds: 1), !(life > longestLife) else { throw .life(life) }
  }
}

extension Timestamp {
  /// The start of its second.
  fileprivate var wholeSecond: Timestamp {
    let part = milliseconds % 1000
    return Timestamp(milliseconds: milliseconds - (part < 0 ? part + 1000 : part))
  }
}
