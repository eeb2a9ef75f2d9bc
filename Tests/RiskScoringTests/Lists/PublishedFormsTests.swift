import Delegation
import Testing

@testable import RiskScoring

private let a = "0x04ae3226c80e8c04d35e6e56089345bdd06da6de"
private let b = "0xc5ac25cfc2b8284e84ca47dad21cf1319f732c11"

/// `address chain kind label/family`, for rows that are easy to read.
private func lines(_ list: DestinationList) -> [String] {
  list.listings.map { listing in
    let chain = listing.chainID.map(String.init) ?? "*"
    let family = listing.family.map { "/\($0)" } ?? ""
    return "\(listing.address.text) \(chain) \(listing.kind.rawValue) \(listing.label)\(family)"
  }
}

@Suite struct FortaFormTests {
  @Test func `the wallet labels are read`() throws {
    let read = try list(
      """
      banned_address,wallet_tag,data_source
      \(a),Fake_Phishing1772,etherscan-phish-hack-list
      \(b),"Say ""Hi"", Token",etherscan-phish-hack-list
      """)
    #expect(read.format == .fortaLabels)
    #expect(lines(read) == ["\(a) * malicious Fake_Phishing1772", "\(b) * malicious Say \"Hi\", Token"])
  }

  @Test func `the phishing scams are read, with columns in another order too`() throws {
    let read = try list("address,etherscan_tag,etherscan_labels,is_contract\r\n\(a),x,phish-hack,False\r\n")
    #expect(read.format == .fortaPhishing && lines(read) == ["\(a) * malicious x"])
    let other = try list("is_contract,etherscan_tag,address\nTrue,y,\(a)\n", chainID: 1)
    #expect(other.format == .fortaPhishing && lines(other) == ["\(a) 1 malicious y"])
  }

  @Test func `a creator of a malicious contract is listed where it has a label of its own`() throws {
    let read = try list(
      """
      contract_address,contract_tag,contract_creator,contract_creation_tx,contract_creator_tag,source,notes,\
      contract_creator_etherscan_label
      \(a),Exploiter 10,\(b),0xe962,Exploiter,Luabase ethereum.tags table,,exploit
      0x07e02088d68229300ae503395c6536f09179dc3e,,0x98f5b0a99f258a09403d965647ee9d53677914af,0xae03,,x,,
      """)
    #expect(read.format == .fortaContracts)
    #expect(
      lines(read) == [
        "\(a) * malicious Exploiter 10", "\(b) * malicious Exploiter",
        "0x07e02088d68229300ae503395c6536f09179dc3e * malicious ",
      ])
  }

  @Test(arguments: [
    ("\(b),x,y,z,w", "line 2: expected 4 fields, found 5"),
    ("\(b)", "line 2: expected 4 fields, found 1"),
    (
      "nobody home,x,y,z",
      "line 2: expected an address of at most 128 letters, digits and `.:_-/@+=`, found `nobody home`"
    ),
    ("\(b),say \"x\",y,z", "line 2: expected quotes only around a whole field"),
    ("\(b),\"x\"y,y,z", "line 2: expected a comma or the end of the line behind each field"),
    ("\(b),\"x,y,z", "line 2: expected a closing quote"),
    ("\(b),x\ry,y,z", "line 2: expected a comma or the end of the line behind each field"),
    (String(repeating: ",", count: 64), "line 2: expected at most 64 fields"),
    (String(repeating: "x", count: 4_097) + ",,,", "line 2: expected at most 4096 bytes"),
  ])
  func `a bad record is reported and never costs the others`(record: String, sentence: String) throws {
    let read = try list("address,etherscan_tag,etherscan_labels,is_contract\n\(record)\n\(a),x,y,z\n")
    #expect(read.refusals.map(\.sentence) == [sentence])
    #expect(lines(read) == ["\(a) * malicious x"])
  }

  @Test func `a field in quotes may hold line breaks, and later lines keep their numbers`() throws {
    let read = try list("address,etherscan_tag\n\(a),\"x\ny\"\n\n\(b)\n")
    #expect(lines(read) == ["\(a) * malicious x\ny"])
    #expect(read.refusals.map(\.sentence) == ["line 5: expected 2 fields, found 1"])
  }
}

