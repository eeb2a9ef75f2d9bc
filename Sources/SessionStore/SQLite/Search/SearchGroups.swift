import Delegation
import PolicyEngine
import RiskScoring

extension SearchIndex {
  /// The groups of those that were found.
  func groups(
    _ query: GroupQuery, _ found: Bits, _ scores: SearchScores, now: Timestamp
  ) throws(SearchProblem) -> GroupListing {
    let members: any GroupMembers =
      switch query.grouping {
      case .wallet: TextMembers(texts: columns.wallets, numbers: columns.wallet.base)
      case .nonceDomain: TextMembers(texts: columns.nonceDomains, numbers: columns.nonceDomain.base)
      case .chain: ChainMembers(chains: columns.chains.all, numbers: columns.chain.base)
      case .capability: try ListMembers(lists: columns.capabilityLists, numbers: columns.capabilities.base)
      }
    return try groups(query, members, found, scores, now: now)
  }

  private func groups(
    _ query: GroupQuery, _ members: some GroupMembers, _ found: Bits, _ scores: SearchScores, now: Timestamp
  ) throws(SearchProblem) -> GroupListing {
    let (places, base) = (columns.risk.places, scores.base)
    // First only what the order needs, because there may be a group for every session.
    var ranks = [GroupRank](repeating: GroupRank(), count: members.count)
    ranks.withUnsafeMutableBufferPointer { ranks in
      found.forEach { place in
        let score = base[Int(places[place])]
        members.forEachGroup(of: place) { ranks[$0].add(score) }
      }
    }
    let matching = ranks.reduce(0) { $0 + ($1.sessions > 0 ? 1 : 0) }
    let offset = min(max(0, query.offset), matching)
    let end = offset + min(max(0, query.limit), matching - offset)
    let chosen = try GroupWindow(members, ranks).groups(offset..<end)
    return GroupListing(
      groups: try sums(of: chosen, members, found, scores, now: now), offset: offset, matching: matching,
      asOf: now)
  }

  /// Whole, of the window's groups alone.
  private func sums(
    of chosen: [Int], _ members: some GroupMembers, _ found: Bits, _ scores: SearchScores, now: Timestamp
  ) throws(SearchProblem) -> [SessionGroup] {
    var placeOf = [Int32](repeating: -1, count: members.count)
    for (index, group) in chosen.enumerated() { placeOf[group] = Int32(index) }
    var sums = [GroupSum](repeating: GroupSum(), count: chosen.count)
    let (places, base, lives) = (columns.risk.places, scores.base, lives(now: now.milliseconds))
    let (spent, limit, denied) = (columns.spent.base, columns.maxValue.base, columns.denied.base)
    found.forEach { place in
      members.forEachGroup(of: place) { group in
        let index = Int(placeOf[group])
        guard index >= 0 else { return }
        sums[index].add(
          life: lives[place], score: RiskScore(hundredths: Int(base[Int(places[place])])),
          spent: UInt64(spent[place]), limit: UInt64(limit[place]), denied: UInt64(denied[place]))
      }
    }
    var groups: [SessionGroup] = []
    for (index, group) in chosen.enumerated() {
      groups.append(sums[index].group(try members.name(of: group)))
    }
    return groups
  }
}

/// What a group is ordered by before its name.
struct GroupRank {
  private(set) var sessions: UInt32 = 0
  private var worst: UInt16 = 0

  @inline(__always)
  mutating func add(_ score: UInt16) {
    sessions += 1
    worst = max(worst, score)
  }

  /// The least comes first.
  var rank: Int64 { -(Int64(worst) << 32 | Int64(sessions)) }
}

/// Which sessions are in which groups.
protocol GroupMembers {
  /// How many groups there may be; some may have no session.
  var count: Int { get }
  func forEachGroup(of place: Int, _ body: (Int) -> Void)
  func name(of group: Int) throws(SearchProblem) -> String
  /// Gives `body` each group with its name.
  func forEachName(_ body: (Int, GroupName) -> Void) throws(SearchProblem)
}

