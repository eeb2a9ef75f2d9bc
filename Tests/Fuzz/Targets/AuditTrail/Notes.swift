import AuditTrail
import Digests

extension FuzzTarget {
  static let note = FuzzTarget("note") { (bytes) throws(BrokenProperty) in
    let note: SignedNote
    do throws(NoteProblem) {
      note = try SignedNote(bytes)
    } catch {
      try expectSentence(error.expectation)
      return .refused
    }
    try expect(note.bytes == bytes, "an accepted note is not written as it was read")
    return .accepted
  }

  static let checkpoint = FuzzTarget("checkpoint") { (bytes) throws(BrokenProperty) in
    let checkpoint: Checkpoint
    do throws(CheckpointProblem) {
      checkpoint = try Checkpoint(noteText: bytes.text)
    } catch {
      try expectSentence(error.expectation)
      return .refused
    }
    try expectSame(checkpoint.noteText, bytes.text, "an accepted checkpoint is the text of what it says")
    return .accepted
  }

  static let verifierKey = FuzzTarget("verifierkey") { (bytes) throws(BrokenProperty) in
    let key: NoteVerifierKey
    do throws(NoteKeyProblem) {
      key = try NoteVerifierKey(bytes.text)
    } catch {
      try expectSentence(error.expectation)
      return .refused
    }
    try expectSame(key.text, bytes.text, "an accepted key is the text of what it says")
    return .accepted
  }

  static let inclusionProof = FuzzTarget("inclusion") { (bytes) throws(BrokenProperty) in
    let file: InclusionProofFile
    do throws(ProofFileProblem) {
      file = try InclusionProofFile(bytes)
    } catch {
      try expectSentence(error.expectation)
      return .refused
    }
    try expect(file.bytes == bytes, "an accepted proof is not written as it was read")
    return .accepted
  }

  static let consistencyProof = FuzzTarget("consistency") { (bytes) throws(BrokenProperty) in
    let file: ConsistencyProofFile
    do throws(ProofFileProblem) {
      file = try ConsistencyProofFile(bytes)
    } catch {
      try expectSentence(error.expectation)
      return .refused
    }
    try expect(file.bytes == bytes, "an accepted proof is not written as it was read")
    return .accepted
  }

  /// A private key's file: what is taken is one line, and no other text is the same key's.
  static let keyFile = FuzzTarget("keyfile") { (bytes) throws(BrokenProperty) in
    let key: Ed25519.PrivateKey
    do throws(KeyText.Problem) {
      key = try KeyText.privateKey(file: bytes)
    } catch {
      if case .malformed(let expected) = error { try expectSentence(expected) }
      return .refused
    }
    let text = KeyText.text(of: key.publicKey)
    let read = try? KeyText.publicKey(text)
    try expect(read == key.publicKey, "\(text) is not read as its key")
    return .accepted
  }

  static let ask = FuzzTarget("ask") { (bytes) throws(BrokenProperty) in
    let read = try checkWritten(bytes, from: Ask.init, write: \.canonicalText)
    return read == nil ? .refused : .accepted
  }
}
