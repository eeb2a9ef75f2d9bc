import Testing

@testable import AuditTrail

@Suite struct MerkleProofsTests {
  static let kept = KeptTree(publishedLeaves)
  static let reference = ReferenceTree(leaves: publishedLeaves)

  @Test(arguments: [(0, 0), (1, 0), (1, 1), (8, 8), (9, 8), (.max, 8), (.max, .max)] as [(UInt64, UInt64)])
  func `a leaf that the tree does not have has no path`(index: UInt64, size: UInt64) throws {
    #expect(try MerkleProofs.inclusionPath(of: index, in: size, node: Self.kept.node) == nil)
  }

  @Test(arguments: [(1, 0), (8, 7), (.max, 8)] as [(UInt64, UInt64)])
  func `a larger tree has no path to a smaller one`(old: UInt64, new: UInt64) throws {
    #expect(try MerkleProofs.consistencyPath(from: old, to: new, node: Self.kept.node) == nil)
  }

  @Test func `what the look-up throws is thrown on`() {
    let missing = KeptTree.Missing(level: 3, index: 1)
    #expect(throws: KeptTree.Missing(level: 2, index: 2)) {
      try MerkleProofs.root(of: 12, node: missingRight)
    }
    #expect(throws: missing) { try MerkleProofs.inclusionPath(of: 0, in: 16, node: missingRight) }
    #expect(throws: missing) { try MerkleProofs.consistencyPath(from: 8, to: 16, node: missingRight) }
  }

  /// The tree of eight leaves, asked for one of sixteen.
  private func missingRight(_ level: Int, _ index: UInt64) throws(KeptTree.Missing) -> MerkleHash {
    guard level < 4 else { return strayHash }
    return try Self.kept.node(level, index)
  }

  @Test func `every path of up to eight leaves is the one that RFC 6962 writes`() throws {
    for size in 1...8 {
      for index in 0..<size {
        let path = try MerkleProofs.inclusionPath(of: UInt64(index), in: UInt64(size), node: Self.kept.node)
        #expect(path?.map(\.bytes) == Self.reference.path(index, 0..<size), "\(index) in \(size)")
      }
      for old in 1...size {
        let path = try MerkleProofs.consistencyPath(from: UInt64(old), to: UInt64(size), node: Self.kept.node)
        #expect(path?.map(\.bytes) == Self.reference.subproof(old, 0..<size, true), "\(old) to \(size)")
      }
      let path = try MerkleProofs.consistencyPath(from: 0, to: UInt64(size), node: Self.kept.node)
      #expect(path == [])
    }
  }

  @Test(arguments: UInt64(0)..<8)
  func `the paths of a tree of thousands are those that RFC 6962 writes, and hold`(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let leaves = (0..<(1000 + random.below(3000))).map { _ in random.bytes(random.below(40)) }
    let (kept, reference) = (KeptTree(leaves), ReferenceTree(leaves: leaves))
    for _ in 0..<6 {
      let size = 1 + random.below(leaves.count)
      let (index, old) = (random.below(size), 1 + random.below(size))
      let note = "seed \(seed): leaf \(index) and tree \(old) in \(size)" as Comment
      let inclusion = try #require(
        try MerkleProofs.inclusionPath(of: UInt64(index), in: UInt64(size), node: kept.node))
      #expect(inclusion.map(\.bytes) == reference.path(index, 0..<size), note)
      #expect(
        MerkleProofs.verifyInclusion(
          Merkle.leafHash(leaves[index]), index: UInt64(index), size: UInt64(size), path: inclusion,
          root: kept.roots[size]), note)
      let consistency = try #require(
        try MerkleProofs.consistencyPath(from: UInt64(old), to: UInt64(size), node: kept.node))
      #expect(consistency.map(\.bytes) == reference.subproof(old, 0..<size, true), note)
      #expect(
        MerkleProofs.verifyConsistency(
          from: UInt64(old), kept.roots[old], to: UInt64(size), kept.roots[size], path: consistency), note)
      #expect(try MerkleProofs.root(of: UInt64(size), node: kept.node) == kept.roots[size], note)
    }
  }

  /// With one hash for every subtree of a level, a tree of any size can be walked without its leaves.
  @Test(arguments: [UInt64(1) << 63, 1 << 63 + 1, .max - 1, .max])
  func `sizes up to the last are walked without overflow`(size: UInt64) throws {
    var levels = [strayHash]
    for level in 1..<64 { levels.append(Merkle.nodeHash(levels[level - 1], levels[level - 1])) }
    let node = { (level: Int, _: UInt64) in levels[level] }
    let root = MerkleProofs.root(of: size, node: node)
    for index in [0, size / 2, size - 1] {
      let path = try #require(MerkleProofs.inclusionPath(of: index, in: size, node: node))
      #expect(
        MerkleProofs.verifyInclusion(strayHash, index: index, size: size, path: path, root: root), "\(index)")
      let old = MerkleProofs.root(of: index, node: node)
      let proof = try #require(MerkleProofs.consistencyPath(from: index, to: size, node: node))
      #expect(MerkleProofs.verifyConsistency(from: index, old, to: size, root, path: proof), "\(index)")
    }
  }
}
