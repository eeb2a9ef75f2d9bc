import AuditTrail
import Digests

/// RFC 6962, section 2.1, read aloud: the recursions as the RFC writes them, over the leaves' bytes.
struct ReferenceTree {
  let leaves: [[UInt8]]

  /// MTH(D[start:end]).
  func root(_ range: Range<Int>) -> [UInt8] {
    if range.isEmpty { return SHA256.hash([]) }
    if range.count == 1 { return SHA256.hash([0] + leaves[range.lowerBound]) }
    let (left, right) = halves(range)
    return SHA256.hash([1] + root(left) + root(right))
  }

  /// PATH(m, D[start:end]); m counts from the start of the range.
  func path(_ m: Int, _ range: Range<Int>) -> [[UInt8]] {
    if range.count == 1 { return [] }
    let (left, right) = halves(range)
    return m < left.count
      ? path(m, left) + [root(right)] : path(m - left.count, right) + [root(left)]
  }

  /// SUBPROOF(m, D[start:end], b).
  func subproof(_ m: Int, _ range: Range<Int>, _ whole: Bool) -> [[UInt8]] {
    if m == range.count { return whole ? [] : [root(range)] }
    let (left, right) = halves(range)
    return m <= left.count
      ? subproof(m, left, whole) + [root(right)] : subproof(m - left.count, right, false) + [root(left)]
  }

  private func halves(_ range: Range<Int>) -> (Range<Int>, Range<Int>) {
    var k = 1
    while k * 2 < range.count { k *= 2 }
    let middle = range.lowerBound + k
    return (range.lowerBound..<middle, middle..<range.upperBound)
  }
}

/// A tree as a store keeps it: leaves through a frontier, and every perfect subtree that it tells of.
struct KeptTree {
  struct Missing: Error, Equatable {
    let level: Int
    let index: UInt64
  }

  private(set) var frontier = MerkleFrontier()
  private(set) var roots = [Merkle.emptyRoot]
  private(set) var levels: [[MerkleHash]] = [[]]

  init(_ leaves: [[UInt8]]) {
    for leaf in leaves { append(Merkle.leafHash(leaf)) }
  }

  private mutating func append(_ leaf: MerkleHash) {
    var completed: [(Int, UInt64, MerkleHash)] = []
    frontier.append(leaf) { completed.append(($0, $1, $2)) }
    levels[0].append(leaf)
    for (level, index, hash) in completed {
      if level == levels.count { levels.append([]) }
      precondition(Int(index) == levels[level].count, "subtrees come in their order, none twice")
      levels[level].append(hash)
    }
    roots.append(frontier.root)
  }

  func node(_ level: Int, _ index: UInt64) throws(Missing) -> MerkleHash {
    guard levels.indices.contains(level), index < UInt64(levels[level].count) else {
      throw Missing(level: level, index: index)
    }
    return levels[level][Int(index)]
  }
}

/// Sebastiano Vigna's generator: a failure is repeated from its seed.
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) } }
}

/// The leaf inputs that RFC 6962's implementations share (transparency-dev/merkle, `testonly`).
let publishedLeaves: [[UInt8]] = [
  [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
  Array(0x50...0x57), Array(0x60...0x6f),
]

/// Any hash, for a place where no right one fits.
let strayHash = Merkle.leafHash(Array("stray".utf8))

/// The value with one thing changed.
func changed<Value>(_ value: Value, _ change: (inout Value) throws -> Void) rethrows -> Value {
  var changed = value
  try change(&changed)
  return changed
}

extension MerkleHash {
  func flipping(_ bit: Int) throws -> MerkleHash {
    var flipped = bytes
    flipped[bit / 8] ^= 1 << UInt8(bit % 8)
    return MerkleHash(flipped)!
  }
}
