import Testing

@testable import Digests

@Suite struct Keccak256Tests {
  @Test func `the padding is not SHA-3's`() {
    // FIPS 202 gives this digest of the empty message; Ethereum's differs by its padding alone.
    #expect(Keccak256.hex([]) != "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a")
    #expect(Keccak256.hex([]) == "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")
    #expect(Keccak256.hex("abc".utf8) == "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")
  }

  /// Bytes 0, 1, 2 … modulo 251. The digests come from a plain implementation of the
  /// specification in Python that agrees with hashlib's SHA3-256 once the padding is 0x06.
  @Test(arguments: [
    (1, "bc36789e7a1e281436464229828f817d6612f7b477d66591ff96a9e064bcc98a"),
    (134, "861e165162f806cd361c4421a48f205820ddf4deb02db9f041f48e179ddada97"),
    (135, "cbdfd9dee5faad3818d6b06f95a219fd290b0e1706f6a82e5a595b9ce9faca62"),
    (136, "7ce759f1ab7f9ce437719970c26b0a66ff11fe3e38e17df89cf5d29c7d7f807e"),
    (137, "ac73d4fae68b8453f764007c1a20ce95994187861f0c3227a3a8e99a73a3b1db"),
    (271, "27eceb59ebc3dc8a04a5b135be641591a7278540e4556a2ba9f408194e666ec3"),
    (272, "8e2476e65823b24d96ebe239f2c1534cdf763e689e2410c3b1cb0c74e6177bfc"),
    (273, "3f02f134370e4debb95140ef49ddd3aed8c65ff1ed83a43f1b269421f179c5f9"),
    (1000, "af692982e84a5a9688359025660a7857cd28ee7c8d867cfa1677baf2e6d1f63b"),
  ])
  func `lengths around the block size have their own padding`(length: Int, digest: String) {
    let message = (0..<length).map { UInt8($0 % 251) }
    #expect(Keccak256.hex(message) == digest)
    // A slice that starts at an odd address.
    #expect(Keccak256.hex(([7] + message).dropFirst()) == digest)
  }

  @Test func `every length up to 599 agrees with the plain implementation`() {
    let digests = (0..<600).flatMap { length in
      Keccak256.hash((0..<length).map { UInt8(($0 * 7 + length) % 251) })
    }
    #expect(Keccak256.hex(digests) == "777d01d9086580537ae8e4850f968b8ff70095e1d714d06564fe6e7c7b46713d")
  }

  @Test(arguments: [
    ("transfer(address,uint256)", "a9059cbb"),
    ("approve(address,uint256)", "095ea7b3"),
    ("transferFrom(address,address,uint256)", "23b872dd"),
    ("setApprovalForAll(address,bool)", "a22cb465"),
    ("removeSession(bytes32)", "f867b08e"),
    ("pause()", "8456cb59"),
    ("execute(bytes32,bytes)", "e9ae5c53"),
    ("disableDelegation((address,address,bytes32,(address,bytes,bytes)[],uint256,bytes))", "49934047"),
    (
      "handleOps((address,uint256,bytes,bytes,bytes32,uint256,bytes32,bytes,bytes)[],address)", "765e827f"
    ),
  ])
  func `a Solidity selector is the digest's first four bytes`(signature: String, selector: String) {
    #expect(Hex.encode(Keccak256.hash(signature.utf8).prefix(4)) == selector)
  }

  @Test(arguments: [
    (
      "Transfer(address,address,uint256)",
      "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"
    ),
    (
      "Approval(address,address,uint256)",
      "8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925"
    ),
    (
      "SessionRemoved(bytes32,address)", "1ff4377bcf87e5e9c2ec7fdc4732408c1073dd4b9f49e719d783b1e4fb0f6281"
    ),
    (
      "UserOperationEvent(bytes32,address,address,uint256,bool,uint256,uint256)",
      "49628fd1471006c1482da88028e9ce4dbb080b815c9b0344d39e5a8e6ec1419f"
    ),
  ])
  func `a Solidity topic is the digest of its event`(signature: String, topic: String) {
    #expect(Keccak256.hex(signature.utf8) == topic)
  }

  @Test func `the lanes hold the digest's bytes, least significant first`() {
    let lanes = Array("abc".utf8).withUnsafeBytes { Keccak256.lanes(of: $0) }
    #expect(lanes[0] == 0x4fa9_45ea_7a65_034e)
    #expect((0..<32).map { Keccak256.byte($0, of: lanes) } == Keccak256.hash("abc".utf8))
  }
}
