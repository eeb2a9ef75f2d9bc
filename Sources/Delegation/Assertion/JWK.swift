package import Digests

/// An Ed25519 public key as a JSON Web Key (RFC 7517; RFC 8037, section 2), for those who verify tokens elsewhere.
package struct JWK: Sendable {
  private let x: String
  /// The key's id: its SHA-256 thumbprint in URL-safe base 64 (RFC 7638; RFC 8037, appendix A.3), 43 characters.
  package let keyID: String

  package static let keyIDByteCount = 43

  package init(_ key: Ed25519.PublicKey) {
    let x = Base64URL.encode(key.bytes)
    // The required members alone, in the order of their names, without spaces (RFC 7638, section 3).
    let required = JSONWriter.object { writer in
      writer.member("crv", "Ed25519")
      writer.member("kty", "OKP")
      writer.member("x", x)
    }
    self.x = x
    keyID = Base64URL.encode(SHA256.hash(required.utf8))
  }

  /// One JSON object, for verifying signatures only.
  package var json: String {
    JSONWriter.object { writer in
      writer.member("kty", "OKP")
      writer.member("crv", "Ed25519")
      writer.member("x", x)
      writer.member("kid", keyID)
      writer.member("use", "sig")
      writer.member("alg", "EdDSA")
    }
  }
}
