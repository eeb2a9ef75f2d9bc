import Delegation
import Foundation
import GRDB
import SessionStore
import Testing

@Suite struct OpeningTests {
  let folder: Folder
  let clock = TestClock()

  init() throws { folder = try Folder() }

  @Test(arguments: ["", "postgres://host/db", "postgresql://host", "sqlite:", "sqlite://host/x", "http://x"])
  func `a URL that names no backend is refused`(url: String) {
    #expect(throws: StoreError.unknownURL(url)) {
      try Stores.open(url: url, clock: { .start }, makeID: { "x" })
    }
  }

  @Test func `a file of somebody else's is refused and not touched`() throws {
    let contents: [Data] = [Data("hello".utf8), Data(count: 200), try foreignDatabase()]
    for content in contents {
      try content.write(to: URL(filePath: folder.path))
      #expect(throws: StoreError.notAStore(path: folder.path)) { try folder.open(clock) }
      #expect(try Data(contentsOf: URL(filePath: folder.path)) == content)
    }
    #expect(throws: StoreError.self) {
      try Stores.open(url: folder.url.path, clock: { .start }, makeID: { "x" })
    }
  }

  @Test func `a FIFO or a device is refused at once, and no lock is made for it`() throws {
    #expect(mkfifo(folder.path, 0o600) == 0)
    #expect(throws: StoreError.notAStore(path: folder.path)) { try folder.open(clock) }
    #expect(throws: StoreError.notAStore(path: "/dev/null")) {
      try Stores.open(url: "/dev/null", clock: { .start }, makeID: { "x" })
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["curfew.db"])
  }

  @Test(arguments: [false, true])
  func `a store whose file was moved from under it refuses to write and to read`(isReplaced: Bool) throws {
    let store = try folder.open(clock)
    try FileManager.default.moveItem(atPath: folder.path, toPath: folder.path + ".old")
    if isReplaced { try folder.open(clock).close() }
    let moved = StoreError.moved(path: folder.path)
    let order = RevocationOrder(sessionKey: try Identifier("0xSession"), reason: "phished")
    #expect(throws: moved) { try store.revoke(order, by: Operator(name: "alice")) }
    #expect(throws: moved) { try store.authorize([.sample()]) }
    #expect(throws: moved) { try store.overview() }
    try FileManager.default.removeItem(atPath: folder.path + (isReplaced ? "" : ".lock"))
    try FileManager.default.moveItem(atPath: folder.path + ".old", toPath: folder.path)
    if !isReplaced { #expect(throws: Never.self) { try store.overview() } }
    store.close()
  }

  @Test(arguments: ["target.db", "folder/target.db"])
  func `a link to a store that is not there yet shares the lock of its target`(target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: folder.path, withDestinationPath: target)
    try folder.open(clock).close()
    let made = folder.url.appending(path: target).path
    #expect(FileManager.default.fileExists(atPath: made + ".lock"))
    #expect(!FileManager.default.fileExists(atPath: folder.path + ".lock"))
  }

  @Test func `links in a ring are refused`() throws {
    try FileManager.default.createSymbolicLink(atPath: folder.path, withDestinationPath: "curfew.db")
    #expect(throws: StoreError.self) { try folder.open(clock) }
  }

  private func foreignDatabase() throws -> Data {
    let path = folder.url.appending(path: "other.db").path
    let queue = try DatabaseQueue(path: path)
    try queue.write { try $0.execute(sql: "CREATE TABLE sessions (a)") }
    try queue.close()
    return try Data(contentsOf: URL(filePath: path))
  }

  @Test func `a newer schema is refused and not touched`() throws {
    try folder.open(clock).close()
    let queue = try DatabaseQueue(path: folder.path)
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 99") }
    try queue.close()
    let before = try Data(contentsOf: URL(filePath: folder.path))
    for isReadOnly in [false, true] {
      #expect(throws: StoreError.newerSchema(path: folder.path, version: 99, known: 4)) {
        try folder.open(clock, Stores.Options(isReadOnly: isReadOnly))
      }
    }
    #expect(try Data(contentsOf: URL(filePath: folder.path)) == before)
  }

  @Test func `nothing is made when a store is opened for reading`() throws {
    #expect(throws: StoreError.cannotOpen(path: folder.path, reason: "there is no store yet")) {
      try folder.open(clock, Stores.Options(isReadOnly: true))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
  }

  @Test func `a store that is open for reading reads, and writes nothing`() throws {
    let writer = try folder.open(clock)
    try writer.mustGrant(.sample())
    let reader = try folder.open(clock, Stores.Options(isReadOnly: true))
    #expect(try reader.overview().sessions == 1)
    #expect(try reader.preview([.sample()]).first?.isAllowed == true)
    let refused = StoreError.readOnly(path: folder.path)
    #expect(throws: refused) { try reader.authorize([.sample()]) }
    #expect(throws: refused) {
      try reader.revoke(RevocationOrder(sessionKey: id("s-1"), reason: ""), by: .alice)
    }
    #expect(throws: refused) { try reader.grant([Grant(envelope: .sample("s-2"))], by: .alice) }
    #expect(try writer.overview().sessions == 1)
  }

  @Test func `folders and files are made for their owner only`() throws {
    let path = folder.url.appending(path: "a/b/curfew.db").path
    let store = try Stores.open(url: "sqlite:" + path, clock: { .start }, makeID: { "x" })
    try store.mustGrant(.sample())
    let modes = try ["a", "a/b", "a/b/curfew.db", "a/b/curfew.db-wal", "a/b/curfew.db.lock"].map {
      try FileManager.default.attributesOfItem(atPath: folder.url.appending(path: $0).path)[.posixPermissions]
        as? Int
    }
    #expect(modes == [0o700, 0o700, 0o600, 0o600, 0o600])
  }

  @Test func `what was committed is there when the store is opened again`() throws {
    let first = try folder.open(clock)
    try first.mustGrant(.sample())
    _ = try first.decide(.sample(nonce: 1))
    first.close()
    #expect(!FileManager.default.fileExists(atPath: folder.path + "-wal"))
    let second = try folder.open(clock)
    #expect(try second.decide(.sample(nonce: 1)).reasons == .nonceReplayed)
    #expect(try second.row().allowed == 1)
  }

  @Test func `a store whose process died without closing it loses nothing`() throws {
    let first = try folder.open(clock)
    try first.mustGrant(.sample())
    let copy = try Folder()
    for suffix in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: folder.path + suffix, toPath: copy.path + suffix)
    }
    #expect(try copy.open(clock).decide(.sample()).isAllowed)
  }

  @Test func `two names of one store are one store`() throws {
    let store = try folder.open(clock)
    let link = folder.url.appending(path: "link.db").path
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.path)
    let other = try Stores.open(url: link, clock: { .start }, makeID: { "x" })
    try store.mustGrant(.sample())
    #expect(try other.overview().sessions == 1)
    #expect(!FileManager.default.fileExists(atPath: link + ".lock"))
  }

  @Test func `the seed's query runs on the events as SQL reads them, by its index`() throws {
    let store = try folder.open(clock)
    try store.mustGrant(.sample())
    _ = try store.decideAll((1...5).map { .sample(nonce: $0, chain: $0 == 1 ? 1 : 10) })
    let queue = try DatabaseQueue(path: folder.path, configuration: readOnly)
    let query = """
      SELECT session_key, COUNT(*) AS execs, MAX(ts) AS last_seen FROM delegated_exec_events
      WHERE ts > \(Timestamp.start.milliseconds) - 30 * 60 * 1000
      AND (chain_mismatch = true OR destination_mismatch = true)
      GROUP BY session_key HAVING COUNT(*) > 3
      """
    try queue.read { db in
      let row = try #require(try Row.fetchOne(db, sql: query))
      #expect(row["session_key"] == "s-1")
      #expect(row["execs"] == 4)
      #expect(row["last_seen"] == Timestamp.start.milliseconds)
      for spelling in [query, query.replacing("= true", with: "= 1")] {
        let plan = try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + spelling).map { $0["detail"] as String }
        #expect(
          plan.contains {
            $0.contains("USING INDEX mismatches") || $0.contains("USING COVERING INDEX mismatches")
          }, "\(plan)")
      }
      let first = try #require(try Row.fetchOne(db, sql: "SELECT * FROM delegated_exec_events"))
      #expect(
        Array(first.columnNames) == [
          "session_key", "ts", "chain_mismatch", "destination_mismatch", "request_id", "capability",
          "destination",
          "chain_id", "value_micros", "nonce_domain", "nonce", "decision",
        ])
      #expect(first["decision"] == "allow")
    }
  }

  private var readOnly: Configuration {
    var configuration = Configuration()
    configuration.readonly = true
    return configuration
  }
}
