import Foundation
import Testing

@Suite struct `posture by command` {
  @Test(arguments: [["--fail-on", "pass"], ["--fail-on"], ["now"]])
  func `what it cannot read is wrong usage`(arguments: [String]) throws {
    let folder = try TemporaryFolder()
    let refused = try Program.run(["posture"] + arguments + ["--store", folder.store])
    #expect(refused.status == 64 && refused.output.isEmpty, "\(refused.error)")
  }

  @Test func `a fresh store is judged whole, the same way each time, and fails for want of a drill alone`()
    throws
  {
    let folder = try TemporaryFolder()
    func lines() throws -> [String] {
      let result = try Program.run(["posture", "--store", folder.store])
      #expect(result.status == 2 && result.error.isEmpty && isClean(result.output), "\(result.error)")
      return result.lines.map { $0.replacing(/\d+ (s|min) ago.*/, with: "AGO") }
    }
    let first = try lines()
    #expect(first.count { $0.hasPrefix("  FAIL  ") } == 1 && first.count { $0.hasPrefix("  pass  ") } == 9)
    #expect(first.count { $0.hasPrefix("  warn  ") } == 6)
    #expect(first.contains("        0 of 0 nonce domains shared by unrelated live sessions"))
    #expect(try lines().dropLast() == first.dropLast())
  }

  @Test func `an attack under way fails until it is ended, with what to do and by which key of JSON`() throws
  {
    let store = try WatchedStore([Sample.key, Sample.other])
    try store.folder.onlyAlert()
    try store.violate()
    func verdict(_ check: String) throws -> (String?, [String]) {
      let result = try store.run(["posture", "--json"])
      let finding = try #require(result.lines.map(object).first { $0["check"] as? String == check })
      let parts = finding["evidence"] as? [[String: Any]] ?? []
      return (finding["verdict"] as? String, parts.compactMap { $0["text"] as? String })
    }
    var context = try verdict("cross-context-misuse")
    #expect(context.0 == "fail")
    #expect(context.1 == ["1 live session with more than 3 context mismatches in 30m"])
    try store.succeed(["revoke", Sample.key, "--reason", "context_mismatch"])
    context = try verdict("cross-context-misuse")
    #expect(context.0 == "warn" && context.1 == ["1 ended session had more than 3 in 30m"])
    #expect(try verdict("separated-policy-logic").0 == "fail")
    #expect(
      try verdict("revocation-in-ui-only").1.contains(
        "revocations in 90 days by plane: user 0, policy 0, secops 1"))
    try store.succeed(["mode", "set", "guarded", "--reason", "odd"])
    #expect(try verdict("weak-revocation").1.contains { $0.hasPrefix("mode guarded since ") })
  }

  @Test func `a store without a drill fails with status 2, and says what to do`() throws {
    let store = try WatchedStore()
    let result = try store.run(["posture"])
    #expect(result.status == 2 && result.error.isEmpty && isClean(result.output), "\(result.error)")
    let lines = result.lines
    let headings = ["Control matrix", "Design choices", "Mistakes", "30/60/90 plan"]
    #expect(lines.filter(headings.contains) == headings)
    let drills = try #require(lines.firstIndex { $0.hasPrefix("  FAIL  Days 61-90: run revocation drills") })
    #expect(lines[drills + 1] == "        FAIL: no live drill was ever run on this store")
    #expect(lines[drills + 2] == "        do: `curfew drill run --live`")
    #expect(lines.last?.hasPrefix("1 fail, ") == true, "\(lines.last ?? "")")
  }

  @Test func `after a drill that passed nothing fails, and what warns fails where it is asked for`() throws {
    let store = try WatchedStore()
    try store.succeed(["drill", "run", "--live", "--json"])
    let result = try store.succeed(["posture", "--json"])
    let findings = result.lines.map(object)
    #expect(findings.count == 16)
    for line in result.lines {
      #expect(names(line) == ["check", "group", "title", "source", "verdict", "evidence"])
    }
    let warned = findings.filter { $0["verdict"] as? String == "warn" }
    #expect(!warned.isEmpty && findings.allSatisfy { $0["verdict"] as? String != "fail" }, "\(result.output)")
    for finding in findings {
      let evidence = try #require(finding["evidence"] as? [[String: Any]])
      #expect(evidence.first?["verdict"] as? String == finding["verdict"] as? String)
      for part in evidence {
        #expect((part["remedy"] != nil) == (part["verdict"] as? String != "pass"), "\(part)")
      }
    }
    #expect(try store.run(["posture", "--fail-on", "warn"]).status == 2)
    #expect(try store.run(["posture", "--json", "--fail-on", "fail"]).status == 0)
  }

  @Test func `a hostile nonce domain reaches neither the screen as it is nor a command`() throws {
    let store = try WatchedStore()
    let domain = "a;reboot"
    func grant(_ key: String, _ capability: String) throws {
      let envelope = Sample.envelope(key, capability: capability, life: 200)
        .replacing("session:web", with: domain)
      try store.succeed(["sessions", "import", "-"], input: envelope)
    }
    try grant("0x3b0700000000000000000000000000000000e1d2", "token.approve")
    try grant("0x3b0700000000000000000000000000000000e1d3", "transfer.send")
    let result = try store.run(["posture"])
    #expect(result.status == 2 && isClean(result.output))
    #expect(result.output.contains("such as `a;reboot`") && result.output.contains("domain:NAME"))
    #expect(!result.output.contains("domain:a;reboot"))
  }
}
