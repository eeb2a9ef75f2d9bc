import AuditTrail
import Delegation
import Digests
import Foundation
import GRDB
import PolicyEngine
import RiskScoring
import SessionStore
import Testing

/// Everything that a store can hold, changed behind its back.
@Suite struct TamperTests {
  private let folder: Folder
  private let clock = TestClock()

  init() throws {
    folder = try Folder()
    let store = try folder.open(clock)
    defer { store.close() }
    try FurnishedStore.furnish(store, clock)
  }

  private func report(_ anchors: AuditAnchors = AuditAnchors()) throws -> AuditReport {
    let store = try folder.open(clock)
    defer { store.close() }
    return try store.verifyAudit(anchors)
  }

  private func edit(_ sql: String, _ arguments: StatementArguments = []) throws {
    let queue = try DatabaseQueue(path: folder.path)
    try queue.write { try $0.execute(sql: sql, arguments: arguments) }
    try queue.close()
  }

  private func rows<T: Sendable>(_ read: @Sendable (Database) throws -> T) throws -> T {
    let queue = try DatabaseQueue(path: folder.path)
    defer { try? queue.close() }
    return try queue.read(read)
  }

  private func snapshot() throws -> Data { try Data(contentsOf: URL(filePath: folder.path)) }

  private func restore(_ data: Data) throws {
    for ending in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: folder.path + ending) }
    try data.write(to: URL(filePath: folder.path))
  }

  @Test func `a store as it was made is sound`() throws {
    let report = try report()
    #expect(report.findings == [])
    #expect(report.leaves > 256, "inner nodes are kept from 256 leaves on")
    #expect(report.signedLeaves == report.leaves)
  }

  /// `idle_until` says how far a recount of the header has come, `risk_bound` may stand above its score; the others the
  /// schema itself holds to 1.
  private static let free: Set<String> = [
    "meta.idle_until", "meta.id", "identity.id", "log_head.id", "sessions.risk_bound",
  ]

  @Test func `a bound below its session's score, by which it would stand too low in the list, is found`()
    throws
  {
    try edit("UPDATE sessions SET risk_bound = 100 WHERE risk_bound = (SELECT max(risk_bound) FROM sessions)")
    expectFound(in: "sessions", "a bound was lowered")
  }

  @Test func `every column of every table that is edited is found and named`() throws {
    let columns = try rows { db in
      try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        .flatMap { table in
          try db.columns(in: table).map { (table, $0.name) }
        }
    }
    #expect(columns.count > 100)
    let whole = try snapshot()
    for (table, column) in columns where !Self.free.contains("\(table).\(column)") {
      let change = """
        CASE typeof(\(column)) WHEN 'integer' THEN \(column) + 1 WHEN 'text' THEN \(column) || 'x'
          WHEN 'blob' THEN CAST(substr(\(column), 1, length(\(column)) - 1)
            || iif(substr(\(column), -1) = x'00', x'01', x'00') AS BLOB)
          ELSE (SELECT iif(type LIKE 'TEXT', 'x', iif(type LIKE 'BLOB', x'78', 7))
            FROM pragma_table_info('\(table)') WHERE name = '\(column)') END
        """
      let last = try rows { try Int64.fetchOne($0, sql: "SELECT count(*) FROM \(table)") } ?? 0
      try #require(last > 0, "\(table) has rows")
      do {
        try edit(
          "UPDATE OR IGNORE \(table) SET \(column) = \(change) WHERE rowid = (SELECT max(rowid) FROM \(table))"
        )
      } catch let error as DatabaseError where error.message?.contains("rowid") == true {
        try edit("UPDATE OR REPLACE \(table) SET \(column) = \(change)")
      }
      expectFound(in: table, "\(table).\(column) edited")
      try restore(whole)
    }
  }

  @Test func `a kept head that is moved to another entry, or is another's, is found`() throws {
    let whole = try snapshot()
    #expect(try rows { try Int.fetchOne($0, sql: "SELECT count(checkpoint) FROM entries") } == 1)
    for edit in [
      "UPDATE entries SET checkpoint = (SELECT max(checkpoint) FROM entries) WHERE checkpoint IS NULL",
      "UPDATE entries SET checkpoint = (SELECT checkpoint FROM log_head) WHERE checkpoint IS NOT NULL",
      "UPDATE entries SET checkpoint = replace(checkpoint, 'curfew', 'Curfew') WHERE checkpoint IS NOT NULL",
    ] {
      try self.edit(edit)
      #expect(
        try report().findings.contains { $0.place == "entries" && $0.sentence.contains("`checkpoint`") })
      try restore(whole)
    }
  }

  @Test func `every table that loses a row is found and named`() throws {
    let tables = try rows {
      try String.fetchAll($0, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    }
    let whole = try snapshot()
    for table in tables {
      for order in ["ASC", "DESC"] {
        try edit(
          "DELETE FROM \(table) WHERE (SELECT true) AND \(Self.key(table)) = (SELECT \(Self.key(table)) FROM \(table) ORDER BY \(Self.key(table)) \(order) LIMIT 1)"
        )
        expectFound(in: table, "\(table) lost a row, \(order)")
        try restore(whole)
      }
    }
  }

  private static func key(_ table: String) -> String {
    switch table {
    case "log_nodes": "position"
    case "window_spends": "at"
    case "life_counts", "traffic": "second"
    case "modes": "position"
    case "granted_to": "wallet"
    case "nonce_domains": "domain"
    case "listed": "address"
    case "rollups", "lifetimes": "start"
    case "mismatch_counts": "session_id"
    case "executions", "entries", "revocations", "operators", "approvals": "sequence"
    default: "id"
    }
  }

  /// Either the report names the table, or the store does not open or read at all.
  private func expectFound(
    in table: String, _ what: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    do {
      let report = try report()
      let places = Set(report.findings.map(\.place))
      let near: Set<String> = ["log", "log_head", "checkpoint", table]
      #expect(!places.isDisjoint(with: near), "\(what): \(report.findings)", sourceLocation: sourceLocation)
    } catch let error as StoreError {
      #expect(!error.sentence.isEmpty, sourceLocation: sourceLocation)
    } catch {
      Issue.record(error, "\(what)", sourceLocation: sourceLocation)
    }
  }

  @Test(arguments: [
    ("UPDATE executions SET value_micros = 1 WHERE sequence = 50", "executions", "sequence 50"),
    (
      "UPDATE entries SET reason = 'planned' WHERE action = 'session.revoke' AND who = 'bob'", "entries",
      "sequence"
    ),
    (
      "UPDATE entries SET detail = replace(detail, 'allowed', 'denied') WHERE action = 'session.revoke' AND target = 's-2'",
      "entries", "sequence"
    ),
    ("DELETE FROM executions WHERE sequence = 50", "log", "sequence 50"),
    ("DELETE FROM executions WHERE sequence BETWEEN 50 AND 60", "log", "sequences 50 to 60"),
    ("UPDATE revocations SET withdrawn_at = 1", "revocations", "sequence"),
    ("UPDATE sessions SET revoked_from = NULL WHERE session_key = 's-2'", "sessions", "id 2"),
    ("UPDATE sessions SET spent = 0", "sessions", "id 1"),
    ("UPDATE sessions SET expires_at = expires_at + 60000", "sessions", "id 1"),
    ("UPDATE envelopes SET json = replace(json, 'w-2', 'w-9') WHERE id = 2", "entries", "sequence"),
    ("DELETE FROM modes", "modes", "position"),
    ("UPDATE operators SET key = randomblob(32) WHERE name = 'bob'", "operators", "sequence"),
    (
      "INSERT INTO revocations SELECT 99999, 'x', 'x', 1, 1, 'user', 'x', 'x', NULL", "revocations",
      "sequence 99999"
    ),
    (
      "CREATE TRIGGER t AFTER INSERT ON revocations BEGIN DELETE FROM revocations; END", "schema", "trigger t"
    ),
    (
      "UPDATE approvals SET attachment = 'Send us your funds' WHERE action = 'notice.publish'", "approvals",
      "sequence"
    ),
    (
      "UPDATE entries SET detail = replace(detail, 'Hello', 'Hullo') WHERE action = 'notice.publish'",
      "entries", "sequence"
    ),
    ("DROP INDEX mismatches", "schema", "index mismatches"),
  ])
  func `an edit is named with its row`(sql: String, place: String, row: String) throws {
    try edit(sql)
    let report = try report()
    #expect(report.findings.contains { $0.place == place && $0.row.hasPrefix(row) }, "\(report.findings)")
  }

  @Test func `two rows that change places are found`() throws {
    try edit("UPDATE executions SET sequence = 100000 WHERE sequence = 50")
    try edit("UPDATE executions SET sequence = 50 WHERE sequence = 51")
    try edit("UPDATE executions SET sequence = 51 WHERE sequence = 100000")
    let rows = try report().findings.filter { $0.place == "executions" }.map(\.row)
    #expect(Set(rows).isSuperset(of: ["sequence 50", "sequence 51"]))
  }

  @Test func `a row whose leaf and all that hangs on it was made anew is caught by the signed checkpoint`()
    throws
  {
    let sequence = 50
    try edit("UPDATE executions SET value_micros = 7 WHERE sequence = ?", [sequence])
    try forge()
    let places = Set(try report().findings.map(\.place))
    #expect(places.contains("checkpoint"))
  }

  @Test func `a log whose end was cut off with all that hangs on it is caught by its checkpoint`() throws {
    let size = try report().leaves
    try edit("DELETE FROM executions WHERE sequence > ?", [Int64(size) - 3])
    try edit("DELETE FROM entries WHERE sequence > ?", [Int64(size) - 3])
    try forge()
    #expect(try report().findings.contains { $0.place == "checkpoint" && $0.sentence.contains("cut off") })
  }

  /// Makes leaves, nodes and the edge anew from the rows, as somebody with the file but without the key could.
  private func forge() throws {
    let store = try folder.open(clock)
    var frontier = MerkleFrontier()
    var nodes: [(Int, UInt64, MerkleHash)] = []
    var leaves: [(Int64, MerkleHash)] = []
    try store.forEachLeaf(from: 1, through: .max) { leaf in
      let hash = Merkle.leafHash(Array(leaf.text.utf8))
      leaves.append((leaf.sequence, hash))
      frontier.append(hash) { level, position, hash in if level == 8 { nodes.append((level, position, hash)) }
      }
    }
    store.close()
    for (sequence, hash) in leaves {
      try edit("UPDATE executions SET leaf = ? WHERE sequence = ?", [Data(hash.bytes), sequence])
      try edit("UPDATE entries SET leaf = ? WHERE sequence = ?", [Data(hash.bytes), sequence])
    }
    try edit("DELETE FROM log_nodes")
    for (level, position, hash) in nodes {
      try edit("INSERT INTO log_nodes VALUES (?, ?, ?)", [level, Int64(position), Data(hash.bytes)])
    }
    try edit(
      "UPDATE log_head SET size = ?, frontier = ?", [Int64(frontier.size), Data(frontier.stored)])
    try edit("UPDATE meta SET next_sequence = ?", [Int64(frontier.size) + 1])
  }

  // MARK: Rolled back, forked

  /// The newest checkpoint, as a witness keeps it.
  private func witness() throws -> AuditAnchors {
    let store = try folder.open(clock)
    defer { store.close() }
    let note = try #require(try store.logHead().checkpoint)
    return AuditAnchors(logKey: store.identity.logKey, checkpoints: [(place: "w:1", note: note)])
  }

  private func act(_ key: String) throws {
    let store = try folder.open(clock)
    defer { store.close() }
    _ = try store.revoke(RevocationOrder(sessionKey: id(key), reason: ""), by: .alice)
  }

  @Test
  func `a store that was rolled back is caught by who keeps its checkpoints, and by the key's own memory`()
    throws
  {
    let backup = try snapshot()
    try act("s-4")
    let witness = try witness()
    try restore(backup)
    let findings = try report(witness).findings
    #expect(findings.contains { $0.place == "witness" && $0.sentence.contains("cut off") })
    #expect(findings.contains { $0.place == "checkpoint" && $0.row == "the last one signed here" })
    // Without either nothing can show: docs/guarantees.md says so.
    try FileManager.default.removeItem(atPath: keyFile("log.last"))
    #expect(try report().isSound)
  }

  @Test func `a store that goes on after a rollback signs no second history`() throws {
    let backup = try snapshot()
    try act("s-4")
    let witness = try witness()
    try restore(backup)
    let signed = try report().signedLeaves
    try act("s-1")
    try act("s-5")
    let report = try report(witness)
    #expect(report.signedLeaves == signed, "stopping goes on, signing does not")
    #expect(report.findings.contains { $0.place == "witness" && $0.sentence.contains("another log") })
    let store = try folder.open(clock)
    defer { store.close() }
    #expect(try store.row("s-1").life == .revoked)
  }

  @Test func `a checkpoint of another key is no witness, and another key no trust`() throws {
    let other = Ed25519.PrivateKey.seeded(9)
    let store = try folder.open(clock)
    let origin = store.identity.origin
    store.close()
    let forged = try Checkpoint(origin: origin, size: 0, root: Merkle.emptyRoot).signed(by: other)
    let note = String(decoding: forged.bytes, as: UTF8.self)
    let findings = try report(AuditAnchors(checkpoints: [(place: "w:1", note: note)])).findings
    #expect(findings.map(\.place) == ["witness"])
    let distrusting = try report(AuditAnchors(logKey: other.publicKey)).findings.map(\.place)
    #expect(Set(distrusting).isSuperset(of: ["identity", "checkpoint"]))
  }

  private func keyFile(_ name: String) throws -> String {
    let store = try folder.open(clock)
    defer { store.close() }
    return folder.url.appending(path: "keys/\(store.identity.id)/\(name)").path
  }
}

extension Operator {
  var publicKey: Ed25519.PublicKey { key!.publicKey }
}
