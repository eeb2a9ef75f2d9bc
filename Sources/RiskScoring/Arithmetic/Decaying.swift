package import Delegation

/// A sum whose every part halves in a half-life: forward decay (Cormode, Shkapenyuk, Srivastava and Xu, ICDE 2009).
///
/// Each part is entered with the weight of its own time, so the order in which parts come changes nothing, and one
/// that comes late counts as if it had been on time: exactly, up to ``fractionBits`` half-lives late.
package struct Decaying: Hashable, Sendable {
  /// What a part older than this many half-lives leaves is below its last bit.
  package static let fractionBits: UInt64 = 24

  /// Units of 2^-24, as of the beginning of ``block``.
  package private(set) var sum: UInt64
  /// The half-life, counted from the epoch, in which the latest part came.
  package private(set) var block: Int64

  package static let none = Decaying(sum: 0, block: 0)

  package init(sum: UInt64, block: Int64) {
    self.sum = sum
    self.block = block
  }

  package var isNone: Bool { sum == 0 }

  package mutating func add(_ amount: UInt64, at time: Timestamp, halfLife: TimeSpan) {
    let (own, rest) = Decaying.place(time, halfLife)
    // amount · 2^rest, in whole units: what is shifted out of it later is then nothing but its own last bits.
    let weighted = FixedPoint.scale(min(amount, 1 << 38) << 1, by: FixedPoint.exp2(minus: (1 << 16) - rest))
    if own > block {
      sum = Decaying.shifted(sum, own - block)
      block = own
    }
    let part = Decaying.shifted(weighted << Decaying.fractionBits, block - own)
    let (total, overflows) = sum.addingReportingOverflow(part)
    sum = overflows ? .max : total
  }

  /// What is left at `time`; before the latest part as at the beginning of its half-life: nothing decays backwards.
  package func value(at time: Timestamp, halfLife: TimeSpan) -> UInt64 {
    if sum == 0 { return 0 }
    let (own, left) = Decaying.fading(at: time, halfLife: halfLife)
    return Decaying.faded(sum, from: block, to: own, left: left)
  }

  /// The half-life that a time lies in, and the share that is left then of what is as old as its beginning.
  static func fading(at time: Timestamp, halfLife: TimeSpan) -> (block: Int64, left: UInt64) {
    let (block, rest) = place(time, halfLife)
    return (block, FixedPoint.exp2(minus: rest))
  }

  static func faded(_ sum: UInt64, from block: Int64, to own: Int64, left: UInt64) -> UInt64 {
    guard own >= block else { return sum >> fractionBits }
    return FixedPoint.scale(shifted(sum, own - block), by: left) >> fractionBits
  }

  /// The same amount under another half-life from `time` on.
  package func rebased(at time: Timestamp, from old: TimeSpan, to new: TimeSpan) -> Decaying {
    var result = Decaying.none
    let left = value(at: time, halfLife: old)
    if left > 0 { result.add(left, at: time, halfLife: new) }
    return result
  }

  private static func shifted(_ value: UInt64, _ halfLives: Int64) -> UInt64 {
    halfLives < 64 ? value >> UInt64(halfLives) : 0
  }

  /// Which half-life since the epoch it is, and how much of it is over, in units of 2^-16.
  private static func place(_ time: Timestamp, _ halfLife: TimeSpan) -> (block: Int64, rest: UInt64) {
    let length = max(1, halfLife.milliseconds)
    let (block, rest) = max(0, time.milliseconds).quotientAndRemainder(dividingBy: length)
    return (block, UInt64(rest) << 16 / UInt64(length))
  }
}
