import Digests
import Testing

@testable import AuditTrail

@Suite struct MerkleHashTests {
  @Test(arguments: [0, 1, 31, 33, 64])
  func `bytes of a wrong length are no hash`(length: Int) {
    #expect(MerkleHash([UInt8](repeating: 7, count: length)) == nil)
  }

  @Test(arguments: [
    "", "=", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= ", " AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==", "-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
  ])
  func `text that is not base 64 of 32 bytes is no hash`(text: String) {
    #expect(MerkleHash(base64: text) == nil)
  }

  @Test func `the same 32 bytes come back, in their order`() throws {
    let bytes = (0..<32).map { UInt8($0 * 7) }
    let hash = try #require(MerkleHash(bytes))
    #expect(hash.bytes == bytes)
    #expect(hash.withUnsafeBytes { Array($0) } == bytes)
    #expect(hash.description == Hex.encode(bytes))
    #expect(hash.base64 == Base64.encode(bytes))
    #expect(MerkleHash(base64: hash.base64) == hash)
    #expect(MemoryLayout<MerkleHash>.stride == 32)
  }

  @Test func `a hash is equal to itself and to none that differs in one bit`() throws {
    let hash = Merkle.leafHash([1])
    #expect(hash == Merkle.leafHash([1]))
    #expect(hash.hashValue == Merkle.leafHash([1]).hashValue)
    for bit in 0..<256 { #expect(try hash.flipping(bit) != hash, "bit \(bit)") }
  }

  @Test(arguments: [0, 1, 54, 55, 56, 63, 64, 300, 5000])
  func `a leaf and a node are hashed behind their own prefix`(length: Int) {
    var random = SplitMix(state: UInt64(length))
    let (leaf, left, right) = (random.bytes(length), strayHash, Merkle.leafHash([2]))
    #expect(Merkle.leafHash(leaf).bytes == SHA256.hash([0] + leaf))
    #expect(leaf.withUnsafeBytes { Merkle.leafHash($0) } == Merkle.leafHash(leaf))
    #expect(Merkle.nodeHash(left, right).bytes == SHA256.hash([1] + left.bytes + right.bytes))
    #expect(Merkle.nodeHash(left, right) != Merkle.leafHash(left.bytes + right.bytes))
  }
}
