import Delegation

// Only the basic operations of IEEE 754 are used: their results are the same on every machine, a C library's are not.

extension SplitMix64 {
  /// Uniform in [0, 1).
  mutating func unit() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

  /// Uniform between `low` and `high`.
  mutating func between(_ low: Double, _ high: Double) -> Double { low + (high - low) * unit() }

  /// One of `low` … `high`; `low` when they are the wrong way round.
  mutating func count(_ low: Int, _ high: Int) -> Int { low + Int(unit() * Double(max(0, high - low) + 1)) }

  /// A length of time between so many seconds, to the millisecond.
  mutating func span(_ low: Double, _ high: Double) -> TimeSpan {
    TimeSpan(decimalSeconds: between(low, high))
  }

  /// A wait between independent events that come every `mean` seconds on average.
  mutating func exponential(mean: Double) -> TimeSpan {
    TimeSpan(decimalSeconds: -naturalLogarithm(1 - unit()) * mean)
  }

  /// One element; nil of an empty list.
  mutating func pick<T>(_ list: [T]) -> T? { list.isEmpty ? nil : list[count(0, list.count - 1)] }

  /// A fresh EVM address.
  mutating func identifier() -> Identifier {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(24)
    for _ in 0..<3 {
      let word = next()
      for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(8 * shift))) }
    }
    return Address(bytes: bytes.prefix(20)).map(Identifier.address) ?? .opaque("0x0")
  }
}

extension TimeSpan {
  /// Rounded to the millisecond; a day short of a century at most.
  init(decimalSeconds seconds: Double) {
    self.init(milliseconds: Int64((min(max(seconds, -3.1e9), 3.1e9) * 1000).rounded()))
  }

  var decimalSeconds: Double { Double(milliseconds) / 1000 }

  func scaled(by factor: Double) -> TimeSpan { TimeSpan(decimalSeconds: decimalSeconds * factor) }
}

/// The natural logarithm of a positive number: 2 artanh((m − 1) / (m + 1)) of the significand, and the exponent.
func naturalLogarithm(_ x: Double) -> Double {
  guard x > 0 else { return -745 }
  let isLarge = x.significand > 1.414_213_562_373_095_1
  let significand = isLarge ? x.significand / 2 : x.significand
  let exponent = Double(x.exponent) + (isLarge ? 1 : 0)
  let ratio = (significand - 1) / (significand + 1)
  let square = ratio * ratio
  var power = ratio
  var sum = 0.0
  for odd in stride(from: 1, through: 23, by: 2) {
    sum += power / Double(odd)
    power *= square
  }
  return 2 * sum + exponent * 0.693_147_180_559_945_3
}

/// The sine of a whole turn's part `turns`, to 0.002, after Bhaskara I.
func sine(turns: Double) -> Double {
  let part = turns - turns.rounded(.down)
  let half = part < 0.5 ? part * 2 : part * 2 - 1
  let product = half * (1 - half)
  let value = 16 * product / (5 - 4 * product)
  return part < 0.5 ? value : -value
}
