import Digests

/// A 20-byte EVM address, held inline so that comparing and hashing touch no heap.
package struct Address: Hashable, Sendable {
  @usableFromInline let high: UInt64
  @usableFromInline let middle: UInt64
  @usableFromInline let low: UInt32

  /// Why forty hexadecimal digits are not taken as an address.
  package enum Problem: Error, Hashable, Sendable {
    /// Mixed case whose spelling differs from its EIP-55 form.
    case checksum(expected: String)
  }

  /// Reads `0x` + 40 hexadecimal digits; nil when the text has another form.
  ///
  /// All-lower and all-upper digits carry no checksum; any other spelling must equal its EIP-55 form.
  /// - Throws: ``Problem/checksum(expected:)``.
  package init?(_ text: some Collection<UInt8>) throws(Problem) {
    guard text.count == 42, text.starts(with: [UInt8(ascii: "0"), UInt8(ascii: "x")]) else { return nil }
    var words: (UInt64, UInt64, UInt64) = (0, 0, 0)
    var hasLower = false
    var hasUpper = false
    for (index, byte) in text.dropFirst(2).enumerated() {
      guard let nibble = hexDigit(byte) else { return nil }
      if byte >= UInt8(ascii: "a") { hasLower = true } else if byte >= UInt8(ascii: "A") { hasUpper = true }
      switch index {
      case ..<16: words.0 = words.0 << 4 | nibble
      case ..<32: words.1 = words.1 << 4 | nibble
      default: words.2 = words.2 << 4 | nibble
      }
    }
    (high, middle, low) = (words.0, words.1, UInt32(words.2))
    if hasLower && hasUpper {
      let expected = checksummed
      guard text.elementsEqual(expected.utf8) else { throw .checksum(expected: expected) }
    }
  }

  /// The address of exactly 20 bytes; nil of any other count.
  package init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 20 else { return nil }
    high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    middle = bytes.dropFirst(8).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    low = bytes.suffix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  @inlinable
  package static func == (a: Address, b: Address) -> Bool {
    a.high == b.high && a.middle == b.middle && a.low == b.low
  }

  /// `0x` + 40 lower-case digits.
  package var text: String {
    String(unsafeUninitializedCapacity: 42) { buffer in
      buffer[0] = UInt8(ascii: "0")
      buffer[1] = UInt8(ascii: "x")
      write(high, digits: 16, at: 2, into: buffer)
      write(middle, digits: 16, at: 18, into: buffer)
      write(UInt64(low), digits: 8, at: 34, into: buffer)
      return 42
    }
  }

  /// The mixed-case spelling of EIP-55.
  package var checksummed: String {
    let lower = text
    guard let digits = eip55(lowercaseHex40: Array(lower.utf8.dropFirst(2))) else { return lower }
    return "0x" + String(decoding: digits, as: UTF8.self)
  }

  /// 64 bits of the address mixed with `seed`, for tables of our own.
  @inlinable
  package func mixed(seed: UInt64) -> UInt64 {
    mix(mix(high ^ seed, middle ^ 0x9E37_79B9_7F4A_7C15), UInt64(low) ^ seed)
  }

  private func write(
    _ word: UInt64, digits: Int, at start: Int, into buffer: UnsafeMutableBufferPointer<UInt8>
  ) {
    for index in 0..<digits {
      let nibble = UInt8(truncatingIfNeeded: word >> UInt64(4 * (digits - 1 - index))) & 15
      buffer[start + index] = nibble < 10 ? 0x30 + nibble : 0x57 + nibble
    }
  }
}

/// The product's two halves folded together: a cheap, well-spread mix of two words.
@inlinable
package func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
  let product = (a ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: b ^ 0xE703_7ED1_A0B4_28DB)
  return product.high ^ product.low
}

private func hexDigit(_ byte: UInt8) -> UInt64? {
  switch byte {
  case 0x30...0x39: UInt64(byte - 0x30)
  case 0x61...0x66: UInt64(byte - 0x57)
  case 0x41...0x46: UInt64(byte - 0x37)
  default: nil
  }
}
