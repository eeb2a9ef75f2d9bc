import Delegation
import PolicyEngine
import Testing

/// The two sliding windows by themselves, over more steps than a log of the other tests has.
@Suite struct WindowTests {
  @Test(
    arguments: [(2000, 6), (59_999, 6), (60_000, 4), (60_001, 4), (61_999, 4), (62_000, 0)]
      as [(Int64, UInt64)])
  func `a spend counts until it is as old as the window, also where nothing was pruned`(
    after: Int64, total: UInt64
  ) throws {
    let spends = try [(Int64(0), UInt64(2)), (2000, 4)].map { at, micros in
      WindowSpend.Spend(at: Timestamp(milliseconds: at), value: try #require(Money(micros: micros)))
    }
    #expect(
      WindowSpend(spends).total(at: Timestamp(milliseconds: after), window: TimeSpan(seconds: 60)) == total)
  }

  @Test(arguments: 0..<12)
  func `the window's total is that of a list of all spends`(seed: Int) throws {
    var random = SeededRandom(seed: seed)
    let window = TimeSpan(milliseconds: Int64(random.pick([1, 7, 50, 400])))
    var spend = WindowSpend()
    var all: [(at: Int64, micros: UInt64)] = []
    var now: Int64 = 1_000_000
    for step in 0..<300 {
      now += Int64(random.pick([0, 0, 1, 1, 2, 6, 7, 8]))
      if random.chance(30) { spend.prune(at: Timestamp(milliseconds: now), window: window) }
      let naive = all.filter { $0.at > now - window.milliseconds }.reduce(0) { $0 + $1.micros }
      #expect(
        spend.total(at: Timestamp(milliseconds: now), window: window) == naive, "seed \(seed), step \(step)")
      let micros = UInt64(random.below(5))
      spend.add(try #require(Money(micros: micros)), at: Timestamp(milliseconds: now), window: window)
      all.append((now, micros))
    }
  }

  @Test(arguments: 0..<12)
  func `the nonce window answers as the set of all accepted nonces, also after it was stored`(seed: Int)
    throws
  {
    var random = SeededRandom(seed: seed)
    var window = NonceWindow()
    var accepted: [UInt64] = []
    var highest: Int128?
    let base: UInt64 = random.pick([0, 500, UInt64.max - 6000])
    for step in 0..<400 {
      let top = UInt64(clamping: highest ?? Int128(base))
      let near =
        Int128(top)
        + Int128(random.pick([1, 1, 2, 5, -1, -2, -1022, -1023, -1024, -1025, 63, 64, 65, 900, 1023, 1024]))
      let nonce = random.chance(70) ? UInt64(clamping: near) : accepted.randomElement(using: &random) ?? base
      let expected: Reasons =
        highest.map { Int128(nonce) <= $0 - 1024 } ?? false
        ? .nonceOutOfWindow : accepted.contains(nonce) ? .nonceReplayed : []
      #expect(window.reasons(for: nonce) == expected, "seed \(seed), step \(step): \(nonce)")
      if window.reasons(for: nonce).isEmpty {
        window.accept(nonce)
        accepted.append(nonce)
        highest = max(highest ?? 0, Int128(nonce))
      }
      if random.chance(10), let stored = window.highest {
        window = try #require(NonceWindow(highest: stored, accepted: window.accepted))
      }
    }
    #expect(window.highest.map { Int128($0) } == highest)
  }

  @Test(arguments: [0, 1, 15, 17])
  func `a stored window of another size is refused`(words: Int) {
    #expect(NonceWindow(highest: 5, accepted: Array(repeating: 0, count: words)) == nil)
  }
}
