import Delegation
package import Digests

/// Text with signatures under it, by https://c2sp.org/signed-note.
///
/// Nothing of the text may be believed before ``isSigned(by:)`` has said yes for a trusted key.
package struct SignedNote: Sendable {
  /// More bytes than this, or more signatures, are refused, whoever signed them.
  package static let maximumByteCount = 1 << 20
  package static let maximumSignatureCount = 100

  /// What was signed. It ends in LF and has no other control character.
  package let text: String
  /// One at least, in the order of the file.
  package let signatures: [NoteSignature]

  init(text: String, signatures: [NoteSignature]) {
    self.text = text
    self.signatures = signatures
  }

  /// Signs a text with Ed25519 (RFC 8032) over exactly its UTF-8 bytes.
  ///
  /// - Parameter name: the key's, by which a reader picks the key to check with.
  package static func signing(
    _ text: String, as name: String, with key: Ed25519.PrivateKey
  ) throws(NoteProblem) -> SignedNote {
    guard let verifier = try? NoteVerifierKey(name: name, publicKey: key.publicKey) else { throw .badKeyName }
    let bytes = Array(text.utf8)
    try checkText(bytes)
    guard bytes.last == 0x0A else { throw .noFinalNewline }
    let signature = NoteSignature(name: name, keyID: verifier.id, bytes: key.sign(bytes))
    let note = SignedNote(text: text, signatures: [signature])
    guard note.bytes.count <= maximumByteCount else { throw .tooLong }
    return note
  }

  /// The signatures that claim to be this key's: those with its name and its id. Others are nobody's.
  package func signatures(by key: NoteVerifierKey) -> [NoteSignature] {
    signatures.filter { $0.keyID == key.id && sameCodePoints($0.name, key.name) }
  }

  /// Whether this key signed the text. A note where one of the key's signatures is wrong is not signed by
  /// it, even where another one is right; signatures of other keys do not count, for or against.
  package func isSigned(by key: NoteVerifierKey) -> Bool {
    let claimed = signatures(by: key)
    let message = Array(text.utf8)
    return !claimed.isEmpty && claimed.allSatisfy { key.publicKey.isValid($0.bytes, for: message) }
  }
}

/// One signature line of a note.
package struct NoteSignature: Sendable {
  package let name: String
  package let keyID: UInt32
  /// As the key's kind of signature has it: 64 bytes for Ed25519. Never empty.
  package let bytes: [UInt8]
}

/// Why bytes are no signed note, or why a text cannot be signed.
package enum NoteProblem: Error, Hashable, Sendable {
  /// More than ``SignedNote/maximumByteCount``.
  case tooLong
  case notUTF8
  /// A control character other than LF, at this byte counted from 0.
  case controlCharacter(offset: Int)
  case noFinalNewline
  /// No empty line with signature lines under it.
  case noSignatures
  /// The signature line of this number, counted from 1, is not a dash, a key's name and base 64.
  case badSignature(line: Int)
  /// More than ``SignedNote/maximumSignatureCount``.
  case tooManySignatures
  case badKeyName

  /// What was expected instead, as part of a sentence.
  package var expectation: String {
    switch self {
    case .tooLong: "at most \(SignedNote.maximumByteCount) bytes"
    case .notUTF8: "UTF-8"
    case .controlCharacter(let offset): "no control character, as there is at byte \(offset)"
    case .noFinalNewline: "a newline at the end"
    case .noSignatures: "an empty line and signature lines after the text"
    case .badSignature(let line): "`— name base64` in signature line \(line)"
    case .tooManySignatures: "at most \(SignedNote.maximumSignatureCount) signatures"
    case .badKeyName: "a key name without white space, `+` and control characters"
    }
  }
}
