import Testing

@testable import AuditTrail

@Suite struct ProofVerificationTests {
  static let kept = KeptTree(publishedLeaves)

  /// Everything that is taken to check that one leaf is in one tree.
  struct Inclusion: CustomTestStringConvertible {
    var leaf: MerkleHash
    var index: UInt64
    var size: UInt64
    var path: [MerkleHash]
    var root: MerkleHash

    var holds: Bool {
      MerkleProofs.verifyInclusion(leaf, index: index, size: size, path: path, root: root)
    }
    var testDescription: String { "leaf \(index) of \(size)" }
  }

  struct Consistency: CustomTestStringConvertible {
    var old: UInt64
    var oldRoot: MerkleHash
    var new: UInt64
    var newRoot: MerkleHash
    var path: [MerkleHash]

    var holds: Bool { MerkleProofs.verifyConsistency(from: old, oldRoot, to: new, newRoot, path: path) }
    var testDescription: String { "\(old) to \(new)" }
  }

  static func inclusions() throws -> [Inclusion] {
    try (UInt64(1)...8).flatMap { size in
      try (0..<size).map { index in
        Inclusion(
          leaf: try kept.node(0, index), index: index, size: size,
          path: try MerkleProofs.inclusionPath(of: index, in: size, node: kept.node)!,
          root: kept.roots[Int(size)])
      }
    }
  }

  static func consistencies() throws -> [Consistency] {
    try (UInt64(1)...8).flatMap { new in
      try (1...new).map { old in
        Consistency(
          old: old, oldRoot: kept.roots[Int(old)], new: new, newRoot: kept.roots[Int(new)],
          path: try MerkleProofs.consistencyPath(from: old, to: new, node: kept.node)!)
      }
    }
  }

  /// Paths that differ from this one by one hash: one bit of each, one left out, one put in, one twice, and
  /// two exchanged.
  static func wrongPaths(_ path: [MerkleHash]) throws -> [[MerkleHash]] {
    var wrong: [[MerkleHash]] = []
    for place in path.indices {
      for bit in 0..<256 { wrong.append(try changed(path) { $0[place] = try path[place].flipping(bit) }) }
      wrong.append(changed(path) { $0.remove(at: place) })
      wrong.append(changed(path) { $0.insert(path[place], at: place) })
      wrong.append(Array(path.prefix(place)))
      if place > 0 { wrong.append(changed(path) { $0.swapAt(place - 1, place) }) }
    }
    for place in 0...path.count {
      for stray in [strayHash, Merkle.emptyRoot] {
        wrong.append(changed(path) { $0.insert(stray, at: place) })
      }
    }
    return wrong
  }

  @Test(arguments: try inclusions())
  func `an inclusion proof with any one thing changed is refused`(proof: Inclusion) throws {
    var wrong = try Self.wrongPaths(proof.path).map { path in changed(proof) { $0.path = path } }
    for bit in 0..<256 {
      wrong.append(try changed(proof) { $0.leaf = try proof.leaf.flipping(bit) })
      wrong.append(try changed(proof) { $0.root = try proof.root.flipping(bit) })
    }
    for index in 0...UInt64(16) where index != proof.index {
      wrong.append(changed(proof) { $0.index = index })
    }
    for root in Self.kept.roots where root != proof.root { wrong.append(changed(proof) { $0.root = root }) }
    for size in [0, proof.index] { wrong.append(changed(proof) { $0.size = size }) }
    for wrong in wrong where wrong.holds { Issue.record("\(wrong) holds beside \(proof)") }
  }

