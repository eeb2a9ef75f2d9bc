import AuditTrail
import Delegation
import Digests
import Foundation
import SessionStore
import Testing

/// Private keys in files: for their owner only, outside the store, and never in the way of stopping.
@Suite struct KeyFolderTests {
  private let folder: Folder
  private let clock = TestClock()

  init() throws { folder = try Folder() }

  private func files() throws -> (id: String, path: String) {
    let store = try folder.open(clock)
    defer { store.close() }
    return (store.identity.id, folder.url.appending(path: "keys/\(store.identity.id)").path)
  }

  private func mode(_ path: String) throws -> Int {
    try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
  }

  @Test func `a new store's keys are their owner's alone`() throws {
    let (_, path) = try files()
    #expect(try mode(path) == 0o700)
    for name in ["log.key", "assertion.key", "log.last", "operators/alice.key"] {
      #expect(try mode("\(path)/\(name)") == 0o600, "\(name)")
    }
  }

  @Test(arguments: [0o640, 0o604, 0o666])
  func `a key that others may read signs nothing, and stops nobody from stopping`(permissions: Int) throws {
    let (_, path) = try files()
    try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: path + "/log.key")
    let store = try folder.open(clock)
    defer { store.close() }
    #expect(store.keyProblem?.sentence.contains("others may read it") == true)
    let before = try store.logHead().checkpoint
    _ = try store.revoke(RevocationOrder(sessionKey: id("s-1"), reason: ""), by: .alice)
    #expect(try store.logHead().checkpoint == before)
    #expect(try store.logHead().size == 2)
  }

  @Test func `another key in the log's place is not used`() throws {
    let (_, path) = try files()
    let other = try String(contentsOfFile: path + "/assertion.key", encoding: .utf8)
    try other.write(toFile: path + "/log.key", atomically: false, encoding: .utf8)
    let store = try folder.open(clock)
    defer { store.close() }
    #expect(store.keyProblem?.sentence.contains("it is not the key of this store's log") == true)
  }

  @Test(arguments: ["", "../alice", "a/b", ".hidden", "two words", String(repeating: "x", count: 65)])
  func `a name that could be a path is no operator's`(name: String) throws {
    let (store, _) = try files()
    #expect(throws: StoreError.operators(.badName(name))) {
      try folder.keys.makeOperatorKey(name, store: store)
    }
    #expect(try folder.keys.operatorKey(name, store: store) == nil)
  }

  @Test func `a key is never written over, and a link is never followed`() throws {
    let (store, path) = try files()
    #expect(throws: StoreError.self) { try folder.keys.makeOperatorKey("alice", store: store) }
    try FileManager.default.createSymbolicLink(
      atPath: path + "/operators/eve.key", withDestinationPath: path + "/operators/alice.key")
    #expect(throws: StoreError.self) { try folder.keys.operatorKey("eve", store: store) }
    #expect(try folder.keys.operatorKey("alice", store: store)?.publicKey == Operator.alice.publicKey)
  }

  @Test func `a store without keys enforces, signs nothing and loosens nothing`() throws {
    let path = folder.url.appending(path: "bare.db").path
    let ids = TestIDs.next()
    let store = try Stores.open(url: path, clock: { .start }, makeID: { "id-\(ids)-\(TestIDs.next())" })
    defer { store.close() }
    try store.mustGrant(.sample())
    #expect(try store.decide(.sample()).isAllowed)
    _ = try store.change(mode: .lockdown, scope: .everything, reason: "", by: .alice)
    #expect(throws: StoreError.operators(.unknown("alice"))) {
      try store.change(mode: .normal, scope: .everything, reason: "", by: .alice)
    }
    #expect(try store.logHead().checkpoint == nil)
    #expect(try store.verifyAudit(.init()).isSound)
    // Its first operator is whoever may write it: then there is somebody to ask.
    _ = try store.addOperator(
      "alice", key: .seeded(0xA3), roles: [.operator, .approver], reason: "", by: .alice)
    #expect(try store.change(mode: .normal, scope: .everything, reason: "", by: .alice).done != nil)
  }
}
