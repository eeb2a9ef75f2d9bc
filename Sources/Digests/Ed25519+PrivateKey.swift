import CCrypto

extension Ed25519 {
  /// A signing key. Its seed lives in libcrypto's memory alone, which is wiped when the last holder
  /// lets go; it can be neither read back nor printed.
  package final class PrivateKey {
    private let key: OpaquePointer
    package let publicKey: PublicKey

    /// Copies the seed. The caller's bytes stay the caller's to wipe: see ``init(wiping:)``.
    ///
    /// - Parameter seed: 32 secret, uniformly random bytes: randomness is always passed in.
    package init(seed: [UInt8]) throws(InvalidKey) {
      guard seed.count == seedByteCount else {
        throw .wrongLength(seed.count, expected: seedByteCount)
      }
      guard let key = ccrypto_ed25519_key_new(seed) else { outOfMemory() }
      self.key = key
      publicKey = Ed25519.publicKey(of: key)
    }

    /// As ``init(seed:)``, and leaves zeros in the caller's seed, whether or not it was a key.
    package convenience init(wiping seed: inout [UInt8]) throws(InvalidKey) {
      defer { wipe(&seed) }
      try self.init(seed: seed)
    }

    deinit { ccrypto_ed25519_key_free(key) }

    /// The 64-byte signature over exactly `message`; the same every time.
    package func sign(_ message: [UInt8]) -> [UInt8] {
      [UInt8](unsafeUninitializedCapacity: signatureByteCount) { buffer, count in
        guard let start = buffer.baseAddress,
          ccrypto_ed25519_sign(key, message, message.count, start) == 1
        else { outOfMemory() }
        count = signatureByteCount
      }
    }
  }
}

// The key never changes after init, and libcrypto lets any number of threads sign with one EVP_PKEY.
extension Ed25519.PrivateKey: @unchecked Sendable {}

extension Ed25519.PrivateKey: CustomStringConvertible, CustomReflectable {
  /// Names the public half only.
  package var description: String { "private key of \(Hex.encode(publicKey.bytes))" }

  /// Nothing to walk into, so that `dump` shows what ``description`` says.
  package var customMirror: Mirror { Mirror(self, children: EmptyCollection()) }
}