/// A name where it stands; an address is not spelled for it.
struct GroupName {
  let bytes: UnsafeRawBufferPointer
  let isAddress: Bool

  /// Eight bytes of it from `start` on as a number in their order; what ends comes before what goes on.
  func key(from start: Int) -> Int64 {
    var key: UInt64 = 0
    for index in start..<start + 8 { key = key << 8 | UInt64(self[index]) }
    return Int64(bitPattern: key ^ (1 << 63))
  }

  private subscript(index: Int) -> UInt8 {
    guard isAddress else { return index < bytes.count ? bytes[index] : 0 }
    guard index > 1, index < 2 * AddressTest.size + 2 else {
      return index == 0 ? 0x30 : index == 1 ? 0x78 : 0
    }
    let byte = bytes[index / 2 - 1]
    let half = index & 1 == 0 ? byte >> 4 : byte & 15
    return half < 10 ? 0x30 + half : 0x61 + half - 10
  }
}

struct TextMembers: GroupMembers {
  let texts: TextColumn
  let numbers: UnsafeMutablePointer<UInt32>

  var count: Int { texts.count }

  @inline(__always)
  func forEachGroup(of place: Int, _ body: (Int) -> Void) { body(Int(numbers[place])) }

  func name(of group: Int) throws(SearchProblem) -> String {
    try texts.with(group) { String(decoding: TextMembers.written($0), as: UTF8.self) }
  }

  func forEachName(_ body: (Int, GroupName) -> Void) throws(SearchProblem) {
    try texts.forEach { number, record throws(SearchProblem) in
      body(number, GroupName(bytes: record.written, isAddress: record.form == .addresses))
    }
  }

  private static func written(_ record: TextColumn.Record) -> [UInt8] {
    record.form == .addresses ? AddressTest.spelled(record.text, isList: false) : Array(record.written)
  }
}

private struct ChainMembers: GroupMembers {
  let chains: Slab<Int64>
  let numbers: UnsafeMutablePointer<UInt16>

  var count: Int { chains.count }

  @inline(__always)
  func forEachGroup(of place: Int, _ body: (Int) -> Void) { body(Int(numbers[place])) }

  func name(of group: Int) -> String { String(chains[group]) }

  func forEachName(_ body: (Int, GroupName) -> Void) {
    for group in 0..<chains.count {
      Array(String(chains[group]).utf8).withUnsafeBytes {
        body(group, GroupName(bytes: $0, isAddress: false))
      }
    }
  }
}

/// A session is in the group of each word of its list.
private struct ListMembers: GroupMembers {
  private let numbers: UnsafeMutablePointer<UInt32>
  private var names: [[UInt8]] = []
  /// By list: its groups.
  private var groups: [[Int]] = []

  init(lists: TextColumn, numbers: UnsafeMutablePointer<UInt32>) throws(SearchProblem) {
    self.numbers = numbers
    var known: [[UInt8]: Int] = [:]
    var (names, groups): ([[UInt8]], [[Int]]) = ([], [])
    try lists.forEach { _, record throws(SearchProblem) in
      let text =
        record.form == .addresses ? AddressTest.spelled(record.text, isList: true) : Array(record.written)
      groups.append(
        text.split(separator: UInt8(ascii: " ")).map { word in
          let name = Array(word)
          if let group = known[name] { return group }
          names.append(name)
          known[name] = names.count - 1
          return names.count - 1
        })
    }
    (self.names, self.groups) = (names, groups)
  }

  var count: Int { names.count }

  @inline(__always)
  func forEachGroup(of place: Int, _ body: (Int) -> Void) {
    for group in groups[Int(numbers[place])] { body(group) }
  }

  func name(of group: Int) -> String { String(decoding: names[group], as: UTF8.self) }

  func forEachName(_ body: (Int, GroupName) -> Void) {
    for (group, name) in names.enumerated() {
      name.withUnsafeBytes { body(group, GroupName(bytes: $0, isAddress: false)) }
    }
  }
}
