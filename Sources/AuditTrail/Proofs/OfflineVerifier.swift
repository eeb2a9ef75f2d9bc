import Delegation

/// Judges proof files with nothing but the log's key: no store, no network, no clock.
package enum OfflineVerifier {
  /// What an inclusion proof has shown.
  package struct Inclusion: Sendable {
    /// The leaf's place in the log, counted from 0.
    package let index: UInt64
    package let checkpoint: Checkpoint
  }

  /// What a consistency proof has shown: the newer checkpoint's log begins with the older one's.
  package struct Consistency: Sendable {
    package let older: Checkpoint
    package let newer: Checkpoint
  }

  /// Whether the log with this key has this leaf (the steps of https://c2sp.org/tlog-proof, "Verifying a tlog
  /// proof", without witnesses).
  ///
  /// - Parameters:
  ///   - proof: an ``InclusionProofFile``.
  ///   - leaf: the leaf's bytes, before any hashing.
  ///   - key: the log's; its name must be the checkpoint's origin.
  package static func verify(
    inclusion proof: some Collection<UInt8>, leaf: [UInt8], trusted key: NoteVerifierKey
  ) throws(ProofRefusal) -> Inclusion {
    let file = try reading { () throws(ProofFileProblem) in try InclusionProofFile(proof) }
    let checkpoint = try open(file.checkpoint, trusted: key)
    guard
      MerkleProofs.verifyInclusion(
        Merkle.leafHash(leaf), index: file.index, size: checkpoint.size, path: file.path,
        root: checkpoint.root)
    else { throw .notIncluded(index: file.index, size: checkpoint.size) }
    return Inclusion(index: file.index, checkpoint: checkpoint)
  }

  /// Whether the log with this key only grew from the file's older checkpoint to its newer one.
  ///
  /// - Parameter proof: a ``ConsistencyProofFile``.
  package static func verify(
    consistency proof: some Collection<UInt8>, trusted key: NoteVerifierKey
  ) throws(ProofRefusal) -> Consistency {
    let file = try reading { () throws(ProofFileProblem) in try ConsistencyProofFile(proof) }
    let older = try open(file.older, trusted: key)
    let newer = try open(file.newer, trusted: key)
    guard
      MerkleProofs.verifyConsistency(
        from: older.size, older.root, to: newer.size, newer.root, path: file.path)
    else { throw .notConsistent(from: older.size, to: newer.size) }
    return Consistency(older: older, newer: newer)
  }

  /// The checkpoint of a note, once the key's signature and the origin are right.
  package static func open(
    _ note: SignedNote, trusted key: NoteVerifierKey
  ) throws(ProofRefusal) -> Checkpoint {
    // The signature first: of an unsigned text nothing is read, not even to say what is wrong with it.
    guard note.isSigned(by: key) else { throw .notSigned(by: key.name) }
    let checkpoint: Checkpoint
    do throws(CheckpointProblem) {
      checkpoint = try Checkpoint(noteText: note.text)
    } catch {
      throw .badCheckpoint(error)
    }
    guard sameCodePoints(checkpoint.origin, key.name) else {
      throw .wrongOrigin(checkpoint.origin, expected: key.name)
    }
    return checkpoint
  }

  private static func reading<File>(_ read: () throws(ProofFileProblem) -> File) throws(ProofRefusal) -> File
  {
    do throws(ProofFileProblem) {
      return try read()
    } catch {
      throw .malformed(error)
    }
  }
}

/// Why a proof shows nothing.
package enum ProofRefusal: Error, Hashable, Sendable {
  case malformed(ProofFileProblem)
  /// No signature of the trusted key, or a wrong one.
  case notSigned(by: String)
  /// The key signed something that is no checkpoint.
  case badCheckpoint(CheckpointProblem)
  /// The key signed another log's checkpoint.
  case wrongOrigin(String, expected: String)
  /// The path does not lead from the leaf to the checkpoint's root.
  case notIncluded(index: UInt64, size: UInt64)
  /// The path does not lead from the older root to the newer one.
  case notConsistent(from: UInt64, to: UInt64)

  /// One lower-case sentence.
  package var sentence: String {
    switch self {
    case .malformed(let problem): "the proof cannot be read: expected \(problem.expectation)"
    case .notSigned(let name): "the checkpoint is not signed by the trusted key `\(name)`"
    case .badCheckpoint(let problem): "what was signed is no checkpoint: expected \(problem.expectation)"
    case .wrongOrigin(let origin, let expected):
      "the checkpoint is of the log `\(origin)`: expected `\(expected)`"
    case .notIncluded(let index, let size):
      "the leaf is not the one at index \(index) of the log of \(size) leaves"
    case .notConsistent(let old, let new):
      "the log of \(new) leaves does not begin with that of \(old) leaves"
    }
  }
}
