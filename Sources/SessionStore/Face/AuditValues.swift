package import AuditTrail
package import Digests

/// What a store calls itself, and whose signatures count for it.
package struct StoreIdentity: Hashable, Sendable {
  /// 16 hex digits, made with the store and never changed.
  package let id: String
  /// The key that signs its log's heads; nil for a store that was made without keys.
  package let logKey: Ed25519.PublicKey?
  /// The key that signs its session assertions.
  package let assertionKey: Ed25519.PublicKey?

  /// The log's origin line (C2SP checkpoints), and its key's name.
  package var origin: String { "curfew/\(id)" }

  package init(id: String, logKey: Ed25519.PublicKey?, assertionKey: Ed25519.PublicKey?) {
    self.id = id
    self.logKey = logKey
    self.assertionKey = assertionKey
  }
}

/// The head of the audit log as it stands.
package struct LogHead: Hashable, Sendable {
  /// Leaves.
  package let size: UInt64
  /// The newest signed checkpoint: a C2SP signed note; nil when no process with the key has written yet.
  package let checkpoint: String?

  package init(size: UInt64, checkpoint: String?) {
    self.size = size
    self.checkpoint = checkpoint
  }
}

/// One thing that is not as the log says.
package struct AuditFinding: Hashable, Sendable {
  /// The table, or `log`, `checkpoint`, `witness`.
  package let place: String
  /// Which row, as a person would look it up, such as `sequence 12`.
  package let row: String
  /// One lower-case sentence.
  package let sentence: String

  package init(place: String, row: String, sentence: String) {
    self.place = place
    self.row = row
    self.sentence = sentence
  }
}

package struct AuditReport: Hashable, Sendable {
  package let leaves: UInt64
  /// Leaves that a valid checkpoint covers: what a signature vouches for.
  package let signedLeaves: UInt64
  /// The tree's root over all leaves, as recomputed from the rows, in hex.
  package let root: String
  /// Checkpoints of witness files that the log agrees with.
  package let witnessed: Int
  /// The greatest size among them.
  package let witnessedLeaves: UInt64
  /// In the order in which they were found: at most 20 of each place, and ``findingsMax`` in all.
  package let findings: [AuditFinding]
  /// All of them.
  package let findingCount: Int

  package static let findingsMax = 400
  package var isSound: Bool { findingCount == 0 }

  package init(
    leaves: UInt64, signedLeaves: UInt64, root: String, witnessed: Int, witnessedLeaves: UInt64,
    findings: [AuditFinding], findingCount: Int
  ) {
    self.leaves = leaves
    self.signedLeaves = signedLeaves
    self.root = root
    self.witnessed = witnessed
    self.witnessedLeaves = witnessedLeaves
    self.findings = findings
    self.findingCount = findingCount
  }
}

/// What a store is checked against beside itself.
package struct AuditAnchors: Sendable {
  /// The key that signed its checkpoints, from outside the store; nil takes the store's own word for it.
  package var logKey: Ed25519.PublicKey?
  /// Signed checkpoints that were kept outside the store: each with where it stands.
  package var checkpoints: [(place: String, note: String)]

  package init(logKey: Ed25519.PublicKey? = nil, checkpoints: [(place: String, note: String)] = []) {
    self.logKey = logKey
    self.checkpoints = checkpoints
  }
}

/// One leaf of the log.
package struct LogLeaf: Hashable, Sendable {
  /// From 1; the leaf's index is one less.
  package let sequence: Int64
  /// The bytes that are hashed: one line of JSON.
  package let text: String
  package let hash: MerkleHash

  package init(sequence: Int64, text: String, hash: MerkleHash) {
    self.sequence = sequence
    self.text = text
    self.hash = hash
  }
}

package struct InclusionEvidence: Hashable, Sendable {
  package let leaf: LogLeaf
  /// From the leaf's sibling up (RFC 9162, section 2.1.3).
  package let path: [MerkleHash]
  /// The signed checkpoint that it leads to.
  package let checkpoint: String

  package init(leaf: LogLeaf, path: [MerkleHash], checkpoint: String) {
    self.leaf = leaf
    self.path = path
    self.checkpoint = checkpoint
  }
}

package struct ConsistencyEvidence: Hashable, Sendable {
  /// RFC 9162, section 2.1.4.
  package let path: [MerkleHash]
  package let checkpoint: String

  package init(path: [MerkleHash], checkpoint: String) {
    self.path = path
    self.checkpoint = checkpoint
  }
}
