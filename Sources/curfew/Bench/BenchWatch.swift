import ArgumentParser
import Delegation
import PolicyEngine
import SessionStore
import Synchronization
import Traffic

/// Detection, the five metrics and the list by risk over a week of executions, each beside a scan for the same.
struct BenchWatch: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Detection, metrics and the order by risk over a week of executions, 200,000 in the window.")

  @Option var events = 1_000_000
  @Option var rounds = 30

  @Option(help: "Keep the store here.")
  var to: String?

  func run() throws {
    let folder = try ScratchFolder(named: "curfew-bench")
    defer { folder.remove() }
    let week = BenchWeek(path: to ?? "\(folder.path)/week.db", folder: folder, events: events)
    var filling = Samples()
    try filling.time(per: events) { try week.fill() }
    try report("\(events) executions, watched", perSecond(filling.median))
    let store = try week.open()
    defer { store.close() }
    try measureDetection(store, week)
    try measureMetrics(store, week)
    try measureOrder(store)
  }

  private func measureDetection(_ store: any SessionStore, _ week: BenchWeek) throws {
    let settings = try store.policy().policy.detection
    let baseline = try SeedQueryBaseline(path: week.path)
    defer { baseline.close() }
    var (kept, indexed, scanned) = (Samples(), Samples(), Samples())
    var found = 0
    for round in 0..<rounds {
      try kept.time(per: 1) { found = try store.detect().count }
      let start = week.now - settings.window
      var counts: [Int] = []
      try indexed.time(per: 1) {
        counts.append(try baseline.found(after: start, over: settings.mismatchesOver, useIndex: true))
      }
      if round < 5 {
        try scanned.time(per: 1) {
          counts.append(try baseline.found(after: start, over: settings.mismatchesOver, useIndex: false))
        }
      }
      guard counts.allSatisfy({ $0 == found }) else {
        throw Failure("detection and the seed's query disagree")
      }
    }
    try report("detect, the kept window, p50", duration(kept.median), "\(found) sessions")
    try report("the seed's SQL, SQLite's partial index, p50", duration(indexed.median))
    try report("the seed's SQL, SQLite without an index, p50", duration(scanned.median))
  }

  private func measureMetrics(_ store: any SessionStore, _ week: BenchWeek) throws {
    let (from, to) = (week.now - TimeSpan(seconds: 7 * 86_400), week.now + TimeSpan(seconds: 60))
    var (all, points) = (Samples(), Samples())
    var executions: Int64 = 0
    for _ in 0..<rounds {
      try all.time(per: 1) { executions = try store.metrics(from: from, to: to).executions.all }
      try points.time(per: 1) {
        keep(try store.metricsPoints(from: from, to: to, step: TimeSpan(seconds: 3600)))
      }
    }
    try report("the five metrics of a week, p50", duration(all.median), "\(executions) executions")
    try report("a week's chart by hours, p50", duration(points.median))
  }

  private func measureOrder(_ store: any SessionStore) throws {
    var (top, counts) = (Samples(), Samples())
    var sessions = 0
    for _ in 0..<rounds {
      try top.time(per: 1) { sessions = try store.list(SessionQuery(sort: .risk, limit: 50)).matching }
      try counts.time(per: 1) { keep(try store.overview()) }
    }
    try report("the first 50 of \(sessions) sessions by risk, p50", duration(top.median))
    try report("the header's counts, p50", duration(counts.median))
  }
}

/// A week of executions on a clock of its own: half an hour's sessions at a time, the last half hour with 200,000.
private final class BenchWeek {
  let path: String
  private let folder: ScratchFolder
  private let events: Int
  private let time: Protected<Timestamp>
  private static let slots = 7 * 48
  private static let lastEvents = 200_000
  private static let sessionsPerSlot = 1000
  private static let slot = TimeSpan(seconds: 1800)

  init(path: String, folder: ScratchFolder, events: Int) {
    self.path = path
    self.folder = folder
    self.events = events
    time = Protected(Surroundings.now() - TimeSpan(seconds: 7 * 86_400))
  }

  var now: Timestamp { time.with { $0 } }

  func open() throws -> any SessionStore {
    try Stores.open(
      url: path, clock: { [time] in time.with { $0 } }, makeID: Surroundings.makeID,
      options: BenchStore.options(in: folder))
  }

  func fill() throws {
    let store = try open()
    defer { store.close() }
    var random = SplitMix64(seed: 7)
    let before = max(0, events - BenchWeek.lastEvents) / (BenchWeek.slots - 1)
    for slot in 0..<BenchWeek.slots {
      let start = now
      let isLast = slot == BenchWeek.slots - 1
      try play(store, slot: slot, events: isLast ? min(events, BenchWeek.lastEvents) : before, &random)
      time.with { $0 = start + BenchWeek.slot }
    }
  }

  private func play(
    _ store: any SessionStore, slot: Int, events: Int, _ random: inout SplitMix64
  ) throws {
    let count = events > 50_000 ? BenchWeek.sessionsPerSlot * 10 : BenchWeek.sessionsPerSlot
    let expiresAt = now + BenchWeek.slot
    let envelopes = try (0..<count).map {
      try BenchData.envelope(slot * 100_000 + $0, expiresAt: expiresAt)
    }
    _ = try store.grant(envelopes.map { Grant(envelope: $0) }, by: Operator(name: "bench", plane: .user))
    let thief = try Identifier("0x00000000000000000000000000000000000bad00")
    var done = 0
    while done < events {
      let batch = min(4096, events - done)
      var requests: [ExecutionRequest] = []
      for index in 0..<batch {
        // One in a hundred goes where it may not; a tenth of the sessions make most of them.
        let isStray = random.flips(0.01)
        let place = isStray ? Int.random(in: 0..<(count / 10), using: &random) : (done + index) % count
        let request = try BenchData.request(for: envelopes[place], nonce: UInt64(done + index))
        requests.append(isStray ? request.going(to: thief) : request)
      }
      var rest = requests[...]
      while !rest.isEmpty { rest = rest.dropFirst(try store.authorize(rest).count) }
      done += batch
      time.with {
        $0 = $0 + TimeSpan(milliseconds: BenchWeek.slot.milliseconds * Int64(batch) / Int64(events) - 1)
      }
    }
  }
}

extension ExecutionRequest {
  fileprivate func going(to destination: Identifier) -> ExecutionRequest {
    ExecutionRequest(
      requestID: requestID, sessionKey: sessionKey, capability: capability, destination: destination,
      chainID: chainID, value: value, nonceDomain: nonceDomain, nonce: nonce)
  }
}
