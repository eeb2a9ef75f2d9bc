import ArgumentParser
import Delegation
import Dispatch
import Glibc
import SessionStore
import Synchronization

/// What ending many sessions at once takes, and what waits for it meanwhile.
struct BenchMass: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mass",
    abstract: "A scope that ends many sessions, until its commit and another process' first refusal.")

  @Option(help: "Sessions that the scope covers.")
  var scoped: [Int] = [10_000, 100_000]
  @Option(help: "Each in a store of its own.")
  var rounds = 3

  /// Times of one size, by what was measured.
  private struct Times {
    var previews = Samples()
    var commits = Samples()
    var effective = Samples()
    var waiting = Samples()
  }

  func run() throws {
    for count in scoped {
      var times = Times()
      for _ in 0..<rounds { try measure(count, &times) }
      try report("\(count) sessions: preview", duration(times.previews.median))
      try report(
        "  until the commit returned", duration(times.commits.median),
        "\(duration(times.commits.median / Double(count))) each, worst \(duration(times.commits.percentile(1)))"
      )
      try report(
        "  until another process' first deny was heard", duration(times.effective.median),
        "worst \(duration(times.effective.percentile(1)))")
      try report(
        "  a single revocation that waits for it", duration(times.waiting.median),
        "worst \(duration(times.waiting.percentile(1)))")
    }
  }

  private func measure(_ count: Int, _ times: inout Times) throws {
    let folder = try ScratchFolder(named: "curfew-bench")
    defer { folder.remove() }
    let worker = try BenchWorker(folder: folder, sessions: count)
    var ignored = Samples()
    // What is ended has a history, as evidence looks for it.
    for _ in 0..<5 { try worker.decide(count, &ignored) }
    worker.close()
    let stores = try (0..<2).map { _ in
      try Stores.open(
        url: worker.path, clock: Surroundings.now, makeID: Surroundings.makeID,
        options: BenchStore.options(in: folder))
    }
    let other = try BenchChild(["authorize", "--store", worker.path])
    defer {
      other.end()
      for store in stores { store.close() }
    }
    try times.previews.time(per: 1) {
      let covered = try stores[0].preview(scope: .everything)
      guard covered.sessions == count else { throw Failure("the scope covers \(covered.sessions)") }
    }
    let last = try BenchData.envelope(count - 1, expiresAt: .max)
    guard try isAllowed(last, nonce: 1_000_000, by: other) else { throw Failure("it denied before") }
    let clock = ContinuousClock()
    let start = clock.now
    let mass = BenchTask { _ = try stores[0].revoke(scope: .everything, reason: "bench", by: Self.acting) }
    // Asked until it denies: the last one that was allowed may have been decided before the mass revocation began.
    var nonce: UInt64 = 1_000_000
    let single = BenchTask {
      // By then the mass revocation has the lock.
      usleep(20_000)
      let first = try BenchData.envelope(0, expiresAt: .max)
      _ = try stores[1].revoke(RevocationOrder(sessionKey: first.sessionKey, reason: "one"), by: Self.acting)
    }
    repeat { nonce += 1 } while try isAllowed(last, nonce: nonce, by: other)
    times.effective.add(clock.now - start)
    times.commits.add(try mass.finish())
    times.waiting.add(try single.finish())
  }

  private static let acting = Operator(name: "bench")

  private func isAllowed(_ envelope: Envelope, nonce: UInt64, by other: BenchChild) throws -> Bool {
    other.write(try BenchData.request(for: envelope, nonce: nonce).json)
    let answer = other.line()
    if answer.contains("\"decision\":\"allow\"") { return true }
    guard answer.contains("session_revoked") else { throw Failure("heard \(answer)") }
    return false
  }
}

/// Work on a thread of its own, timed.
private final class BenchTask: Sendable {
  private let outcome = Mutex<Result<Duration, any Error>?>(nil)
  private let done = DispatchSemaphore(value: 0)

  init(_ body: @escaping @Sendable () throws -> Void) {
    DispatchQueue.global().async { [self] in
      let clock = ContinuousClock()
      let start = clock.now
      let result = Result { try body() }.map { clock.now - start }
      outcome.withLock { $0 = result }
      done.signal()
    }
  }

  /// How long it took, once it has ended.
  func finish() throws -> Duration {
    done.wait()
    return try outcome.withLock { try $0?.get() } ?? .zero
  }
}
