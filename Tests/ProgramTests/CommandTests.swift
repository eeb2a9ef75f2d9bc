import Foundation
import Testing

@Suite struct `wrong usage` {
  @Test(arguments: [
    (["frobnicate"], "frobnicate"), (["revoke"], "--reason"),
    (["revoke", "--reason", "x"], "key of a session"),
    (["revoke", "--like", Sample.key, "--reason", "x"], "--by"),
    (["revoke", "--like", Sample.key, "--by", "odd", "--reason", "x"], "label.NAME"),
    (["revoke", Sample.key, "--like", Sample.key, "--by", "wallet", "--reason", "x"], "expected one of"),
    (
      ["revoke", "--like", Sample.key, "--by", "wallet", "--revocation-id", "r", "--reason", "x"],
      "--revocation-id"
    ),
    (["mode", "set", "tight", "--reason", "x"], "tight"),
    (["sessions", "list", "--sort", "odd"], "`denied`, `risk`;"),
    (["replay", "--policy", "p"], "--events"), (["sessions", "extend", Sample.key], "--until"),
    (["demo", "--rate", "0"], "--rate"),
    (["revoke", "--scope", "chain:zero", "--reason", "x"], "`chain:zero`: expected"),
    (["revoke", "0x5aaeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "--reason", "x"], "EIP-55"),
    (["revoke", "two words", "--reason", "x"], "without spaces"),
    (["revoke", "0xKey", "--reason", "x", "--effective-at", "noon"], "RFC 3339"),
    (["mode", "set", "normal", "--reason", " "], "--reason"),
    (["reinstate", Sample.key, "--reason", ""], "--reason"),
    (["policy", "apply", "p", "--reason", "\t"], "--reason"),
    (["risk", "two words"], "without spaces"), (["risk", "--limit", "0"], "`--limit 0`"),
    (["risk", Sample.key, "--limit", "3"], "--limit"), (["risk", "clear", Sample.key], "--reason"),
    (["risk", "clear", Sample.key, "--reason", " "], "--reason"), (["detect", "now"], "now"),
    (["alerts", "ack"], "ids"), (["alerts", "ack", "one"], "one"), (["alerts", "label", "1", "odd"], "odd"),
    (["alerts", "close", "1", "--as", "odd"], "odd"), (["alerts", "close", "1", "--reason", ""], "--reason"),
    (["lists", "import", "f"], "--reason"), (["lists", "import", "-", "--reason", "x"], "--name"),
    (["lists", "import", "f", "--name", "a b", "--reason", "x"], "`a b`"),
    (["lists", "check", "f", "--format", "odd"], "`revoke-whois`, `plain`;"),
    (["lists", "check", "f", "--kind", "odd"], "`risky`, `known`;"),
    (["lists", "show", "0xA", "--chain", "0"], "`--chain 0`"), (["lists", "remove", "x"], "--reason"),
    (["metrics", "--days", "0"], "`--days 0`"), (["metrics", "--from", "noon"], "RFC 3339"),
    (["metrics", "--from", "0", "--days", "1"], "--days"),
    (["metrics", "--from", "7", "--to", "7"], "before --to"),
    (["metrics", "--json", "--openmetrics"], "expected one of"),
    (["metrics", "--prometheus", "--openmetrics"], "expected one of"),
  ])
  func `ends with 64 and one sentence that names the word`(arguments: [String], word: String) throws {
    let result = try Program.run(arguments)
    #expect(result.status == 64)
    #expect(result.output.isEmpty)
    #expect(result.error.contains(word), "\(result.error)")
    #expect(result.error.split(separator: "\n").count == 1)
    #expect(result.error.hasPrefix("curfew: "))
  }

  @Test(arguments: [
    ["--help"], ["help", "revoke"], ["policy", "--help"], ["sessions", "import", "--help"],
    ["authorize", "--help"],
    ["--version"],
  ])
  func `help is no error`(arguments: [String]) throws {
    let result = try Program.run(arguments)
    #expect(result.status == 0)
    #expect(!result.output.isEmpty)
    #expect(result.error.isEmpty)
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `completions are there for every shell`(shell: String) throws {
    let script = try Program.succeed(["--generate-completion-script", shell]).output
    #expect(script.contains("authorize") && script.contains("reinstate"))
  }
}

@Suite struct `policy commands` {
  @Test func `a wrong policy is refused with every problem and its line`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("p.yaml", "version: 2\ncapabilities:\n  a.b: {tier: huge, colour: red}\n")
    let result = try Program.run(["policy", "check", file])
    #expect(result.status == 1)
    #expect(result.error.contains("\(file):1:"))
    #expect(result.error.contains("\(file):3:"))
    #expect(result.error.contains("`colour`"))
    let applied = try Program.run(["policy", "apply", file, "--reason", "x", "--store", folder.store])
    #expect(applied.status == 1)
  }

  @Test func `a missing file is one sentence`() throws {
    let result = try Program.run(["policy", "check", "/nonexistent.yaml"])
    #expect(result.status == 1)
    #expect(result.error.contains("`/nonexistent.yaml`"))
  }

  @Test func `init, check, test, apply and show go hand in hand`() throws {
    let folder = try TemporaryFolder()
    let file = folder.path + "/policy.yaml"
    try Program.succeed(["policy", "init", file])
    #expect(try Program.run(["policy", "init", file]).status == 1, "an existing file is never overwritten")
    try Program.succeed(["policy", "check", file])
    let tests = try Program.succeed(["policy", "test", file])
    #expect(tests.lines.count > 10)
    #expect(tests.lines.allSatisfy { $0.hasPrefix("pass") })
    let shorter = try String(contentsOfFile: file, encoding: .utf8)
      .replacingOccurrences(of: "hardCeiling: 24h", with: "hardCeiling: 12h")
    let changed = try folder.file("shorter.yaml", shorter)
    let applied = try Program.succeed(
      ["policy", "apply", changed, "--reason", "shorter", "--store", folder.store, "--json"])
    let version = object(applied.output)["policy"] as? String ?? ""
    #expect(version.hasPrefix("sha256:"))
    #expect(version != object(applied.output)["before"] as? String)
    let shown = try Program.succeed(["policy", "show", "--json", "--store", folder.store])
    #expect(object(shown.output)["policy"] as? String == version)
    #expect(try Program.succeed(["policy", "show", "--yaml", "--store", folder.store]).output == shorter)
  }

  @Test func `a failing inline test fails the file`() throws {
    let folder = try TemporaryFolder()
    let starter = try Program.succeed(["policy", "init"]).output
    let broken = starter.replacingOccurrences(
      of: "{expect: allow, destination: \"0xRouterA\", valueUsd: 10}",
      with: "{expect: allow, destination: \"0xRouterA\", valueUsd: 10000}")
    #expect(broken != starter)
    let result = try Program.run(["policy", "test", try folder.file("p.yaml", broken)])
    #expect(result.status == 1)
    #expect(result.lines.contains { $0.hasPrefix("FAIL") })
  }
}

@Suite struct `sessions and enforcement by command` {
  @Test func `a hostile or wrong envelope is refused by its field`() throws {
    let folder = try TemporaryFolder()
    for (text, word) in [
      ("{", "not JSON"), ("[]", "object"), (Sample.envelope(more: ",\"colour\":1"), "colour"),
      (Sample.envelope(maxValue: "\"1e3\""), "maxValueUsd"),
      (Sample.envelope(capability: "no.such"), "capability"),
      (Sample.envelope(life: -5), "expired_on_arrival"), (Sample.envelope(life: 90_000), "ttl_over_limit"),
    ] {
      let file = try folder.file("e.json", text)
      let result = try Program.run(["sessions", "grant", file, "--store", folder.store])
      #expect(result.status == 1)
      #expect(result.error.contains(word), "\(text): \(result.error)")
    }
    #expect(try Program.succeed(["sessions", "list", "--json", "--store", folder.store]).output.isEmpty)
  }

  @Test func `import reports each refused line and loses no other`() throws {
    let folder = try TemporaryFolder()
    let lines = [
      Sample.envelope(), "not json", Sample.envelope(), Sample.envelope(Sample.other, capability: "no.such"),
      "{\"type\":\"session.granted\",\"at\":1,\"envelope\":\(Sample.envelope(Sample.other))}",
      "{\"type\":\"user.loggedOut\",\"at\":1,\"wallet\":\"w\"}",
    ]
    let file = try folder.file("all.ndjson", lines.joined(separator: "\n"))
    let result = try Program.run(["sessions", "import", file, "--store", folder.store])
    #expect(result.status == 1)
    #expect(result.lines.map { object($0)["line"] as? Int } == [2, 3, 4, 6])
    #expect(
      result.lines.map(reasons) == [
        ["malformed"], ["duplicate_session"], ["capability_unregistered"], ["not_importable"],
      ])
    let list = try Program.succeed(["sessions", "list", "--json", "--store", folder.store])
    #expect(Set(list.lines.map { object($0)["sessionKey"] as? String }) == [Sample.key, Sample.other])
  }

  @Test func `the seed's revocation is imported as it names who revoked, and blocks its key`() throws {
    let folder = try TemporaryFolder()
    let seed = """
      {"event": "session.revoked", "sessionKey": "\(Sample.key)", "revokedBy": "secops.policy", \
      "reason": "context_mismatch", "invalidateCaches": true, "effectiveAt": 1771709999}
      """
    try Program.succeed(["sessions", "import", "-", "--store", folder.store], input: seed)
    let log = try Program.succeed(["sessions", "export", "--store", folder.store]).lines
    #expect(log.count == 1)
    #expect(object(log[0])["revokedBy"] as? String == "secops.policy")
    #expect(object(log[0])["effectiveAt"] as? Int == 1_771_709_999)
    let refused = try Program.run(
      ["sessions", "grant", "-", "--store", folder.store], input: Sample.envelope())
    #expect(refused.error.contains("session_revoked"))
  }

  @Test func `authorize answers each line, and a revoked key is denied at once`() throws {
    let folder = try TemporaryFolder()
    try Program.succeed(["sessions", "grant", "-", "--store", folder.store], input: Sample.envelope())
    let input = [
      Sample.request(nonce: 1, value: "\"125.50\"", id: "first"), "nonsense", Sample.request(nonce: 1),
      Sample.request(nonce: 2, destination: "0xElsewhere"), Sample.request("0xNobody", nonce: 1),
      Sample.request(nonce: 3, value: "374.500001"),
    ].joined(separator: "\n")
    let answers = try Program.succeed(["authorize", "--store", folder.store], input: input).lines
    #expect(answers.count == 6)
    #expect(object(answers[0])["decision"] as? String == "allow")
    #expect(object(answers[0])["remainingUsd"] as? String == "374.5")
    #expect(
      answers.map(reasons) == [
        [], ["malformed"], ["nonce_replayed"], ["destination_not_allowed"], ["unknown_session"],
        ["value_over_budget"],
      ])
    let revoked = try Program.succeed(["revoke", Sample.key, "--reason", "phished", "--store", folder.store])
    #expect(revoked.output.contains("committed in"))
    let after = try Program.succeed(
      ["authorize", "--store", folder.store], input: Sample.request(nonce: 9))
    #expect(reasons(after.lines[0]) == ["session_revoked"])
    let shown = object(
      try Program.succeed(["sessions", "show", Sample.key, "--json", "--store", folder.store]).output)
    #expect(shown["state"] as? String == "revoked")
    #expect(shown["spentUsd"] as? String == "125.5")
    #expect(shown["firstRefusedAfterRevoke"] is NSNumber)
  }

