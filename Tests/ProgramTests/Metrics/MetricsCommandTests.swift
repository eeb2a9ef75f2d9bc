import Foundation
import Testing

@Suite struct `metrics by command` {
  private let store: WatchedStore

  init() throws {
    store = try WatchedStore([Sample.key, Sample.other])
    try store.authorize([
      Sample.request(nonce: 1), Sample.request(nonce: 2), Sample.request(nonce: 2, chain: 10),
      Sample.request(nonce: 3, destination: "0xElsewhere"), Sample.request("0xNobody", nonce: 1),
    ])
    try store.succeed(["revoke", Sample.key, "--reason", "phished"])
    try store.authorize([Sample.request(nonce: 4)])
  }

  @Test func `a window that ends before it begins, or in the future, or holds no minute is refused`() throws {
    for (arguments, words) in [
      (["--from", "9000000000"], "before now"), (["--from", "100", "--to", "119"], "no whole minute"),
    ] {
      let refused = try store.run(["metrics"] + arguments)
      #expect(refused.status == 64)
      #expect(refused.output.isEmpty && refused.error.contains(words), "\(refused.error)")
    }
  }

  @Test func `JSON has both windows, with what the executions say`() throws {
    let line = try #require(try store.succeed(["metrics", "--json"]).lines.first)
    #expect(
      names(line) == ["window", "before", "asOf", "openAlerts", "sessionsAtRisk", "sessionsCritical"])
    let window = try #require(object(line)["window"] as? [String: Any])
    let before = try #require(object(line)["before"] as? [String: Any])
    let fields: Set<String> = [
      "from", "to", "executions", "deniedByReason", "sessionLifetimes", "timeToRevocation",
      "contextMismatches", "afterRevocation",
    ]
    #expect(Set(window.keys) == fields && Set(before.keys) == fields)
    let (from, to) = (try #require(window["from"] as? Int), try #require(window["to"] as? Int))
    #expect(to - from == 7 * 86_400 && to % 60 == 0 && (1...120).contains(to - Sample.now + 60))
    #expect(before["to"] as? Int == from && before["from"] as? Int == from - 7 * 86_400)
    let executions = try #require(window["executions"] as? [String: Any])
    #expect(executions["allowed"] as? Int == 2 && executions["denied"] as? Int == 4)
    #expect(executions["deniedShare"] as? Double == 0.666666)
    #expect((before["executions"] as? [String: Any])?["deniedShare"] is NSNull)
    #expect(
      window["deniedByReason"] as? [String: Int] == [
        "unknown_session": 1, "session_revoked": 1, "chain_mismatch": 1, "destination_not_allowed": 1,
        "nonce_replayed": 1,
      ])
    let lives = try #require(window["sessionLifetimes"] as? [[String: Any]])
    #expect(lives.map { $0["actionClass"] as? String } == ["listing"] && lives[0]["sessions"] as? Int == 1)
    #expect(window["afterRevocation"] as? [String: Int] == ["allowed": 0, "denied": 1])
  }

  @Test func `its counts are those of the executions in the file`() throws {
    let rows = try store.query(
      """
      SELECT decision, count(*), sum(chain_mismatch OR destination_mismatch) FROM delegated_exec_events
      GROUP BY decision ORDER BY decision
      """)
    let metrics = object(try store.succeed(["metrics", "--json"]).output)
    let window = try #require(metrics["window"] as? [String: Any])
    let executions = try #require(window["executions"] as? [String: Any])
    #expect(rows.map { $0[1] as? Int } == [executions["allowed"] as? Int, executions["denied"] as? Int])
    let contexts = try #require(window["contextMismatches"] as? [[String: Any]])
    #expect(
      contexts.reduce(0) { $0 + ($1["mismatched"] as? Int ?? 0) }
        == rows.reduce(0) { $0 + ($1[2] as? Int ?? 0) })
  }

  @Test func `a window elsewhere is empty beside one that is not`() throws {
    let now = Sample.now
    let late = ["--from", "\(now + 120)", "--to", "\(now + 720)"]
    let metrics = object(try store.succeed(["metrics", "--json"] + late).output)
    let window = try #require(metrics["window"] as? [String: Any])
    let before = try #require(metrics["before"] as? [String: Any])
    #expect((window["executions"] as? [String: Any])?["allowed"] as? Int == 0)
    #expect((before["executions"] as? [String: Any])?["allowed"] as? Int == 2)
    let text = try store.succeed(["metrics"] + late).lines
    #expect(text.contains { $0.hasPrefix("  executions") && $0.hasSuffix("0              6             -6") })
  }

  @Test func `text names both windows and the change, in 80 columns`() throws {
    try store.succeed(
      ["lists", "import", "-", "--name", "l", "--reason", "x"],
      input:
        "{\"1\":{\"0xc5ac25cfc2b8284e84ca47dad21cf1319f732c11\":{\"name\":\"\(String(repeating: "long ", count: 40))\"}}}"
    )
    try store.authorize([
      Sample.request(Sample.other, nonce: 1, destination: "0xc5ac25cfc2b8284e84ca47dad21cf1319f732c11")
    ])
    let text = try store.succeed(["metrics"]).lines
    #expect(text.allSatisfy { $0.count <= 80 }, "\(text.filter { $0.count > 80 })")
    #expect(text[1].hasPrefix("beside the 7 d before, from 20"))
    for title in [
      "Denied by policy", "Mean session lifetime by action class",
      "Time to revocation after a critical alert",
      "Context mismatch rate by chain and destination family", "Attempts after revocation",
    ] {
      #expect(text.contains(title))
    }
    #expect(text.contains("  denied                                    71.4 %              -              -"))
    #expect(
      text.contains {
        $0.hasPrefix("  chain 1, long long") && $0.hasSuffix("100.0 %              -              -")
      })
  }

  @Test func `a scrape counts from the beginning, a window what is in it`() throws {
    let scrape = try store.succeed(["metrics", "--openmetrics"]).lines
    for line in [
      "curfew_delegated_executions_total{decision=\"allowed\"} 2",
      "curfew_delegated_executions_total{decision=\"denied\"} 4",
      "curfew_denied_executions_total{reason=\"session_revoked\"} 1",
      "curfew_post_revocation_executions_total{decision=\"denied\"} 1",
      "curfew_session_lifetime_seconds_count{action_class=\"listing\"} 1",
      "curfew_context_mismatches_total{chain_id=\"1\",destination_family=\"unknown\"} 2",
      "curfew_time_to_revocation_seconds_count 1", "# EOF",
    ] {
      #expect(scrape.contains(line), "\(line)")
    }
    #expect(
      !scrape.contains { $0.contains(Sample.key) || $0.contains(Sample.wallet) }, "no label without end")
    let early = try store.succeed(["metrics", "--openmetrics", "--from", "0", "--to", "600"]).lines
    #expect(early.contains("curfew_delegated_executions_total{decision=\"allowed\"} 0"))
  }

  @Test func `the time to revocation runs from the critical alert until the key is seen to be refused`()
    throws
  {
    // A nonce that is sent again and again on a wrong chain: the policy plane revokes on the way.
    try store.authorize(
      [Sample.request(Sample.other, nonce: 1)]
        + (0..<8).map { _ in Sample.request(Sample.other, nonce: 1, chain: 10) })
    #expect(
      object(try store.succeed(["sessions", "show", Sample.other, "--json"]).output)["state"] as? String
        == "revoked")
    try store.authorize([Sample.request(Sample.other, nonce: 20)])
    let metrics = object(try store.succeed(["metrics", "--json"]).output)
    let window = try #require(metrics["window"] as? [String: Any])
    let times = try #require(window["timeToRevocation"] as? [String: Any])
    #expect(Set(times.keys) == ["count", "pending", "p50Seconds", "p95Seconds", "worstSeconds"])
    #expect(times["count"] as? Int == 2 && times["pending"] as? Int == 0)
    let worst = try #require(times["worstSeconds"] as? Double)
    #expect((0..<600).contains(worst) && times["p95Seconds"] as? Double == worst)
    let scrape = try store.succeed(["metrics", "--openmetrics"]).lines
    #expect(scrape.contains("curfew_time_to_revocation_seconds_count 2"))
    for part in ["0.5", "0.95", "1.0"] {
      #expect(scrape.contains { $0.hasPrefix("curfew_time_to_revocation_seconds{quantile=\"\(part)\"} ") })
    }
  }

  @Test func `both forms are read by those who will read them`() throws {
    let folder = store.folder
    let classic = try store.succeed(["metrics", "--prometheus"]).output
    let checked = try Program.collect(
      "promtool", ["check", "metrics"], input: classic, environment: Program.surroundings(), in: folder)
    #expect(checked.status == 0 && checked.output + checked.error == "", "\(checked.error)")
    for (form, module) in [("--openmetrics", "openmetrics.parser"), ("--prometheus", "parser")] {
      let python = """
        import json, sys
        from prometheus_client.\(module) import text_string_to_metric_families as read
        print(json.dumps({f.name: f.type for f in read(sys.stdin.buffer.read().decode())}))
        """
      let read = try Program.collect(
        "/usr/bin/python3", ["-c", python], input: try store.succeed(["metrics", form]).output,
        environment: Program.surroundings(), in: folder)
      try #require(read.status == 0, "\(read.error)")
      #expect(
        object(read.output) as? [String: String] == [
          "curfew_delegated_executions": "counter", "curfew_denied_executions": "counter",
          "curfew_post_revocation_executions": "counter", "curfew_session_lifetime_seconds": "summary",
          "curfew_time_to_revocation_seconds": "summary", "curfew_critical_alerts_unrevoked": "gauge",
          "curfew_context_executions": "counter", "curfew_context_mismatches": "counter",
          "curfew_open_alerts": "gauge", "curfew_sessions_at_risk": "gauge",
          "curfew_sessions_critical": "gauge",
        ])
    }
  }
}
