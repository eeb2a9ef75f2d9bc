import Delegation
import Testing

@testable import Traffic

@Suite struct `chance` {
  @Test(arguments: [
    (1.0, 0.0), (2.718281828459045, 1.0), (0.5, -0.6931471805599453), (1e-300, -690.7755278982137),
    (1e10, 23.025850929940457), (0.9999999, -1.0000000500000033e-7),
  ])
  func `the logarithm is the logarithm`(x: Double, expected: Double) {
    #expect(abs(naturalLogarithm(x) - expected) <= 1e-12 * max(1, abs(expected)))
  }

  @Test(arguments: [
    (0.0, 0.0), (0.25, 1.0), (0.5, 0.0), (0.75, -1.0), (1.125, 0.7071), (-0.25, -1.0), (1.0 / 12, 0.5),
  ])
  func `the sine is near the sine`(turns: Double, expected: Double) {
    #expect(abs(sine(turns: turns) - expected) < 0.002)
  }

  @Test(arguments: UInt64(0)..<4)
  func `waits have the mean asked for`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let mean =
      (0..<20_000).reduce(0.0) { sum, _ in sum + random.exponential(mean: 60).decimalSeconds } / 20_000
    #expect((58.5...61.5).contains(mean), "seed \(seed): \(mean)")
  }

  @Test(arguments: UInt64(0)..<4)
  func `the earliest comes first, and of two at one time the first in number`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var queue = EarliestFirst<Int>()
    var expected: [(Int64, Int)] = []
    for number in 0..<300 {
      let at = Int64(random.count(0, 40))
      expected.append((at, number))
      queue.insert(.init(at: start + .init(milliseconds: at), number: number, value: number))
    }
    var taken: [Int] = []
    while let item = queue.removeFirst() { taken.append(item.value) }
    #expect(taken == expected.sorted { $0 < $1 }.map(\.1), "seed \(seed)")
  }
}
