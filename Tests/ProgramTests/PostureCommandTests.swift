import Foundation
import Testing

@Suite struct `posture by command` {
  @Test(arguments: [["--fail-on", "pass"], ["--fail-on"], ["now"]])
  func `what it cannot read is wrong usage`(arguments: [String]) throws {
    let folder = try TemporaryFolder()
    let refused = try Program.run(["posture"] + arguments + ["--store", folder.store])
    #expect(refused.status == 64 && refused.output.isEmpty, "\(refused.error)")
  }

  @Test func `a store without a drill fails with status 2, and says what to do`() throws {
    let store = try WatchedStore()
    let result = try store.run(["posture"])
    #expect(result.status == 2 && result.error.isEmpty && isClean(result.output), "\(result.error)")
    let lines = result.lines
    let headings = ["Control matrix", "Design choices", "Mistakes", "30/60/90 plan"]
    #expect(lines.filter(headings.contains) == headings)
    let drills = try #require(lines.firstIndex { $0.hasPrefix("  FAIL  Days 61–90: run revocation drills") })
    #expect(lines[drills + 1].contains("no live drill was ever run on this store"))
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
      #expect(names(line) == ["check", "group", "title", "source", "verdict", "evidence", "remedies"])
    }
    let warned = findings.filter { $0["verdict"] as? String == "warn" }
    #expect(!warned.isEmpty && findings.allSatisfy { $0["verdict"] as? String != "fail" }, "\(result.output)")
    #expect(warned.allSatisfy { !(($0["remedies"] as? [String]) ?? []).isEmpty })
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
