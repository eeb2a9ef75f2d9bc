@testable import Terminal

/// SplitMix64: a failure names its seed.
struct Seeded: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  /// Scalars of every troublesome kind, and ordinary ones between.
  mutating func hostileText() -> String {
    let kinds: [ClosedRange<UInt32>] = [
      0x20...0x7E, 0x20...0x7E, 0x00...0x1F, 0x7F...0x9F, 0x300...0x36F, 0x4E00...0x4FFF, 0x2000...0x206F,
      0xE000...0xE0FF, 0x1F300...0x1F5FF, 0x1100...0x11FF, 0xFE00...0xFE0F, 0xE0000...0xE01EF, 0...0x10FFFF,
    ]
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...24, using: &self) {
      guard let kind = kinds.randomElement(using: &self) else { continue }
      if let scalar = Unicode.Scalar(UInt32.random(in: kind, using: &self)) { text.append(scalar) }
    }
    return String(text)
  }

  /// Bytes that terminals send, and any others.
  mutating func inputBytes() -> [UInt8] {
    let pieces: [String] = [
      "\u{1B}", "\u{1B}[", "\u{1B}[A", "\u{1B}[1;5C", "\u{1B}OP", "\u{1B}[200~", "\u{1B}[201~", "\u{1B}]0;x",
      "\u{07}", "\u{1B}\\", "\u{1B}[[A", "\u{1B}[M", "\u{1B}P1", "x", "作", "é", ";", "1", "~", "\r", "\u{3}",
      "[", "O",
    ]
    var bytes: [UInt8] = []
    for _ in 0..<Int.random(in: 0...16, using: &self) {
      if Bool.random(using: &self) {
        bytes += Array((pieces.randomElement(using: &self) ?? "").utf8)
      } else {
        bytes.append(UInt8.random(in: 0...255, using: &self))
      }
    }
    return bytes
  }
}