@Suite struct RevokeCashFormTests {
  @Test func `incidents name the exploited contracts of their chains`() throws {
    let read = try list(
      """
      [{"name":"Atlantis Loans Hack","date":"2023-06-11","amount":2.5,"addresses":[
        {"chainId":56,"address":"0x04AE3226c80e8c04d35e6e56089345bdd06da6de"},{"chainId":0,"address":"\(b)"},
        {"chainId":1,"address":7},{"chainId":1,"address":"0x12"},{"chainId":1,"address":"\(b)"}]},
       {"name":"no addresses"},[],{"addresses":[{"chainId":10,"address":"\(b)"}]}]
      """)
    #expect(read.format == .exploits)
    #expect(
      lines(read) == [
        "\(a) 56 exploited Atlantis Loans Hack", "\(b) 1 exploited Atlantis Loans Hack", "\(b) 10 exploited ",
      ])
    #expect(
      read.refusals.map(\.sentence) == [
        "`[0].addresses[1]`: expected a `chainId` from 1 to 9007199254740991, found the number 0",
        "`[0].addresses[2]`: expected an address as a string, found the number 7",
        "`[0].addresses[3]`: expected `0x` and 40 hexadecimal digits, found `0x12`",
        "`[1]`: expected an incident with a list of `addresses`, found an object",
        "`[2]`: expected an incident with a list of `addresses`, found an array",
      ])
  }

  @Test(arguments: [
    (#"{"label":"1inch CHI Token","name":"1inch"}"#, "known 1inch CHI Token/1inch"),
    (#"{"name":"Permit2","riskFactors":[]}"#, "known Permit2/Permit2"),
    (#"{"label":"Token"}"#, "known Token"),
    (
      #"{"name":"Blur (old)","riskFactors":[{"source":"whois","type":"deprecated"}]}"#,
      "risky Blur (old)/Blur (old)"
    ),
    (
      #"{"name":"N","riskFactors":[{"type":"deprecated"},{"data":"N Hack","type":"exploit"}]}"#,
      "exploited N/N"
    ),
    (
      #"{"riskFactors":[{"data":"Orange Finance Hack","source":"whois","type":"exploit"}]}"#,
      "exploited Orange Finance Hack"
    ),
    (#"{"name":"N","riskFactors":[{"type":"blocklist"},{"type":"exploit"}]}"#, "malicious N/N"),
  ])
  func `a name alone is no evidence, a risk factor is`(entry: String, expected: String) throws {
    let read = try list("{\"8453\":{\"\(a)\":\(entry)}}")
    #expect(read.format == .whois && lines(read) == ["\(a) 8453 \(expected)"])
  }

  @Test func `an entry of no use is reported with its place`() throws {
    let read = try list(
      """
      {"scamsniffer":{"5082":{"name":"N"}},"01":{},"2":[],
       "1":{"\(a)":{"riskFactors":[]},"0x12":{"name":"N"},"\(b)":{"name":"N","riskFactors":"bad"},"x":{"name":"N"}}}
      """)
    #expect(lines(read) == ["x 1 known N/N"])
    #expect(
      read.refusals.map(\.place.text) == [
        "`scamsniffer`", "`01`", "`2`", "`1.\(a)`", "`1.0x12`", "`1.\(b)`",
      ])
  }

  @Test func `a file longer than a line of a log is read`() throws {
    let entries = (0..<40_000).map { "\"n\($0)\":{\"name\":\"family\"}" }.joined(separator: ",")
    let text = "{\"1\":{\(entries)}}"
    #expect(text.utf8.count > 1_000_000)
    #expect(try list(text).listings.count == 40_000)
  }
}
