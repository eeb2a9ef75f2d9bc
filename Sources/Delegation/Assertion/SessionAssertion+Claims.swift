/// The header and the claims as JSON (RFC 7515, section 4; RFC 7519, section 4), written in one fixed order.
extension SessionAssertion {
  private static let algorithm = "EdDSA"
  /// `typ` keeps other tokens of the same key from being taken for this one (RFC 8725, section 3.11).
  private static let type = "curfew-assertion+jwt"

  static func header(keyID: String) -> String {
    JSONWriter.object { writer in
      writer.member("alg", algorithm)
      writer.member("typ", type)
      writer.member("kid", keyID)
    }
  }

  /// Takes the three fields that we write, with our values, and no other: so no `crit`, no `jwk`, no `none`.
  static func checkHeader(_ bytes: [UInt8], keyID: String) throws(AssertionProblem) {
    try read(bytes, .header) { fields throws(FieldError) in
      for (name, value) in [("alg", algorithm), ("typ", type), ("kid", keyID)] {
        let expected = "`\(value)`"
        let found = try fields.required(name, expected: expected, Read.string)
        guard sameCodePoints(found, value) else {
          throw FieldError(field: fields.path(of: name), expected: expected, found: "`\(found)`")
        }
      }
    }
  }

  package var claims: String {
    JSONWriter.object { writer in
      writer.member("iss", issuer)
      writer.member("sub", sessionKey.text)
      writer.member("wal", wallet.text)
      writer.member("iat", raw: issuedAt.seconds)
      writer.member("exp", raw: expiresAt.seconds)
      writer.member("jti", id)
      writer.member("cap", strings: capabilities.map(\.text))
      writer.member("cid", raw: String(chainID))
      writer.member("pol", policy.text)
      writer.member("seq", raw: String(sequence))
    }
  }

  /// Reads claims, strictly: ours, all of them, and no other. Whether they hold now is not asked here.
  init(claims bytes: [UInt8]) throws(AssertionProblem) {
    self = try Self.read(bytes, .payload) { fields throws(FieldError) in
      SessionAssertion(
        issuer: try fields.required("iss", expected: "the issuer's id", Read.name),
        sessionKey: try fields.required("sub", expected: "the session's key", Read.identifier),
        wallet: try fields.required("wal", expected: "the wallet that delegates", Read.identifier),
        issuedAt: try fields.required("iat", expected: "whole epoch seconds", Self.readSecond),
        expiresAt: try fields.required("exp", expected: "whole epoch seconds", Self.readSecond),
        id: try fields.required("jti", expected: "the assertion's id", Read.name),
        capabilities: try fields.required("cap", expected: "a list of capability ids", readCapabilities),
        chainID: try fields.required("cid", expected: "a chain id", Read.chainID),
        policy: PolicyVersion(text: try fields.required("pol", expected: "a policy version", Read.name)),
        sequence: try fields.required("seq", expected: "a sequence number", Self.readSequence))
    }
  }

  /// That what would be written can be read again, and fits into a token.
  func checkForm() throws(AssertionProblem) {
    let count = CompactJWS.byteCount(
      headerByteCount: Self.header(keyID: "").utf8.count + JWK.keyIDByteCount,
      payloadByteCount: claims.utf8.count)
    guard count <= Self.largestTokenByteCount else { throw .tooLong(count) }
    _ = try SessionAssertion(claims: Array(claims.utf8))
  }

  private static func read<T>(
    _ bytes: [UInt8], _ part: CompactJWS.Part, _ body: (inout ObjectReader) throws(FieldError) -> T
  ) throws(AssertionProblem) -> T {
    let value: JSONValue
    do throws(JSONProblem) {
      value = try parseJSON(bytes)
    } catch {
      throw .json(part, error)
    }
    do throws(FieldError) {
      var fields = try ObjectReader(value, path: part.rawValue)
      let result = try body(&fields)
      try fields.finish()
      return result
    } catch {
      throw .field(error)
    }
  }

  private static func readSecond(_ value: JSONValue, _ path: String) throws(FieldError) -> Timestamp {
    let last = UInt64(Timestamp.max.milliseconds / 1000)
    return Timestamp(seconds: Int64(try Read.integer(value, path, in: 0...last)))
  }

  private static func readSequence(_ value: JSONValue, _ path: String) throws(FieldError) -> UInt64 {
    try Read.integer(value, path, in: 0...Read.largestInteger)
  }
}
