import Foundation
import Testing

@Suite struct `the drill command` {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func live(_ more: String...) -> [String] {
    ["drill", "run", "--live", "--repeat", "1", "--store", folder.store] + more
  }

  @Test(arguments: [
    (["drill", "run", "--scenario", "D99"], "`D13`"),
    (["drill", "run", "--repeat", "0"], "expected 1 to 50"),
    (["drill", "run", "--live", "--wait", "5m"], "expected 3s to 4m"),
    (["drill", "run", "--keys", "1"], "expected 2 to 10000"),
    (["drill", "run", "--json", "--markdown"], "one of --json and --markdown"),
    (["drill", "run", "--store", "x"], "go with --live"),
    (["drill", "run", "--live", "--design", "cache"], "goes with a scripted drill"),
    (["drill", "run", "--live", "--scenario", "D4"], "`D4` puts in a fault that no live store has"),
    (["drill", "run", "--live", "--scenario", "D11"], "D11 pages a person"), (["drill", "show"], "id"),
  ])
  func `wrong usage is one sentence with status 64`(arguments: [String], word: String) throws {
    let result = try Program.run(arguments)
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(result.error.contains(word) && result.error.split(separator: "\n").count == 1, "\(result.error)")
  }

  @Test func `a drill that is not there is refused with status 1`() throws {
    let result = try Program.run(["drill", "show", "DRILL-1", "--store", folder.store])
    #expect(result.status == 1 && result.error.contains("no drill `DRILL-1`"))
  }

  @Test func `no live drill starts without a capability to grant, and nothing of it is left`() throws {
    let result = try Program.run(live("--capability", "bridge.transfer"))
    #expect(result.status == 1 && result.error.contains("no rule is active for `bridge.transfer`"))
    #expect(try Program.succeed(["sessions", "list", "--json", "--store", folder.store]).output.isEmpty)
    #expect(try Program.succeed(["drill", "list", "--json", "--store", folder.store]).output.isEmpty)
  }

