import ArgumentParser
import Delegation
import Glibc
import PolicyEngine
import SessionStore
import Traffic

/// A mode preview over half an hour of executions, beside a bare scan of the same rows.
struct BenchPreview: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview", abstract: "What each mode would have denied of half an hour of executions.")

  @Option var executions = 3_600_000
  @Option var rounds = 5

  @Option(help: "Keep the store here, or use the one that is there.")
  var to: String?

  func run() throws {
    let folder = try ScratchFolder(named: "curfew-bench")
    defer { folder.remove() }
    let path = to ?? "\(folder.path)/preview.db"
    let end: Timestamp
    if let kept = to.flatMap(BenchHalfHour.end) {
      end = kept
    } else {
      let filling = BenchHalfHour(path: path, folder: folder, executions: executions)
      var time = Samples()
      try time.time(per: executions) { try filling.fill() }
      try report("\(executions) executions of half an hour", perSecond(time.median))
      end = filling.now
    }
    let store = try Stores.open(
      url: path, clock: { end }, makeID: Surroundings.makeID, options: BenchStore.options(in: folder))
    defer { store.close() }
    try measure(store, path)
  }

  private func measure(_ store: any SessionStore, _ path: String) throws {
    let queries: [(String, PolicyMode, Scope)] = [
      ("lockdown", .lockdown, .everything), ("denyFirst", .denyFirst, .everything),
      ("guarded", .guarded, .everything), ("guarded for chain:1 cap:nft.list", .guarded, try narrow()),
      ("normal", .normal, .everything),
    ]
    let floor = try PreviewBaseline(path: path)
    defer { floor.close() }
    var floors = Samples()
    var times = queries.map { _ in Samples() }
    // On a machine that others use too, what it cost says more than how long it took.
    var costs = queries.map { _ in Samples() }
    var floorCosts = Samples()
    var notes = queries.map { _ in "" }
    let first = try floor.first(since: store.preview(mode: .normal, scope: .everything, suspects: []).from)
    for _ in 0..<rounds {
      let start = processTime()
      try floors.time(per: 1) { keep(try floor.sum(from: first)) }
      floorCosts.add(processTime() - start)
      for (index, query) in queries.enumerated() {
        let start = processTime()
        try times[index].time(per: 1) {
          let preview = try store.preview(mode: query.1, scope: query.2, suspects: [])
          guard preview.isComplete, preview.seen == executions else {
            throw Failure("a preview saw \(preview.seen) of \(executions) executions")
          }
          notes[index] =
            "\(preview.newlyDenied) of \(preview.allowedThen) denied, \(preview.good.sessions + preview.bad.sessions) sessions"
        }
        costs[index].add(processTime() - start)
      }
    }
    try report(
      "SELECT count(*), sum(value_micros), p50", duration(floors.median),
      "\(duration(floorCosts.median)) of one processor")
    for (index, query) in queries.enumerated() {
      let cost = duration(costs[index].median)
      try report(
        "\(query.0), p50", duration(times[index].median), "\(cost) of processors; \(notes[index])")
    }
  }

  private func narrow() throws -> Scope {
    Scope(chainID: 1, capability: try Identifier("nft.list"))
  }
}

/// What this process has had of all processors.
private func processTime() -> Duration {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
}

/// Half an hour on a clock of its own: sessions that act every 20 seconds and live for 15 minutes, so that 30 times as many
/// executions as sessions come of it and most sessions are cut by neither end of the window.
private final class BenchHalfHour {
  private let path: String
  private let folder: ScratchFolder
  private let executions: Int
  private let time: Protected<Timestamp>
  private var random = SplitMix64(seed: 11)
  private var nonce: UInt64 = 0
  private static let length: Int64 = 1_799_000
  /// Times that every session is replaced.
  private static let shifts = 3

  init(path: String, folder: ScratchFolder, executions: Int) {
    self.path = path
    self.folder = folder
    self.executions = executions
    time = Protected(Surroundings.now() - TimeSpan(milliseconds: BenchHalfHour.length))
  }