  @Test(arguments: try consistencies())
  func `a consistency proof with any one thing changed is refused`(proof: Consistency) throws {
    var wrong = try Self.wrongPaths(proof.path).map { path in changed(proof) { $0.path = path } }
    for bit in 0..<256 {
      wrong.append(try changed(proof) { $0.oldRoot = try proof.oldRoot.flipping(bit) })
      wrong.append(try changed(proof) { $0.newRoot = try proof.newRoot.flipping(bit) })
    }
    for (size, root) in Self.kept.roots.enumerated() {
      if root != proof.oldRoot {
        wrong.append(changed(proof) { $0.oldRoot = root })
        // An empty path rightly says that every tree begins with the empty one.
        if size > 0 || !proof.path.isEmpty {
          wrong.append(changed(proof) { ($0.old, $0.oldRoot) = (UInt64(size), root) })
        }
      }
      if root != proof.newRoot {
        wrong.append(changed(proof) { $0.newRoot = root })
        wrong.append(changed(proof) { ($0.new, $0.newRoot) = (UInt64(size), root) })
      }
    }
    for wrong in wrong where wrong.holds { Issue.record("\(wrong) holds beside \(proof)") }
  }

  @Test(arguments: [(0, 0), (1, 1), (8, 8), (9, 8), (.max, 8), (0, 2), (1, 2)] as [(UInt64, UInt64)])
  func `a leaf outside its tree, or with no path where it needs one, is refused`(index: UInt64, size: UInt64)
  {
    let root = Self.kept.roots[Int(size)]
    #expect(!MerkleProofs.verifyInclusion(root, index: index, size: size, path: [], root: root))
  }

  static let (empty, one, eight) = (Merkle.emptyRoot, kept.roots[1], kept.roots[8])

  @Test(arguments: [
    Consistency(old: 0, oldRoot: one, new: 0, newRoot: one, path: []),
    Consistency(old: 0, oldRoot: empty, new: 0, newRoot: one, path: []),
    Consistency(old: 0, oldRoot: empty, new: 0, newRoot: empty, path: [one]),
    Consistency(old: 0, oldRoot: one, new: 8, newRoot: eight, path: []),
    Consistency(old: 0, oldRoot: empty, new: 8, newRoot: eight, path: [one]),
    Consistency(old: 8, oldRoot: eight, new: 8, newRoot: one, path: []),
    Consistency(old: 8, oldRoot: eight, new: 8, newRoot: eight, path: [eight]),
    Consistency(old: 8, oldRoot: eight, new: 1, newRoot: one, path: []),
    Consistency(old: 1, oldRoot: one, new: 8, newRoot: eight, path: []),
    Consistency(old: 1, oldRoot: one, new: 0, newRoot: empty, path: []),
    Consistency(old: .max, oldRoot: one, new: 1, newRoot: one, path: []),
    Consistency(old: 1, oldRoot: one, new: .max, newRoot: eight, path: [one]),
  ])
  func `consistency at an edge is refused unless it is plain`(proof: Consistency) {
    #expect(!proof.holds)
  }

  @Test func `a tree begins with itself and with the empty tree, shown by an empty path`() {
    #expect(Consistency(old: 0, oldRoot: Self.empty, new: 0, newRoot: Self.empty, path: []).holds)
    #expect(Consistency(old: 0, oldRoot: Self.empty, new: 8, newRoot: Self.eight, path: []).holds)
    #expect(Consistency(old: 8, oldRoot: Self.eight, new: 8, newRoot: Self.eight, path: []).holds)
  }

  @Test func `a tree of another history is not consistent`() throws {
    var leaves = publishedLeaves
    leaves[2] = [0x11]
    let forked = KeptTree(leaves)
    for old in UInt64(3)..<8 {
      let path = try #require(try MerkleProofs.consistencyPath(from: old, to: 8, node: forked.node))
      let proof = Consistency(
        old: old, oldRoot: Self.kept.roots[Int(old)], new: 8, newRoot: forked.frontier.root, path: path)
      #expect(!proof.holds, "\(old)")
    }
  }

  @Test func `every right proof of up to eight leaves holds`() throws {
    for proof in try Self.inclusions() { #expect(proof.holds, "\(proof)") }
    for proof in try Self.consistencies() { #expect(proof.holds, "\(proof)") }
  }
}
