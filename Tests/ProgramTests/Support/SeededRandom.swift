/// SplitMix64: the same seed gives the same choices on every machine, and a failing test names it.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  /// Mixed once, so that neighbouring seeds do not walk the same path a step apart.
  init(seed: UInt64) { state = SeededRandom.mix(seed &+ 0x9E37_79B9_7F4A_7C15) }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return SeededRandom.mix(state)
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  mutating func pick<T>(_ values: [T]) -> T { values[Int.random(in: values.indices, using: &self)] }
}
