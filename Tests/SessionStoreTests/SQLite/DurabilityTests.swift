import Delegation
import Dispatch
import Foundation
import GRDB
import PolicyEngine
@testable import SessionStore
import Testing

@Suite struct DurabilityTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  private func open() throws -> SQLiteStore {
    try SQLiteStore(
      path: folder.path, clock: { .start }, makeID: { "rev-\(TestIDs.next())" }, options: Stores.Options())
  }

  @Test func `every commit is synced and SQLite never checkpoints by itself`() throws {
    let store = try open()
    for connection in [try store.writable().connection, store.reader] {
      #expect(try connection.use { db throws(StoreError) in try db.int("PRAGMA wal_autocheckpoint") } == 0)
      #expect(try connection.use { db throws(StoreError) in try db.text("PRAGMA journal_mode") } == "wal")
    }
    let writer = try store.writable().connection
    #expect(try writer.use { db throws(StoreError) in try db.int("PRAGMA synchronous") } == 2)
    #expect(try writer.use { db throws(StoreError) in try db.int("PRAGMA busy_timeout") } == 0)
    #expect(Stores.sqliteVersion.hasPrefix("3."))
  }

  @Test func `a call that fails half way changes nothing, and the store goes on`() throws {
    let store = try open()
    try store.mustGrant(.sample())
    let writer = try store.writable().connection
    try writer.use { db throws(StoreError) in
      try db.script(
        "CREATE TEMP TRIGGER broken BEFORE INSERT ON entries BEGIN SELECT RAISE(ABORT, 'no'); END")
    }
    #expect(throws: StoreError.self) {
      try store.revoke(RevocationOrder(sessionKey: id("s-1"), reason: ""), by: .alice)
    }
    #expect(throws: StoreError.self) { try store.grant([Grant(envelope: .sample("s-2"))], by: .alice) }
    #expect(throws: StoreError.self) {
      try store.change(mode: .lockdown, scope: .everything, reason: "", by: .alice)
    }
    try writer.use { db throws(StoreError) in try db.script("DROP TRIGGER broken") }
    #expect(try store.decide(.sample()).isAllowed)
    #expect(try store.row().revokedFrom == nil)
    #expect(try store.overview().byLife == [.active: 1])
    #expect(try store.events(includingExecutions: false).count == 1)
    #expect(try store.modes().isEmpty)
  }

  @Test func `an execution that cannot be recorded is not allowed, and costs nothing`() throws {
    let store = try open()
    try store.mustGrant(.sample())
    let writer = try store.writable().connection
    try writer.use { db throws(StoreError) in
      try db.script("CREATE TEMP TRIGGER broken BEFORE UPDATE ON meta BEGIN SELECT RAISE(ABORT, 'no'); END")
    }
    #expect(throws: StoreError.self) { try store.authorize([.sample()]) }
    try writer.use { db throws(StoreError) in try db.script("DROP TRIGGER broken") }
    #expect(try store.row().spent == .zero)
    #expect(try store.decide(.sample()).isAllowed)
  }

  @Test func `the log is moved into the file when it has grown`() throws {
    let store = try open()
    for batch in 0..<12 {
      let envelopes = (0..<1000).map { Envelope.sample("s-\(batch)-\($0)") }
      _ = try store.grant(envelopes.map(Grant.init), by: .alice)
    }
    let size = try #require(
      try FileManager.default.attributesOfItem(atPath: folder.path + "-wal")[.size] as? Int)
    let file = try #require(try FileManager.default.attributesOfItem(atPath: folder.path)[.size] as? Int)
    #expect(file > 1 << 20)
    #expect(size < 8 << 20)
  }

  @Test func `closing checkpoints under the lock or not at all`() throws {
    let store = try folder.open(TestClock(), Stores.Options(lockTimeout: .milliseconds(5)))
    try store.mustGrant(.sample())
    let holder = try LockFile(path: folder.path + ".lock")
    #expect(holder.take(.holder, .exclusive))
    store.close()
    #expect(FileManager.default.fileExists(atPath: folder.path + "-wal"))
    holder.drop(.holder)
    let next = try folder.open(TestClock())
    #expect(try next.overview().sessions == 1)
  }

  @Test func `who only reads never checkpoints, though it be the last to close`() throws {
    let store = try folder.open(TestClock())
    try store.mustGrant(.sample())
    let copy = try Folder()
    for suffix in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: folder.path + suffix, toPath: copy.path + suffix)
    }
    let before = try Data(contentsOf: URL(filePath: copy.path))
    let reader = try copy.open(TestClock(), Stores.Options(isReadOnly: true))
    #expect(try reader.overview().sessions == 1)
    reader.close()
    #expect(FileManager.default.fileExists(atPath: copy.path + "-wal"))
    #expect(try Data(contentsOf: URL(filePath: copy.path)) == before)
  }

  @Test func `an id in a grant's place is the position in grant order`() throws {
    let store = try open()
    for index in 1...5 { try store.mustGrant(.sample("s-\(index)")) }
    _ = try store.grant([Grant(envelope: .sample("s-3")), Grant(envelope: .sample("s-6"))], by: .alice)
    let ids = try store.reader.use { db throws(StoreError) in
      try db.text("SELECT group_concat(id || ':' || session_key) FROM sessions ORDER BY id")
    }
    #expect(ids == "1:s-1,2:s-2,3:s-3,4:s-4,5:s-5,6:s-6")
  }

  static let codes: [(Int32, StoreError)] = [
    (13, .full(path: "p")), (8, .readOnly(path: "p")), (1032, .readOnly(path: "p")),
    (11, .corrupt(message: "m")),
    (267, .corrupt(message: "m")), (26, .notAStore(path: "p")), (14, .cannotOpen(path: "p", reason: "m")),
    (5, .busy(holder: nil, holderName: nil)), (261, .busy(holder: nil, holderName: nil)),
    (778, .failed(code: 778, message: "m")), (1034, .failed(code: 1034, message: "m")),
  ]

  @Test(arguments: codes)
  func `SQLite's codes become errors that a caller can act on`(code: Int32, error: StoreError) {
    #expect(StoreError(code: code, message: "m", path: "p") == error)
  }
}

@Suite struct ChangeFeedTests {
  /// Not asynchronous: other tests may hold all threads that tasks go on by for minutes.
  @Test func `a change is told, whoever made it, and reading is not`() throws {
    let folder = try Folder()
    let clock = TestClock()
    let store = try folder.open(clock)
    let other = try folder.open(clock)
    let told = DispatchSemaphore(value: 0)
    let subscription = try store.onChange { told.signal() }
    try other.mustGrant(.sample())
    #expect(told.wait(timeout: .now() + 60) == .success)
    _ = try store.decide(.sample())
    #expect(told.wait(timeout: .now() + 60) == .success)
    subscription.cancel()
    store.close()
    #expect(throws: StoreError.closed) { try store.onChange {} }
  }
}
