import ArgumentParser
import Delegation
import PolicyEngine
import SessionStore

struct BenchImport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Grants into a fresh store.")

  @Option var sessions = 1_000_000

  func run() throws {
    let folder = try ScratchFolder(named: "curfew-bench")
    defer { folder.remove() }
    let store = try Stores.open(
      url: "\(folder.path)/store.db", clock: Surroundings.now, makeID: Surroundings.makeID,
      options: BenchStore.options(in: folder))
    defer { store.close() }
    var times = Samples()
    try times.time(per: sessions) { _ = try BenchStore.fill(store, sessions: sessions) }
    try report(
      "\(sessions) grants imported", duration(times.median * Double(sessions)), perSecond(times.median))
  }
}

/// Opening a store to what the first frame shows: the list's first window and the header's counts.
struct BenchOpen: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open", abstract: "A large store, from opening it to the first frame's data.")

  @Option var sessions = 1_000_000
  @Option var rounds = 15

  @Option(help: "Use this store, which `bench open --keep` made, instead of making one.")
  var store: String?

  @Option(help: "Make the store here and keep it.")
  var keep: String?

  func run() throws {
    let folder = try ScratchFolder(named: "curfew-bench")
    defer { folder.remove() }
    let url = store ?? keep ?? "\(folder.path)/store.db"
    if store == nil {
      let made = try Stores.open(
        url: url, clock: Surroundings.now, makeID: Surroundings.makeID,
        options: BenchStore.options(in: folder))
      _ = try BenchStore.fill(made, sessions: sessions)
      made.close()
    }
    var opening = Samples()
    var listing = Samples()
    for _ in 0..<rounds {
      let clock = ContinuousClock()
      let start = clock.now
      let opened = try Stores.open(url: url, clock: Surroundings.now, makeID: Surroundings.makeID)
      defer { opened.close() }
      opening.add(clock.now - start)
      let rows = try opened.list(SessionQuery(sort: .risk))
      let overview = try opened.overview()
      listing.add(clock.now - start)
      guard rows.matching == overview.sessions else { throw Failure("the list and the header disagree") }
    }
    try report("open the store, \(sessions) sessions, p50", duration(opening.median))
    try report(
      "open, list and counts, p50", duration(listing.median), "p95 \(duration(listing.percentile(0.95)))")
  }
}

enum BenchStore {
  /// With keys of its own, so that what is measured signs as a real store does.
  static func options(in folder: ScratchFolder) -> Stores.Options {
    Stores.Options(
      keys: KeyFolder(path: "\(folder.path)/keys", random: Surroundings.random), pointName: "bench")
  }

  /// Grants `sessions` sessions in batches.
  static func fill(_ store: any SessionStore, sessions: Int) throws -> [Envelope] {
    let expiresAt = Surroundings.now() + TimeSpan(seconds: 1500)
    let acting = Operator(name: "bench", plane: .user)
    var kept: [Envelope] = []
    for start in stride(from: 0, to: sessions, by: 4096) {
      let range = start..<min(start + 4096, sessions)
      let envelopes = try range.map { try BenchData.envelope($0, expiresAt: expiresAt) }
      let outcomes = try store.grant(envelopes.map { Grant(envelope: $0) }, by: acting)
      for case .refused(let refusals) in outcomes {
        throw Failure("the bench's grant was refused: \(refusals.map(\.rawValue).joined(separator: " "))")
      }
      if kept.count < 20_000 { kept += envelopes }
    }
    return kept
  }
}
