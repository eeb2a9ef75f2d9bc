import Foundation
import Testing

@Suite struct `simulate` {
  @Test(arguments: [
    ([], "--events"), (["--events", "-", "--store", "x"], "one of --events and --store"),
    (["--events", "-", "--attacks", "replay,theft"], "`theft`"),
    (["--events", "-", "--sessions", "0"], "--sessions"), (["--events", "-", "--hours", "0"], "--hours"),
    (["--events", "-", "--attacked-share", "2"], "--attacked-share"),
    (["--events", "-", "--start", "noon"], "RFC 3339"), (["--store", "x", "--rate", "0"], "--rate"),
    (["--store", "x", "--labels", "l"], "--labels"), (["--events", "-", "--for", "1m"], "--for"),
  ])
  func `wrong usage ends with 64 and one sentence`(arguments: [String], word: String) throws {
    let result = try Program.run(["simulate"] + arguments)
    #expect(result.status == 64)
    #expect(result.output.isEmpty)
    #expect(result.error.contains(word), "\(result.error)")
    #expect(result.error.split(separator: "\n").count == 1)
  }

  @Test func `a file that cannot be written is one sentence`() throws {
    let result = try Program.run(["simulate", "--events", "/nonexistent/e", "--sessions", "5"])
    #expect(result.status == 1)
    #expect(result.error.contains("`/nonexistent/e`"))
  }

  @Test func `replay takes the log, and refuses only a key that is granted twice`() throws {
    let folder = try TemporaryFolder()
    let policy = folder.path + "/policy.yaml"
    try Program.succeed(["policy", "init", policy])
    let events = folder.path + "/events.ndjson"
    let labels = folder.path + "/labels.ndjson"
    let arguments = [
      "simulate", "--seed", "3", "--sessions", "300", "--attacked-share", "0.2", "--include-left-out",
    ]
    try Program.succeed(arguments + ["--events", events, "--labels", labels])
    let replayed = try Program.succeed(["replay", "--policy", policy, "--events", events])
    let refused = replayed.lines.filter { $0.contains("\"rejected\"") }
    #expect(refused.count > 0)
    for line in refused {
      #expect(object(line)["rejected"] as? String == "session.granted")
      #expect(reasons(line) == ["duplicate_session"])
    }
    #expect(replayed.lines.contains { $0.contains("\"allow\"") })
    let scenarios = try String(contentsOfFile: labels, encoding: .utf8).split(separator: "\n")
      .compactMap { object(String($0))["scenario"] as? String }
    #expect(scenarios.count >= 300)
    #expect(Set(scenarios).count == 16, "honest, and fifteen attacks")
    let again = try Program.succeed(arguments + ["--events", "-"])
    #expect(try again.output == String(contentsOfFile: events, encoding: .utf8))
  }

  @Test func `a store gets traffic for as long as asked, attacks among it`() throws {
    let folder = try TemporaryFolder()
    try Program.succeed([
      "simulate", "--store", folder.store, "--rate", "100", "--for", "3s", "--attacked-share", "0.3",
    ])
    let sessions = try Program.succeed(["sessions", "list", "--json", "--store", folder.store]).lines
    #expect(sessions.count > 50)
    let exported = try Program.succeed(["sessions", "export", "--store", folder.store]).lines
    #expect(exported.count { $0.contains("execution.requested") } > 300)
    try Program.succeed(["audit", "verify", "--store", folder.store])
  }
}
