import Foundation
import Testing

@Suite struct `mode preview by command` {
  @Test(arguments: [
    (["normal"], "expected guarded, denyFirst or lockdown"), (["tight"], "tight"),
    (["guarded", "--over", "2d"], "at most 24h"), (["guarded", "--over", "soon"], "soon"),
    (["guarded", "--scope", "chain:x"], "`chain:x`"), (["guarded", "--suspect", "a b"], "printable"),
  ])
  func `what it cannot try is refused`(arguments: [String], named: String) throws {
    let folder = try TemporaryFolder()
    let refused = try Program.run(["mode", "preview"] + arguments + ["--store", folder.store])
    #expect(refused.status != 0 && refused.output.isEmpty)
    #expect(refused.error.contains(named), "\(refused.error)")
    #expect(refused.error.split(separator: "\n").count == 1)
  }

  @Test func `a store where nothing was allowed says so`() throws {
    let store = try WatchedStore()
    let lines = try store.succeed(["mode", "preview", "lockdown"]).lines
    #expect(lines.last == "nothing was allowed that lockdown for all could have denied")
  }

  @Test func `it says what would have been denied, to whom and why, and sets nothing`() throws {
    let store = try WatchedStore([Sample.key, Sample.other])
    try store.authorize([
      Sample.request(nonce: 1, value: "100"), Sample.request(nonce: 2, value: "50"),
      Sample.request(nonce: 3, value: "1.5"), Sample.request(Sample.other, nonce: 1, value: "2"),
      Sample.request(nonce: 3),
    ])
    let arguments = ["mode", "preview", "guarded", "--named-only", "--suspect", Sample.other]
    let result = try store.succeed(arguments + ["--scope", "chain:1"])
    #expect(
      result.lines.dropFirst() == [
        "guarded for chain:1 would have denied 4 of 4 allowed (100.0 %): 1 of 1 by suspects (1 session, 1 wallet, 2 USD), 3 of 3 by others (1 session, 1 wallet, 151.5 USD)",
        "because of", "  mode_guarded: 1 by suspects, 3 by others", "others hit most",
        "  \(Sample.key) of \(Sample.wallet): 3 of 3, 151.5 USD",
        "still allowed: 0 executions (0 USD) by suspects, 0 executions (0 USD) by others",
        "1 were denied then, and would be",
        "risk counts as of now, because its history is not kept: it decided nothing",
      ])
    #expect(result.error.isEmpty && isClean(result.output))
    let other = try store.succeed(arguments + ["--scope", "chain:10"]).lines
    #expect(
      other.count == 5 && other[1].hasPrefix("guarded for chain:10 would have denied 0 of 4 allowed (0.0 %)"))
    #expect(try store.succeed(["mode", "show"]).output == "normal everywhere\n")
  }

  @Test func `as JSON it is one object with fixed names`() throws {
    let store = try WatchedStore()
    try store.authorize([Sample.request(nonce: 1, value: "100.25")])
    let line = try #require(try store.succeed(["mode", "preview", "lockdown", "--json"]).lines.first)
    #expect(
      names(line) == [
        "mode", "scope", "from", "to", "isComplete", "reached", "executions", "deniedThen", "riskAsOf",
        "deniedByRiskAlone", "suspects", "others", "reasons", "othersHitMost",
      ])
    let preview = object(line)
    let others = try #require(preview["others"] as? [String: Any])
    let denied = try #require(others["newlyDenied"] as? [String: Any])
    #expect(denied["executions"] as? Int == 1 && denied["valueUsd"] as? String == "100.25")
    #expect(
      (preview["reasons"] as? [String: [String: Int]]) == ["mode_lockdown": ["suspects": 0, "others": 1]])
    #expect((preview["othersHitMost"] as? [[String: Any]])?.first?["sessionKey"] as? String == Sample.key)
  }
}
