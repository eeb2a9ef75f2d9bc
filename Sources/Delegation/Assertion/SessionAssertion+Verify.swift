package import Digests

extension SessionAssertion {
  /// What a token says, once it is known that `key` signed it and that it holds at `now`.
  ///
  /// The algorithm is ours, never the token's choice (RFC 8725, section 3.1). No claim is looked at before the signature
  /// over the bytes as they were received is found valid.
  /// - Parameters:
  ///   - key: of the issuer that the verifier trusts.
  ///   - leeway: how far the issuer's clock may be ahead of the verifier's. It delays no expiry.
  /// - Throws: ``AssertionProblem``: the first that is met.
  package static func verify(
    token: String, key: Ed25519.PublicKey, at now: Timestamp, leeway: TimeSpan
  ) throws(AssertionProblem) -> SessionAssertion {
    guard token.utf8.count <= largestTokenByteCount else { throw .tooLong(token.utf8.count) }
    let signed: CompactJWS
    do throws(CompactJWS.Problem) {
      signed = try CompactJWS(token)
    } catch {
      throw .malformed(error)
    }
    try checkHeader(signed.header, keyID: JWK(key).keyID)
    guard signed.isSigned(by: key) else { throw .signature }
    let assertion = try SessionAssertion(claims: signed.payload)
    try assertion.check(at: now, leeway: leeway)
    return assertion
  }

  private func check(at now: Timestamp, leeway: TimeSpan) throws(AssertionProblem) {
    guard expiresAt > now else { throw .expired(at: expiresAt) }
    guard !(issuedAt > now + leeway) else { throw .fromTheFuture(issuedAt: issuedAt) }
    try Self.check(expiresAt - issuedAt)
  }
}
