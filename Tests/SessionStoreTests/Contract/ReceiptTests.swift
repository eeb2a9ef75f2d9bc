import AuditTrail
import Delegation
import SessionStore
import Testing

/// A receipt names its entry of the log, by which an incident proves it.
@Suite struct ReceiptTests {
  @Test(arguments: Backend.all)
  func `a revocation's receipt has the number of its entry, each time anew`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let store = fixture.store
    try store.mustGrant(.sample())
    for key in ["s-1", "unknown", "s-1"] {
      let order = RevocationOrder(sessionKey: id(key), reason: "leak", revocationID: "one")
      let receipt = try store.revoke(order, by: .alice)
      let entry = try #require(try store.entries(limit: 1).first)
      #expect(entry.action == "session.revoke")
      #expect(entry.target == key)
      #expect(receipt.sequence == entry.sequence)
      #expect(try store.proveInclusion(of: receipt.sequence).leaf.sequence == receipt.sequence)
    }
  }

  @Test(arguments: Backend.all)
  func `a scope's receipt has the number of its entry, behind those of the sessions in grant order`(
    backend: Backend
  ) throws {
    let fixture = try Fixture(backend)
    let store = fixture.store
    #expect(try store.revoke(scope: .everything, reason: "empty", by: .alice).sequence == 2)
    try store.mustGrant(.sample("b"), .sample("a"), .sample("c", chain: 10))
    let receipt = try store.revoke(scope: Scope(chainID: 1), reason: "breach", by: .alice)
    let entries = try store.entries(limit: 3)
    #expect(entries.map(\.sequence) == [receipt.sequence, receipt.sequence - 1, receipt.sequence - 2])
    #expect(entries.map(\.action) == ["scope.revoke", "session.revoke", "session.revoke"])
    #expect(entries.map(\.target) == [Scope(chainID: 1).json, "a", "b"])
  }

  @Test(arguments: Backend.all)
  func `a mode's receipt has the number of its entry`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let store = fixture.store
    for mode in [PolicyMode.guarded, .lockdown, .lockdown] {
      let outcome = try store.change(mode: mode, scope: Scope(chainID: 1), reason: "odd", by: .alice)
      let receipt = try #require(outcome.done)
      let entry = try #require(try store.entries(limit: 1).first)
      #expect(entry.action == "mode.change")
      #expect(entry.after == mode.rawValue)
      #expect(receipt.sequence == entry.sequence)
    }
  }
}
