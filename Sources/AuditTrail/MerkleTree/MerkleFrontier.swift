/// The right edge of a growing tree: all that is needed to append to it and to know its root.
///
/// A tree of `size` leaves is a row of perfect subtrees, one for each bit of `size`, the largest first.
package struct MerkleFrontier: Hashable, Sendable {
  /// The most leaves of a stored frontier: the most that SQL's and Go's signed integers count.
  package static let maximumSize = UInt64(Int64.max)

  /// How many leaves the tree has.
  package private(set) var size: UInt64
  /// The perfect subtrees' hashes, from left to right.
  package private(set) var hashes: [MerkleHash]

  /// The frontier of the empty tree.
  package init() {
    size = 0
    hashes = []
    // Enough for a million leaves, so that few appends grow the array.
    hashes.reserveCapacity(20)
  }

  /// - Parameter hashes: of the perfect subtrees, from left to right, one for each bit of `size`.
  /// - Returns: nil when their count is not that, or the size is above ``maximumSize``.
  package init?(size: UInt64, hashes: [MerkleHash]) {
    guard size <= Self.maximumSize, hashes.count == size.nonzeroBitCount else { return nil }
    self.size = size
    self.hashes = hashes
  }

  /// Adds one leaf at the right: one node hash on average, one for each level at most.
  ///
  /// - Parameters:
  ///   - leaf: the leaf's hash, of ``Merkle/leafHash(_:)-([UInt8])``.
  ///   - onSubtree: hears of every perfect subtree of two leaves or more that this leaf completes, from
  ///     the smallest: `level`, where it has 2^`level` leaves; `index`, where its first leaf is
  ///     `index` · 2^`level`; and its hash.
  package mutating func append(
    _ leaf: MerkleHash, onSubtree: (_ level: Int, _ index: UInt64, _ hash: MerkleHash) -> Void
  ) {
    var hash = leaf
    let completed = (~size).trailingZeroBitCount
    if completed > 0 {
      for level in 1...completed {
        hash = Merkle.nodeHash(hashes.removeLast(), hash)
        onSubtree(level, size >> UInt64(level), hash)
      }
    }
    hashes.append(hash)
    size += 1
  }

  /// As ``append(_:onSubtree:)``, for who keeps no subtrees.
  package mutating func append(_ leaf: MerkleHash) {
    append(leaf) { _, _, _ in }
  }

  /// The root of the whole tree (RFC 9162, section 2.1.1): one node hash for each perfect subtree but one.
  package var root: MerkleHash {
    guard var root = hashes.last else { return Merkle.emptyRoot }
    for left in hashes.dropLast().reversed() { root = Merkle.nodeHash(left, root) }
    return root
  }
}

extension MerkleFrontier {
  /// The frontier as one run of bytes: the size as eight bytes, most significant first, and the hashes from
  /// left to right. At most 2,024 bytes.
  package var stored: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + hashes.count * MerkleHash.byteCount)
    withUnsafeBytes(of: size.bigEndian) { bytes.append(contentsOf: $0) }
    for hash in hashes { hash.withUnsafeBytes { bytes.append(contentsOf: $0) } }
    return bytes
  }

  /// Nil unless the bytes are exactly a frontier as ``stored`` gives it.
  package init?(stored bytes: [UInt8]) {
    guard bytes.count >= 8 else { return nil }
    let size = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    // The length first: what follows takes no memory for bytes that are no frontier.
    guard bytes.count == 8 + size.nonzeroBitCount * MerkleHash.byteCount else { return nil }
    let hashes = stride(from: 8, to: bytes.count, by: MerkleHash.byteCount).map {
      MerkleHash(unchecked: bytes[$0..<$0 + MerkleHash.byteCount])
    }
    self.init(size: size, hashes: hashes)
  }
}
