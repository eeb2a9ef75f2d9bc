import AuditTrail
import Delegation
import Digests
import Foundation
import SessionStore

@testable import Console

/// Entries of a log, its head, and a real one on disk.
enum AuditSamples {
  static func entry(
    _ sequence: Int64, who: String = "alice", plane: Plane = .secops, action: String = "mode.change",
    target: String = "{\"chainId\":1}", result: String = "ok", reason: String? = "odd swaps"
  ) -> AuditEntry {
    AuditEntry(
      sequence: sequence, at: start - seconds(1_000 - sequence), who: who, plane: plane, action: action,
      target: target, before: "normal", after: "guarded", reason: reason, result: result, event: nil,
      detail: nil)
  }

  static let entries = [
    entry(812, who: "bob", action: "approval.approve", target: "a-9", result: "refused: own", reason: nil),
    entry(811, action: "approval.request", target: "a-9", result: "pending", reason: "it is over"),
    entry(640),
    entry(
      639, who: key(77).text, plane: .user, action: "session.revoke", target: key(1).text,
      reason: "lost \u{1B}[2Jphone"),
    entry(1, who: "alice", action: "store.found", target: "store", reason: nil),
  ]

  static func root(_ byte: UInt8) -> MerkleHash {
    MerkleHash(Array(repeating: byte, count: 32)) ?? Merkle.emptyRoot
  }

  static func checkpoint(_ size: UInt64) throws -> Checkpoint {
    try Checkpoint(origin: "curfew/1f2e3d4c5b6a7988", size: size, root: root(1))
  }

  static func reading(
    size: UInt64 = 812, signed: UInt64? = 810, problem: String? = nil, growth: LogReading.Growth? = nil
  ) throws -> LogReading {
    LogReading(
      size: size,
      signed: try signed.map {
        LogReading.Signed(
          checkpoint: try checkpoint($0), key: "curfew/1f2e3d4c5b6a7988+0a1b2c3d", at: start - seconds(190))
      }, problem: problem, holdsKey: true, growth: growth)
  }
}

/// A SQLite store in a folder that is gone with the value.
final class StoreOnDisk {
  let url: URL
  let store: any SessionStore
  let alice: Operator

  private let options: Stores.Options

  init(withKeys: Bool = true) throws {
    url = FileManager.default.temporaryDirectory.appending(path: "curfew-console-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    let random: @Sendable (Int) -> [UInt8] = { count in
      (0..<count).map { _ in UInt8.random(in: .min ... .max) }
    }
    var options = Stores.Options()
    if withKeys { options.keys = KeyFolder(path: url.appending(path: "keys").path, random: random) }
    options.founder = "alice"
    self.options = options
    store = try Self.open(url, options)
    alice = Operator(name: "alice")
    for reason in ["one", "two", "three"] {
      _ = try store.change(mode: .guarded, scope: .everything, reason: reason, by: alice)
    }
  }

  private static func open(_ url: URL, _ options: Stores.Options) throws -> any SessionStore {
    try Stores.open(
      url: url.appending(path: "curfew.db").path, clock: { start }, makeID: { UUID().uuidString },
      options: options)
  }

  /// The same store as an account opens it whose log key others may read.
  func openedWithLooseKey() throws -> any SessionStore {
    let files = FileManager.default.enumerator(at: url, includingPropertiesForKeys: nil)
    while let file = files?.nextObject() as? URL {
      guard file.lastPathComponent == "log.key" else { continue }
      try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file.path)
    }
    return try Self.open(url, options)
  }

  deinit {
    store.close()
    try? FileManager.default.removeItem(at: url)
  }

  var key: NoteVerifierKey? {
    store.identity.logKey.flatMap { try? NoteVerifierKey(name: store.identity.origin, publicKey: $0) }
  }

  /// What the console's worker answers to one effect.
  func answers(to effect: Effect, of other: (any SessionStore)? = nil) throws -> [Event] {
    guard let wake = WakePipe() else { return [] }
    let mailbox = Mailbox(wake: wake)
    let worker = StoreWorker(store: other ?? store, operator: alice, mailbox: mailbox)
    worker.readAudit(effect)
    for queue in [worker.slowReads, worker.auditReads] { queue.sync {} }
    return mailbox.take()
  }
}
