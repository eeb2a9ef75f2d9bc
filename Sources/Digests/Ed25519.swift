import CCrypto

/// Ed25519 signatures (RFC 8032, the pure variant), by libcrypto.
package enum Ed25519 {
  /// The length of a private key's seed.
  package static let seedByteCount = CCRYPTO_ED25519_KEY_BYTES
  /// The length of a public key.
  package static let publicKeyByteCount = CCRYPTO_ED25519_KEY_BYTES
  /// The length of a signature.
  package static let signatureByteCount = CCRYPTO_ED25519_SIGNATURE_BYTES

  /// Why bytes are not a key. No case carries key material.
  package enum InvalidKey: Error, Equatable {
    case wrongLength(Int, expected: Int)
    /// The public key is one of the points of order 1, 2, 4 or 8, under which a signature can be
    /// made for any message without a private key.
    case smallOrder
  }
}
