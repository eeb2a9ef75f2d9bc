import Delegation
import Digests
import Testing

@Suite struct CompactJWSTests {
  /// RFC 8037, appendix A.1.
  static let seed = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"
  static let x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
  /// RFC 8037, appendix A.4.
  static let published =
    "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
    + "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"

  @Test(
    arguments: [
      ("", .partCount(1)), ("e30", .partCount(1)), ("e30.e30", .partCount(2)),
      ("e30.e30.e30.e30", .partCount(4)),
      (published + ".", .partCount(4)), ("e30=.e30.e30", .encoding(.header, .badPadding)),
      ("e30.e3+.e30", .encoding(.payload, .badCharacter(offset: 2))),
      ("e30.e30.e", .encoding(.signature, .badLength(1))),
      ("e30.e30.e31", .encoding(.signature, .trailingBits)),
      ("e30. e30.e30", .encoding(.payload, .badCharacter(offset: 0))),
      ("e30.e30.e30\n", .encoding(.signature, .badCharacter(offset: 3))),
      ("e30.\u{E9}.e30", .encoding(.payload, .badCharacter(offset: 0))),
    ] as [(String, CompactJWS.Problem)])
  func `what is not three parts of unpadded base 64 is refused`(text: String, problem: CompactJWS.Problem) {
    #expect(throws: problem) { try CompactJWS(text) }
  }

  @Test func `a signature is not valid for other parts, nor for another key`() throws {
    let key = try Ed25519.PublicKey(Base64URL.decode(Self.x))
    let other = try Ed25519.PrivateKey(seed: [UInt8](repeating: 1, count: 32)).publicKey
    let parts = Self.published.split(separator: ".")
    #expect(try !CompactJWS(Self.published).isSigned(by: other))
    for forged in ["e30.\(parts[1]).\(parts[2])", "\(parts[0]).e30.\(parts[2])", "\(parts[0]).\(parts[1])."] {
      #expect(try !CompactJWS(forged).isSigned(by: key), "\(forged)")
    }
  }

  @Test func `the published example is made and verified, RFC 8037 A.4 and A.5`() throws {
    let key = try Ed25519.PrivateKey(seed: Base64URL.decode(Self.seed))
    let made = CompactJWS.sign(
      header: "{\"alg\":\"EdDSA\"}".utf8, payload: "Example of Ed25519 signing".utf8, with: key)
    #expect(made == Self.published)
    let read = try CompactJWS(Self.published)
    #expect(read.isSigned(by: try Ed25519.PublicKey(Base64URL.decode(Self.x))))
    #expect(String(decoding: read.header, as: UTF8.self) == "{\"alg\":\"EdDSA\"}")
    #expect(String(decoding: read.payload, as: UTF8.self) == "Example of Ed25519 signing")
  }

  @Test(arguments: 0..<50)
  func `its length is known from its parts`(count: Int) throws {
    let key = try Ed25519.PrivateKey(seed: Base64URL.decode(Self.seed))
    let (header, payload) = ([UInt8](repeating: 7, count: count), [UInt8](repeating: 8, count: count * 3 + 1))
    #expect(
      CompactJWS.sign(header: header, payload: payload, with: key).utf8.count
        == CompactJWS.byteCount(headerByteCount: header.count, payloadByteCount: payload.count))
  }
}

@Suite struct JWKTests {
  /// RFC 8037, appendices A.2 and A.3.
  @Test func `the published key has its published thumbprint and says what it is for`() throws {
    let jwk = JWK(try Ed25519.PublicKey(Base64URL.decode(CompactJWSTests.x)))
    #expect(jwk.keyID == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")
    #expect(jwk.keyID.utf8.count == JWK.keyIDByteCount)
    #expect(
      jwk.json
        == "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\","
        + "\"kid\":\"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k\",\"use\":\"sig\",\"alg\":\"EdDSA\"}")
  }
}
