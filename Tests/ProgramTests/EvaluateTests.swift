import Foundation
import Testing

@Suite struct `evaluate` {
  @Test(arguments: [
    (["--sessions", "0"], "`--sessions 0`"), (["--hours", "0"], "--hours"),
    (["--attacked-share", "1.1"], "--attacked-share"), (["--attacks", "replay,theft"], "`theft`"),
    (["--seed", "-1"], "seed"),
  ])
  func `wrong usage ends with 64 and one sentence`(arguments: [String], word: String) throws {
    let result = try Program.run(["evaluate"] + arguments)
    #expect(result.status == 64)
    #expect(result.output.isEmpty)
    #expect(result.error.contains(word), "\(result.error)")
    #expect(result.error.split(separator: "\n").count == 1)
  }

  @Test func `a policy that cannot be read is one sentence`() throws {
    let result = try Program.run(["evaluate", "--policy", "/nonexistent/p.yaml"])
    #expect(result.status == 1)
    #expect(result.error.contains("`/nonexistent/p.yaml`"))
  }

  private static let small = ["evaluate", "--seed", "5", "--sessions", "600", "--hours", "2"]

  @Test func `tables are 80 columns wide, and the same bytes each time`() throws {
    let first = try Program.succeed(Self.small + ["--robustness"])
    #expect(first.lines.allSatisfy { $0.count <= 80 })
    for word in ["drain-slow", "left-out", "post_revocation", "score >= 90", "70 %", "130 %"] {
      #expect(first.output.contains(word), "\(word)")
    }
    #expect(try Program.succeed(Self.small + ["--robustness"]).output == first.output)
    #expect(try Program.succeed(Self.small).output != first.output)
    #expect(try Program.succeed(["evaluate", "--seed", "6", "--sessions", "600"]).output != first.output)
  }

  @Test func `the object has every figure of every detector, and the floors hold`() throws {
    let printed = try Program.succeed(Self.small + ["--json"])
    #expect(printed.lines.count == 1)
    let whole = object(printed.output)
    let detectors = try #require(whole["detectors"] as? [[String: Any]])
    #expect(
      detectors.compactMap { $0["detector"] as? String } == [
        "alerts", "score", "seed-sql", "context_violations", "risk_high", "burst", "post_revocation",
      ])
    let ranking = try #require(detectors[1]["ranking"] as? [[String: Any]])
    let known = try #require(ranking.first { $0["attack"] as? String == "known" })
    #expect(try #require(known["rocArea"] as? Double) >= 0.98)
    let alarm = try #require((detectors[0]["alarms"] as? [[String: Any]])?.first)
    let attacks = try #require(alarm["attacks"] as? [[String: Any]])
    #expect(attacks.count == 17, "fifteen attacks and two families")
    for name in ["recall", "precision", "f1", "timeToDetectMedianSeconds", "timeToDetectP95Seconds"] {
      #expect(attacks.allSatisfy { $0[name] is Double || $0[name] is Int }, "\(name)")
    }
    let all = try #require(attacks.first { $0["attack"] as? String == "known" })
    #expect(try #require(all["recall"] as? Double) >= 0.95)
    #expect((alarm["honest"] as? [String: Any])?["alertsPer1000SessionDays"] is Double)
  }

  @Test func `without attacks there is nothing to recall, and honest sessions are counted`() throws {
    let whole = object(
      try Program.succeed(["evaluate", "--sessions", "50", "--attacks", "none", "--json"]).output)
    #expect(whole["attackedSessions"] as? Int == 0)
    #expect(whole["sessions"] as? Int ?? 0 >= 50)
    try Program.succeed(["evaluate", "--sessions", "50", "--attacks", "none"])
  }
}
