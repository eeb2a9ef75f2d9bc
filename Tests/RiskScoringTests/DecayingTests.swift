import Delegation
import Testing

@testable import RiskScoring

@Suite struct DecayingTests {
  private let halfLife = TimeSpan(seconds: 600)

  @Test(arguments: [(0, 1_000_000), (600, 500_000), (1200, 250_000), (6000, 976)] as [(Double, Int64)])
  func `a part halves in a half-life`(later: Double, expected: Int64) {
    var sum = Decaying.none
    sum.add(1_000_000, at: at(17), halfLife: halfLife)
    let value = Int64(sum.value(at: at(17 + later), halfLife: halfLife))
    #expect(abs(value - expected) <= 3)
  }

  @Test func `nothing decays backwards`() {
    var sum = Decaying.none
    sum.add(1_000_000, at: at(1000), halfLife: halfLife)
    #expect(sum.value(at: at(-1_000_000), halfLife: halfLife) >= 1_000_000)
  }

  @Test(arguments: UInt64(0)..<200)
  func `the order in which parts come changes no bit, up to 24 half-lives late`(seed: UInt64) {
    var random = Seeded(state: seed)
    let parts = (0..<40).map { _ in
      (UInt64.random(in: 1...4_000_000, using: &random), at(Double.random(in: 0..<14_000, using: &random)))
    }
    var (inOrder, shuffled) = (Decaying.none, Decaying.none)
    for part in parts.sorted(by: { $0.1 < $1.1 }) { inOrder.add(part.0, at: part.1, halfLife: halfLife) }
    for part in parts.shuffled(using: &random) { shuffled.add(part.0, at: part.1, halfLife: halfLife) }
    #expect(inOrder == shuffled, "seed \(seed)")
  }

  @Test func `more than it can hold stays at the most`() {
    var sum = Decaying.none
    for _ in 0..<100_000 { sum.add(.max, at: at(0), halfLife: halfLife) }
    #expect(sum.value(at: at(0), halfLife: halfLife) > 1 << 38)
  }

  @Test func `another half-life leaves what is there at that moment`() {
    var sum = Decaying.none
    sum.add(1_000_000, at: at(0), halfLife: halfLife)
    let slower = sum.rebased(at: at(600), from: halfLife, to: TimeSpan(seconds: 6000))
    let value = Int64(slower.value(at: at(6600), halfLife: TimeSpan(seconds: 6000)))
    #expect(abs(value - 250_000) <= 3)
  }
}
