import ArgumentParser
import Delegation
import IncidentResponse
import SessionStore

/// What verifying a revocation costs: reading what came after it, and asking who decides.
struct BenchPoints: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "points",
    abstract: "Verifying a revocation: attempts since it, and a question to each process that decides.")

  @Option var sessions = 10_000
  @Option(help: "Executions after the revocation, all of them by the revoked sessions.")
  var executions = 1_000_000
  @Option var points: [Int] = [1, 8]
  @Option var rounds = 500

  func run() throws {
    let folder = try ScratchFolder(named: "curfew-bench")
    defer { folder.remove() }
    let store = try Stores.open(
      url: "\(folder.path)/store.db", clock: Surroundings.now, makeID: Surroundings.makeID,
      options: BenchStore.options(in: folder))
    defer { store.close() }
    let envelopes = try BenchStore.fill(store, sessions: sessions)
    let acting = Operator(name: "bench")
    try act(envelopes, store, count: 100_000, first: 1)
    let one = try store.revoke(
      RevocationOrder(sessionKey: envelopes[0].sessionKey, reason: "bench"), by: acting)
    let receipt = try store.revoke(scope: .everything, reason: "bench", by: acting)
    try report("\(receipt.revoked) sessions revoked", "\(receipt.elapsed)")
    try act(envelopes, store, count: executions, first: 1_000_000)
    try attempts(store, one.sessionKey)
    for count in points { try ask(store, "\(folder.path)/store.db", folder, envelopes, count) }
  }

  private func act(_ envelopes: [Envelope], _ store: any SessionStore, count: Int, first: UInt64) throws {
    for start in stride(from: 0, to: count, by: 4096) {
      let requests = try (start..<min(start + 4096, count)).map {
        try BenchData.request(for: envelopes[$0 % envelopes.count], nonce: first + UInt64($0))
      }
      var rest = requests[...]
      while !rest.isEmpty { rest = rest.dropFirst(try store.authorize(rest).count) }
    }
  }

  private func attempts(_ store: any SessionStore, _ key: Identifier) throws {
    guard let scoped = try store.latestRevocation(scope: .everything),
      let single = try store.revocations(of: key).last?.sequence
    else { throw Failure("the bench's revocations are not in the store") }
    for (name, leaf) in [("all of them", scoped), ("one session", single)] {
      var samples = Samples()
      var counted: UInt64 = 0
      for _ in 0..<5 {
        try samples.time(per: 1) {
          let found = try store.attempts(AttemptQuery(revocations: [leaf], before: TimeSpan(seconds: 1800)))
          counted = found.denied.count + found.allowed.count + found.allowedBefore.count
        }
      }
      try report("attempts of \(name), p50", duration(samples.median), "\(counted) counted")
    }
    var samples = Samples()
    for _ in 0..<5 {
      try samples.time(per: 1) {
        _ = try VerifyRound(revocations: [scoped]).look(at: store, quiet: TimeSpan(seconds: 120), by: nil)
      }
    }
    try report("a whole look, one point, p50", duration(samples.median))
  }

  /// Asks `count` processes beside this one.
  private func ask(
    _ store: any SessionStore, _ path: String, _ folder: ScratchFolder, _ envelopes: [Envelope], _ count: Int
  ) throws {
    let children = try (0..<count).map { _ in try BenchChild(["authorize", "--store", path]) }
    defer { for child in children { child.end() } }
    let request = try BenchData.request(for: envelopes[0], nonce: 99_000_000)
    for child in children {
      child.write(request.json)
      _ = child.line()
    }
    let points = try store.points().filter { $0.kind == "authorize" }
    guard points.count == count else { throw Failure("\(points.count) of \(count) points were found") }
    let many = try (0..<100).map { try BenchData.request(for: envelopes[$0], nonce: 99_000_000) }
    for (name, requests) in [("1 request", [request]), ("100 requests", many)] {
      var samples = Samples()
      for _ in 0..<rounds {
        try samples.time(per: 1) {
          for point in points {
            guard case .decided = store.probe(requests, at: point, timeout: .seconds(10)) else {
              throw Failure("`\(point.name)` did not answer")
            }
          }
        }
      }
      try report(
        "\(name) to \(count) points, p50", duration(samples.median),
        "p95 \(duration(samples.percentile(0.95)))")
    }
    var samples = Samples()
    for _ in 0..<rounds { try samples.time(per: 1) { _ = try store.points() } }
    try report("finding \(count + 1) points, p50", duration(samples.median))
  }
}