  @Test func `a dry run decides and records nothing`() throws {
    let folder = try TemporaryFolder()
    try Program.succeed(["sessions", "grant", "-", "--store", folder.store], input: Sample.envelope())
    let input = Sample.request(nonce: 1) + "\n" + Sample.request(nonce: 1)
    let answers = try Program.succeed(["authorize", "--dry-run", "--store", folder.store], input: input).lines
    #expect(answers.map(reasons) == [[], []])
    let shown = try Program.succeed(["sessions", "show", Sample.key, "--json", "--store", folder.store])
    #expect(object(shown.output)["executions"] as? Int == 0)
  }

  @Test func `a scope shows its preview and off a terminal needs yes`() throws {
    let folder = try TemporaryFolder()
    let both = Sample.envelope() + "\n" + Sample.envelope(Sample.other)
    try Program.succeed(["sessions", "import", "-", "--store", folder.store], input: both)
    let scope = ["revoke", "--scope", "chain:1 cap:nft.list", "--reason", "drill", "--store", folder.store]
    let refused = try Program.run(scope)
    #expect(refused.status == 1)
    #expect(refused.output.contains("covers 2 live sessions of 1 wallets, 1000 USD"))
    #expect(refused.error.contains("--yes"))
    let done = try Program.succeed(scope + ["--yes"])
    #expect(done.output.contains("revoked 2 sessions"))
    let states = try Program.succeed(["sessions", "list", "--json", "--store", folder.store]).lines
    #expect(states.allSatisfy { object($0)["state"] as? String == "revoked" })
  }

