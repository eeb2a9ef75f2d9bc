import Delegation
import PolicyEngine
import RiskScoring

/// An order of places: the least rank comes first, and of equal ones the last place, which is the newest grant.
protocol Ranking {
  func rank(_ place: Int) -> Int64
}

/// Some places in an order.
///
/// A window's places are selected, not sorted: passes over the bits of the ranks find with which rank it begins and ends,
/// one more gathers what lies between.
struct SearchOrder<Order: Ranking> {
  private let found: Bits
  private let order: Order

  init(_ found: Bits, _ order: Order) {
    self.found = found
    self.order = order
  }

  /// How many come before `place`, which is one of them.
  func position(of place: Int) -> Int {
    let own = order.rank(place)
    var before = 0
    found.forEach { other in
      let rank = order.rank(other)
      if rank < own || (rank == own && other > place) { before += 1 }
    }
    return before
  }

  /// The places at these positions, in order.
  func window(_ positions: Range<Int>) -> [Int] {
    guard !positions.isEmpty else { return [] }
    let selection = RankSelection(found, order)
    let (first, skipped) = selection.rank(at: positions.lowerBound)
    let (last, before) = selection.rank(at: positions.upperBound - 1)
    // Of those with the first rank the newest come before the window, of those with the last the oldest behind it.
    let firsts = positions.lowerBound - skipped..<positions.upperBound - skipped
    let lasts = positions.upperBound - before
    var (firstsSeen, lastsSeen) = (0, 0)
    var window: [(rank: Int64, place: Int)] = []
    found.forEachFromLast { place in
      let rank = order.rank(place)
      if rank < first || rank > last { return true }
      var isInside = true
      if rank == first {
        isInside = firsts.contains(firstsSeen)
        firstsSeen += 1
      } else if rank == last {
        isInside = lastsSeen < lasts
        lastsSeen += 1
      }
      if isInside { window.append((rank, place)) }
      return true
    }
    window.sort { ($0.rank, -$0.place) < ($1.rank, -$1.place) }
    return window.map(\.place)
  }
}

/// Finds the rank at a position without sorting: 16 bits of it at a time, by counting.
struct RankSelection<Order: Ranking> {
  private let found: Bits
  private let order: Order
  private let least: UInt64
  /// How many bits the ranks differ in.
  private let bits: Int

  init(_ found: Bits, _ order: Order) {
    self.found = found
    self.order = order
    var (least, greatest) = (UInt64.max, UInt64.min)
    found.forEach { place in
      let value = RankSelection.value(order.rank(place))
      least = min(least, value)
      greatest = max(greatest, value)
    }
    self.least = least
    bits = greatest > least ? 64 - (greatest - least).leadingZeroBitCount : 0
  }

  /// In the order of the ranks.
  private static func value(_ rank: Int64) -> UInt64 { UInt64(bitPattern: rank) ^ (1 << 63) }

  /// - Returns: the rank at `position`, and how many have a lesser one.
  func rank(at position: Int) -> (rank: Int64, before: Int) {
    var (prefix, before, shift) = (UInt64(0), 0, bits)
    while shift > 0 {
      let step = min(16, shift)
      shift -= step
      var counts = [UInt32](repeating: 0, count: 1 << step)
      counts.withUnsafeMutableBufferPointer { counts in
        found.forEach { place in
          let value = RankSelection.value(order.rank(place)) - least
          if (value >> UInt64(shift)) >> UInt64(step) == prefix {
            counts[Int(truncatingIfNeeded: value >> UInt64(shift)) & (1 << step - 1)] += 1
          }
        }
      }
      var digit = 0
      while digit < counts.count - 1, before + Int(counts[digit]) <= position {
        before += Int(counts[digit])
        digit += 1
      }
      prefix = prefix << UInt64(step) | UInt64(digit)
    }
    return (Int64(bitPattern: (prefix + least) ^ (1 << 63)), before)
  }
}

// MARK: The orders of a list

extension SearchIndex {
  /// - Parameter scores: of all that were found, where the order asks for them.
  /// - Returns: the ids in the window, and where it begins among all that match.
  func window(
    _ found: Bits, _ query: SessionQuery, around id: Int64?, _ scores: SearchScores?, now: Timestamp
  ) -> (ids: [Int64], offset: Int, matching: Int) {
    let now = now.milliseconds
    func choose(_ order: some Ranking) -> (ids: [Int64], offset: Int, matching: Int) {
      let (matching, order) = (found.members, SearchOrder(found, order))
      let place = id.map { Int($0) - 1 }.flatMap { $0 < found.count && found[$0] ? $0 : nil }
      let offset = query.offset(matching: matching, position: place.map(order.position))
      let end = offset + min(max(0, query.limit), matching - offset)
      return (order.window(offset..<end).map { Int64($0) + 1 }, offset, matching)
    }
    switch query.sort {
    case .newest: return choose(ByGrant())
    case .lastUsed: return choose(ByLastUse(lastUsed: columns.lastUsed.view))
    case .spent: return choose(BySpent(spent: columns.spent.base, limit: columns.maxValue.base))
    case .expires:
      return choose(
        ByExpiry(expiresAt: columns.expiresAt.view, revokedFrom: columns.revokedFrom.view, now: now))
    case .denied: return choose(ByDenied(denied: columns.denied.base))
    case .risk:
      guard let scores else { return choose(ByGrant()) }
      return choose(
        ByRisk(
          places: columns.risk.places, scores: scores.base, clean: Int64(scores.clean),
          expiresAt: columns.expiresAt.view,
          revokedFrom: columns.revokedFrom.view, now: now))
    }
  }
}

private struct ByGrant: Ranking {
  func rank(_ place: Int) -> Int64 { 0 }
}

private struct ByLastUse: Ranking {
  let lastUsed: TimeColumn.View
  func rank(_ place: Int) -> Int64 { -lastUsed[place] }
}

private struct BySpent: Ranking {
  let spent: UnsafeMutablePointer<Int64>
  let limit: UnsafeMutablePointer<Int64>
  /// The bits of doubles that are not negative order as they do.
  func rank(_ place: Int) -> Int64 { -Int64(bitPattern: share(spent[place], of: limit[place]).bitPattern) }
}

private struct ByExpiry: Ranking {
  let expiresAt: TimeColumn.View
  let revokedFrom: TimeColumn.View
  let now: Int64
  func rank(_ place: Int) -> Int64 {
    let end = expiresAt[place]
    // Not the greatest number: the ranks of ended ones should not lie far from the others'.
    return isEnded(end, revokedFrom[place], now) ? TimeColumn.max + 1 : end
  }
}

private struct ByDenied: Ranking {
  let denied: UnsafeMutablePointer<UInt32>
  func rank(_ place: Int) -> Int64 { -Int64(denied[place]) }
}

private struct ByRisk: Ranking {
  let places: UnsafeMutablePointer<UInt32>
  let scores: UnsafeMutablePointer<UInt16>
  let clean: Int64
  let expiresAt: TimeColumn.View
  let revokedFrom: TimeColumn.View
  let now: Int64
  func rank(_ place: Int) -> Int64 {
    let score = Int64(scores[Int(places[place])])
    return score > clean
      ? RiskPlace.rank(score, isEnded: isEnded(expiresAt[place], revokedFrom[place], now)) : 0
  }
}
