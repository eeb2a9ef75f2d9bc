import ArgumentParser
import CFloor
import Delegation
import Glibc
import PolicyEngine
import SessionStore
import Synchronization

/// `authorize` through the store, one caller and many in flight, beside the same rows by SQLite's C calls.
struct BenchAuthorize: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "authorize", abstract: "Decisions through the store, each durable before it is heard.")

  @Option var sessions = 10_000
  @Option var rounds = 300

  @Flag(
    help: "On the clock's own time, in which every session acts in a burst: each execution gives a signal.")
  var hurried = false

  func run() throws {
    let folder = try ScratchFolder(named: "curfew-bench")
    defer { folder.remove() }
    let pace: TimeSpan? = hurried ? nil : BenchWorker.pace(sessions: sessions)
    let worker = try BenchWorker(folder: folder, sessions: sessions, pace: pace)
    let floor = try BenchFloor(folder: folder, sessions: sessions)
    let unsigned = try BenchWorker(
      folder: folder, sessions: sessions, name: "unsigned", signs: false, pace: pace)
    let writes = try DurableWrites(folder: folder.path)
    let bare = try BareCommits(folder: folder.path)
    defer {
      bare.close()
      worker.close()
      unsigned.close()
    }
    var (fsyncs, commits) = (Samples(), Samples())
    var (single, shared) = (Samples(), Samples())
    var (singleFloor, sharedFloor) = (Samples(), Samples())
    var (singleUnsigned, sharedUnsigned) = (Samples(), Samples())
    for round in 0..<rounds {
      // What a sync costs depends on what was written before it: nobody always comes behind the same one.
      for step in 0..<3 {
        switch (round + step) % 3 {
        case 0:
          try singleFloor.time(per: 1) { try floor.commit(1) }
          try sharedFloor.time(per: 64) { try floor.commit(64) }
        case 1:
          try worker.decide(1, &single)
          try worker.decide(64, &shared)
        default:
          try unsigned.decide(1, &singleUnsigned)
          try unsigned.decide(64, &sharedUnsigned)
        }
      }
      try fsyncs.time(per: 1) { try writes.write() }
      try commits.time(per: 1) { try bare.commit() }
    }
    try report("bare 4 KiB append + fdatasync, p50", duration(fsyncs.median))
    try report("bare SQLite commit of one row, FULL, p50", duration(commits.median))
    try report("C, the same rows, 1 caller, p50", duration(singleFloor.median), perSecond(singleFloor.median))
    try report("authorize, 1 caller, p50", duration(single.median), share(singleFloor, single))
    try report("  of which signing the head", duration(max(0, single.median - singleUnsigned.median)))
    try report(
      "C, the same rows, 64 in flight, p50 each", duration(sharedFloor.median), perSecond(sharedFloor.median))
    try report("authorize, 64 in flight, p50 each", duration(shared.median), share(sharedFloor, shared))
    try report("  of which signing the head", duration(max(0, shared.median - sharedUnsigned.median)))
  }

  private func share(_ floor: Samples, _ ours: Samples) -> String {
    "\(perSecond(ours.median)), \(Int((floor.median / ours.median * 100).rounded())) % of C"
  }
}

/// A store of a bench's own, and requests that it allows.
final class BenchWorker {
  let path: String
  private let store: any SessionStore
  private let envelopes: [Envelope]
  private var nonce: UInt64 = 0
  private let clock: BenchClock

  /// How far time goes on from one decision to the next: a session acts every 20 seconds, as people do.
  static func pace(sessions: Int) -> TimeSpan {
    TimeSpan(milliseconds: Int64(max(1, 20_000 / sessions)))
  }

  /// - Parameter pace: how far time goes on with each decision; nil: as the clock goes.
  init(
    folder: ScratchFolder, sessions: Int, name: String = "store", signs: Bool = true, pace: TimeSpan? = nil
  ) throws {
    path = "\(folder.path)/\(name).db"
    clock = BenchClock(pace: pace)
    store = try Stores.open(
      url: path, clock: { [clock] in clock.now }, makeID: Surroundings.makeID,
      options: signs ? BenchStore.options(in: folder) : Stores.Options())
    envelopes = try BenchStore.fill(store, sessions: sessions)
  }

  func decide(_ count: Int, _ samples: inout Samples) throws {
    var requests: [ExecutionRequest] = []
    for _ in 0..<count {
      nonce += 1
      requests.append(
        try BenchData.request(for: envelopes[Int(nonce % UInt64(envelopes.count))], nonce: nonce))
    }
    clock.pass(count)
    try samples.time(per: count) {
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

  func close() { store.close() }
}

/// The time of a bench's store.
final class BenchClock: Sendable {
  private let start = Surroundings.now()
  private let pace: TimeSpan?
  private let passed = Atomic<Int64>(0)

  init(pace: TimeSpan?) { self.pace = pace }

  var now: Timestamp {
    guard pace != nil else { return Surroundings.now() }
    return start + TimeSpan(milliseconds: passed.load(ordering: .relaxed))
  }

  func pass(_ decisions: Int) {
    passed.add(Int64(decisions) * (pace?.milliseconds ?? 0), ordering: .relaxed)
  }
}

/// The same rows by SQLite's own C calls, in a store's file of its own.
final class BenchFloor {
  private let handle: OpaquePointer

  init(folder: ScratchFolder, sessions: Int) throws {
    let worker = try BenchWorker(folder: folder, sessions: sessions, name: "floor")
    worker.close()
    guard let handle = cfloor_open(worker.path, Int64(sessions)) else {
      throw Failure("cannot open `\(worker.path)` for the floor")
    }
    self.handle = handle
  }

  func commit(_ executions: Int) throws {
    let code = cfloor_commit(handle, Int32(executions))
    guard code == 0 else { throw Failure("the floor failed with SQLite's code \(code)") }
  }

  deinit { cfloor_close(handle) }
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
