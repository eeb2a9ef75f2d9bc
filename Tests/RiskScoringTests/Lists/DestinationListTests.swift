import Delegation
import Testing

@testable import RiskScoring

private let a = "0x01e2919679362dfbc9ee1644ba9c6da6d6245bb1"
private let b = "0x80d7bb18521acbef32d7906502ebe94928690e93"
/// The EIP-55 spelling of `a` with one letter of the wrong case.
private let misspelt = "0x01E2919679362dFBC9ee1644Ba9C6da6D6245BB1"

func list(
  _ text: String, as format: DestinationListFormat? = nil, kind: DestinationListing.Kind? = nil,
  chainID: UInt64? = nil
) throws(DestinationListProblem) -> DestinationList {
  try readDestinationList(Array(text.utf8), as: format, kind: kind, chainID: chainID)
}

private func listing(
  _ address: String, _ kind: DestinationListing.Kind, on chain: UInt64? = nil, label: String = "",
  family: String? = nil
) throws -> DestinationListing {
  DestinationListing(
    address: try Identifier(address), chainID: chain, kind: kind, label: label, family: family)
}

@Suite struct DestinationListTests {
  @Test(
    arguments: [
      (nil, "<!DOCTYPE html>", "expected a list of addresses, and this is a web page"),
      (nil, "[1", "not JSON: expected `,` or `]` at byte 2"),
      (nil, #"{"1":{},"1":{}}"#, "`1` stands twice in one object"),
      (.exploits, #"["0x01"]"#, "expected a JSON array of incidents"),
      (.addressArray, #"{"1":{}}"#, "expected a JSON array of addresses"),
      (.whois, "[]", "expected a JSON object from chain id to addresses"),
      (.whois, "7", "expected a JSON array or object"),
      (.fortaPhishing, "address,tag\n", "expected a CSV with the columns `address`, `etherscan_tag`"),
      (.fortaLabels, "", "expected a CSV with the columns `banned_address`, `wallet_tag`"),
    ] as [(DestinationListFormat?, String, String)])
  func `a file of another form is refused as a whole`(
    format: DestinationListFormat?, text: String, sentence: String
  ) throws {
    let problem = #expect(throws: DestinationListProblem.self) { try list(text, as: format) }
    #expect(problem?.sentence == sentence)
  }

  @Test func `more bytes or entries than the limits are refused`() {
    let long = [UInt8](repeating: 0x20, count: DestinationListLimits.bytes + 1)
    #expect(throws: DestinationListProblem.tooLong) { try readDestinationList(long) }
    let many = (0...DestinationListLimits.listings).map { "n\($0)" }.joined(separator: "\n")
    #expect(throws: DestinationListProblem.tooMany) { try list(many) }
  }

  @Test func `an array is read as sanctioned addresses, in whatever case they are spelt`() throws {
    let read = try list("[\n \"\(misspelt)\",\n \"0X\(b.dropFirst(2).uppercased())\"\n]")
    #expect(read.format == .addressArray)
    #expect(read.listings == [try listing(a, .sanctioned), try listing(b, .sanctioned)])
    #expect(read.refusedCount == 0)
    #expect(try list("[]").listings.isEmpty)
    #expect(try list("[]", as: .exploits).format == .exploits)
  }

  @Test func `what kind and chain a bare list has is the caller's to say`() throws {
    let expected = [try listing(a, .risky, on: 56)]
    #expect(try list("[\"\(a)\"]", kind: .risky, chainID: 56).listings == expected)
    #expect(try list(a, kind: .risky, chainID: 56).listings == expected)
  }

  @Test(arguments: [
    ("0x1234", "`0x` and 40 hexadecimal digits"),
    ("0x01e2919679362dfbc9ee1644ba9c6da6d6245bb", "`0x` and 40 hexadecimal digits"),
    ("0x01e2919679362dfbc9ee1644ba9c6da6d6245bb11", "`0x` and 40 hexadecimal digits"),
    ("na\u{E9}me", "an address of at most 128 letters, digits and `.:_-/@+=`"),
    ("{name}", "an address of at most 128 letters, digits and `.:_-/@+=`"),
    (String(repeating: "n", count: 129), "an address of at most 128 letters, digits and `.:_-/@+=`"),
  ])
  func `an address that lost digits, prose and markup are no address`(text: String, expected: String) throws {
    let read = try list("\(a)\n\(text) label\n\(b)\n", as: .plain)
    #expect(read.listings.map(\.address.text) == [a, b])
    #expect(read.refusedCount == 1)
    let found = "`\(String(text.unicodeScalars.prefix(64)))`"
    #expect(read.refusals == [ListRefusal(place: .line(2), expected: expected, found: found)])
  }

  @Test(arguments: [
    "0x04ce1b8fe2c5cc7b6a9fcc2c9ddc2f17f1d7d2a1b1a7b5b1c62d9e3bb7bb0123",
    "12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h",
    "7f268357A8c2552623316e2562D90e642bB538E5", "eip155:1:0xab", "market-1", "0xRouterA",
  ])
  func `addresses of other networks and names stay as they are written`(text: String) throws {
    #expect(try list(text, as: .plain).listings.map(\.address) == [.opaque(text)])
  }

  @Test func `plain text has an address a line, a label behind it, and comments`() throws {
    let read = try list(
      "\u{FEFF}# ours\r\n\r\n  \(a)\t Rug #5 \u{202E}x \r\n\(b) # seen in May\n#\(b)\nmarket\n")
    #expect(read.format == .plain)
    #expect(
      read.listings == [
        try listing(a, .malicious, label: "Rug #5 \u{202E}x"), try listing(b, .malicious),
        try listing("market", .malicious),
      ])
    #expect(read.refusedCount == 0)
  }

  @Test func `a line over the limit is refused, and a label over it is cut`() throws {
    let long = String(repeating: "x", count: 300)
    let read = try list("\(a) \(long)\n\(b) \(String(repeating: long, count: 14))\nmarket\n")
    #expect(read.listings.map(\.address.text) == [a, "market"])
    #expect(read.listings[0].label == String(repeating: "x", count: 256))
    #expect(read.refusals.map(\.sentence) == ["line 2: expected at most 4096 bytes, found 4243"])
  }

  @Test func `an entry that stands twice counts once, with the first label that says something`() throws {
    let read = try list("\(a)\n\(misspelt) second\n\(a) third\n")
    #expect(read.listings == [try listing(a, .malicious, label: "second")])
    #expect(read.repeatCount == 2)
  }

  @Test func `refusals are counted beyond those that are kept`() throws {
    let read = try list(String(repeating: "0x1\n", count: 1_500))
    #expect(read.refusals.count == DestinationListLimits.refusals && read.refusedCount == 1_500)
  }

  @Test func `a format that a program names is the format that it gets`() {
    for format in DestinationListFormat.allCases {
      #expect(DestinationListFormat(rawValue: format.rawValue) == format)
    }
  }
}
