import AuditTrail
import Delegation
import GRDB

extension SQLiteStore {
  func logHead() throws(StoreError) -> LogHead {
    try read { snapshot throws(StoreError) in try LogHead.read(snapshot.db) }
  }

  func proveInclusion(of sequence: Int64) throws(StoreError) -> InclusionEvidence {
    try read { snapshot throws(StoreError) in
      try snapshot.inclusion(of: sequence, in: try SignedLog.read(snapshot.db))
    }
  }

  func proveForGood(_ sequence: Int64) throws(StoreError) -> InclusionEvidence? {
    try read { snapshot throws(StoreError) in
      let kept = try snapshot.db.text(
        "SELECT checkpoint FROM entries WHERE checkpoint IS NOT NULL AND sequence >= ? ORDER BY sequence LIMIT 1",
        [.int(sequence)])
      guard let kept else { return nil }
      return try snapshot.inclusion(of: sequence, in: try SignedLog.read(note: kept))
    }
  }

  func leaf(_ sequence: Int64) throws(StoreError) -> LogLeaf? {
    try read { snapshot throws(StoreError) in try LogLeaf.find(snapshot.db, sequence) }
  }

  func proveConsistency(from size: UInt64) throws(StoreError) -> ConsistencyEvidence {
    try read { snapshot throws(StoreError) in
      let (checkpoint, text) = try SignedLog.read(snapshot.db)
      let nodes = LogNodes(snapshot.db)
      let path = try MerkleProofs.consistencyPath(from: size, to: checkpoint.size) {
        level, position throws(StoreError) in try nodes.hash(level: level, position: position)
      }
      guard let path else { throw .notFound("a log of \(size) leaves") }
      return ConsistencyEvidence(path: path, checkpoint: text)
    }
  }

  func forEachLeaf(from first: Int64, through last: Int64, _ body: (LogLeaf) throws -> Void) throws {
    try stream { snapshot in
      let entries = try snapshot.db.query(
        "SELECT \(AuditEntry.columns), n.leaf \(AuditEntry.source) WHERE n.sequence BETWEEN ? AND ? ORDER BY n.sequence",
        [.int(first), .int(last)])
      let executions = try snapshot.db.query(
        """
        SELECT \(ExecutionLeaf.columns), x.leaf \(ExecutionLeaf.source) WHERE x.sequence BETWEEN ? AND ?
        ORDER BY x.sequence
        """, [.int(first), .int(last)])
      var hasEntry = try entries.step()
      var hasExecution = try executions.step()
      while hasEntry || hasExecution {
        if hasEntry && !(hasExecution && executions.int(0) < entries.int(0)) {
          try body(try LogLeaf(entry: entries))
          hasEntry = try entries.step()
        } else {
          try body(try LogLeaf(execution: executions))
          hasExecution = try executions.step()
        }
      }
    }
  }
}

extension Snapshot {
  /// - Parameter head: a signed head of this log, not necessarily the newest.
  fileprivate func inclusion(
    of sequence: Int64, in head: (checkpoint: Checkpoint, text: String)
  ) throws(StoreError) -> InclusionEvidence {
    guard sequence >= 1, UInt64(sequence) <= head.checkpoint.size, let leaf = try LogLeaf.find(db, sequence)
    else { throw .notFound("sequence \(sequence)") }
    let nodes = LogNodes(db)
    let path = try MerkleProofs.inclusionPath(of: UInt64(sequence - 1), in: head.checkpoint.size) {
      level, position throws(StoreError) in try nodes.hash(level: level, position: position)
    }
    return InclusionEvidence(leaf: leaf, path: path ?? [], checkpoint: head.text)
  }
}

extension LogHead {
  static func read(_ db: Database) throws(StoreError) -> LogHead {
    let row = try db.query("SELECT size, checkpoint FROM log_head")
    guard try row.step() else { throw .corrupt(message: "the table `log_head` is empty") }
    return LogHead(size: UInt64(clamping: row.int(0)), checkpoint: row.optionalText(1))
  }
}

/// The newest head that is signed: what a proof leads to.
private enum SignedLog {
  static func read(_ db: Database) throws(StoreError) -> (Checkpoint, String) {
    guard let text = try LogHead.read(db).checkpoint else { throw .notFound("a signed checkpoint") }
    return try read(note: text)
  }

  static func read(note text: String) throws(StoreError) -> (Checkpoint, String) {
    guard let note = try? SignedNote(text.utf8), let checkpoint = try? Checkpoint(noteText: note.text) else {
      throw .corrupt(message: "the checkpoint of the log does not read")
    }
    return (checkpoint, text)
  }
}

extension LogLeaf {
  fileprivate static func find(_ db: Database, _ sequence: Int64) throws(StoreError) -> LogLeaf? {
    let entry = try db.query(
      "SELECT \(AuditEntry.columns), n.leaf \(AuditEntry.source) WHERE n.sequence = ?", [.int(sequence)])
    if try entry.step() { return try LogLeaf(entry: entry) }
    let execution = try db.query(
      "SELECT \(ExecutionLeaf.columns), x.leaf \(ExecutionLeaf.source) WHERE x.sequence = ?", [.int(sequence)]
    )
    return try execution.step() ? try LogLeaf(execution: execution) : nil
  }

  fileprivate init(entry row: borrowing Query) throws(StoreError) {
    self.init(row.int(0), try row.hash(14), try AuditEntry(row).write)
  }

  fileprivate init(execution row: borrowing Query) throws(StoreError) {
    self.init(row.int(0), try row.hash(14), try ExecutionLeaf(row).write)
  }

  private init(_ sequence: Int64, _ hash: MerkleHash, _ write: (LeafWriter) -> Void) {
    let writer = LeafWriter()
    write(writer)
    self.init(sequence: sequence, text: String(decoding: writer.leaf, as: UTF8.self), hash: hash)
  }
}
