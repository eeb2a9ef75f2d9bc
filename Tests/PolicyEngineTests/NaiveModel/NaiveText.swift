/// Text as code points, so that comparing is never canonical equivalence.
struct Text: Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
  var points: [UInt32]

  init(points: [UInt32]) { self.points = points }
  init(_ text: String) { points = text.unicodeScalars.map { $0.value } }
  init(stringLiteral value: String) { self.init(value) }

  var description: String {
    var result = ""
    for point in points { result.unicodeScalars.append(Unicode.Scalar(point) ?? "\u{FFFD}") }
    return result
  }

  var isPrintableASCII: Bool { points.allSatisfy { $0 >= 0x21 && $0 <= 0x7E } }
}

/// Everything that the naive model refuses, for whatever cause.
struct Malformed: Error {}

/// Strict UTF-8: no overlong form, no surrogate, nothing past U+10FFFF.
func naiveDecodeUTF8(_ bytes: [UInt8]) throws -> [UInt32] {
  var points: [UInt32] = []
  var index = 0
  while index < bytes.count {
    let lead = UInt32(bytes[index])
    let (extra, smallest): (Int, UInt32)
    if lead < 0x80 {
      (extra, smallest) = (0, 0)
    } else if lead >= 0xC0 && lead < 0xE0 {
      (extra, smallest) = (1, 0x80)
    } else if lead >= 0xE0 && lead < 0xF0 {
      (extra, smallest) = (2, 0x800)
    } else if lead >= 0xF0 && lead < 0xF8 {
      (extra, smallest) = (3, 0x10000)
    } else {
      throw Malformed()
    }
    if index + extra >= bytes.count { throw Malformed() }
    var point = extra == 0 ? lead : lead & (0x3F >> UInt32(extra))
    for next in 0..<extra {
      let byte = UInt32(bytes[index + 1 + next])
      if byte & 0xC0 != 0x80 { throw Malformed() }
      point = point << 6 | byte & 0x3F
    }
    if point < smallest || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF) { throw Malformed() }
    points.append(point)
    index += 1 + extra
  }
  return points
}

/// Keccak-256 of fewer than 136 bytes, as its authors' compact description has it.
func naiveKeccak256(_ message: [UInt8]) -> [UInt8] {
  var block = message + [1] + [UInt8](repeating: 0, count: 135 - message.count)
  block[135] |= 0x80
  var a = [UInt64](repeating: 0, count: 25)
  for lane in 0..<17 { for byte in 0..<8 { a[lane] |= UInt64(block[8 * lane + byte]) << UInt64(8 * byte) } }
  func rotated(_ word: UInt64, _ by: Int) -> UInt64 {
    by == 0 ? word : word << UInt64(by) | word >> UInt64(64 - by)
  }
  var lfsr: UInt32 = 1
  for _ in 0..<24 {
    var c = [UInt64](repeating: 0, count: 5)
    for lane in 0..<25 { c[lane % 5] ^= a[lane] }
    for lane in 0..<25 { a[lane] ^= c[(lane % 5 + 4) % 5] ^ rotated(c[(lane % 5 + 1) % 5], 1) }
    var (x, y) = (1, 0)
    var current = a[1]
    for t in 0..<24 {
      (x, y) = (y, (2 * x + 3 * y) % 5)
      (current, a[x + 5 * y]) = (a[x + 5 * y], rotated(current, (t + 1) * (t + 2) / 2 % 64))
    }
    let b = a
    for lane in 0..<25 {
      let row = lane / 5 * 5
      a[lane] = b[lane] ^ (~b[row + (lane + 1) % 5] & b[row + (lane + 2) % 5])
    }
    for j in 0..<7 {
      lfsr = (lfsr << 1 ^ (lfsr >> 7) * 0x71) & 0xFF
      if lfsr & 2 != 0 { a[0] ^= 1 << UInt64((1 << j) - 1) }
    }
  }
  return (0..<32).map { UInt8(truncatingIfNeeded: a[$0 / 8] >> UInt64(8 * ($0 % 8))) }
}

/// `0x` + 40 digits in the case that EIP-55 gives them.
func naiveChecksummed(lower text: String) -> String {
  let digits = Array(text.utf8.dropFirst(2))
  let hash = naiveKeccak256(digits)
  let cased = digits.enumerated().map { index, digit -> UInt8 in
    let nibble = index % 2 == 0 ? hash[index / 2] >> 4 : hash[index / 2] & 15
    return digit >= 0x61 && nibble >= 8 ? digit - 0x20 : digit
  }
  return "0x" + String(decoding: cased, as: UTF8.self)
}
