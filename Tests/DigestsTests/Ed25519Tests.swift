import Testing

@testable import Digests

@Suite struct Ed25519Tests {
  struct Vector: Sendable, CustomTestStringConvertible {
    let name: String
    let seed: String
    let publicKey: String
    let message: String
    let signature: String
    var testDescription: String { name }
  }

  /// RFC 8032, section 7.1, but for its long message.
  static let published = [
    Vector(
      name: "TEST 1",
      seed: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      publicKey: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
      message: "",
      signature: "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    Vector(
      name: "TEST 2",
      seed: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      publicKey: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
      message: "72",
      signature: "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
    Vector(
      name: "TEST 3",
      seed: "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
      publicKey: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
      message: "af82",
      signature: "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
    Vector(
      name: "TEST SHA(abc)",
      seed: "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
      publicKey: "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
      message: "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
      signature: "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
        + "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"),
  ]

  @Test(arguments: [0, 1, 31, 33, 64])
  func `a key of a wrong length is refused`(length: Int) {
    var bytes = [UInt8](repeating: 7, count: length)
    let reason = Ed25519.InvalidKey.wrongLength(length, expected: 32)
    #expect(throws: reason) { try Ed25519.PrivateKey(seed: bytes) }
    #expect(throws: reason) { try Ed25519.PublicKey(bytes) }
    #expect(throws: reason) { try Ed25519.PrivateKey(wiping: &bytes) }
    #expect(bytes == [UInt8](repeating: 0, count: length))
  }

  @Test(arguments: Ed25519.PublicKey.smallOrderY)
  func `a public key that anyone can sign for is refused`(encoding: [UInt8]) {
    // R is the neutral point and S is 0: valid as soon as the order divides the message's hash.
    let forged = [1] + [UInt8](repeating: 0, count: 63)
    let unchecked = Ed25519.PublicKey(unchecked: encoding)
    #expect((0..<128).contains { unchecked.isValid(forged, for: [$0]) })

    var mirrored = encoding
    mirrored[31] |= 0x80
    #expect(throws: Ed25519.InvalidKey.smallOrder) { try Ed25519.PublicKey(encoding) }
    #expect(throws: Ed25519.InvalidKey.smallOrder) { try Ed25519.PublicKey(mirrored) }
  }

  @Test(arguments: published)
  func `any flipped bit makes a signature invalid`(vector: Vector) throws {
    let key = try Ed25519.PublicKey(Hex.decode(vector.publicKey))
    let (message, signature) = try (Hex.decode(vector.message), Hex.decode(vector.signature))
    for bit in 0..<signature.count * 8 {
      #expect(!key.isValid(flipping(bit, of: signature), for: message), "signature bit \(bit)")
    }
    for bit in 0..<message.count * 8 {
      #expect(!key.isValid(signature, for: flipping(bit, of: message)), "message bit \(bit)")
    }
    for bit in 0..<256 {
      let other = try Ed25519.PublicKey(flipping(bit, of: key.bytes))
      #expect(!other.isValid(signature, for: message), "key bit \(bit)")
    }
  }

  @Test(arguments: published)
  func `a signature of a wrong length or over more is invalid`(vector: Vector) throws {
    let key = try Ed25519.PublicKey(Hex.decode(vector.publicKey))
    let (message, signature) = try (Hex.decode(vector.message), Hex.decode(vector.signature))
    #expect(!key.isValid([], for: message))
    #expect(!key.isValid(signature.dropLast(), for: message))
    #expect(!key.isValid(signature + [0], for: message))
    #expect(!key.isValid(signature, for: message + [0]))
  }

  @Test func `a signature with the group's order added to S is invalid`() throws {
    let vector = Self.published[1]
    let order = try Hex.decode("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")
    var signature = try Hex.decode(vector.signature)
    var carry = 0
    for index in order.indices {
      carry += Int(signature[32 + index]) + Int(order[index])
      signature[32 + index] = UInt8(truncatingIfNeeded: carry)
      carry >>= 8
    }
    let key = try Ed25519.PublicKey(Hex.decode(vector.publicKey))
    #expect(!key.isValid(signature, for: try Hex.decode(vector.message)))
  }

  @Test(arguments: published)
  func `a published seed gives its published key and signature`(vector: Vector) throws {
    var seed = try Hex.decode(vector.seed)
    let key = try Ed25519.PrivateKey(wiping: &seed)
    #expect(seed == [UInt8](repeating: 0, count: 32))
    let message = try Hex.decode(vector.message)
    #expect(Hex.encode(key.publicKey.bytes) == vector.publicKey)
    #expect(Hex.encode(key.sign(message)) == vector.signature)
    let known = try Ed25519.PublicKey(Hex.decode(vector.publicKey))
    #expect(known == key.publicKey)
    #expect(known.isValid(try Hex.decode(vector.signature), for: message))
  }

  @Test func `no way of printing a private key shows its seed`() throws {
    let vector = Self.published[0]
    let key = try Ed25519.PrivateKey(seed: Hex.decode(vector.seed))
    var dumped = ""
    dump(key, to: &dumped)
    for text in ["\(key)", String(reflecting: key), dumped] {
      #expect(text.contains("private key of \(vector.publicKey)"))
      #expect(!text.contains(vector.seed))
    }
    #expect(Mirror(reflecting: key).children.isEmpty)
  }

  @Test func `many tasks may sign with one key`() async throws {
    let key = try Ed25519.PrivateKey(seed: Hex.decode(Self.published[2].seed))
    let valid = await withTaskGroup(of: Bool.self) { group in
      for index in UInt8(0)..<64 {
        group.addTask { key.publicKey.isValid(key.sign([index]), for: [index]) }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(valid == 64)
  }

  private func flipping(_ bit: Int, of bytes: [UInt8]) -> [UInt8] {
    var flipped = bytes
    flipped[bit / 8] ^= 1 << UInt8(bit % 8)
    return flipped
  }
}
