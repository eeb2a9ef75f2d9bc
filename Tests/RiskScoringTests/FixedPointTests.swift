import Foundation
import Testing

@testable import RiskScoring

@Suite struct FixedPointTests {
  @Test(arguments: [0, 1, 255, 256, 32_768, 65_535, 65_536, 100_000, 1_000_000, 2_097_152] as [UInt64])
  func `two to a negative power is libm's, to a part in a billion`(x: UInt64) {
    let expected = pow(2, -Double(x) / 65_536) * 4_294_967_296
    #expect(abs(Double(FixedPoint.exp2(minus: x)) - expected) <= 3)
  }

  @Test func `two to a negative power never rises and ends at nothing`() {
    var last = UInt64.max
    for x in stride(from: UInt64(0), through: 40 << 16, by: 97) {
      let value = FixedPoint.exp2(minus: x)
      #expect(value <= last)
      last = value
    }
    #expect(FixedPoint.exp2(minus: 33 << 16) == 0)
    #expect(FixedPoint.exp2(minus: .max) == 0)
  }

  @Test(arguments: [0, 1, 500_000, 1_000_000, 4_595_120, 20_000_000] as [Int64])
  func `e to a negative power is libm's`(x: Int64) {
    let expected = exp(-Double(x) / 1_000_000) * 4_294_967_296
    #expect(abs(Double(FixedPoint.exp(minus: x)) - expected) <= max(8, expected * 2e-5))
  }

  @Test(
    arguments: [
      (1, 1, 0), (1, 2, 0), (0, 1, 0), (5, 0, 0), (2, 1, 1_000_000), (1024, 1, 10_000_000),
    ] as [(UInt64, UInt64, Int64)])
  func `a logarithm of a power of two is whole`(numerator: UInt64, denominator: UInt64, expected: Int64) {
    #expect(FixedPoint.log2(numerator, over: denominator) == expected)
  }

  @Test(
    arguments: [(3, 2), (5001, 5000), (86_400_000, 600_000), (UInt64.max, 3), (UInt64.max, 1)]
      as [(UInt64, UInt64)])
  func `a logarithm is libm's, to two millionths`(numerator: UInt64, denominator: UInt64) {
    let expected = log2(Double(numerator) / Double(denominator)) * 1_000_000
    #expect(abs(Double(FixedPoint.log2(numerator, over: denominator)) - expected) <= 3)
  }
}