  @Test func `what a cache lets through is found, with status 2`() throws {
    let result = try Program.run([
      "drill", "run", "--scenario", "D4", "--design", "cache", "--repeat", "1", "--json",
    ])
    #expect(result.status == 2 && result.error.isEmpty)
    let report = object(try #require(result.lines.first))
    #expect(report["passed"] as? Bool == false)
    #expect((report["gaps"] as? [String] ?? []).contains { $0.contains("false acknowledgements") })
  }

  @Test(arguments: [["--json"], ["--markdown"], []])
  func `every scenario passes simulated, and the same seed prints the same bytes`(format: [String]) throws {
    let arguments = ["drill", "run", "--no-scratch", "--repeat", "1", "--seed", "5"] + format
    let first = try Program.succeed(arguments).output
    #expect(first == (try Program.succeed(arguments).output) && !first.contains("FAILED"))
    for id in ["D1", "D13", "S5"] { #expect(first.contains(id)) }
  }

  @Test func `stores of its own pass what they can be put into`() throws {
    let ids = ["D1", "D3", "D7", "D8", "D9", "D10", "D12"].flatMap { ["--scenario", $0] }
    let result = try Program.succeed(["drill", "run", "--repeat", "1", "--keys", "40", "--json"] + ids)
    let results = object(result.output)["results"] as? [[String: Any]] ?? []
    #expect(results.count { $0["target"] as? String == "scratch store" } == 7)
    #expect(results.allSatisfy { $0["passed"] as? Bool == true }, "\(result.output)")
  }

  @Test func `a live drill ends its canaries, is entered in the log, and shows the same report again`() throws
  {
    let run = try Program.run(
      live("--scenario", "D1", "--scenario", "D8", "--scenario", "D9", "--keys", "20", "--json"))
    #expect(run.status == 0, "\(run.error) \(run.output)")
    #expect(run.error.contains("DRILL-") && run.error.contains("canary keys only"))
    let report = object(run.output)
    let id = try #require(report["drill"] as? String)
    let rows = try Program.succeed(["sessions", "list", "--json", "--store", folder.store]).lines.map(object)
    #expect(rows.count == 22 && rows.allSatisfy { $0["state"] as? String == "revoked" })
    #expect(rows.allSatisfy { ($0["sessionKey"] as? String)?.hasPrefix(id) ?? false })
    #expect(rows.allSatisfy { $0["executions"] as? Int == 0 })
    let shown = try Program.succeed(["drill", "show", id, "--json", "--store", folder.store])
    #expect(shown.output == run.output)
    let markdown = try Program.succeed(["drill", "show", id, "--markdown", "--store", folder.store]).output
    #expect(markdown.hasPrefix("# Drill \(id)\n") && markdown.contains("this process"))
    #expect(try Program.succeed(["drill", "list", "--store", folder.store]).output.contains(id))
    try Program.succeed(["audit", "verify", "--store", folder.store])
  }

  @Test func `a second live drill is compared with the first`() throws {
    let first = object(try Program.succeed(live("--json")).output)
    let second = object(try Program.succeed(live("--json")).output)
    let trend = second["trend"] as? [[String: Any]] ?? []
    #expect(trend.count == 1 && trend.first?["drill"] as? String == first["drill"] as? String)
    #expect((first["trend"] as? [Any])?.isEmpty ?? false)
  }

  @Test func `the hard stop ends a live drill and its canaries, and the log says so`() throws {
    let running = try RunningProgram(live("--repeat", "50", "--json"), in: folder)
    while !running.errorText.contains("^C ends it") { poll(nil, 0, 5) }
    // The canaries of the first run live by now, or will in a moment: either way none may be left.
    while try sessions().isEmpty { poll(nil, 0, 20) }
    running.signal(SIGINT)
    let lines = try running.lines()
    _ = running.wait()
    #expect(try sessions().allSatisfy { $0["state"] as? String != "active" })
    let drills = try Program.succeed(["drill", "list", "--json", "--store", folder.store]).lines
    #expect(lines.count <= 1 && (lines.isEmpty || lines[0].contains("it was stopped by hand")))
    #expect(drills.count == lines.count)
  }

  @Test func `every process that decides on the store is asked, by its name`() throws {
    let point = try decidingProcess()
    let report = object(try Program.succeed(live("--json")).output)
    let results = try #require((report["results"] as? [[String: Any]])?.first)
    let names = (results["points"] as? [[String: Any]] ?? []).compactMap { $0["name"] as? String }
    #expect(names == ["authorize@\(point.process)", "this process"])
    let runs = try #require((results["runs"] as? [[String: Any]])?.first?["points"] as? [[String: Any]])
    for run in runs {
      #expect(run["allowedBefore"] as? Int ?? 0 > 0 && run["leaksAfterCommit"] as? Int == 0)
      #expect(run["acknowledged"] != nil && run["reasons"] as? [String] == ["session_revoked"])
    }
    #expect((report["notes"] as? [String])?.isEmpty ?? false)
  }

  @Test func `a process that does not answer is not known to refuse: the drill fails and says which`() throws
  {
    let point = try decidingProcess()
    point.signal(SIGSTOP)
    defer { point.signal(SIGCONT) }
    let result = try Program.run(live("--json", "--wait", "3s"))
    #expect(result.status == 2, "\(result.error)")
    let gaps = object(result.output)["gaps"] as? [String] ?? []
    #expect(gaps.contains { $0.contains("every point quiet in 0 of 1") }, "\(gaps)")
    #expect(gaps.contains { $0.contains("authorize@\(point.process) did not answer") }, "\(gaps)")
    #expect(try sessions().allSatisfy { $0["state"] as? String != "active" })
  }

  /// A process that has decided on the store, and waits for more.
  private func decidingProcess() throws -> RunningProgram {
    let process = try RunningProgram(["authorize", "--store", folder.store], in: folder)
    process.write(Sample.request(nonce: 1))
    _ = try #require(try process.line())
    return process
  }

  private func sessions() throws -> [[String: Any]] {
    try Program.succeed(["sessions", "list", "--json", "--store", folder.store]).lines.map(object)
  }
}
