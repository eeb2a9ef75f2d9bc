import Digests
import Testing

@testable import AuditTrail

@Suite struct MerkleFrontierTests {
  /// The roots of the trees of the first n published leaves.
  static let publishedRoots = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ]

  @Test(arguments: [(1, 0), (1, 2), (2, 2), (3, 1), (0, 1), (7, 2), (8, 3)] as [(UInt64, Int)])
  func `a wrong count of hashes is no frontier`(size: UInt64, count: Int) {
    #expect(MerkleFrontier(size: size, hashes: Array(repeating: strayHash, count: count)) == nil)
  }

  @Test(arguments: [UInt64(1) << 63, .max])
  func `a size that no store counts is no frontier`(size: UInt64) {
    let hashes = Array(repeating: strayHash, count: size.nonzeroBitCount)
    #expect(MerkleFrontier(size: size, hashes: hashes) == nil)
    let stored = withUnsafeBytes(of: size.bigEndian) { Array($0) } + hashes.flatMap(\.bytes)
    #expect(MerkleFrontier(stored: stored) == nil)
  }

  @Test func `stored bytes that are cut or lengthened are no frontier`() {
    let stored = KeptTree(publishedLeaves.dropLast()).frontier.stored
    for count in 0..<stored.count { #expect(MerkleFrontier(stored: Array(stored.prefix(count))) == nil) }
    #expect(MerkleFrontier(stored: stored + [0]) == nil)
    #expect(MerkleFrontier(stored: stored + strayHash.bytes) == nil)
  }

  @Test func `the largest frontier is stored, read and still grows`() throws {
    let largest = try #require(
      MerkleFrontier(size: MerkleFrontier.maximumSize, hashes: Array(repeating: strayHash, count: 63)))
    var read = try #require(MerkleFrontier(stored: largest.stored))
    #expect(read == largest && largest.stored.count == 2024)
    read.append(strayHash)
    #expect(read.size == 1 << 63 && read.hashes.count == 1)
  }

  @Test(arguments: 0...8)
  func `the published leaves have their published roots`(size: Int) throws {
    let tree = KeptTree(Array(publishedLeaves.prefix(size)))
    #expect(tree.frontier.root.description == Self.publishedRoots[size])
    #expect(tree.frontier.size == UInt64(size))
    #expect(try MerkleProofs.root(of: UInt64(size), node: tree.node).description == Self.publishedRoots[size])
  }

  @Test func `a frontier tells of each subtree that a leaf completes, from the smallest`() {
    var frontier = MerkleFrontier()
    var told: [[String]] = []
    for leaf in publishedLeaves {
      var subtrees: [String] = []
      frontier.append(Merkle.leafHash(leaf)) { level, index, _ in subtrees.append("\(level):\(index)") }
      told.append(subtrees)
    }
    #expect(told == [[], ["1:0"], [], ["1:1", "2:0"], [], ["1:2"], [], ["1:3", "2:1", "3:0"]])
  }

  @Test(arguments: UInt64(0)..<12)
  func `a frontier read back at any size goes on to the same roots`(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let leaves = (0..<(1 + random.below(400))).map { _ in random.bytes(random.below(80)) }
    let reference = ReferenceTree(leaves: leaves)
    var frontier = MerkleFrontier()
    for (index, leaf) in leaves.enumerated() {
      frontier = try #require(MerkleFrontier(stored: frontier.stored), "seed \(seed)")
      frontier.append(Merkle.leafHash(leaf))
      #expect(MerkleFrontier(size: frontier.size, hashes: frontier.hashes) == frontier, "seed \(seed)")
      if random.below(10) == 0 || index == leaves.count - 1 {
        #expect(frontier.root.bytes == reference.root(0..<index + 1), "seed \(seed), leaf \(index)")
      }
    }
  }
}
