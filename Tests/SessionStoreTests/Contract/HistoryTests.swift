import AuditTrail
import Delegation
import Digests
import Foundation
import PolicyEngine
import SessionStore
import Testing

private struct Refused: Error {}

@Suite struct HistoryTests {
  @Test(arguments: Backend.all)
  func `what is not in the log has no history`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let store = fixture.store
    try store.mustGrant(.sample())
    let granted = Int64(try store.logHead().size)
    for sequence in [granted, granted + 1, 0, -1] { #expect(try store.execution(sequence) == nil) }
    #expect(try store.executions(requestID: "r-1", limit: 10).isEmpty)
    let none = try store.history(of: id("nobody"), around: nil)
    #expect(none.row == nil && none.entries.isEmpty && none.executions.isEmpty && none.revocations.isEmpty)
    #expect(try store.leaf(granted + 1) == nil && store.leaf(0) == nil)
  }

  @Test(arguments: Backend.all)
  func `a session's history has its grant, its changes and its wallet's log-outs since, and no others`(
    backend: Backend
  ) throws {
    let fixture = try Fixture(backend)
    let (store, clock) = (fixture.store, fixture.clock)
    try store.logOut(wallet: id("w-1"), by: .user)
    // Granted in one commit with others, so that only the session's number tells them apart.
    try store.mustGrant(.sample("s-0", wallet: "w-0"), .sample(), .sample("s-2", wallet: "w-2"))
    clock.advance(seconds: 10)
    try store.logOut(wallet: id("w-1"), by: .user)
    try store.logOut(wallet: id("w-2"), by: .user)
    #expect(try store.attest(id("s-1"), by: .alice).isEmpty && store.attest(id("s-2"), by: .alice).isEmpty)
    #expect(try store.extend(id("s-1"), to: .start(plus: 700), by: .alice).isEmpty)
    _ = try store.revoke(RevocationOrder(sessionKey: id("s-1"), reason: "x", revocationID: "a"), by: .alice)
    _ = try store.reinstate(id("s-1"), revocationID: "a", reason: "wrong", by: .alice)
    _ = try store.revoke(scope: Scope(wallet: id("w-1")), reason: "y", by: .alice)
    let history = try fixture.another().history(of: id("s-1"), around: nil)
    #expect(
      history.entries.map(\.action) == [
        "session.grant", "user.logOut", "session.attest", "session.extend", "session.revoke",
        "session.reinstate", "session.revoke",
      ])
    #expect(history.entries.map(\.sequence) == history.entries.map(\.sequence).sorted())
    #expect(history.entries.allSatisfy { $0.target == "s-1" || $0.target == "w-1" })
    #expect(history.row?.id == id("s-1") && history.revocations.count == 2)
    #expect(history.entries[0].at == .start && history.asOf == .start(plus: 10))
  }

  @Test(arguments: Backend.all, [1, 2, 9, 20, 30, 39, 40])
  func `the executions next to one are its own session's, in commit order`(backend: Backend, place: Int)
    throws
  {
    let fixture = try Fixture(backend)
    let store = fixture.store
    try store.mustGrant(.sample(max: 5000), .sample("s-2", max: 5000))
    for nonce in UInt64(1)...40 {
      _ = try store.decideAll([
        .sample(nonce: nonce, value: 1), .sample("s-2", nonce: nonce, value: 1),
      ])
    }
    let all = try store.session(id("s-1"), executions: 100)?.executions.reversed() ?? []
    let asked = Array(all)[place - 1]
    #expect(try store.execution(asked.sequence) == asked)
    let found = try store.history(of: id("s-1"), around: asked.sequence).executions
    #expect(found == Array(Array(all)[max(0, place - 9)..<min(40, place + 8)]))
    #expect(try store.history(of: id("s-1"), around: nil).executions == Array(Array(all).suffix(9)))
    let named = try store.executions(requestID: "r-\(place)", limit: 5)
    #expect(named.map(\.request.sessionKey) == [id("s-2"), id("s-1")] && named[1] == asked)
    #expect(try store.executions(requestID: "r-\(place)", limit: 1).count == 1)
  }

  @Test(arguments: Backend.all)
  func `the policy of a time is the one that was in force then`(backend: Backend) throws {
    let fixture = try Fixture(backend)
    let (store, clock) = (fixture.store, fixture.clock)
    let first = try store.policy().policy.version
    clock.advance(seconds: 60)
    try store.onlyAlert()
    let second = try store.policy().policy.version
    #expect(first != second)
    for (time, version) in [
      (.epoch, first), (.start, first), (.start(plus: 59), first), (.start(plus: 60), second), (.max, second),
    ] as [(Timestamp, _)] { #expect(try store.policy(at: time).policy.version == version) }
  }
}

