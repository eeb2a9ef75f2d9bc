import Digests

/// The SHA-256 of a leaf or of a node: 32 bytes in place, with no storage of its own.
package struct MerkleHash: Hashable, Sendable {
  package static let byteCount = SHA256.byteCount

  // Little-endian, so that in memory the four words are the 32 bytes in their order.
  private let words: (UInt64, UInt64, UInt64, UInt64)

  /// Nil unless there are exactly 32 bytes.
  package init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    self.init(unchecked: bytes)
  }

  /// For 32 bytes and no other count.
  init(unchecked bytes: some Collection<UInt8>) {
    var words = SIMD4<UInt64>.zero
    withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
    self.words = (words[0], words[1], words[2], words[3])
  }

  /// A digest as ``Digests/SHA256`` gives it.
  init(_ digest: SIMD4<UInt64>) {
    words = (digest[0].littleEndian, digest[1].littleEndian, digest[2].littleEndian, digest[3].littleEndian)
  }

  package var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

  /// Lends the 32 bytes where they are.
  package func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    Swift.withUnsafeBytes(of: words, body)
  }

  package static func == (left: MerkleHash, right: MerkleHash) -> Bool { left.words == right.words }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
    hasher.combine(words.2)
    hasher.combine(words.3)
  }
}

extension MerkleHash: CustomStringConvertible {
  /// 64 lower-case hex digits.
  package var description: String { Hex.encode(bytes) }
}

extension MerkleHash {
  /// As checkpoints and proofs write it: 44 characters, the last of them `=`.
  package var base64: String { Base64.encode(bytes) }

  /// Nil unless the text is base 64 of exactly 32 bytes, in its one spelling.
  package init?(base64 text: some StringProtocol) {
    // Before decoding, so that a long line costs nothing.
    guard text.utf8.count == 44, let bytes = try? Base64.decode(text) else { return nil }
    self.init(bytes)
  }
}
