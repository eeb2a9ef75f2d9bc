import AuditTrail
import Delegation
import GRDB
import SessionStore
import Testing

/// Evidence never stands in the way: what is damaged is ended, and what could not be read is said.
@Suite struct DamagedRevocationTests {
  private let folder: Folder
  private let clock = TestClock()

  init() throws {
    folder = try Folder()
    let store = try folder.open(clock)
    defer { store.close() }
    try store.mustGrant(.sample(), .sample("s-2"))
    for nonce in UInt64(1)...3 { _ = try store.decide(.sample(nonce: nonce)) }
    _ = try store.assert(id("s-1"), life: TimeSpan(seconds: 20), by: .alice)
  }

  private static let damages = [
    ("UPDATE sessions SET risk = x'FF' WHERE id = 1", "risk"),
    ("UPDATE sessions SET spent = -1 WHERE id = 1", "micro-dollars"),
    ("UPDATE sessions SET nonces = x'00' WHERE id = 1", "nonce window"),
    ("UPDATE envelopes SET json = '{' WHERE id = 1", "envelope"),
    ("DELETE FROM envelopes WHERE id = 1", "envelope"),
    ("DELETE FROM executions WHERE sequence = (SELECT max(sequence) FROM executions)", "is missing"),
    ("DELETE FROM executions WHERE sequence = (SELECT min(sequence) FROM executions)", "is missing"),
    ("UPDATE executions SET leaf = x'00'", "wrong length"),
    ("UPDATE executions SET previous = 9999", "after"),
  ]

  private func damaged(_ sql: String) throws -> any SessionStore {
    let queue = try DatabaseQueue(path: folder.path)
    try queue.write { try $0.execute(sql: sql) }
    try queue.close()
    return try folder.open(clock)
  }

  private func revokedKeys() throws -> [String] {
    let queue = try DatabaseQueue(path: folder.path)
    defer { try? queue.close() }
    return try queue.read {
      try String.fetchAll(
        $0, sql: "SELECT session_key FROM sessions WHERE revoked_from IS NOT NULL ORDER BY id")
    }
  }

  @Test(arguments: damages)
  func `a damaged session is revoked, and its evidence says what does not read`(
    sql: String, word: String
  ) throws {
    let store = try damaged(sql)
    defer { store.close() }
    clock.advance(seconds: 1)
    let receipt = try store.revoke(RevocationOrder(sessionKey: id("s-1"), reason: "leak"), by: .alice)
    #expect(receipt.sessionWasKnown)
    #expect(receipt.assertedUntil == .start(plus: 20))
    #expect(try revokedKeys() == ["s-1"])
    let entry = try #require(try store.entries(limit: 1).first { $0.sequence == receipt.sequence })
    let evidence = try #require(try RevocationEvidence(detail: entry.detail))
    #expect(evidence.unread.count == 1)
    #expect(evidence.unread.first?.contains(word) == true, "\(evidence.unread)")
    #expect(evidence.policy != nil)
    let report = try store.verifyAudit(AuditAnchors())
    #expect(!report.isSound)
    let isNamed = report.findings.contains { $0.row.contains("sequence \(receipt.sequence)") }
    #expect(!isNamed, "the revocation itself is as it was logged: \(report.findings)")
  }

  @Test(arguments: damages)
  func `a damaged session holds up no revocation of many, and is ended with them`(sql: String, word: String)
    throws
  {
    let store = try damaged(sql)
    defer { store.close() }
    #expect(try store.preview(scope: Scope(chainID: 1)).sessions == 2)
    #expect(try store.revoke(scope: Scope(chainID: 1), reason: "breach", by: .alice).revoked == 2)
    #expect(try revokedKeys() == ["s-1", "s-2"])
  }
}