@Suite struct KeptProofTests {
  private func note(_ text: String, _ store: any SessionStore) throws -> Int64 {
    let draft = IncidentDraft(incident: "INC-1", action: "note.added", json: "{\"note\":\"\(text)\"}")
    let records = try store.record(incident: nil, by: .alice) { _, _ in
      Result<_, Refused>.success([draft])
    }.get()
    return records[0].sequence
  }

  @Test(arguments: Backend.all)
  func `a leaf is proved for good by the first event of an incident after it, whatever the log becomes`(
    backend: Backend
  ) throws {
    let fixture = try Fixture(backend)
    let store = fixture.store
    try store.mustGrant(.sample())
    let leaf = Int64(try store.logHead().size)
    #expect(try store.proveForGood(leaf) == nil)
    let event = try note("a", store)
    let proof = try #require(try store.proveForGood(leaf))
    #expect(try store.leaf(leaf) == proof.leaf)
    for nonce in UInt64(1)...400 { _ = try store.decide(.sample(nonce: nonce, value: 1)) }
    let later = try note("b", store)
    #expect(try store.proveForGood(leaf) == proof)
    #expect(try fixture.another().proveForGood(leaf) == proof)
    #expect(try store.proveForGood(event)?.checkpoint == proof.checkpoint)
    #expect(try store.proveForGood(later - 1)?.checkpoint != proof.checkpoint)
    #expect(try store.proveForGood(later + 1) == nil)
    let key = try NoteVerifierKey(
      name: store.identity.origin, publicKey: try #require(store.identity.logKey))
    let file = InclusionProofFile(
      index: UInt64(leaf - 1), path: proof.path, checkpoint: try SignedNote(proof.checkpoint.utf8))
    let shown = try OfflineVerifier.verify(
      inclusion: file.bytes, leaf: Array(proof.leaf.text.utf8), trusted: key)
    #expect(shown.index + 1 == UInt64(leaf) && shown.checkpoint.size == UInt64(event))
    #expect(try store.verifyAudit(AuditAnchors()).findings == [])
  }

  @Test func `without the log's key nothing is kept, and nothing breaks`() throws {
    let folder = try Folder()
    let clock = TestClock()
    try folder.open(clock).close()
    let other = try folder.open(
      clock,
      Stores.Options(keys: KeyFolder(path: folder.url.path + "/none") { [UInt8](repeating: 1, count: $0) }))
    let event = try note("a", other)
    #expect(try other.proveForGood(event) == nil)
  }
}

@Suite struct AttemptStepTests {
  @Test(arguments: UInt64(0)..<12)
  func `executions fall into the steps that their times say, up to a leaf`(seed: UInt64) throws {
    var random = Seeded(seed)
    let fixture = try Fixture(.sqlite)
    let (store, clock) = (fixture.store, fixture.clock)
    let keys = ["a", "b", "c"]
    try store.onlyAlert()
    try store.mustGrant(.sample("a", max: 9000), .sample("b", max: 9000), .sample("c", max: 9000))
    var leaves: [Int64] = []
    for nonce in UInt64(1)...160 {
      clock.advance(milliseconds: Int64(random.next() % 4000))
      if nonce == 60 || nonce == 90 {
        let order = RevocationOrder(sessionKey: id(nonce == 60 ? "a" : "b"), reason: "x")
        leaves.append(try store.revoke(order, by: .alice).sequence)
      }
      let key = keys[Int(random.next() % 3)]
      _ = try store.decide(.sample(key, nonce: nonce, value: 1))
    }
    let revoked = try leaves.map { try #require(try store.sessions(revokedBy: [$0]).first).id }
    let from = Timestamp.start + TimeSpan(milliseconds: Int64(random.next() % 200_000))
    let size = try store.logHead().size
    let through = Int64(random.next() % size) + 1
    let query = AttemptStepQuery(
      revocations: leaves, from: from, step: TimeSpan(seconds: 10), count: 9, through: through)
    let found = try store.attemptSteps(query)
    var expected = [AttemptSteps.Step](repeating: AttemptSteps.Step(), count: 10)
    for key in revoked {
      for record in try store.session(key, executions: 1000)?.executions ?? []
      where record.sequence <= through && record.decision.at >= from {
        let place = min(9, Int((record.decision.at - from).milliseconds / 10_000))
        if record.decision.isAllowed { expected[place].allowed += 1 } else { expected[place].denied += 1 }
      }
    }
    #expect(found.steps == Array(expected[..<9]) && found.later == expected[9], "seed \(seed)")
    #expect(throws: StoreError.self) {
      try store.attemptSteps(
        AttemptStepQuery(
          revocations: [1], from: from, step: TimeSpan(seconds: 10), count: 1, through: through))
    }
  }
}
