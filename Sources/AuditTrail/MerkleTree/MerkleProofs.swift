/// Proofs over a tree whose perfect subtrees can be looked up.
///
/// Where `node` is taken, it gives the hash of the perfect subtree of 2^`level` leaves that starts at leaf
/// `index` · 2^`level`; level 0 is the leaves' own hashes. It is asked only for subtrees that lie wholly in
/// the tree, and what it throws is thrown on.
package enum MerkleProofs {
  package typealias Node<Failure: Error> = (_ level: Int, _ index: UInt64) throws(Failure) -> MerkleHash

  /// PATH of RFC 9162, section 2.1.3.1: the hashes that lead from a leaf to the root, the leaf's sibling first.
  ///
  /// - Parameters:
  ///   - index: the leaf, counted from 0.
  ///   - size: the tree's leaves.
  /// - Returns: nil when the tree has no such leaf.
  package static func inclusionPath<Failure: Error>(
    of index: UInt64, in size: UInt64, node: Node<Failure>
  ) throws(Failure) -> [MerkleHash]? {
    guard index < size else { return nil }
    var siblings: [LeafRange] = []
    var range = LeafRange(start: 0, count: size)
    while range.count > 1 {
      let (left, right) = range.halves
      siblings.append(index < right.start ? right : left)
      range = index < right.start ? left : right
    }
    return try hashes(of: siblings.reversed(), node)
  }

  /// PROOF of RFC 9162, section 2.1.4.1: the hashes that show that the larger tree only added to the smaller.
  ///
  /// - Returns: empty when there is nothing to show, which is when both sizes are the same or the
  ///   smaller tree is empty; nil when `oldSize` is the larger.
  package static func consistencyPath<Failure: Error>(
    from oldSize: UInt64, to newSize: UInt64, node: Node<Failure>
  ) throws(Failure) -> [MerkleHash]? {
    guard oldSize <= newSize else { return nil }
    guard oldSize > 0 else { return [] }
    var ranges: [LeafRange] = []
    var range = LeafRange(start: 0, count: newSize)
    // SUBPROOF from the root down: the subtree in hand always holds the smaller tree's last leaf.
    while range.end > oldSize {
      let (left, right) = range.halves
      ranges.append(oldSize <= right.start ? right : left)
      range = oldSize <= right.start ? left : right
    }
    // A subtree that is the whole smaller tree is known to who checks, as its root.
    if range.start > 0 { ranges.append(range) }
    return try hashes(of: ranges.reversed(), node)
  }

  /// The root of the tree's first `size` leaves (RFC 9162, section 2.1.1).
  package static func root<Failure: Error>(
    of size: UInt64, node: Node<Failure>
  ) throws(Failure) -> MerkleHash {
    guard size > 0 else { return Merkle.emptyRoot }
    return try hash(of: LeafRange(start: 0, count: size), node)
  }

  private static func hashes<Failure: Error>(
    of ranges: [LeafRange], _ node: Node<Failure>
  ) throws(Failure) -> [MerkleHash] {
    var hashes: [MerkleHash] = []
    hashes.reserveCapacity(ranges.count)
    for range in ranges { hashes.append(try hash(of: range, node)) }
    return hashes
  }

  /// Joins the range's perfect subtrees, which are its count's bits, from the smallest at its right end.
  private static func hash<Failure: Error>(
    of range: LeafRange, _ node: Node<Failure>
  ) throws(Failure) -> MerkleHash {
    var level = range.count.trailingZeroBitCount
    var start = range.end - 1 << level
    var hash = try node(level, start >> level)
    while start > range.start {
      level = (start - range.start).trailingZeroBitCount
      start -= 1 << level
      hash = Merkle.nodeHash(try node(level, start >> level), hash)
    }
    return hash
  }
}

/// Leaves that make one subtree of the tree; there is one at least.
private struct LeafRange {
  let start: UInt64
  let count: UInt64

  var end: UInt64 { start + count }

  /// The left and right children's leaves: the left has the largest power of two below the count.
  /// For a range of two leaves or more.
  var halves: (left: LeafRange, right: LeafRange) {
    let middle: UInt64 = 1 << (UInt64.bitWidth - 1 - (count - 1).leadingZeroBitCount)
    return (LeafRange(start: start, count: middle), LeafRange(start: start + middle, count: count - middle))
  }
}
