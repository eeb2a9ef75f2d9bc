import CCrypto

/// SHA-256 (FIPS 180-4), by libcrypto.
package enum SHA256 {
  /// The length of a digest.
  package static let byteCount = CCRYPTO_SHA256_BYTES

  /// The 32-byte digest of `bytes`.
  package static func hash(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    withContiguousBytes(of: bytes) { hash($0) }
  }

  /// The 32-byte digest of `bytes`.
  package static func hash(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    digest { ccrypto_sha256(bytes.baseAddress, bytes.count, $0) }
  }

  /// The digest of `bytes` as 64 lower-case hex digits.
  package static func hex(_ bytes: some Sequence<UInt8>) -> String {
    Hex.encode(hash(bytes))
  }

  /// The digest of `prefix` and then `bytes`, as four numbers and with no array made: byte `i` of the digest
  /// is byte `i % 8`, counted from the least significant, of word `i / 8`.
  ///
  /// For trees of hashes, which tell a leaf from a node by one byte in front.
  package static func words(prefix: UInt8, _ bytes: UnsafeRawBufferPointer) -> SIMD4<UInt64> {
    var words = SIMD4<UInt64>.zero
    withUnsafeMutableBytes(of: &words) { digest in
      guard let start = digest.assumingMemoryBound(to: UInt8.self).baseAddress,
        ccrypto_sha256_prefixed(prefix, bytes.baseAddress, bytes.count, start) == 1
      else { outOfMemory() }
    }
    return SIMD4(
      UInt64(littleEndian: words[0]), UInt64(littleEndian: words[1]),
      UInt64(littleEndian: words[2]), UInt64(littleEndian: words[3]))
  }

  /// A digest of bytes that come in pieces.
  ///
  /// It cannot be copied: one running state, one owner.
  package struct Stream: ~Copyable {
    private let state: OpaquePointer

    package init() {
      guard let state = ccrypto_sha256_stream_new() else { outOfMemory() }
      self.state = state
    }

    deinit { ccrypto_sha256_stream_free(state) }

    package mutating func update(_ bytes: some Sequence<UInt8>) {
      withContiguousBytes(of: bytes) { update($0) }
    }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
      guard ccrypto_sha256_stream_update(state, bytes.baseAddress, bytes.count) == 1 else { outOfMemory() }
    }

    /// The 32-byte digest of everything that was fed in.
    package consuming func finish() -> [UInt8] {
      SHA256.digest { ccrypto_sha256_stream_finish(state, $0) }
    }
  }

  private static func digest(_ fill: (UnsafeMutablePointer<UInt8>) -> Int32) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
      guard let start = buffer.baseAddress, fill(start) == 1 else { outOfMemory() }
      count = byteCount
    }
  }
}

/// libcrypto's hashing has no other way to fail in a library context of our own, and Swift itself
/// stops the program when an array finds no memory.
func outOfMemory() -> Never {
  preconditionFailure("libcrypto found no memory")
}
