import Testing

@testable import Digests

@Suite struct Base64Tests {
  @Test(arguments: [
    ("Zg", MalformedEncoding.badPadding),
    ("Zg=", .badPadding),
    ("Zg===", .badPadding),
    ("Zm8", .badPadding),
    ("Zm8==", .badPadding),
    ("Zm9v=", .badPadding),
    ("Zm9v==", .badPadding),
    ("Zm9v====", .badPadding),
    ("=", .badPadding),
    ("====", .badPadding),
    ("Zg==Zg==", .badPadding),
    ("Z", .badLength(1)),
    ("Z===", .badPadding),
    ("Zm9vY", .badLength(5)),
    ("Zh==", .trailingBits),
    ("Zm9=", .trailingBits),
    ("Zm 9v", .badCharacter(offset: 2)),
    ("Zg==\n", .badPadding),
    ("\nZg==", .badCharacter(offset: 0)),
    ("Zm9v\n", .badCharacter(offset: 4)),
    ("-_-_", .badCharacter(offset: 0)),
    ("Zm9é", .badCharacter(offset: 3)),
  ])
  func `what is not standard base 64 is refused`(text: String, reason: MalformedEncoding) {
    #expect(throws: reason) { try Base64.decode(text) }
  }

  @Test(arguments: [
    ("Zg==", MalformedEncoding.badPadding),
    ("Zm8=", .badPadding),
    ("=", .badPadding),
    ("Z", .badLength(1)),
    ("Zm9vY", .badLength(5)),
    ("Zh", .trailingBits),
    ("Zm9", .trailingBits),
    ("Zm 9v", .badCharacter(offset: 2)),
    ("Zm9v\n", .badCharacter(offset: 4)),
    ("++//", .badCharacter(offset: 0)),
    ("Zm9\u{0}", .badCharacter(offset: 3)),
  ])
  func `what is not unpadded URL-safe base 64 is refused`(text: String, reason: MalformedEncoding) {
    #expect(throws: reason) { try Base64URL.decode(text) }
  }

  /// RFC 4648, section 10.
  @Test(arguments: [
    ("", "", ""), ("f", "Zg==", "Zg"), ("fo", "Zm8=", "Zm8"), ("foo", "Zm9v", "Zm9v"),
    ("foob", "Zm9vYg==", "Zm9vYg"), ("fooba", "Zm9vYmE=", "Zm9vYmE"), ("foobar", "Zm9vYmFy", "Zm9vYmFy"),
  ])
  func `published text has its published encoding`(text: String, standard: String, url: String) throws {
    #expect(Base64.encode(text.utf8) == standard)
    #expect(Base64URL.encode(text.utf8) == url)
    #expect(try Base64.decode(standard) == Array(text.utf8))
    #expect(try Base64URL.decode(url) == Array(text.utf8))
  }

  /// RFC 7515, appendix C, and the two digits in which the alphabets differ.
  @Test func `the alphabets differ in two digits`() throws {
    #expect(Base64URL.encode([3, 236, 255, 224, 193]) == "A-z_4ME")
    #expect(Base64.encode([3, 236, 255, 224, 193]) == "A+z/4ME=")
    #expect(try Base64URL.decode("A-z_4ME") == [3, 236, 255, 224, 193])
    #expect(try Base64.decode("A+z/4ME=") == [3, 236, 255, 224, 193])
  }

  @Test(arguments: 0..<100)
  func `bytes come back, and only from the one text`(length: Int) throws {
    // The seed of this row is its length.
    let bytes = (0..<length).map { UInt8(truncatingIfNeeded: ($0 + length) &* 2_654_435_761 >> 13) }
    let (standard, url) = (Base64.encode(bytes), Base64URL.encode(bytes))
    #expect(try Base64.decode(standard) == bytes)
    #expect(try Base64URL.decode(url) == bytes)
    #expect(standard.utf8.count == (length + 2) / 3 * 4)
    #expect(throws: MalformedEncoding.self) { try Base64URL.decode(url + "=") }
    #expect(throws: MalformedEncoding.self) { try Base64.decode(standard + "=") }
  }
}
