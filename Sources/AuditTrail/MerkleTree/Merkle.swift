import Digests

/// The hashes of RFC 9162, section 2.1.1, with SHA-256.
package enum Merkle {
  /// The hash of one leaf: SHA-256 of 0x00 and then its bytes. No allocation by Swift.
  package static func leafHash(_ bytes: UnsafeRawBufferPointer) -> MerkleHash {
    MerkleHash(SHA256.words(prefix: 0x00, bytes))
  }

  /// The hash of one leaf: SHA-256 of 0x00 and then its bytes.
  package static func leafHash(_ bytes: [UInt8]) -> MerkleHash {
    bytes.withUnsafeBytes { leafHash($0) }
  }

  /// The hash of a node over its two children: SHA-256 of 0x01, the left and the right.
  package static func nodeHash(_ left: MerkleHash, _ right: MerkleHash) -> MerkleHash {
    withUnsafeBytes(of: (left, right)) { MerkleHash(SHA256.words(prefix: 0x01, $0)) }
  }

  /// The root of a tree without leaves: SHA-256 of nothing, the one hash without a prefix.
  package static let emptyRoot = MerkleHash(unchecked: SHA256.hash([]))
}
