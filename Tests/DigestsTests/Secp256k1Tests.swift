import Testing

@testable import Digests

@Suite struct Secp256k1Tests {
  struct Vector: Sendable, CustomTestStringConvertible {
    let name: String
    let digest: String
    let signature: String
    let address: String
    var testDescription: String { name }
  }

  static let published = [
    // web3.js, documentation of `eth.accounts.recover`.
    Vector(
      name: "web3.js, `Some data`",
      digest: "1da44b586eb0729ff70a73c326926f6ed5a25f5b056e7f47fbc6e58d86871655",
      signature: "b91467e570a6466aa9e9876cbcd013baba02900b8979d43fe208a4a4f339f5fd"
        + "6007e74cd82e037b800186422fc2da167c747ef045e5d18a5f5d4300f8e1a029" + "1c",
      address: "2c7536e3605d9c16a7a3d7b1898e529396a65c23"),
    // evm.codes, precompiled contract 0x01.
    Vector(
      name: "evm.codes, ecRecover",
      digest: "456e9aea5e197a1f1af7a3e85a3212fa4049a3ba34c2289b4c860fc0b0c64ef3",
      signature: "9242685bf161793cc25603c231bc2f568eb630ea16aa137d2664ac8038825608"
        + "4f8ae3bd7535248d0bd448298cc2e2071e56992d0774dc340c368ae950852ada" + "1c",
      address: "7156526fbd7a3c72969b54f64e42c10fbb768c8a"),
    // The low twin (order − s, the other v) of `highS` below; both have this address there.
    Vector(
      name: "go-ethereum, ecRecover.json, its low twin",
      digest: "18c547e4f7b0f325ad1e56f57e26c745b09a3e503d86e00e5255ff7f715d3d1c",
      signature: "73b1693892219d736caba55bdb67216e485557ea6b6af75f37096c9aa6a5a75f"
        + "1146bf4e2fc4de1c94f1b81868960f68bc842490f1b6bc98387ba6b57599fbf8" + "1b",
      address: "a94f5374fce5edbc8e2a8697c15331677e6ebf0b"),
  ]

  /// go-ethereum, core/vm/testdata/precompiles/ecRecover.json, `ValidKey`: the precompile takes a high s.
  static let highS = Vector(
    name: "go-ethereum, ecRecover.json",
    digest: "18c547e4f7b0f325ad1e56f57e26c745b09a3e503d86e00e5255ff7f715d3d1c",
    signature: "73b1693892219d736caba55bdb67216e485557ea6b6af75f37096c9aa6a5a75f"
      + "eeb940b1d03b21e36b0e47e79769f095fe2ab855bd91e3a38756b7d75a9c4549" + "1c",
    address: "a94f5374fce5edbc8e2a8697c15331677e6ebf0b")

  static let zero = String(repeating: "0", count: 64)
  static let one = String(repeating: "0", count: 63) + "1"
  static let half = "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0"
  static let overHalf = "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a1"
  static let order = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"

  @Test(arguments: [0, 1, 63, 64, 66, 130])
  func `a signature that is not 65 bytes is refused`(length: Int) {
    let bytes = [UInt8](repeating: 1, count: length)
    #expect(throws: Secp256k1.InvalidSignature.wrongLength(length, expected: 65)) {
      try Secp256k1.recover(signature: bytes, digest: [UInt8](repeating: 1, count: 32))
    }
  }

  @Test(arguments: [0, 31, 33, 64])
  func `a digest that is not 32 bytes is refused`(length: Int) throws {
    let signature = try Hex.decode(Self.published[0].signature)
    #expect(throws: Secp256k1.InvalidSignature.wrongDigestLength(length, expected: 32)) {
      try Secp256k1.recover(signature: signature, digest: [UInt8](repeating: 1, count: length))
    }
  }

  @Test func `every other v is refused`() throws {
    let (signature, digest) = try (
      Hex.decode(Self.published[0].signature), Hex.decode(Self.published[0].digest)
    )
    for v in UInt8.min...UInt8.max where ![0, 1, 27, 28].contains(v) {
      #expect(throws: Secp256k1.InvalidSignature.badRecoveryID(v)) {
        try Secp256k1.recover(signature: signature.dropLast() + [v], digest: digest)
      }
    }
  }

  @Test(arguments: [
    (one, overHalf, Secp256k1.InvalidSignature.highS),
    (one, order, .highS),
    (one, String(repeating: "f", count: 64), .highS),
    (one, zero, .noKey),
    (zero, one, .noKey),
    (order, one, .noKey),
    (String(repeating: "f", count: 64), one, .noKey),
    // x = 5 is on no point of the curve.
    (String(repeating: "0", count: 63) + "5", one, .noKey),
  ])
  func `an r or s out of range is refused`(r: String, s: String, reason: Secp256k1.InvalidSignature) throws {
    for v in ["1b", "1c"] {
      let signature = try Hex.decode(r + s + v)
      #expect(throws: reason) {
        try Secp256k1.recover(signature: signature, digest: [UInt8](repeating: 7, count: 32))
      }
    }
  }

  @Test func `a published signature with a high s is refused`() throws {
    let (signature, digest) = try (Hex.decode(Self.highS.signature), Hex.decode(Self.highS.digest))
    #expect(throws: Secp256k1.InvalidSignature.highS) {
      try Secp256k1.recover(signature: signature, digest: digest)
    }
  }

  @Test(arguments: published)
  func `any flipped bit of a signature or digest is another address or none`(vector: Vector) throws {
    let (signature, digest) = try (Hex.decode(vector.signature), Hex.decode(vector.digest))
    for bit in 0..<520 {
      let address = try? Secp256k1.recover(signature: flipping(bit, of: signature), digest: digest)
      #expect(address.map(Hex.encode) != vector.address, "signature bit \(bit)")
    }
    for bit in 0..<256 {
      let address = try? Secp256k1.recover(signature: signature, digest: flipping(bit, of: digest))
      #expect(address.map(Hex.encode) != vector.address, "digest bit \(bit)")
    }
  }

  @Test func `the largest s that is low is taken`() throws {
    let signature = try Hex.decode(Self.one + Self.half + "1b")
    let address = try Secp256k1.recover(signature: signature, digest: [UInt8](repeating: 7, count: 32))
    #expect(address.count == 20)
  }

  @Test(arguments: published)
  func `a published signature has its published address, by either spelling of v`(vector: Vector) throws {
    var signature = try Hex.decode(vector.signature)
    let digest = try Hex.decode(vector.digest)
    #expect(Hex.encode(try Secp256k1.recover(signature: signature, digest: digest)) == vector.address)
    signature[64] -= 27
    #expect(Hex.encode(try Secp256k1.recover(signature: signature, digest: digest)) == vector.address)
  }

  @Test func `many tasks may recover at once`() async throws {
    let vector = Self.published[0]
    let (signature, digest) = try (Hex.decode(vector.signature), Hex.decode(vector.digest))
    let right = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<64 {
        group.addTask {
          (try? Secp256k1.recover(signature: signature, digest: digest)).map(Hex.encode) == vector.address
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(right == 64)
  }

  private func flipping(_ bit: Int, of bytes: [UInt8]) -> [UInt8] {
    var flipped = bytes
    flipped[bit / 8] ^= 1 << UInt8(bit % 8)
    return flipped
  }
}
