/// A small seeded generator (Steele, Lea, Flood 2014): the same seed gives the same traffic everywhere.
package struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// True with probability `chance`.
  package mutating func flips(_ chance: Double) -> Bool { Double.random(in: 0..<1, using: &self) < chance }

  /// A fresh EVM address, all lower case.
  package mutating func address() -> String {
    var digits = ""
    for _ in 0..<3 {
      let word = String(next(), radix: 16)
      digits += String(repeating: "0", count: 16 - word.utf8.count) + word
    }
    return "0x" + digits.prefix(40)
  }
}
