extension MerkleProofs {
  /// Whether `path` shows that the leaf at `index` of the tree of `size` leaves with this root has this
  /// hash. The algorithm of RFC 9162, section 2.1.3.2.
  package static func verifyInclusion(
    _ leafHash: MerkleHash, index: UInt64, size: UInt64, path: [MerkleHash], root: MerkleHash
  ) -> Bool {
    guard index < size else { return false }
    // RFC 9162's fn and sn: the leaf's and the last leaf's position on the level in hand.
    var (node, last) = (index, size - 1)
    var hash = leafHash
    for sibling in path {
      guard last > 0 else { return false }
      if isRightChild(node) || node == last {
        hash = Merkle.nodeHash(sibling, hash)
        skipLevelsWithoutSibling(&node, &last)
      } else {
        hash = Merkle.nodeHash(hash, sibling)
      }
      (node, last) = (node >> 1, last >> 1)
    }
    return last == 0 && hash == root
  }

  /// Whether `path` shows that the tree of `newSize` leaves with `newRoot` begins with the tree of `oldSize`
  /// leaves with `oldRoot`.
  ///
  /// The algorithm of RFC 9162, section 2.1.4.2, which is for sizes above 0 and an old one below the new one.
  /// Beyond it: a tree of no leaves has the empty root, every tree begins with it, and a tree begins
  /// with itself; each of these with an empty path alone.
  package static func verifyConsistency(
    from oldSize: UInt64, _ oldRoot: MerkleHash, to newSize: UInt64, _ newRoot: MerkleHash, path: [MerkleHash]
  ) -> Bool {
    guard oldSize <= newSize else { return false }
    if oldSize == newSize {
      return path.isEmpty && oldRoot == newRoot && (oldSize > 0 || oldRoot == Merkle.emptyRoot)
    }
    guard oldSize > 0 else { return path.isEmpty && oldRoot == Merkle.emptyRoot }
    guard !path.isEmpty else { return false }
    // An old tree that is perfect is a subtree of the new one: its root is where the path starts.
    let hashes = oldSize.nonzeroBitCount == 1 ? [oldRoot] + path : path
    let shift = (~(oldSize - 1)).trailingZeroBitCount
    var (node, last) = ((oldSize - 1) >> shift, (newSize - 1) >> shift)
    var (old, new) = (hashes[0], hashes[0])
    for sibling in hashes.dropFirst() {
      guard last > 0 else { return false }
      if isRightChild(node) || node == last {
        old = Merkle.nodeHash(sibling, old)
        new = Merkle.nodeHash(sibling, new)
        skipLevelsWithoutSibling(&node, &last)
      } else {
        new = Merkle.nodeHash(new, sibling)
      }
      (node, last) = (node >> 1, last >> 1)
    }
    return last == 0 && old == oldRoot && new == newRoot
  }

  private static func isRightChild(_ node: UInt64) -> Bool { node & 1 == 1 }

  /// A left child at the right edge has no sibling, and stands for its parent until it is a right child or
  /// the root.
  private static func skipLevelsWithoutSibling(_ node: inout UInt64, _ last: inout UInt64) {
    let levels = node.trailingZeroBitCount
    (node, last) = (node >> levels, last >> levels)
  }
}
