import Digests
import Testing

@testable import AuditTrail

@Suite struct OfflineVerifierTests {
  static let origin = "curfew.example/log"

  /// A log with its key, as its operator has it.
  struct Log {
    let leaves: [[UInt8]]
    let tree: KeptTree
    let key: Ed25519.PrivateKey

    init(_ leaves: [[UInt8]], seed: UInt8 = 1) throws {
      self.leaves = leaves
      tree = KeptTree(leaves)
      key = try Ed25519.PrivateKey(seed: [UInt8](repeating: seed, count: 32))
    }

    var trusted: NoteVerifierKey {
      get throws { try NoteVerifierKey(name: origin, publicKey: key.publicKey) }
    }

    func checkpoint(_ size: Int, origin: String = origin) throws -> SignedNote {
      try Checkpoint(origin: origin, size: UInt64(size), root: tree.roots[size]).signed(by: key)
    }

    func inclusion(_ index: Int, in size: Int) throws -> [UInt8] {
      let path = try #require(
        try MerkleProofs.inclusionPath(of: UInt64(index), in: UInt64(size), node: tree.node))
      return InclusionProofFile(index: UInt64(index), path: path, checkpoint: try checkpoint(size)).bytes
    }

    func consistency(_ old: Int, _ new: Int) throws -> [UInt8] {
      let path = try #require(
        try MerkleProofs.consistencyPath(from: UInt64(old), to: UInt64(new), node: tree.node))
      return ConsistencyProofFile(path: path, older: try checkpoint(old), newer: try checkpoint(new)).bytes
    }
  }

  let log: Log
  let trusted: NoteVerifierKey

  init() throws {
    log = try Log(publishedLeaves)
    trusted = try log.trusted
  }

  @Test(arguments: [(0, 1), (0, 8), (4, 7), (6, 7)])
  func `an inclusion proof with any one bit flipped is refused`(index: Int, size: Int) throws {
    let proof = try log.inclusion(index, in: size)
    for bit in 0..<proof.count * 8 {
      let flipped = changed(proof) { $0[bit / 8] ^= 1 << UInt8(bit % 8) }
      #expect(throws: ProofRefusal.self, "bit \(bit)") {
        try OfflineVerifier.verify(inclusion: flipped, leaf: log.leaves[index], trusted: trusted)
      }
    }
  }

  @Test(arguments: [(0, 8), (1, 1), (3, 7), (4, 8)])
  func `a consistency proof with any one bit flipped is refused`(old: Int, new: Int) throws {
    let proof = try log.consistency(old, new)
    for bit in 0..<proof.count * 8 {
      let flipped = changed(proof) { $0[bit / 8] ^= 1 << UInt8(bit % 8) }
      #expect(throws: ProofRefusal.self, "bit \(bit)") {
        try OfflineVerifier.verify(consistency: flipped, trusted: trusted)
      }
    }
  }

  @Test func `a proof cut anywhere is refused`() throws {
    let (inclusion, consistency) = (try log.inclusion(2, in: 7), try log.consistency(3, 7))
    for count in 0..<inclusion.count {
      #expect(throws: ProofRefusal.self, "\(count)") {
        try OfflineVerifier.verify(inclusion: inclusion.prefix(count), leaf: log.leaves[2], trusted: trusted)
      }
    }
    for count in 0..<consistency.count {
      #expect(throws: ProofRefusal.self, "\(count)") {
        try OfflineVerifier.verify(consistency: consistency.prefix(count), trusted: trusted)
      }
    }
  }

  @Test func `another leaf than the one at the index is refused`() throws {
    let proof = try log.inclusion(2, in: 8)
    let refusal = ProofRefusal.notIncluded(index: 2, size: 8)
    for (index, leaf) in log.leaves.enumerated() where index != 2 {
      #expect(throws: refusal) { try OfflineVerifier.verify(inclusion: proof, leaf: leaf, trusted: trusted) }
    }
    // The bytes of an inner node stand for no leaf.
    let node = try log.tree.node(0, 2).bytes + log.tree.node(0, 3).bytes
    let shorter = try InclusionProofFile(proof)
    let forged = InclusionProofFile(
      index: 1, path: Array(shorter.path.dropFirst()), checkpoint: shorter.checkpoint)
    #expect(throws: ProofRefusal.notIncluded(index: 1, size: 8)) {
      try OfflineVerifier.verify(inclusion: forged.bytes, leaf: node, trusted: trusted)
    }
  }

  @Test func `a checkpoint of another key, another log or no log is refused`() throws {
    let other = try Log(publishedLeaves, seed: 2)
    #expect(throws: ProofRefusal.notSigned(by: Self.origin)) {
      try OfflineVerifier.verify(
        inclusion: other.inclusion(2, in: 8), leaf: log.leaves[2], trusted: trusted)
    }
    // The trusted key's signature under a checkpoint that bears another log's name.
    let text = try Checkpoint(origin: "elsewhere", size: 8, root: log.tree.roots[8]).noteText
    let elsewhere = try SignedNote.signing(text, as: Self.origin, with: log.key)
    #expect(throws: ProofRefusal.wrongOrigin("elsewhere", expected: Self.origin)) {
      try OfflineVerifier.open(elsewhere, trusted: trusted)
    }
    let greeting = try SignedNote.signing("hello\n", as: Self.origin, with: log.key)
    #expect(throws: ProofRefusal.badCheckpoint(.badSize)) {
      try OfflineVerifier.open(greeting, trusted: trusted)
    }
  }

  @Test func `a fork and an order turned round are refused`() throws {
    let forked = try Log(changed(publishedLeaves) { $0[1] = [0x01] })
    let path = try #require(try MerkleProofs.consistencyPath(from: 3, to: 8, node: forked.tree.node))
    let fork = ConsistencyProofFile(path: path, older: try log.checkpoint(3), newer: try forked.checkpoint(8))
    #expect(throws: ProofRefusal.notConsistent(from: 3, to: 8)) {
      try OfflineVerifier.verify(consistency: fork.bytes, trusted: trusted)
    }
    let right = try ConsistencyProofFile(log.consistency(3, 8))
    let turned = ConsistencyProofFile(path: right.path, older: right.newer, newer: right.older)
    #expect(throws: ProofRefusal.notConsistent(from: 8, to: 3)) {
      try OfflineVerifier.verify(consistency: turned.bytes, trusted: trusted)
    }
  }

  @Test(
    arguments: [
      (
        .malformed(.badIndex), "the proof cannot be read: expected `index` and a number without leading zeros"
      ),
      (.malformed(.note(.notUTF8)), "the proof cannot be read: expected a signed checkpoint with UTF-8"),
      (.notSigned(by: "log"), "the checkpoint is not signed by the trusted key `log`"),
      (
        .badCheckpoint(.badSize),
        "what was signed is no checkpoint: expected the number of leaves in the second line, without leading zeros"
      ),
      (.wrongOrigin("a", expected: "b"), "the checkpoint is of the log `a`: expected `b`"),
      (.notIncluded(index: 3, size: 8), "the leaf is not the one at index 3 of the log of 8 leaves"),
      (.notConsistent(from: 3, to: 8), "the log of 8 leaves does not begin with that of 3 leaves"),
    ] as [(ProofRefusal, String)])
  func `a refusal says what is wrong`(refusal: ProofRefusal, sentence: String) {
    #expect(refusal.sentence == sentence)
  }

  @Test func `every leaf is shown to be in every tree that has it`() throws {
    for size in 1...8 {
      for index in 0..<size {
        let shown = try OfflineVerifier.verify(
          inclusion: log.inclusion(index, in: size), leaf: log.leaves[index], trusted: trusted)
        #expect(shown.index == UInt64(index) && shown.checkpoint.size == UInt64(size))
        #expect(shown.checkpoint.root == log.tree.roots[size])
      }
    }
  }

  @Test func `every tree is shown to begin with every smaller one`() throws {
    for new in 0...8 {
      for old in 0...new {
        let shown = try OfflineVerifier.verify(consistency: log.consistency(old, new), trusted: trusted)
        #expect(shown.older.size == UInt64(old) && shown.newer.size == UInt64(new))
      }
    }
  }

  @Test func `extra data and the signatures of witnesses change nothing`() throws {
    let plain = try InclusionProofFile(log.inclusion(5, in: 8))
    let witnessed = try SignedNote(plain.checkpoint.bytes + Array("— witness.example AAAAAAAA\n".utf8))
    let file = InclusionProofFile(index: 5, path: plain.path, checkpoint: witnessed, extra: [1, 2, 3])
    let shown = try OfflineVerifier.verify(inclusion: file.bytes, leaf: log.leaves[5], trusted: trusted)
    #expect(shown.index == 5)
  }

  @Test(arguments: UInt64(0)..<200)
  func `random bytes and random edits never trap and never pass`(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let proof = try log.inclusion(random.below(8), in: 8)
    let garbled = changed(proof) { bytes in
      for _ in 0..<1 + random.below(4) {
        let start = random.below(bytes.count)
        let end = min(bytes.count, start + random.below(12))
        bytes.replaceSubrange(start..<end, with: random.bytes(random.below(12)))
      }
    }
    guard garbled != proof else { return }
    for bytes in [garbled, random.bytes(random.below(300))] {
      #expect(throws: ProofRefusal.self, "seed \(seed)") {
        try OfflineVerifier.verify(inclusion: bytes, leaf: [], trusted: trusted)
      }
      #expect(throws: ProofRefusal.self, "seed \(seed)") {
        try OfflineVerifier.verify(consistency: bytes, trusted: trusted)
      }
    }
  }
}
