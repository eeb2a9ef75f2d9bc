import Testing

@testable import Digests

@Suite struct HexTests {
  @Test(arguments: [
    ("0", MalformedEncoding.badLength(1)),
    ("666", .badLength(3)),
    ("0x66", .badCharacter(offset: 1)),
    ("6 6", .badCharacter(offset: 1)),
    ("66\n", .badCharacter(offset: 2)),
    ("6g", .badCharacter(offset: 1)),
    ("é0", .badCharacter(offset: 0)),
  ])
  func `what is not hex is refused`(text: String, reason: MalformedEncoding) {
    #expect(throws: reason) { try Hex.decode(text) }
  }

  /// RFC 4648, section 10.
  @Test(arguments: [("", ""), ("f", "66"), ("fo", "666f"), ("foobar", "666f6f626172")])
  func `published text has its published digits`(text: String, digits: String) throws {
    #expect(Hex.encode(text.utf8) == digits)
    #expect(Hex.digits(of: text.utf8) == Array(digits.utf8))
    #expect(try Hex.decode(digits) == Array(text.utf8))
    #expect(try Hex.decode(digits.uppercased()) == Array(text.utf8))
  }

  @Test func `every byte has two lower-case digits and comes back`() throws {
    let bytes = Array(UInt8.min...UInt8.max)
    let digits = Hex.encode(bytes)
    #expect(digits.hasPrefix("000102") && digits.hasSuffix("fdfeff"))
    #expect(try Hex.decode(digits) == bytes)
  }
}
