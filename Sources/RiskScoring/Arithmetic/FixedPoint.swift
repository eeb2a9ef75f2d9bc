/// Exponentials and logarithms in integers: the same on every machine, to the bit.
package enum FixedPoint {
  /// One, where a fraction has 32 bits.
  package static let one: UInt64 = 1 << 32

  /// 2^(−x), `x` in units of 2^-16; a fraction of 32 bits, 0 from 2^-33 on.
  package static func exp2(minus x: UInt64) -> UInt64 {
    let whole = x >> 16
    guard whole < 33 else { return 0 }
    let coarse = tables.coarse[Int(x >> 8 & 0xFF)]
    let fine = tables.fine[Int(x & 0xFF)]
    return scale(coarse, by: fine) >> whole
  }

  /// e^(−x), `x` in millionths, not negative; a fraction of 32 bits.
  package static func exp(minus x: Int64) -> UInt64 {
    // x · log2(e) · 2^16 ÷ 10^6, by a factor of 2^32 · that.
    let product = UInt64(max(0, x)).multipliedFullWidth(by: 406_082_553)
    guard product.high < 1 << 16 else { return 0 }
    return exp2(minus: product.high << 32 | product.low >> 32)
  }

  /// log2(numerator ÷ denominator) in millionths; 0 where the ratio is below one.
  package static func log2(_ numerator: UInt64, over denominator: UInt64) -> Int64 {
    guard denominator > 0, numerator > denominator else { return 0 }
    var (x, whole) = (UInt128(numerator) << 32 / UInt128(denominator), Int64(0))
    while x >= UInt128(one) << 1 { (x, whole) = (x >> 1, whole + 1) }
    // Each squaring gives the next bit of the fraction (Majithia and Levan 1973).
    var fraction: Int64 = 0
    for bit in 1...20 {
      x = (x * x) >> 32
      if x >= UInt128(one) << 1 { (x, fraction) = (x >> 1, fraction | 1 << (20 - Int64(bit))) }
    }
    return whole * 1_000_000 + (fraction * 1_000_000) >> 20
  }

  /// `value` times a fraction of 32 bits.
  package static func scale(_ value: UInt64, by fraction: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: fraction)
    return product.high << 32 | product.low >> 32
  }

  private struct Tables {
    /// 2^(−j ÷ 256), and 2^(−j ÷ 65536), as fractions of 32 bits.
    var coarse: [UInt64] = []
    var fine: [UInt64] = []
  }

  /// From repeated square roots, so that no library's rounding is in them.
  private static let tables: Tables = {
    var roots: [UInt64] = []
    var power = UInt64(1) << 61
    for _ in 0..<16 {
      // The first is √½, the next its root, …: fractions of 62 bits.
      power = squareRoot(UInt128(power) << 62)
      roots.append(power)
    }
    // roots[n] is 2^(−2^−(n+1)).
    func product(_ bits: Int, from first: Int) -> UInt64 {
      var result = UInt128(1) << 62
      for bit in 0..<8 where bits >> (7 - bit) & 1 == 1 {
        result = (result * UInt128(roots[first + bit])) >> 62
      }
      return UInt64((result + UInt128(1) << 29) >> 30)
    }
    return Tables(
      coarse: (0..<256).map { product($0, from: 0) }, fine: (0..<256).map { product($0, from: 8) })
  }()

  private static func squareRoot(_ value: UInt128) -> UInt64 {
    var (low, high) = (UInt128(0), UInt128(1) << 63)
    while low < high {
      let middle = (low + high + 1) / 2
      if middle * middle <= value { low = middle } else { high = middle - 1 }
    }
    return UInt64(low)
  }
}
