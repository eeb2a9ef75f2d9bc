import AuditTrail
import Delegation
import Dispatch
import PolicyEngine
import SessionStore
import Synchronization
import Testing

/// Many sessions that are named one by one end in few commits, each with an entry of its own.
@Suite struct BulkRevocationTests {
  private func grant(_ count: Int, in store: any SessionStore) throws -> [Identifier] {
    let envelopes = (0..<count).map { Envelope.sample("s-\($0)", wallet: "w-\($0 % 5)") }
    _ = try store.grant(envelopes.map(Grant.init), by: .alice)
    return envelopes.map(\.sessionKey)
  }

  /// All of `keys`, in as many calls as it takes.
  private func revokeAll(_ keys: [Identifier], in store: any SessionStore) throws -> [[RevocationReceipt]] {
    var rest = keys[...]
    var commits: [[RevocationReceipt]] = []
    while !rest.isEmpty {
      let receipts = try store.revoke(rest, reason: "leak", by: .alice)
      try #require(!receipts.isEmpty)
      rest = rest.dropFirst(receipts.count)
      commits.append(receipts)
    }
    return commits
  }

  @Test(arguments: Backend.all)
  func `no keys are no commit`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    #expect(try fixture.store.revoke([], reason: "leak", by: .alice).isEmpty)
    #expect(try fixture.store.events().isEmpty)
  }

  @Test(arguments: Backend.all)
  func `exactly the named sessions end, each with its entry and its evidence, in few commits`(
    backend: Backend
  ) throws {
    let fixture = try Fixture(backend)
    let all = try grant(600, in: fixture.store)
    let named = all.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
    let commits = try revokeAll(named, in: fixture.store)
    #expect(commits.flatMap { $0 }.map(\.sessionKey) == named)
    #expect(commits.count < 100)
    let ended = try fixture.store.sessions().filter { $0.life == .revoked }.map(\.id)
    #expect(Set(ended) == Set(named))
    let entries = try fixture.store.entries(limit: 1000).filter { $0.action == "session.revoke" }
    #expect(Set(entries.map(\.target)) == Set(named.map(\.text)))
    #expect(entries.allSatisfy { $0.reason == "leak" && $0.who == "alice" })
    for entry in entries {
      let evidence = try RevocationEvidence(detail: entry.detail)
      #expect(evidence?.figures?.spent == .zero)
    }
    #expect(Set(entries.map(\.result)).count == named.count)
    #expect(try fixture.store.verifyAudit(AuditAnchors()).findings.isEmpty)
  }

  @Test(arguments: Backend.all)
  func `a key that is revoked already, and one that no session has, are said to be`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let keys = try grant(2, in: fixture.store)
    _ = try fixture.store.revoke(RevocationOrder(sessionKey: keys[0], reason: "first"), by: .alice)
    let receipts = try revokeAll(keys + [id("unknown")], in: fixture.store).flatMap { $0 }
    #expect(receipts.map(\.wasRevokedAlready) == [true, false, false])
    #expect(receipts.map(\.sessionWasKnown) == [true, true, false])
    try fixture.store.mustRefuse(.sample("unknown"))
  }

  @Test(arguments: Backend.all)
  func `one revocation waits for a part of a thousand only`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let keys = try grant(1_000, in: fixture.store)
    let other = try fixture.another()
    let isDone = Atomic(false)
    let single = Mutex<[RevocationReceipt]>([])
    let group = DispatchGroup()
    let began = DispatchSemaphore(value: 0)
    DispatchQueue(label: "single").async(group: group) {
      began.signal()
      var number = 0
      while !isDone.load(ordering: .acquiring), number < 20 {
        number += 1
        let order = RevocationOrder(sessionKey: id("x-\(number)"), reason: "now")
        if let receipt = try? other.revoke(order, by: .alice) { single.withLock { $0.append(receipt) } }
      }
    }
    began.wait()
    let receipts = try revokeAll(keys, in: fixture.store).flatMap { $0 }
    isDone.store(true, ordering: .releasing)
    group.wait()
    #expect(receipts.map(\.sessionKey) == keys)
    // It did not have to wait for the last of the thousand.
    let first = try #require(single.withLock { $0.first })
    let last = try #require(receipts.last)
    #expect(first.sequence < last.sequence)
  }

  @Test(arguments: Backend.all)
  func `rows are read by their keys, in their order`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let keys = try grant(5, in: fixture.store)
    let listing = try fixture.store.rows(of: [keys[3], id("unknown"), keys[0]])
    #expect(listing.rows.map(\.id) == [keys[3], keys[0]])
    #expect(listing.matching == 2)
    #expect(listing.asOf == .start)
    #expect(try fixture.store.rows(of: []).rows.isEmpty)
  }
}

extension SessionStore {
  fileprivate func mustRefuse(_ envelope: Envelope) throws {
    guard case .refused? = try grant([Grant(envelope: envelope)], by: .alice).first else {
      Issue.record("`\(envelope.sessionKey)` was granted")
      return
    }
  }
}
