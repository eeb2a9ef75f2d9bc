import ArgumentParser
import Delegation
import Glibc
import PolicyEngine
import SessionStore

/// `authorize` through the store, one caller and many in flight, beside a bare durable write and a bare commit.
struct BenchAuthorize: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "authorize", abstract: "Decisions through the store, each durable before it is heard.")

  @Option var sessions = 10_000
  @Option var rounds = 300

  func run() throws {
    let folder = try ScratchFolder(named: "curfew-bench")
    defer { folder.remove() }
    let store = try Stores.open(
      url: "\(folder.path)/store.db", clock: Surroundings.now, makeID: Surroundings.makeID,
      options: BenchStore.options(in: folder))
    defer { store.close() }
    let envelopes = try BenchStore.fill(store, sessions: sessions)
    var fsyncs = Samples()
    var commits = Samples()
    var single = Samples()
    var shared = Samples()
    let floor = try DurableWrites(folder: folder.path)
    let bare = try BareCommits(folder: folder.path)
    defer { bare.close() }
    var nonce: UInt64 = 0
    for round in 0..<rounds {
      try fsyncs.time(per: 1) { try floor.write() }
      try commits.time(per: 1) { try bare.commit() }
      try single.time(per: 1) { try decide(1, envelopes, round, &nonce, store) }
      try shared.time(per: 64) { try decide(64, envelopes, round, &nonce, store) }
    }
    try report("bare 4 KiB append + fdatasync, p50", duration(fsyncs.median))
    try report("bare SQLite commit of one row, FULL, p50", duration(commits.median))
    try report("authorize, 1 caller, p50", duration(single.median), perSecond(single.median))
    try report("authorize, 64 in flight, p50 each", duration(shared.median), perSecond(shared.median))
  }

  private func decide(
    _ count: Int, _ envelopes: [Envelope], _ round: Int, _ nonce: inout UInt64, _ store: any SessionStore
  ) throws {
    var requests: [ExecutionRequest] = []
    for index in 0..<count {
      nonce += 1
      requests.append(
        try BenchData.request(for: envelopes[(round * 64 + index) % envelopes.count], nonce: nonce))
    }
    var rest = requests[...]
    while !rest.isEmpty {
      let decisions = try store.authorize(rest)
      guard decisions.allSatisfy(\.isAllowed) else {
        throw Failure("the bench's requests were not all allowed")
      }
      rest = rest.dropFirst(decisions.count)
    }
  }
}

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
      let rows = try opened.list(SessionQuery())
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
    Stores.Options(keys: KeyFolder(path: "\(folder.path)/keys", random: Surroundings.random))
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

/// What the disk itself takes for one durable append.
private final class DurableWrites {
  private let descriptor: Int32
  private let page = [UInt8](repeating: 7, count: 4096)

  init(folder: String) throws {
    descriptor = open("\(folder)/floor", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Failure("cannot write in `\(folder)`") }
  }

  func write() throws {
    guard Glibc.write(descriptor, page, page.count) == page.count, fdatasync(descriptor) == 0 else {
      throw Failure("cannot write durably: \(systemMessage())")
    }
  }

  deinit { close(descriptor) }
}
