import ArgumentParser
import Delegation
import SessionStore

/// What a revocation waits for beside a busy authoriser, and how soon another process refuses.
struct BenchRevoke: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke",
    abstract: "A revocation beside busy authorisers, until its commit and the first refusal.")

  @Option var sessions = 10_000
  @Option var rounds = 200
  @Option(help: "Processes that authorise meanwhile, 64 in flight each.")
  var busy = 1

  func run() throws {
    let folder = try ScratchFolder(named: "curfew-bench")
    defer { folder.remove() }
    let worker = try BenchWorker(folder: folder, sessions: sessions)
    worker.close()
    let options = BenchStore.options(in: folder)
    let store = try Stores.open(
      url: worker.path, clock: Surroundings.now, makeID: Surroundings.makeID, options: options)
    let bare = try BareCommits(folder: folder.path)
    defer {
      bare.close()
      store.close()
    }
    let half = sessions / 2
    let share = half / max(1, busy)
    let busy = try (0..<busy).map { index in
      try BenchChild([
        "bench", "worker", "--path", worker.path, "--keys", "\(folder.path)/keys", "--in-flight", "64",
        "--seconds",
        "600", "--sessions", "\(sessions)", "--first", "\(index * share)", "--only", "\(share)",
      ])
    }
    let other = try BenchChild(["authorize", "--store", worker.path])
    defer { for child in busy + [other] { child.end() } }
    try measure(store, bare, other, from: half)
    try freshness(store)
  }

  private func measure(_ store: any SessionStore, _ bare: BareCommits, _ other: BenchChild, from first: Int)
    throws
  {
    var (commits, revokes, denies, allows) = (Samples(), Samples(), Samples(), Samples())
    let acting = Operator(name: "bench")
    for round in 0..<rounds {
      let envelope = try BenchData.envelope(first + round, expiresAt: .max)
      try allows.time(per: 1) { try ask(envelope, 1, other, expecting: "allow") }
      try commits.time(per: 1) { try bare.commit() }
      try revokes.time(per: 1) {
        _ = try store.revoke(RevocationOrder(sessionKey: envelope.sessionKey, reason: "bench"), by: acting)
      }
      try denies.time(per: 1) { try ask(envelope, 2, other, expecting: "deny") }
    }
    try report(
      "bare SQLite commit of one row, p50", duration(commits.median),
      "p95 \(duration(commits.percentile(0.95)))")
    try report(
      "revoke until its commit returned, p50", duration(revokes.median),
      "p95 \(duration(revokes.percentile(0.95)))")
    try report(
      "an allow of another process, p50", duration(allows.median), "p95 \(duration(allows.percentile(0.95)))")
    try report(
      "then its first deny, question to answer, p50", duration(denies.median),
      "p95 \(duration(denies.percentile(0.95)))")
  }

  private func ask(_ envelope: Envelope, _ nonce: UInt64, _ other: BenchChild, expecting word: String) throws
  {
    other.write(try BenchData.request(for: envelope, nonce: nonce).json)
    let answer = other.line()
    guard answer.contains("\"decision\":\"\(word)\"") else {
      throw Failure("expected \(word), heard \(answer)")
    }
  }

  /// What proves a view fresh: a transaction of its own, the store's row about itself, and that the file is the one at the path.
  private func freshness(_ store: any SessionStore) throws {
    var checks = Samples()
    for _ in 0..<2000 { try checks.time(per: 1) { _ = try store.modes() } }
    try report("a fresh view proved, p50", duration(checks.median))
  }
}

/// `audit verify` over a long log.
struct BenchVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Verify a log of many leaves, every table included.")

  @Option var leaves = 1_000_000
  @Option var sessions = 10_000

  func run() throws {
    let folder = try ScratchFolder(named: "curfew-bench")
    defer { folder.remove() }
    let worker = try BenchWorker(folder: folder, sessions: sessions)
    var filling = Samples()
    let batch = 4096
    for _ in stride(from: sessions, to: leaves, by: batch) { try worker.decide(batch, &filling) }
    try report("executions logged, 4,096 in flight", duration(filling.median), perSecond(filling.median))
    worker.close()
    let store = try Stores.open(
      url: worker.path, clock: Surroundings.now, makeID: Surroundings.makeID,
      options: BenchStore.options(in: folder))
    defer { store.close() }
    var verifying = Samples()
    var verified: UInt64 = 0
    try verifying.time(per: 1) {
      let result = try store.verifyAudit(AuditAnchors())
      guard result.isSound else { throw Failure("the bench's log is not sound: \(result.findings)") }
      verified = result.leaves
    }
    try report(
      "audit verify of \(verified) leaves", duration(verifying.median),
      perSecond(verifying.median / Double(verified)))
    var proving = Samples()
    for index in 0..<100 {
      try proving.time(per: 1) { _ = try store.proveInclusion(of: Int64(verified) / 100 * Int64(index) + 1) }
    }
    try report("a proof of inclusion, p50", duration(proving.median))
  }
}
