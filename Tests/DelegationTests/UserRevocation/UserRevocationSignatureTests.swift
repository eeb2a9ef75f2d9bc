import Delegation
import Digests
import Testing

@Suite struct UserRevocationSignatureTests {
  @Test(
    arguments: [
      ("", .signature(.wrongLength(0, expected: 65))), ("0x", .signature(.wrongLength(0, expected: 65))),
      (String(repeating: "11", count: 64), .signature(.wrongLength(64, expected: 65))),
      (String(repeating: "11", count: 66), .signature(.wrongLength(66, expected: 65))),
      (String(repeating: "11", count: 65), .signature(.badRecoveryID(17))),
      (String(repeating: "1", count: 129), .signatureNotHex),
      ("0X" + SignedRevocation.all[0].signature, .signatureNotHex),
      (" " + SignedRevocation.all[0].signature, .signatureNotHex),
      (SignedRevocation.all[0].signature + "\n", .signatureNotHex),
      (String(repeating: "00", count: 64) + "1b", .signature(.noKey)),
      (String(repeating: "ff", count: 64) + "1b", .signature(.highS)),
    ] as [(String, UserRevocationProblem)])
  func `what is no signature has no signer`(text: String, problem: UserRevocationProblem) throws {
    let order = try UserRevocation(parsing: SignedRevocation.all[0].message)
    #expect(throws: problem) { try order.signer(signature: text) }
    #expect(!order.isSigned(by: text))
  }

  @Test func `a signature is the wallet's for its own order alone`() throws {
    for (index, vector) in SignedRevocation.all.enumerated() {
      let order = try UserRevocation(parsing: vector.message)
      for (other, another) in SignedRevocation.all.enumerated() {
        #expect(order.isSigned(by: another.signature) == (index == other), "\(index) by \(other)")
      }
    }
  }

  @Test(arguments: SignedRevocation.all)
  func `an order that names another wallet, key, time or nonce is not signed`(vector: SignedRevocation) throws
  {
    let order = try UserRevocation(parsing: vector.message)
    let other = try #require(try Address("0x2c7536e3605d9c16a7a3d7b1898e529396a65c23".utf8))
    let forged = try [
      UserRevocation(sessionKey: order.sessionKey, wallet: other, time: order.time, nonce: order.nonce),
      UserRevocation(
        sessionKey: .opaque("another"), wallet: order.wallet, time: order.time, nonce: order.nonce),
      UserRevocation(
        sessionKey: order.sessionKey, wallet: order.wallet, time: Timestamp(seconds: 1), nonce: order.nonce),
      UserRevocation(
        sessionKey: order.sessionKey, wallet: order.wallet, time: order.time, nonce: "another-" + "nonce"),
    ]
    for forged in forged { #expect(!forged.isSigned(by: vector.signature), "\(forged.message)") }
  }

  @Test(arguments: SignedRevocation.all)
  func `a wallet's signature over its order is the wallet's, however it is written`(vector: SignedRevocation)
    throws
  {
    let order = try UserRevocation(parsing: vector.message)
    let upper = vector.signature.uppercased()
    for text in [vector.signature, "0x" + vector.signature, upper, "0x" + upper] {
      #expect(try order.signer(signature: text).checksummed == SignedRevocation.wallet)
      #expect(order.isSigned(by: text))
    }
    var bytes = try Hex.decode(vector.signature)
    #expect(order.isSigned(by: bytes))
    bytes[64] -= 27
    #expect(order.isSigned(by: bytes))
  }
}
