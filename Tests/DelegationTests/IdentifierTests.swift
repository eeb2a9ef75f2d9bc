import Delegation
import Digests
import Testing

@Suite struct IdentifierTests {
  @Test(arguments: [
    "", " ", "a b", "a\t", "a\n", "\u{7F}", "\u{0}", "\u{E9}", "K\u{301}", "\u{212A}", "\u{1F600}",
    String(repeating: "k", count: 129),
  ])
  func `what is not 1–128 printable ASCII characters without spaces is no identifier`(text: String) {
    #expect(throws: Identifier.Problem.self) { try Identifier(text) }
    #expect(throws: Identifier.Problem.self) { try checkName(text.utf8) }
  }

  @Test(arguments: ["!", "~", "0xRouterA", "swap.execute", "\"\\", String(repeating: "k", count: 128)])
  func `any other is opaque and kept as written`(text: String) throws {
    #expect(try Identifier(text).text == text)
    #expect(try Identifier(text) == .opaque(text))
  }

  /// The addresses that https://eips.ethereum.org/EIPS/eip-55 prints as test cases.
  static let published = [
    "0x52908400098527886E0F7030069857D2E4169EE7", "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
    "0xde709f2102306220921060314715629080e2fb77", "0x27b1fdb04752bbc536007a920d24acb045561c26",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
    "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB", "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
  ]

  @Test(arguments: [0, 19, 21, 32])
  func `what is not 20 bytes is no address`(count: Int) {
    #expect(Address(bytes: [UInt8](repeating: 1, count: count)) == nil)
  }

  @Test(arguments: published)
  func `twenty bytes are the address of their digits`(text: String) throws {
    let address = try #require(try Address(bytes: Hex.decode(text.dropFirst(2))))
    #expect(try address == Address(text.utf8))
    #expect(address.checksummed == text)
  }

  @Test(arguments: published)
  func `an address is one in lower, upper and EIP-55 case`(text: String) throws {
    let digits = text.dropFirst(2)
    let address = try Identifier(text)
    #expect(try Identifier("0x" + digits.lowercased()) == address)
    #expect(try Identifier("0x" + digits.uppercased()) == address)
    #expect(address.text == "0x" + digits.lowercased())
    #expect(try Address(text.utf8)?.checksummed == text)
    #expect(try Identifier("0x" + digits.uppercased()).hashValue == address.hashValue)
  }

  @Test(arguments: published)
  func `an address with one letter in the wrong case is refused with the right spelling`(text: String) {
    var refused = 0
    for index in 2..<42 {
      var spelt = Array(text)
      let digit = spelt[index]
      guard digit.isLetter else { continue }
      spelt[index] = Character(digit.isUppercase ? digit.lowercased() : digit.uppercased())
      #expect(throws: Identifier.Problem.checksum(expected: text)) { try Identifier(String(spelt)) }
      refused += 1
    }
    #expect(refused >= 6)
  }

  @Test(arguments: [
    "0X5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", "0X5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAEd",
    "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAedd", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg",
    "0x" + String(repeating: "aB", count: 32),
  ])
  func `what is not 0x and 40 hex digits has no checksum to be wrong`(text: String) throws {
    #expect(try Address(text.utf8) == nil)
    #expect(try Identifier(text) == .opaque(text))
    #expect(try Identifier(text) != Identifier(text.lowercased()) || text == text.lowercased())
  }

  @Test func `addresses that differ in one digit differ, in every place`() throws {
    let zero = "0x" + String(repeating: "0", count: 40)
    var seen: Set<Identifier> = [try Identifier(zero)]
    for index in 2..<42 {
      var text = Array(zero)
      text[index] = "1"
      let identifier = try Identifier(String(text))
      #expect(identifier.text == String(text))
      seen.insert(identifier)
    }
    #expect(seen.count == 41)
  }

  @Test func `mixing depends on the seed and on every character`() throws {
    let names = try [
      "a", "b", "ab", "ba", "aaaaaaaa", "aaaaaaaaa", "aaaaaaab", Self.published[0], Self.published[1],
    ].map { try Identifier($0) }
    #expect(Set(names.map { $0.mixed(seed: 1) }).count == names.count)
    for name in names {
      #expect(name.mixed(seed: 1) != name.mixed(seed: 2))
      #expect(name.mixed(seed: 1) == name.mixed(seed: 1))
    }
  }
}
