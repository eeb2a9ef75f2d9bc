import AuditTrail
import Delegation
import Digests
import SessionStore

/// A leaf of the log and what this console found out about it by itself.
struct LeafProof: Hashable, Sendable {
  enum Verdict: Hashable, Sendable {
    /// The path leads from the leaf to the root that the key signed.
    case proved(Path)
    /// No checkpoint covers it yet; so many leaves are signed.
    case unsigned(signedLeaves: UInt64)
    /// A sentence.
    case broken(String)
  }

  struct Path: Hashable, Sendable {
    let index: UInt64
    let hashes: [MerkleHash]
    let checkpoint: Checkpoint
    /// As it stands in the store.
    let note: String
    let key: String
  }

  let sequence: Int64
  /// The line that was hashed.
  let text: String
  /// What it hashes to, computed here.
  let hash: MerkleHash
  let verdict: Verdict
  let holdsKey: Bool

  /// The members of the line, those of objects in it with their path.
  var fields: [(name: String, value: String)] {
    guard let value = try? parseJSON(text.utf8) else { return [] }
    return Self.flat(value, path: "")
  }

  private static func flat(_ value: JSONValue, path: String) -> [(name: String, value: String)] {
    switch value {
    case .null: return [(path, "null")]
    case .bool(let flag): return [(path, flag ? "true" : "false")]
    case .number(let text), .string(let text): return [(path, text)]
    case .array(let values):
      if values.isEmpty { return [(path, "none")] }
      return values.enumerated().flatMap { flat($0.element, path: "\(path)[\($0.offset)]") }
    case .object(let members):
      return members.flatMap { flat($0.value, path: path.isEmpty ? $0.key : "\(path).\($0.key)") }
    }
  }

  /// The time that the line gives.
  static func time(of text: String) -> Timestamp? {
    guard case .object(let members)? = try? parseJSON(text.utf8),
      let at = members.first(where: { $0.key == "at" })?.value
    else { return nil }
    return try? Read.time(at, "at")
  }
}

extension LeafProof {
  /// Checks a proof with nothing but the key: what the store says of it counts for nothing.
  /// - Parameter evidence: nil where no checkpoint covers the leaf.
  init(
    _ leaf: LogLeaf, evidence: InclusionEvidence?, signedLeaves: UInt64, key: NoteVerifierKey?, holdsKey: Bool
  ) {
    let hash = Merkle.leafHash(Array(leaf.text.utf8))
    let verdict: Verdict
    if hash != leaf.hash {
      verdict = .broken(
        "the row reads otherwise than what was logged: it does not hash to the leaf in the tree")
    } else if let key, let evidence {
      verdict = Self.verdict(leaf, evidence, key)
    } else if key == nil {
      verdict = .broken("this store was made without keys: nothing of its log is signed")
    } else {
      verdict = .unsigned(signedLeaves: signedLeaves)
    }
    self.init(sequence: leaf.sequence, text: leaf.text, hash: hash, verdict: verdict, holdsKey: holdsKey)
  }

  private static func verdict(
    _ leaf: LogLeaf, _ evidence: InclusionEvidence, _ key: NoteVerifierKey
  ) -> Verdict {
    guard leaf.sequence > 0, let note = try? SignedNote(evidence.checkpoint.utf8) else {
      return .broken("the checkpoint does not read")
    }
    let index = UInt64(leaf.sequence - 1)
    let file = InclusionProofFile(index: index, path: evidence.path, checkpoint: note)
    do throws(ProofRefusal) {
      let shown = try OfflineVerifier.verify(
        inclusion: file.bytes, leaf: Array(leaf.text.utf8), trusted: key)
      return .proved(
        Path(
          index: shown.index, hashes: evidence.path, checkpoint: shown.checkpoint, note: evidence.checkpoint,
          key: key.shortText))
    } catch {
      return .broken(error.sentence)
    }
  }
}

extension NoteVerifierKey {
  /// `name+id`, without the key itself.
  var shortText: String { text.split(separator: "+", maxSplits: 2).prefix(2).joined(separator: "+") }
}
