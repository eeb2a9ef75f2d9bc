package import Digests

/// Keys as text, in files and arguments.
package enum KeyText {
  package enum Problem: Error, Hashable, Sendable {
    /// `expected` says what should have stood there; what did is not repeated, because it may be secret.
    case malformed(expected: String)
  }

  private static let publicPrefix = "ed25519:"
  private static let privatePrefix = "curfew-ed25519-private-v1 "

  /// `ed25519:` and the key in base 64.
  package static func text(of key: Ed25519.PublicKey) -> String { publicPrefix + Base64.encode(key.bytes) }

  package static func publicKey(_ text: String) throws(Problem) -> Ed25519.PublicKey {
    let problem = Problem.malformed(expected: "ed25519: and 32 bytes in base 64")
    guard text.hasPrefix(publicPrefix), let bytes = try? Base64.decode(text.dropFirst(publicPrefix.count)),
      let key = try? Ed25519.PublicKey(bytes)
    else { throw problem }
    return key
  }

  /// The text of a private key's file: one line. The caller wipes it.
  package static func file(ofSeed seed: [UInt8]) -> [UInt8] {
    Array(privatePrefix.utf8) + Array(Base64.encode(seed).utf8) + [0x0A]
  }

  package static func privateKey(file bytes: [UInt8]) throws(Problem) -> Ed25519.PrivateKey {
    let problem = Problem.malformed(expected: "a private key as curfew writes it")
    guard bytes.starts(with: privatePrefix.utf8), bytes.last == 0x0A else { throw problem }
    let text = String(decoding: bytes.dropFirst(privatePrefix.utf8.count).dropLast(), as: UTF8.self)
    guard var seed = try? Base64.decode(text), let key = try? Ed25519.PrivateKey(wiping: &seed) else {
      throw problem
    }
    return key
  }
}
