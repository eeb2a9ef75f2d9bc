import Foundation
import Testing

/// The commands of operators, approvals, assertions and wallets, as people type them.
@Suite struct `two people at the command line` {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try Program.succeed(["sessions", "grant", "-", "--store", folder.store], input: Sample.envelope())
  }

  private func run(_ who: String, _ arguments: [String], input: String = "") throws -> Program.Result {
    try Program.run(
      arguments + ["--store", folder.store], input: input, environment: ["CURFEW_OPERATOR": who])
  }

  private var founder: String {
    get throws {
      let line = try Program.run(["operators", "list", "--json", "--store", folder.store]).lines[0]
      return object(line)["name"] as? String ?? ""
    }
  }

  @Test func `one operator loosens alone and is told what the store cannot protect`() throws {
    let founder = try founder
    let list = try run(founder, ["operators", "list"])
    #expect(list.status == 0)
    #expect(list.error.contains("`\(founder)` can loosen a mode, apply a looser policy"))
    #expect(try run(founder, ["mode", "set", "guarded", "--reason", "odd"]).status == 0)
    let back = try run(founder, ["mode", "set", "normal", "--reason", "over"])
    #expect(back.status == 0)
    #expect(back.error.contains("one person loosened alone, and it is recorded"))
  }

  @Test func `who is no operator stops but does not start again`() throws {
    #expect(try run("mallory", ["mode", "set", "lockdown", "--reason", "odd"]).status == 0)
    let refused = try run("mallory", ["mode", "set", "normal", "--reason", "over"])
    #expect(refused.status == 1)
    #expect(
      refused.error == "curfew: `mallory` is no operator of this store: see `curfew operators list`\n")
    #expect(try run("mallory", ["revoke", Sample.key, "--reason", "odd"]).status == 0)
    #expect(try run("mallory", ["reinstate", Sample.key, "--reason", "over"]).status == 1)
  }

  @Test func `a second operator approves what the first one asks`() throws {
    let founder = try founder
    let keygen = try run("bob", ["operators", "keygen", "bob"])
    #expect(keygen.error.contains("this account holds `\(founder)`'s key too"))
    let key = try #require(keygen.lines.first)
    let added = try run(founder, ["operators", "add", "bob", "--key", key, "--reason", "on call"])
    #expect(added.output == "bob is an operator: operator,approver\n")
    #expect(added.error.isEmpty)
    #expect(try run(founder, ["mode", "set", "lockdown", "--reason", "odd"]).status == 0)
    let asked = try run(founder, ["mode", "set", "normal", "--reason", "over"])
    #expect(asked.status == 1)
    #expect(asked.error.contains("nothing has changed yet"))
    let waiting = object(try #require(try run(founder, ["approvals", "list", "--json"]).lines.first))
    let request = try #require(waiting["id"] as? String)
    #expect(asked.error.contains("curfew approvals approve \(request)"))
    #expect(waiting["reason"] as? String == "over")
    let own = try run(founder, ["approvals", "approve", request])
    #expect(own.status == 1)
    #expect(own.error == "curfew: `\(request)` was asked by yourself: it takes another operator\n")
    #expect(try run("bob", ["approvals", "approve", request]).status == 0)
    #expect(try run("bob", ["mode", "show"]).output == "normal everywhere\n")
    #expect(try run("bob", ["approvals", "list"]).output == "nothing waits for an approval\n")
    let verified = try run("bob", ["audit", "verify"])
    #expect(verified.status == 0, "\(verified.output)")
  }

  @Test(arguments: [
    (["operators", "add", "bob", "--key", "x", "--reason", "r"], "ed25519: and 32 bytes in base 64"),
    (
      ["operators", "add", "bob", "--key", "ed25519:AAAA", "--roles", "boss", "--reason", "r"],
      "`boss`: expected"
    ),
    (["approvals", "deny", "a-1", "--reason", " "], "expected words that say why"),
    (["assert"], "expected the key of a session, --verify, or --public-key"),
    (["assert", Sample.key, "--life", "x"], "--life"),
    (["audit", "prove", "--to", "x"], "expected --leaf or --from"),
    (["audit", "verify", "--key", "x"], "`x`: expected"),
    (["revoke", "--as-user"], "expected the key of a session, or --message with --signature"),
    (["revoke", Sample.key, "--message", "x", "--reason", "r"], "go with --as-user"),
    (["revoke", Sample.key], "--reason"),
  ])
  func `wrong usage says what was expected`(arguments: [String], words: String) throws {
    let result = try run("alice", arguments)
    #expect(result.status == 64, "\(result.error)")
    #expect(result.error.contains(words))
  }

  @Test
  func
    `an assertion is verified until its session is revoked, and the revocation says until when it may be believed`()
    throws
  {
    let founder = try founder
    let token = try #require(try run(founder, ["assert", Sample.key, "--life", "60s"]).lines.first)
    let verified = try run(founder, ["assert", "--verify", "-"], input: token + "\n")
    #expect(verified.output.hasPrefix("\(Sample.key) is active, asserted until "))
    let revoked = try run(founder, ["revoke", Sample.key, "--reason", "leak"])
    #expect(revoked.output.contains("verifiers that never ask the store may believe it until"))
    let dead = try run(founder, ["assert", "--verify", token])
    #expect(dead.status == 1)
    #expect(dead.error == "curfew: `\(Sample.key)` is revoked: only an active session is asserted\n")
    #expect(!(try run(founder, ["audit", "export"])).output.contains(token), "a token is never logged")
  }

  @Test func `a wallet's text is printed to be signed, and a wrong signature is refused`() throws {
    let text = try run("user", ["revoke", Sample.key, "--as-user"])
    #expect(text.output.hasPrefix("Curfew: revoke a session key\n"))
    #expect(text.output.contains("Session key: \(Sample.key)\n"))
    let file = try folder.file("text", text.output + "\n")
    for (signature, words) in [("0x12", "the signature"), ("zz", "expected 0x and 130 hex digits")] {
      let refused = try run("user", ["revoke", "--as-user", "--message", file, "--signature", signature])
      #expect(refused.status == 1)
      #expect(refused.error.contains(words))
    }
  }
}

