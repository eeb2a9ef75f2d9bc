import Foundation
import Testing

@Suite struct `risk by command` {
  @Test func `an unknown key is refused`() throws {
    let store = try WatchedStore()
    for arguments in [["risk", "0xNobody"], ["risk", "clear", "0xNobody", "--reason", "x"]] {
      let refused = try store.run(arguments)
      #expect(refused.status == 1)
      #expect(refused.output.isEmpty)
      #expect(refused.error == "curfew: `0xNobody` is no known session\n")
    }
  }

  @Test func `a session that gave no signal is not among the riskiest, and its page says so`() throws {
    let store = try WatchedStore()
    try store.authorize([Sample.request(nonce: 1)])
    #expect(try store.succeed(["risk", "--json"]).output.isEmpty)
    #expect(try store.succeed(["risk"]).output == "no session has given a signal that still speaks\n")
    let page = try store.succeed(["risk", Sample.key])
    #expect(page.lines.contains("score    1 LOW of 100, below every other band"))
    #expect(page.lines.last == "No signal speaks against it.")
    let json = object(try store.succeed(["risk", Sample.key, "--json"]).output)
    #expect(json["leavesBandAt"] is NSNull && (json["signals"] as? [Any])?.isEmpty == true)
  }

  @Test func `a score stands with its band, its signals and the executions that speak for them`() throws {
    let store = try WatchedStore()
    try store.succeed(
      ["lists", "import", "-", "--name", "thieves", "--reason", "x"], input: "0xElsewhere Drainer")
    try store.authorize([
      Sample.request(nonce: 1), Sample.request(nonce: 2, destination: "0xElsewhere", chain: 10),
      Sample.request(nonce: 1),
    ])
    let line = try #require(try store.succeed(["risk", Sample.key, "--json"]).lines.first)
    #expect(
      names(line) == [
        "sessionKey", "wallet", "state", "score", "band", "at", "leavesBandAt", "policy", "signals", "floors",
      ])
    let report = object(line)
    #expect(report["band"] as? String == "CRIT")
    let signals = try #require(report["signals"] as? [[String: Any]])
    #expect(Set(signals.compactMap { $0["signal"] as? String }) == ["CTX", "NONCE"])
    let shares = signals.compactMap { $0["share"] as? Double }
    #expect(abs(shares.reduce(0, +) - 1) < 0.00001)
    #expect(shares == shares.sorted(by: >))
    let context = try #require(signals.first { $0["signal"] as? String == "CTX" })
    #expect(
      Set(context.keys) == [
        "signal", "nats", "share", "scoreWithout", "bandWithout", "count", "allowed", "denied", "completing",
        "lastSeen", "executions",
      ])
    #expect(context["denied"] as? Int == 1 && context["allowed"] as? Int == 0)
    #expect(context["scoreWithout"] as? Double ?? 100 < report["score"] as? Double ?? 0)
    let execution = try #require((context["executions"] as? [[String: Any]])?.first)
    #expect(execution["reasons"] as? [String] == ["chain_mismatch", "destination_not_allowed"])
    #expect(execution["destination"] as? String == "0xElsewhere")
    let listed = try #require((execution["listed"] as? [[String: Any]])?.first)
    #expect(listed["list"] as? String == "thieves" && listed["label"] as? String == "Drainer")
    try readsAsText(store)
  }

  private func readsAsText(_ store: WatchedStore) throws {
    let page = try store.succeed(["risk", Sample.key])
    let score = try #require(page.lines.first { $0.hasPrefix("score") })
    #expect(score.contains(" of 100, falls below ") && score.hasSuffix(" if quiet"))
    let place = try #require(page.lines.firstIndex(of: "  nft.list to 0xElsewhere on chain 10"))
    #expect(page.lines[place - 1].hasPrefix("#5  ") && page.lines[place - 1].hasSuffix("  deny  CTX"))
    #expect(page.lines[place - 1].contains(" ago, 20"), "relative and absolute")
    #expect(page.lines[place + 1] == "  reasons: chain_mismatch destination_not_allowed")
    #expect(page.lines[place + 2] == "  listed: malicious by thieves: \"Drainer\"")
    #expect(page.lines.contains("  the latest: #5") && page.lines.contains("  the latest: #6"))
    // A number never stands alone.
    for line in page.lines where line.contains("CTX  ") && line.contains("%") {
      #expect(line.contains("LOW") || line.contains("MED") || line.contains("HIGH"))
    }
  }

  @Test func `a hostile label of a list is drawn clean and written escaped`() throws {
    let store = try WatchedStore()
    try store.succeed(
      ["lists", "import", "-", "--name", "bad", "--reason", "x"], input: "0xElsewhere \(hostileLabel)")
    try store.authorize([Sample.request(nonce: 1, destination: "0xElsewhere")])
    for arguments in [["risk", Sample.key], ["lists", "show", "0xElsewhere"], ["metrics"]] {
      #expect(isClean(try store.succeed(arguments).output), "\(arguments)")
      #expect(isClean(try store.succeed(arguments + ["--json"]).output), "\(arguments)")
    }
    #expect(isClean(try store.succeed(["metrics", "--openmetrics"]).output))
    let shown = object(try store.succeed(["lists", "show", "0xElsewhere", "--json"]).output)
    #expect(shown["label"] as? String == hostileLabel, "the value is the same")
  }

  @Test func `a floor stays until an operator clears it with a reason`() throws {
    let store = try WatchedStore()
    try store.authorize([Sample.request(nonce: 1)])
    let early = "\(Sample.now - 60)"
    try store.succeed(["revoke", Sample.key, "--reason", "stolen", "--effective-at", early])
    let floored = object(try store.succeed(["risk", Sample.key, "--json"]).output)
    #expect(floored["score"] as? Double == 97 && floored["band"] as? String == "CRIT")
    #expect(floored["leavesBandAt"] is NSNull)
    let floors = try #require(floored["floors"] as? [[String: Any]])
    #expect(floors.map { $0["floor"] as? String } == ["allowed_after_revocation"])
    #expect(
      try store.succeed(["risk", Sample.key]).output.contains("held by a floor until an operator clears it"))
    let clear = ["risk", "clear", Sample.key, "--reason", "it was us"]
    let refused = try store.run(clear, environment: ["CURFEW_OPERATOR": "mallory"])
    #expect(refused.status == 1)
    #expect(refused.error.contains("`mallory` is no operator"))
    #expect(
      try store.succeed(clear).output.hasPrefix(
        "cleared allowed_after_revocation of \(Sample.key), whose score is "))
    #expect(object(try store.succeed(["risk", Sample.key, "--json"]).output)["score"] as? Double ?? 97 < 90)
    let again = try store.run(clear)
    #expect(again.status == 1)
    #expect(again.error.contains("has no floor"))
    #expect(try store.succeed(["audit", "tail"]).output.contains("risk.clear  \(Sample.key)"))
  }

  @Test func `the riskiest come first, in its own list and in that of sessions`() throws {
    let keys = ["0xCalm", "0xWorst", "0xBad"]
    let store = try WatchedStore(keys)
    try store.violate("0xBad", count: 1)
    try store.violate("0xWorst", count: 3)
    let rows = try store.succeed(["risk", "--json"]).lines
    #expect(rows.map { object($0)["sessionKey"] as? String } == ["0xWorst", "0xBad"])
    #expect(names(rows[0]) == ["sessionKey", "wallet", "state", "risk"])
    #expect(try store.succeed(["risk", "--limit", "1"]).lines.count == 2, "a title and one row")
    let list = try store.succeed(["sessions", "list", "--sort", "risk", "--json"]).lines
    #expect(list.map { object($0)["sessionKey"] as? String } == ["0xWorst", "0xBad", "0xCalm"])
    let risk = try #require(object(list[2])["risk"] as? [String: Any])
    #expect(risk["score"] as? Double == 1 && risk["band"] as? String == "LOW")
    #expect((risk["signals"] as? [String])?.isEmpty == true && risk.count == 3)
    #expect((object(list[1])["risk"] as? [String: Any])?["signals"] as? [String] == ["CTX"])
    let table = try store.succeed(["sessions", "list", "--sort", "risk"]).lines
    #expect(table[0].hasPrefix("STATE   RISK  "))
    #expect(table[3].hasPrefix("active  1 LOW "))
    let page = try store.succeed(["sessions", "show", "0xBad"])
    #expect(page.lines.contains { $0.hasPrefix("risk          ") && $0.hasSuffix(": CTX") })
    let shown = object(try store.succeed(["sessions", "show", "0xBad", "--json"]).output)
    #expect((shown["risk"] as? [String: Any])?["band"] as? String == "LOW")
  }
}
