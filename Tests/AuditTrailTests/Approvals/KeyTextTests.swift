import AuditTrail
import Digests
import Testing

@Suite struct KeyTextTests {
  private static let seed = (0..<32).map { UInt8($0) }

  @Test(arguments: [
    "", "ed25519:", "ed25519:AAAA", "ED25519:" + Base64.encode(seed), Base64.encode(seed),
    "ed25519:" + Base64.encode(seed) + "\n", "ed25519:" + Base64.encode(Array(repeating: 0, count: 32)),
  ])
  func `a text that is no public key is refused`(text: String) {
    #expect(throws: KeyText.Problem.self) { try KeyText.publicKey(text) }
  }

  @Test func `a file that is no private key is refused, and its bytes are in no error`() throws {
    let right = KeyText.file(ofSeed: Self.seed)
    var files: [[UInt8]] = [
      [], Array("x\n".utf8), Array(right.dropLast()), right + [0x0A], Array(right.dropFirst()),
    ]
    for index in right.indices {
      var wrong = right
      wrong[index] = UInt8(ascii: "!")
      files.append(wrong)
    }
    for file in files {
      let error = #expect(throws: KeyText.Problem.self) { try KeyText.privateKey(file: file) }
      #expect(error == .malformed(expected: "a private key as curfew writes it"))
    }
  }

  @Test func `what is written is read again`() throws {
    let key = try KeyText.privateKey(file: KeyText.file(ofSeed: Self.seed))
    #expect(try KeyText.publicKey(KeyText.text(of: key.publicKey)) == key.publicKey)
    #expect(key.publicKey == (try Ed25519.PrivateKey(seed: Self.seed)).publicKey)
  }

  @Test(arguments: ["", "boss", "operator,", "operator,operator", "Operator", "operator, approver"])
  func `words that are no roles are refused`(text: String) { #expect(OperatorRole.roles(text) == nil) }

  @Test func `roles are written in one order`() {
    for roles in [[.operator], [.approver, .operator], [.auditor, .approver, .operator]]
      as [Set<OperatorRole>]
    {
      #expect(OperatorRole.roles(OperatorRole.text(roles)) == roles)
    }
    #expect(OperatorRole.text([.auditor, .operator]) == "operator,auditor")
  }
}
