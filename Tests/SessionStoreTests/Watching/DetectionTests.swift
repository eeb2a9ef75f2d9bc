import Delegation
import GRDB
import PolicyEngine
import RiskScoring
import SessionStore
import Testing

@Suite struct DetectionTests {
  /// The seed's query, with SQLite's spelling of the interval.
  private func seed(_ path: String, now: Timestamp, over limit: UInt64 = 3, minutes: Int64 = 30) throws
    -> Set<MismatchWindow.Found>
  {
    let queue = try DatabaseQueue(path: path)
    defer { try? queue.close() }
    return try queue.read { db in
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT session_key, COUNT(*) AS execs, MAX(ts) AS last_seen FROM delegated_exec_events
          WHERE ts > ? AND (chain_mismatch = true OR destination_mismatch = true)
          GROUP BY session_key HAVING COUNT(*) > ?
          """, arguments: [now.milliseconds - minutes * 60_000, Int64(limit)])
      return Set(
        rows.map {
          MismatchWindow.Found(
            sessionKey: id($0["session_key"]), executions: $0["execs"],
            lastSeen: Timestamp(milliseconds: $0["last_seen"]))
        })
    }
  }

  @Test(arguments: UInt64(0)..<15)
  func `the kept window gives what the seed's SQL gives, at any moment, under any window`(seed: UInt64) throws
  {
    let folder = try Folder()
    let clock = TestClock()
    let store = try folder.open(clock)
    defer { store.close() }
    try store.onlyAlert()
    var life = RandomLife(seed: seed)
    try life.run(on: store, clock, steps: 80)
    func compare(_ what: String, over limit: UInt64 = 3, minutes: Int64 = 30) throws {
      let found = try store.detect()
      #expect(
        Set(found) == (try self.seed(folder.path, now: clock.now, over: limit, minutes: minutes)),
        "seed \(seed): \(what)")
      #expect(found.map(\.executions) == found.map(\.executions).sorted(by: >))
    }
    try compare("at once")
    for seconds in [Int64(400), 600, 500] {
      clock.advance(seconds: seconds)
      try compare("\(seconds) s of silence")
    }
    let yaml = try store.policy().yaml.replacing(
      "detection: {window: 30m, mismatchesOver: 3}", with: "detection: {window: 60m, mismatchesOver: 1}")
    _ = try store.apply(Policy.load(yaml: yaml), yaml: yaml, reason: "", by: .alice)
    try compare("a longer window", over: 1, minutes: 60)
    for _ in 0..<20 {
      _ = try store.decideAll([.sample("s-0", nonce: 9_000_000 + UInt64(clock.now.milliseconds), chain: 137)])
      clock.advance(seconds: 90)
    }
    try compare("more", over: 1, minutes: 60)
    #expect(try store.verifyAudit(AuditAnchors()).findings == [], "seed \(seed)")
  }

  @Test(arguments: UInt64(0)..<40)
  func `the window in memory gives what a scan gives`(seed: UInt64) throws {
    var random = Seeded(seed)
    let settings = DetectionSettings(window: TimeSpan(seconds: 100), mismatchesOver: 2)
    var window = MismatchWindow(settings: settings)
    var all: [(String, Timestamp)] = []
    var now = Timestamp.start
    for _ in 0..<300 {
      now = now + TimeSpan(milliseconds: random.pick([0, 1, 400, 9000, 100_000]))
      let key = random.pick(["a", "b", "c", "d"])
      all.append((key, now))
      _ = window.add(id(key), at: now)
      let recent = all.filter { $0.1 > now - settings.window }
      let expected = Dictionary(grouping: recent, by: \.0).filter { $0.value.count > 2 }
      let found = window.found(at: now)
      #expect(Set(found.map(\.sessionKey.text)) == Set(expected.keys), "seed \(seed)")
      for entry in found {
        #expect(entry.executions == expected[entry.sessionKey.text]?.count, "seed \(seed)")
        #expect(entry.lastSeen == expected[entry.sessionKey.text]?.last?.1, "seed \(seed)")
      }
    }
  }
}
