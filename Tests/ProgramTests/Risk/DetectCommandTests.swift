import Foundation
import Testing

@Suite struct `detection by command` {
  /// The seed's query in SQLite's spelling, as docs/store.md has it.
  static let query = """
    SELECT session_key, COUNT(*) AS executions, MAX(ts) AS last_seen FROM delegated_exec_events
    WHERE ts > (unixepoch('now') - 1800) * 1000 AND (chain_mismatch = true OR destination_mismatch = true)
    GROUP BY session_key HAVING COUNT(*) > 3
    """

  @Test func `what stays within the policy finds nothing and exits with 0`() throws {
    let store = try WatchedStore()
    try store.violate(count: 3)
    try store.authorize([Sample.request(nonce: 9), Sample.request(nonce: 9)])
    #expect(try store.succeed(["detect", "--json"]).output.isEmpty)
    #expect(
      try store.succeed(["detect"]).output == "no session has more than 3 context mismatches within 30m\n")
  }

  @Test func `one mismatch more is found, printed with the contract's three fields, and exits with 2`() throws
  {
    let store = try WatchedStore()
    try store.violate()
    let found = try store.run(["detect", "--json"])
    #expect(found.status == 2)
    #expect(found.lines.count == 1)
    #expect(names(found.lines[0]) == ["sessionKey", "executions", "lastSeen"])
    #expect(object(found.lines[0])["sessionKey"] as? String == Sample.key)
    #expect(object(found.lines[0])["executions"] as? Int == 4)
    let last = try #require(object(found.lines[0])["lastSeen"] as? Double)
    #expect(abs(last - Date().timeIntervalSince1970) < 600, "epoch seconds")
    let text = try store.run(["detect"])
    #expect(text.status == 2)
    #expect(text.lines[0] == "1 session has more than 3 context mismatches within 30m:")
    #expect(text.lines[2].hasPrefix("\(Sample.key)  4           20"))
  }

  @Test func `the policy says how many pass`() throws {
    let store = try WatchedStore()
    try store.violate(count: 2)
    let policy = try Program.succeed(["policy", "init"]).output
    let strict = policy.replacing("mismatchesOver: 3", with: "mismatchesOver: 1")
    #expect(strict != policy)
    try store.succeed(["policy", "apply", try store.folder.file("p.yaml", strict), "--reason", "strict"])
    #expect(try store.run(["detect"]).lines[0] == "1 session has more than 1 context mismatches within 30m:")
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `it finds what the seed's query finds in the same file`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let keys = (0..<10).map { "0xKey\($0)" }
    let store = try WatchedStore(keys)
    var nonces: [String: Int] = [:]
    let requests = (0..<80).map { _ in
      let key = random.pick(keys + ["0xNobody"])
      nonces[key, default: 0] += Int.random(in: 0...1, using: &random)
      return Sample.request(
        key, nonce: nonces[key] ?? 0, destination: random.pick(["0xMarket", "0xMarket", "0xElsewhere"]),
        chain: random.pick([1, 1, 1, 10]))
    }
    try store.authorize(requests)
    let rows = try store.query(DetectCommandTests.query)
    let expected = Set(rows.map { "\($0[0]) \($0[1]) \(($0[2] as? Double ?? 0) / 1000)" })
    let found = try store.run(["detect", "--json"])
    #expect(found.status == 2, "seed \(seed)")
    let answers = found.lines.map(object)
    let given = answers.map {
      "\($0["sessionKey"] ?? "") \($0["executions"] ?? "") \($0["lastSeen"] as? Double ?? 0)"
    }
    #expect(Set(given) == expected && given.count == expected.count && !expected.isEmpty, "seed \(seed)")
    let counts = answers.compactMap { $0["executions"] as? Int }
    #expect(counts == counts.sorted(by: >), "most first, seed \(seed)")
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func `followed, it prints each session and alert once as it comes, until it is told to end`(signal: Int32)
    throws
  {
    let store = try WatchedStore([Sample.key, Sample.other])
    try store.violate()
    let following = try RunningProgram(
      ["detect", "--follow", "--json", "--store", store.folder.store], in: store.folder)
    #expect(
      object(try following.line() ?? "")["sessionKey"] as? String == Sample.key, "what was there before")
    // More of the same session is nothing new; what is found comes before the alert of it.
    try store.violate(from: 10, count: 1)
    try store.violate(Sample.other)
    var (found, alerts): ([[String: Any]], [Any]) = ([], [])
    while let line = try following.line() {
      let printed = object(line)
      guard let alert = printed["alert"] else {
        #expect(names(line) == ["sessionKey", "executions", "lastSeen"])
        found.append(printed)
        continue
      }
      alerts.append(alert)
      if printed["subject"] as? String == Sample.other && printed["kind"] as? String == "context_violations" {
        break
      }
    }
    #expect(found.map { $0["sessionKey"] as? String } == [Sample.other])
    #expect(found.first?["executions"] as? Int == 4)
    #expect(Set(alerts.compactMap { $0 as? Int }).count == alerts.count, "each once")
    following.signal(signal)
    #expect(following.wait() == .exited(2))
  }
}

private typealias DetectCommandTests = `detection by command`
