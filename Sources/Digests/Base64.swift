/// Base 64 with `+`, `/` and `=` (RFC 4648, section 4), strict: one text for any bytes.
package enum Base64 {
  package static func encode(_ bytes: some Sequence<UInt8>) -> String {
    Base64Alphabet.standard.encode(bytes, padded: true)
  }

  /// Refuses white space, missing or misplaced padding, and bits that no byte takes.
  package static func decode(_ text: some StringProtocol) throws(MalformedEncoding) -> [UInt8] {
    var digits = Array(text.utf8)
    let padding = digits.suffix(2).reversed().prefix { $0 == Base64Alphabet.padding }.count
    digits.removeLast(padding)
    let bytes = try Base64Alphabet.standard.decode(digits)
    // An unpadded text of whole groups needs no padding; the others need just enough to fill one.
    guard padding == (4 - digits.count % 4) % 4 else { throw .badPadding }
    return bytes
  }
}

/// Base 64 with `-` and `_` and no padding (RFC 4648, section 5; RFC 7515), strict: one text for any bytes.
package enum Base64URL {
  package static func encode(_ bytes: some Sequence<UInt8>) -> String {
    Base64Alphabet.url.encode(bytes, padded: false)
  }

  /// Refuses white space, padding, and bits that no byte takes.
  package static func decode(_ text: some StringProtocol) throws(MalformedEncoding) -> [UInt8] {
    try Base64Alphabet.url.decode(Array(text.utf8))
  }
}

/// The two alphabets differ in their last two digits alone.
private struct Base64Alphabet {
  static let standard = Base64Alphabet(UInt8(ascii: "+"), UInt8(ascii: "/"))
  static let url = Base64Alphabet(UInt8(ascii: "-"), UInt8(ascii: "_"))
  static let padding = UInt8(ascii: "=")

  private let digits: [UInt8]
  /// The value of every ASCII code; nil for one that is no digit.
  private let values: [UInt8?]

  init(_ plus: UInt8, _ slash: UInt8) {
    digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8) + [plus, slash]
    var values = [UInt8?](repeating: nil, count: 256)
    for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
    self.values = values
  }

  func encode(_ bytes: some Sequence<UInt8>, padded: Bool) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.underestimatedCount + 2) / 3 * 4)
    var (bits, width) = (0, 0)
    for byte in bytes {
      (bits, width) = (bits << 8 | Int(byte), width + 8)
      while width >= 6 {
        width -= 6
        text.append(digits[bits >> width & 63])
      }
      bits &= 1 << width - 1
    }
    if width > 0 { text.append(digits[bits << (6 - width) & 63]) }
    while padded && !text.count.isMultiple(of: 4) { text.append(Self.padding) }
    return String(decoding: text, as: UTF8.self)
  }

  func decode(_ text: [UInt8]) throws(MalformedEncoding) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3 + 2)
    var (bits, width) = (0, 0)
    for (offset, digit) in text.enumerated() {
      guard let value = values[Int(digit)] else {
        throw digit == Self.padding ? .badPadding : .badCharacter(offset: offset)
      }
      (bits, width) = (bits << 6 | Int(value), width + 6)
      if width >= 8 {
        width -= 8
        bytes.append(UInt8(bits >> width & 255))
      }
      bits &= 1 << width - 1
    }
    // A lone last digit holds six bits: too few for a byte.
    guard width < 6 else { throw .badLength(text.count) }
    guard bits == 0 else { throw .trailingBits }
    return bytes
  }
}
