import Delegation
import Digests

/// One assertion, its key, and tokens that its issuer never made.
struct AssertionSample: Sendable {
  static let now = Timestamp(seconds: 1_795_262_671)
  static let policy = PolicyVersion(text: "sha256:" + String(repeating: "0f", count: 32))
  static let keyID = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
  static let header = "{\"alg\":\"EdDSA\",\"typ\":\"curfew-assertion+jwt\",\"kid\":\"\(keyID)\"}"
  static let claims =
    "{\"iss\":\"store-1\",\"sub\":\"0x91c4a0b7e5d2f3816a4b5c6d7e8f90123456789a\","
    + "\"wal\":\"0x8243aba40ad39f0a7bf388122fb8c923e3625476\",\"iat\":1795262671,\"exp\":1795262701,"
    + "\"jti\":\"a-0001\",\"cap\":[\"swap.execute\",\"quote.accept\"],\"cid\":1,\"pol\":\"\(policy.text)\",\"seq\":4711}"
  /// Made once from the two texts above with Python's `cryptography` 48.0 and the key of RFC 8037, appendix A.1.
  static let token =
    "eyJhbGciOiJFZERTQSIsInR5cCI6ImN1cmZldy1hc3NlcnRpb24rand0Iiwia2lkIjoia1ByS19xbXhWV2FZVkE5d3dCRjZJdW8zdlZ6ejdUeEhD"
    + "VHdYQnlnclM0ayJ9.eyJpc3MiOiJzdG9yZS0xIiwic3ViIjoiMHg5MWM0YTBiN2U1ZDJmMzgxNmE0YjVjNmQ3ZThmOTAxMjM0NTY3ODlhIiwid2"
    + "FsIjoiMHg4MjQzYWJhNDBhZDM5ZjBhN2JmMzg4MTIyZmI4YzkyM2UzNjI1NDc2IiwiaWF0IjoxNzk1MjYyNjcxLCJleHAiOjE3OTUyNjI3MDEsIm"
    + "p0aSI6ImEtMDAwMSIsImNhcCI6WyJzd2FwLmV4ZWN1dGUiLCJxdW90ZS5hY2NlcHQiXSwiY2lkIjoxLCJwb2wiOiJzaGEyNTY6MGYwZjBmMGYwZj"
    + "BmMGYwZjBmMGYwZjBmMGYwZjBmMGYwZjBmMGYwZjBmMGYwZjBmMGYwZjBmMGYwZjBmMGYwZiIsInNlcSI6NDcxMX0."
    + "tjZJV8Cpv6DnkcGApXEncrBp3j4lf5bFzNtoLkiG3IHxPhfG2Gv2d0l_jM10yuX3Iv1T8PJqcGg-MrmlSWpmDw"

  let key: Ed25519.PrivateKey

  init() throws { key = try Ed25519.PrivateKey(seed: Base64URL.decode(CompactJWSTests.seed)) }

  static func envelope(
    capabilities: [String] = ["swap.execute", "quote.accept"], chainID: UInt64 = 1
  ) throws -> Envelope {
    Envelope(
      sessionKey: try Identifier("0x91c4a0b7e5d2f3816a4b5c6d7e8f90123456789a"),
      wallet: try Identifier("0x8243abA40aD39F0A7bf388122fb8c923E3625476"),
      capabilities: try capabilities.map { try Identifier($0) }, maxValue: .zero, destinations: .shared([]),
      chainID: chainID, expiresAt: now + TimeSpan(seconds: 3600), nonceDomain: .opaque("domain"))
  }

  /// The assertion of ``claims``, but for what is given.
  static func issue(
    _ envelope: Envelope? = nil, issuer: String = "store-1", id: String = "a-0001",
    policy: PolicyVersion = policy, sequence: UInt64 = 4711, at now: Timestamp = now,
    sessionEnd: Timestamp = now + TimeSpan(seconds: 3600), life: TimeSpan = SessionAssertion.defaultLife
  ) throws -> SessionAssertion {
    try SessionAssertion(
      of: envelope ?? Self.envelope(), issuer: issuer, id: id, policy: policy, sequence: sequence, at: now,
      sessionEnd: sessionEnd, life: life)
  }

  /// A token over any header and claims, signed as if they were right.
  func forge(header: String = header, claims: String = claims, key other: Ed25519.PrivateKey? = nil) -> String
  {
    CompactJWS.sign(header: header.utf8, payload: claims.utf8, with: other ?? key)
  }

  /// Why `token` is refused, or nil when it is taken.
  func problem(
    of token: String, at now: Timestamp = now, leeway: TimeSpan = TimeSpan(milliseconds: 0)
  ) -> AssertionProblem? {
    do throws(AssertionProblem) {
      _ = try SessionAssertion.verify(token: token, key: key.publicKey, at: now, leeway: leeway)
      return nil
    } catch {
      return error
    }
  }
}