@Suite struct `the audit log at the command line` {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try Program.succeed(["sessions", "grant", "-", "--store", folder.store], input: Sample.envelope())
  }

  private func run(_ arguments: String..., input: String = "") throws -> Program.Result {
    try Program.run(arguments + ["--store", folder.store], input: input)
  }

  @Test func `a row that is edited behind its back is found, named, and exits with 2`() throws {
    _ = try run("authorize", input: Sample.request(nonce: 1) + "\n" + Sample.request(nonce: 2) + "\n")
    #expect(try run("audit", "verify").status == 0)
    let edit = "UPDATE executions SET value_micros = 5 WHERE sequence = 3"
    let python = "import sqlite3,sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()"
    let edited = try Program.collect(
      "python3", ["-c", python, folder.store, edit], input: "", environment: Program.surroundings(),
      in: folder)
    #expect(edited.status == 0, "\(edited.error)")
    let found = try run("audit", "verify")
    #expect(found.status == 2)
    #expect(found.lines[0].hasPrefix("executions, sequence 3: it was changed"))
    let report = object(try run("audit", "verify", "--json").output)
    #expect(report["sound"] as? Bool == false)
  }

  @Test func `a leaf and the log's growth are proved to whoever has the key, without the store`() throws {
    let key = try #require(try run("audit", "key").lines.first)
    let witness = folder.path + "/witness"
    #expect(try run("audit", "checkpoint", "--to", witness).status == 0)
    _ = try run("revoke", Sample.key, "--reason", "leak")
    #expect(try run("audit", "checkpoint", "--to", witness).status == 0)
    _ = try run("mode", "set", "guarded", "--reason", "odd")
    let leaf = folder.path + "/leaf"
    #expect(try run("audit", "prove", "--leaf", "3", "--to", leaf).status == 0)
    let growth = folder.path + "/growth"
    #expect(try run("audit", "prove", "--from", witness, "--to", growth).status == 0)
    #expect(
      try Program.run(["audit", "check", leaf, "--key", key]).output.hasPrefix(
        "leaf 3 of the log of 4 leaves"))
    #expect(
      try Program.run(["audit", "check", growth, "--key", key]).output
        == "the log of 4 leaves begins with the one of 3\n")
    let verified = try run("audit", "verify", "--witness", witness, "--key", key)
    #expect(verified.lines.last == "2 checkpoints from outside vouch for the first 3 leaves")
    // Another leaf under the same proof.
    let text = try String(contentsOfFile: leaf + ".leaf", encoding: .utf8)
    try text.replacing("leak", with: "lead").write(toFile: leaf + ".leaf", atomically: true, encoding: .utf8)
    #expect(try Program.run(["audit", "check", leaf, "--key", key]).status == 2)
    #expect(
      try run("audit", "prove", "--leaf", "3", "--to", leaf).status == 1, "evidence is never written over")
    #expect(try run("audit", "prove", "--leaf", "99", "--to", leaf + "2").status == 1)
  }

  @Test func `tail shows who did what, and export every leaf as it was hashed`() throws {
    _ = try run("authorize", input: Sample.request(nonce: 1) + "\n")
    _ = try run("revoke", Sample.key, "--reason", "leak\u{202E}")
    let tail = try run("audit", "tail", "--lines", "2")
    #expect(tail.lines.count == 2)
    #expect(tail.lines[1].contains("session.revoke  \(Sample.key)"))
    #expect(!tail.output.unicodeScalars.contains("\u{202E}"))
    let export = try run("audit", "export")
    #expect(export.lines.map { object($0)["seq"] as? Int } == [1, 2, 3, 4])
    #expect(
      export.lines.map { object($0)["action"] as? String } == [
        "store.create", "session.grant", "execution", "session.revoke",
      ])
    #expect(try run("audit", "export", "--from", "3").lines.count == 2)
  }
}
