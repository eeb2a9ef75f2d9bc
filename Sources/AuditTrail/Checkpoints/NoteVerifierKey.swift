import Delegation
package import Digests

/// A public key that may have signed a note, with its name: a "vkey" of https://c2sp.org/signed-note.
///
/// Only Ed25519 keys, which the specification's signature type 0x01 stands for.
package struct NoteVerifierKey: Sendable {
  /// Not empty, without white space, `+` and controls. Names are compared by their code points.
  package let name: String
  package let publicKey: Ed25519.PublicKey
  /// The first four bytes of SHA-256 over the name, LF, 0x01 and the key, most significant first.
  package let id: UInt32

  private static let ed25519: UInt8 = 0x01

  package init(name: String, publicKey: Ed25519.PublicKey) throws(NoteKeyProblem) {
    guard isKeyName(name) else { throw .badName }
    self.name = name
    self.publicKey = publicKey
    let digest = SHA256.hash(Array(name.utf8) + [0x0A, Self.ed25519] + publicKey.bytes)
    id = digest.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// The key as text: `name+id+key`, the id as eight lower-case hex digits and the key as base 64 of 0x01
  /// and its 32 bytes.
  package init(_ text: String) throws(NoteKeyProblem) {
    // The name and the id have no `+`, the base 64 may.
    let parts = text.utf8.split(separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3 else { throw .notThreeParts }
    guard let bytes = try? Base64.decode(String(decoding: parts[2], as: UTF8.self)), let type = bytes.first
    else { throw .badKey }
    guard type == Self.ed25519 else { throw .unknownType(type) }
    guard let publicKey = try? Ed25519.PublicKey(Array(bytes.dropFirst())) else { throw .badKey }
    try self.init(name: String(decoding: parts[0], as: UTF8.self), publicKey: publicKey)
    guard idDigits.utf8.elementsEqual(parts[1]) else { throw .wrongID(expected: idDigits) }
  }

  /// As ``init(_:)`` reads it.
  package var text: String {
    "\(name)+\(idDigits)+\(Base64.encode([Self.ed25519] + publicKey.bytes))"
  }

  private var idDigits: String {
    let digits = String(id, radix: 16)
    return String(repeating: "0", count: 8 - digits.utf8.count) + digits
  }
}

extension NoteVerifierKey: Hashable {
  package static func == (left: NoteVerifierKey, right: NoteVerifierKey) -> Bool {
    left.publicKey == right.publicKey && sameCodePoints(left.name, right.name)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(id)
  }
}

/// Why a key cannot be had from what was given.
package enum NoteKeyProblem: Error, Hashable, Sendable {
  case badName
  case notThreeParts
  /// The text's id is not that of its name and key.
  case wrongID(expected: String)
  /// A signature type other than Ed25519's.
  case unknownType(UInt8)
  /// Not base 64, not 32 bytes of key, or a key that anyone can sign for.
  case badKey

  /// What was expected instead, as part of a sentence.
  package var expectation: String {
    switch self {
    case .badName: "a name without white space, `+` and control characters"
    case .notThreeParts: "`name+id+key`"
    case .wrongID(let expected): "the id `\(expected)`, which is that of the name and key"
    case .unknownType(let type): "an Ed25519 key (type 1, not \(type))"
    case .badKey: "base 64 of the byte 1 and the 32 bytes of an Ed25519 public key"
    }
  }
}
