import AuditTrail
import Delegation
import Foundation
import SessionStore
import Synchronization
import Testing

private struct Refused: Error, Equatable {}

extension SessionStore {
  /// Records one event with a text of its own.
  @discardableResult
  fileprivate func note(_ text: String, in incident: String) throws -> [IncidentRecord] {
    let draft = IncidentDraft(incident: incident, action: "note.added", json: "{\"note\":\"\(text)\"}")
    return try record(incident: incident, by: .alice) { _, _ in Result<_, Refused>.success([draft]) }.get()
  }
}

@Suite struct IncidentRecordTests {
  static let refused = [
    IncidentDraft(incident: "INC-1", action: "opened", json: "[]"),
    IncidentDraft(incident: "INC-1", action: "opened", json: "{} {}"),
    IncidentDraft(incident: "INC-1", action: "opened", json: ""),
    IncidentDraft(incident: "two words", action: "opened", json: "{}"),
    IncidentDraft(incident: "", action: "opened", json: "{}"),
  ]

  @Test(arguments: Backend.all, refused)
  func `what is no event is not recorded, nor what would come with it`(backend: Backend, draft: IncidentDraft)
    throws
  {
    let fixture = try Fixture(backend)
    let store = fixture.store
    let good = IncidentDraft(incident: "INC-1", action: "opened", json: "{}")
    let before = try store.logHead().size
    #expect(throws: StoreError.self) {
      try store.record(incident: nil, by: .alice) { _, _ in Result<_, Refused>.success([good, draft]) }
    }
    #expect(try store.incidentRecords(of: nil).isEmpty)
    #expect(try fixture.store.logHead().size == before)
  }

  @Test(arguments: Backend.all)
  func `a refusal records nothing and is told`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let store = fixture.store
    let before = try store.logHead().size
    let outcome = try store.record(incident: "INC-1", by: .alice) { _, _ in
      Result<[IncidentDraft], Refused>.failure(Refused())
    }
    #expect(throws: Refused()) { try outcome.get() }
    #expect(try fixture.store.logHead().size == before)
  }

  @Test(arguments: Backend.all)
  func `events come back in their order, of one incident or of all, in every process`(backend: Backend) throws
  {
    let fixture = try Fixture(backend)
    let store = fixture.store
    try store.note("a", in: "INC-1")
    fixture.clock.advance(seconds: 5)
    try store.mustGrant(.sample())
    try store.note("b", in: "INC-2")
    try store.note("c", in: "INC-1")
    let other = try fixture.another()
    #expect(try other.incidentRecords(of: nil).map(\.json) == ["a", "b", "c"].map { "{\"note\":\"\($0)\"}" })
    let first = try other.incidentRecords(of: "INC-1")
    #expect(first.map(\.at) == [.start, .start(plus: 5)])
    #expect(first.allSatisfy { $0.who == "alice" && $0.action == "incident.note.added" })
    #expect(try other.incidentRecords(of: "INC").isEmpty)
    let leaf = try other.proveInclusion(of: first[1].sequence).leaf
    #expect(leaf.text.contains("{\"note\":\"c\"}"))
    #expect(try store.verifyAudit(AuditAnchors()).findings.isEmpty)
  }

  @Test(arguments: Backend.all)
  func `nobody records between what is read and what is recorded`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let others = try (0..<4).map { _ in try fixture.another() }
    let seen = Mutex<[Int]>([])
    DispatchQueue.concurrentPerform(iterations: others.count) { place in
      for _ in 0..<25 {
        _ = try? others[place].record(incident: "INC-1", by: .alice) { records, _ in
          seen.withLock { $0.append(records.count) }
          return Result<_, Refused>.success([
            IncidentDraft(incident: "INC-1", action: "note.added", json: "{}")
          ])
        }
      }
    }
    #expect(seen.withLock(\.self).sorted() == Array(0..<100))
    #expect(try fixture.store.incidentRecords(of: "INC-1").count == 100)
  }

  @Test(arguments: Backend.all)
  func `the sessions of a revocation are found by its leaf, and a leaf that revokes nothing is refused`(
    backend: Backend
  ) throws {
    let fixture = try Fixture(backend)
    let store = fixture.store
    try store.mustGrant(.sample("a"), .sample("b", chain: 10), .sample("c", chain: 10), .sample("d"))
    let granted = try #require(store.entries(limit: 1).first).sequence
    _ = try store.revoke(RevocationOrder(sessionKey: id("a"), reason: "x"), by: .alice)
    let one = try #require(store.entries(limit: 1).first).sequence
    _ = try store.revoke(scope: Scope(chainID: 10), reason: "x", by: .alice)
    let scoped = try #require(store.entries(limit: 1).first).sequence
    _ = try store.revoke(scope: Scope(chainID: 99), reason: "x", by: .alice)
    let none = try #require(store.entries(limit: 1).first).sequence
    for leaf in [granted, none + 1, 0, -1] {
      #expect(throws: StoreError.notFound("revocation \(leaf)")) { try store.sessions(revokedBy: [leaf]) }
    }
    #expect(try store.sessions(revokedBy: []).isEmpty)
    #expect(try store.sessions(revokedBy: [none]).isEmpty)
    #expect(try store.sessions(revokedBy: [scoped, one, scoped]).map(\.id.text) == ["a", "b", "c"])
  }
}
