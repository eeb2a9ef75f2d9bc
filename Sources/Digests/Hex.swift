/// Base 16, two digits a byte.
package enum Hex {
  /// Lower-case digits, without a prefix.
  package static func encode(_ bytes: some Sequence<UInt8>) -> String {
    String(decoding: digits(of: bytes), as: UTF8.self)
  }

  /// ``encode(_:)`` as ASCII.
  package static func digits(of bytes: some Sequence<UInt8>) -> [UInt8] {
    var digits: [UInt8] = []
    digits.reserveCapacity(bytes.underestimatedCount * 2)
    for byte in bytes {
      digits.append(digit(byte >> 4))
      digits.append(digit(byte & 15))
    }
    return digits
  }

  /// The bytes of digits in either case. No prefix, no white space.
  package static func decode(_ text: some StringProtocol) throws(MalformedEncoding) -> [UInt8] {
    var bytes: [UInt8] = []
    var high: UInt8?
    for (offset, character) in text.utf8.enumerated() {
      guard let value = value(of: character) else { throw .badCharacter(offset: offset) }
      if let half = high {
        bytes.append(half << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    guard high == nil else { throw .badLength(text.utf8.count) }
    return bytes
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") - 10 + value
  }

  private static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

/// Why text is not the encoding of any bytes.
package enum MalformedEncoding: Error, Hashable {
  /// No bytes have an encoding of so many UTF-8 bytes.
  case badLength(Int)
  /// The UTF-8 byte at this offset, counted from 0, is not in the alphabet. White space never is.
  case badCharacter(offset: Int)
  /// `=` is missing, or stands where there must be none.
  case badPadding
  /// The last digit has bits that no byte takes, so that another text would mean the same bytes.
  case trailingBits
}
