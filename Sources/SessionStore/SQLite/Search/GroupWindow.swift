/// The groups at some positions of their order: the worst score first, then the larger, then by name.
///
/// There may be a million, most of them equal but for their names: the window is narrowed down by the rank and then by
/// eight bytes of the names at a time, and only few names are ever held.
struct GroupWindow<Members: GroupMembers> {
  private let members: Members
  private let ranks: [GroupRank]
  /// So many are simply sorted.
  private static var few: Int { 1024 }

  init(_ members: Members, _ ranks: [GroupRank]) {
    self.members = members
    self.ranks = ranks
  }

  func groups(_ positions: Range<Int>) throws(SearchProblem) -> [Int] {
    if positions.isEmpty { return [] }
    var all = Bits(count: ranks.count)
    all.fill { ranks[$0].sessions > 0 }
    return try groups(split(all, at: positions, by: ByRank(ranks: ranks)), level: 0)
  }

  /// A window cut by one key: those of its first key that may be in it, what is surely in it, those of its last key.
  private struct Split {
    var firsts: Bits
    var firstPositions: Range<Int>
    var middle: [(key: Int64, group: Int)] = []
    var lasts: Bits
    var lastPositions: Range<Int>
  }

  private func split(_ candidates: Bits, at positions: Range<Int>, by order: some Ranking) -> Split {
    let selection = RankSelection(candidates, order)
    let (first, beforeFirst) = selection.rank(at: positions.lowerBound)
    let (last, beforeLast) = selection.rank(at: positions.upperBound - 1)
    var (firsts, lasts) = (candidates, Bits(count: candidates.count))
    firsts.keep(where: true) { order.rank($0) == first }
    let start = positions.lowerBound - beforeFirst
    guard first != last else {
      return Split(
        firsts: firsts, firstPositions: start..<start + positions.count, lasts: lasts, lastPositions: 0..<0)
    }
    lasts = candidates
    lasts.keep(where: true) { order.rank($0) == last }
    var split = Split(
      firsts: firsts, firstPositions: start..<firsts.members, lasts: lasts,
      lastPositions: 0..<positions.upperBound - beforeLast)
    candidates.forEach { group in
      let key = order.rank(group)
      if key > first, key < last { split.middle.append((key, group)) }
    }
    return split
  }

  /// - Parameter level: how many times eight bytes of their names those with one key have in common.
  private func groups(_ split: Split, level: Int) throws(SearchProblem) -> [Int] {
    let middle = try sorted(split.middle)
    return try named(split.firsts, at: split.firstPositions, level) + middle
      + named(split.lasts, at: split.lastPositions, level)
  }

  private func named(_ candidates: Bits, at positions: Range<Int>, _ level: Int) throws(SearchProblem)
    -> [Int]
  {
    if positions.isEmpty { return [] }
    if candidates.members <= Self.few {
      var all: [(key: Int64, group: Int)] = []
      candidates.forEach { all.append((0, $0)) }
      return Array(try sorted(all)[positions])
    }
    return try groups(split(candidates, at: positions, by: keys(of: candidates, level)), level: level + 1)
  }

  private func sorted(_ groups: [(key: Int64, group: Int)]) throws(SearchProblem) -> [Int] {
    var named: [(key: Int64, name: String, group: Int)] = []
    for (key, group) in groups { named.append((key, try members.name(of: group), group)) }
    named.sort { $0.key != $1.key ? $0.key < $1.key : $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    return named.map(\.group)
  }

  private func keys(of candidates: Bits, _ level: Int) throws(SearchProblem) -> ByKey {
    var keys = [Int64](repeating: 0, count: ranks.count)
    try members.forEachName { group, name in
      if candidates[group] { keys[group] = name.key(from: level * 8) }
    }
    return ByKey(keys: keys)
  }
}

private struct ByRank: Ranking {
  let ranks: [GroupRank]
  func rank(_ place: Int) -> Int64 { ranks[place].rank }
}

private struct ByKey: Ranking {
  let keys: [Int64]
  func rank(_ place: Int) -> Int64 { keys[place] }
}