  @Test func `reinstate withdraws, and lockdown stops what is alive`() throws {
    let folder = try TemporaryFolder()
    try Program.succeed(["sessions", "grant", "-", "--store", folder.store], input: Sample.envelope())
    #expect(try Program.run(["reinstate", Sample.key, "--reason", "x", "--store", folder.store]).status == 1)
    try Program.succeed(["revoke", Sample.key, "--reason", "oops", "--store", folder.store])
    try Program.succeed(["reinstate", Sample.key, "--reason", "wrong key", "--store", folder.store])
    try Program.succeed(["mode", "set", "lockdown", "--reason", "drill", "--store", folder.store])
    #expect(try Program.succeed(["mode", "show", "--store", folder.store]).output.contains("lockdown"))
    let locked = try Program.succeed(["authorize", "--store", folder.store], input: Sample.request(nonce: 1))
    #expect(reasons(locked.lines[0]) == ["mode_lockdown"])
    let loosened = try Program.succeed(["mode", "set", "normal", "--reason", "over", "--store", folder.store])
    #expect(loosened.error.contains("alone"), "loosening by one person is said")
    let free = try Program.succeed(["authorize", "--store", folder.store], input: Sample.request(nonce: 1))
    #expect(object(free.lines[0])["decision"] as? String == "allow")
  }