  var now: Timestamp { time.with { $0 } }

  /// When the last execution of a store that was filled before came; nil where there is none.
  static func end(of path: String) -> Timestamp? {
    guard
      let store = try? Stores.open(
        url: path, clock: { .epoch }, makeID: Surroundings.makeID, options: Stores.Options(isReadOnly: true))
    else { return nil }
    defer { store.close() }
    return try? store.preview(mode: .normal, scope: .everything, suspects: []).to
  }

  func fill() throws {
    let store = try Stores.open(
      url: path, clock: { [time] in time.with { $0 } }, makeID: Surroundings.makeID,
      options: BenchStore.options(in: folder))
    defer { store.close() }
    let start = now
    // As many as act every 20 seconds.
    let count = max(1, executions / 90)
    var done = 0
    for shift in 0..<BenchHalfHour.shifts {
      let envelopes = try grant(count, shift, store)
      let end = executions * (shift + 1) / BenchHalfHour.shifts
      while done < end {
        let batch = min(4096, end - done)
        try decide((done..<(done + batch)).map { envelopes[$0 % count] }, store)
        done += batch
        let passed = BenchHalfHour.length * Int64(done) / Int64(executions)
        time.with { $0 = start + TimeSpan(milliseconds: passed) }
        for _ in 0..<20 { try attest(envelopes, store) }
      }
    }
  }

  private func grant(_ count: Int, _ shift: Int, _ store: any SessionStore) throws -> [Envelope] {
    let expiresAt = now + TimeSpan(seconds: 900)
    var envelopes: [Envelope] = []
    for index in 0..<count {
      let plain = try BenchData.envelope(shift * 1_000_000 + index, expiresAt: expiresAt)
      // One in eight has limits of its own.
      envelopes.append(index % 8 == 0 ? plain.limited : plain)
    }
    for start in stride(from: 0, to: count, by: 4096) {
      let some = envelopes[start..<min(start + 4096, count)]
      _ = try store.grant(some.map { Grant(envelope: $0) }, by: Operator(name: "bench", plane: .user))
    }
    return envelopes
  }

  private func decide(_ envelopes: [Envelope], _ store: any SessionStore) throws {
    var requests: [ExecutionRequest] = []
    for envelope in envelopes {
      nonce += 1
      let request = try BenchData.request(for: envelope, nonce: nonce)
      // One in two hundred is on a chain that it may not use.
      requests.append(random.flips(0.005) ? request.onChain(10) : request)
    }
    var rest = requests[...]
    while !rest.isEmpty { rest = rest.dropFirst(try store.authorize(rest).count) }
  }

  private func attest(_ envelopes: [Envelope], _ store: any SessionStore) throws {
    let place = Int.random(in: envelopes.indices, using: &random)
    _ = try store.attest(envelopes[place].sessionKey, by: Operator(name: "bench", plane: .user))
  }
}

extension Envelope {
  /// The same with a budget, a limit for each execution, a window and an inactivity limit, all wide enough for what is asked.
  fileprivate var limited: Envelope {
    Envelope(
      sessionKey: sessionKey, wallet: wallet, capabilities: capabilities,
      maxValue: Money(micros: 1_000_000) ?? .max, destinations: destinations, chainID: chainID,
      expiresAt: expiresAt, nonceDomain: nonceDomain, maxValuePerExecution: Money(micros: 100_000),
      spendWindow: SpendWindow(value: Money(micros: 80_000) ?? .max, length: TimeSpan(seconds: 120)),
      inactivity: TimeSpan(seconds: 300))
  }
}

extension ExecutionRequest {
  fileprivate func onChain(_ chain: UInt64) -> ExecutionRequest {
    ExecutionRequest(
      requestID: requestID, sessionKey: sessionKey, capability: capability, destination: destination,
      chainID: chain, value: value, nonceDomain: nonceDomain, nonce: nonce)
  }
}
