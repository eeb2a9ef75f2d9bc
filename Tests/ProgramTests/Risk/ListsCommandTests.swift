import Foundation
import Testing

@Suite struct `lists of destinations by command` {
  private static let a = "0x04ae3226c80e8c04d35e6e56089345bdd06da6de"
  private static let b = "0xc5ac25cfc2b8284e84ca47dad21cf1319f732c11"

  private let store: WatchedStore

  init() throws { store = try WatchedStore() }

  @Test(arguments: [
    ("<html>", "expected a list of addresses, and this is a web page"), ("[1", "is no list"),
    ("", "holds no entry that can be taken: nothing is imported"),
    ("0x12 short\n", "holds no entry that can be taken: nothing is imported"), ("[]", "holds no entry"),
  ])
  func `what holds no entry is refused whole, and the list before it stays in force`(
    text: String, words: String
  ) throws {
    let list = ["lists", "import", "-", "--name", "ours", "--reason", "x"]
    try store.succeed(list, input: "0xThief")
    let refused = try store.run(list, input: text)
    #expect(refused.status == 1)
    #expect(refused.output.isEmpty && refused.error.contains(words), "\(refused.error)")
    #expect(try store.succeed(["lists", "show", "0xThief"]).output == "malicious by ours\n")
  }

  @Test func `a missing file, a name that is no list, and a kind that the file says itself are refused`()
    throws
  {
    let missing = try store.run(["lists", "import", "/nonexistent", "--reason", "x"])
    #expect(missing.status == 1 && missing.error.contains("`/nonexistent`"))
    let unknown = try store.run(["lists", "remove", "odd", "--reason", "x"])
    #expect(unknown.status == 1 && unknown.error.contains("`odd` is no list in force"))
    let kind = try Program.run(["lists", "check", "-", "--kind", "known"], input: "{\"1\":{}}")
    #expect(kind.status == 64 && kind.error.contains("`--kind known`"))
  }

  @Test func `check names each refused entry with its place, and imports nothing`() throws {
    let file = try store.folder.file("mixed.txt", "\(Self.a) Drainer\n0x12 short\n\(Self.a)\n\(Self.b)\n")
    let checked = try Program.run(["lists", "check", file])
    #expect(checked.status == 1)
    #expect(checked.output == "\(file) is plain: 2 malicious; 1 repeated, 1 refused\n")
    #expect(
      checked.error
        == "curfew: \(file): line 2: expected `0x` and 40 hexadecimal digits, found `0x12`\n")
    let json = try Program.run(["lists", "check", file, "--json"])
    #expect(names(json.output) == ["file", "entries", "format", "kinds", "repeated", "refused"])
    #expect(object(json.output)["entries"] as? Int == 2)
    #expect(try store.succeed(["lists"]).output == "no list is in force\n")
    // An import takes the others, under the file's name.
    let imported = try store.run(["lists", "import", file, "--reason", "x"])
    #expect(imported.status == 1 && imported.error == checked.error)
    #expect(imported.output == "imported 2 entries as mixed.txt, plain: 2 malicious; 1 repeated, 1 refused\n")
  }

  @Test(arguments: [
    ("ofac", "[\"\(a)\"]", "sanctioned", ""),
    (
      "forta-labels", "banned_address,wallet_tag,data_source\n\(a),Fake_Phishing1772,x\n", "malicious",
      ": \"Fake_Phishing1772\""
    ),
    (
      "forta-phishing", "address,etherscan_tag,etherscan_labels,is_contract\n\(a),Scam,phish-hack,False\n",
      "malicious", ": \"Scam\""
    ),
    (
      "forta-contracts",
      "contract_address,contract_tag,contract_creator,contract_creation_tx,contract_creator_tag,source,notes,contract_creator_etherscan_label\n\(a),Exploiter,\(b),0x1,,x,,\n",
      "malicious", ": \"Exploiter\""
    ),
    (
      "revoke-exploits", "[{\"name\":\"Hack\",\"addresses\":[{\"chainId\":1,\"address\":\"\(a)\"}]}]",
      "exploited",
      ": \"Hack\""
    ),
    (
      "revoke-whois", "{\"1\":{\"\(a)\":{\"name\":\"Uniswap\",\"label\":\"Router\"}}}", "known",
      ": \"Router\""
    ),
    ("plain", "# ours\n\(a) Drainer\n", "malicious", ": \"Drainer\""),
  ])
  func `every form is read, told by its content or by name`(
    format: String, text: String, kind: String, label: String
  ) throws {
    for arguments in [[], ["--format", format]] {
      let imported = try store.succeed(
        ["lists", "import", "-", "--name", "l", "--reason", "x", "--json"] + arguments, input: text)
      #expect(
        names(imported.output) == [
          "list", "digest", "entries", "format", "kinds", "repeated", "refused", "addedAt", "addedBy",
        ])
      #expect(object(imported.output)["format"] as? String == format)
      #expect(try store.succeed(["lists", "show", Self.a]).output.hasPrefix("\(kind) by l\(label)"))
    }
  }

  @Test func `a list is replaced by its name, removed, and found in the log`() throws {
    let list = ["lists", "import", "-", "--name", "ours", "--reason", "weekly"]
    try store.succeed(list + ["--kind", "risky", "--chain", "10"], input: "market.a\nmarket.b")
    #expect(try store.succeed(["lists", "show", "market.a", "--chain", "10"]).output == "risky by ours\n")
    #expect(
      try store.succeed(["lists", "show", "market.a"]).output
        == "no list in force names market.a on chain 1\n")
    try store.succeed(list, input: "market.b")
    #expect(try store.succeed(["lists", "show", "market.a", "--chain", "10", "--json"]).output.isEmpty)
    let all = try store.succeed(["lists", "list", "--all", "--json"]).lines
    #expect(all.map { object($0)["entries"] as? Int } == [2, 1])
    #expect(names(all[0]) == ["list", "digest", "entries", "addedAt", "addedBy", "removedAt"])
    #expect(object(all[0])["removedAt"] is NSNumber && object(all[1])["removedAt"] is NSNull)
    #expect(
      try store.succeed(["lists", "remove", "ours", "--reason", "over"]).output == "removed the list ours\n")
    #expect(try store.succeed(["lists", "list", "--json"]).output.isEmpty)
    #expect(try store.succeed(["audit", "tail"]).output.contains("list.remove  ours"))
    #expect(try store.run(["audit", "verify"]).status == 0)
  }

  @Test func `what is on a list speaks against the session that goes there`() throws {
    let envelope = Sample.envelope("0xOther").replacing("[\"0xMarket\"]", with: "[\"0xThief\"]")
    try store.succeed(["sessions", "grant", "-"], input: envelope)
    try store.succeed(["lists", "import", "-", "--name", "l", "--reason", "x"], input: "0xThief")
    #expect(
      reasons(try store.authorize([Sample.request("0xOther", nonce: 1, destination: "0xThief")])[0]) == [])
    let risk = object(try store.succeed(["risk", "0xOther", "--json"]).output)
    let signals = try #require(risk["signals"] as? [[String: Any]])
    #expect(signals.map { $0["signal"] as? String } == ["CTX"] && signals[0]["allowed"] as? Int == 1)
  }
}