  @Test func `extend and attest keep to the policy`() throws {
    let folder = try TemporaryFolder()
    try Program.succeed(["sessions", "grant", "-", "--store", folder.store], input: Sample.envelope())
    try Program.succeed(["sessions", "attest", Sample.key, "--store", folder.store])
    try Program.succeed(["sessions", "extend", Sample.key, "--by", "5m", "--store", folder.store])
    let far = try Program.run(["sessions", "extend", Sample.key, "--by", "2d", "--store", folder.store])
    #expect(far.status == 1)
    #expect(far.error.contains("ttl_over_limit"))
    #expect(
      try Program.run(["sessions", "attest", "0xNobody", "--store", folder.store]).error.contains(
        "unknown_session"))
  }

  @Test func `an exported log replays to the same decisions, byte for byte on every run`() throws {
    let folder = try TemporaryFolder()
    let store = ["--store", folder.store]
    try folder.onlyAlert()
    try Program.succeed(["sessions", "grant", "-"] + store, input: Sample.envelope())
    var answers = try Program.succeed(
      ["authorize"] + store,
      input: (1...40).map { Sample.request(nonce: $0 % 30, value: "20") }.joined(separator: "\n")
    ).lines
    try Program.succeed(["mode", "set", "guarded", "--reason", "drill"] + store)
    try Program.succeed(["revoke", Sample.key, "--reason", "x"] + store)
    try Program.succeed(["reinstate", Sample.key, "--reason", "x"] + store)
    try Program.succeed(["sessions", "attest", Sample.key] + store)
    answers += try Program.succeed(
      ["authorize"] + store,
      input: (50...60).map { Sample.request(nonce: $0, value: "0.5") }.joined(separator: "\n")
    ).lines
    let events = try folder.file("events.ndjson", try Program.succeed(["sessions", "export"] + store).output)
    let policy = try folder.file(
      "policy.yaml", try Program.succeed(["policy", "show", "--yaml"] + store).output)
    // The mode looks at the session's score, so it takes the scores to decide alike.
    let replay = ["replay", "--policy", policy, "--events", events, "--risk"]
    let replayed = try Program.succeed(replay)
    #expect(try Program.succeed(replay).output == replayed.output)
    func what(_ line: String) -> [String?] {
      let decision = object(line)
      return [
        decision["decision"] as? String, reasons(line).joined(separator: " "), decision["mode"] as? String,
        decision["policy"] as? String, decision["remainingUsd"] as? String, "\(decision["at"] ?? "")",
      ]
    }
    #expect(replayed.lines.map(what) == answers.map(what))
    let last = try #require(replayed.lines.last)
    let risk = try #require(object(last)["risk"] as? [String: Any])
    #expect(risk["band"] as? String == "CRIT")
    #expect((risk["signals"] as? [String])?.contains("NONCE") ?? false)
  }

  @Test func `what is no store is left alone, and said`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("notes.txt", String(repeating: "these are my notes\n", count: 100))
    let result = try Program.run(["sessions", "list", "--store", file])
    #expect(result.status == 1)
    #expect(result.error.contains("no Curfew store"))
    #expect(try String(contentsOfFile: file, encoding: .utf8).hasPrefix("these are my notes"))
    #expect(try Program.run(["sessions", "list", "--store", "postgres://nowhere"]).status == 1)
  }
}
