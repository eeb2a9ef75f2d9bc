import AuditTrail
import Delegation
import GRDB

extension SQLiteStore {
  func execution(_ sequence: Int64) throws(StoreError) -> ExecutionRecord? {
    try read { snapshot throws(StoreError) in
      let row = try snapshot.db.query(
        "SELECT \(ExecutionRecord.columns) \(ExecutionRecord.source) WHERE x.sequence = ?", [.int(sequence)])
      return try row.step() ? try ExecutionRecord(row) : nil
    }
  }

  func executions(requestID: String, limit: Int) throws(StoreError) -> [ExecutionRecord] {
    try read { snapshot throws(StoreError) in
      let rows = try snapshot.db.query(
        """
        SELECT \(ExecutionRecord.columns) \(ExecutionRecord.source) WHERE x.request_id = ?
        ORDER BY x.sequence DESC LIMIT ?
        """, [.text(requestID), .int(Int64(max(0, limit)))])
      var records: [ExecutionRecord] = []
      while try rows.step() { records.append(try ExecutionRecord(rows)) }
      return records
    }
  }

  func history(of key: Identifier, around execution: Int64?) throws(StoreError) -> SessionHistory {
    try read { snapshot throws(StoreError) in
      let row = try snapshot.db.query(
        """
        SELECT \(SessionRow.columns), s.last_execution FROM sessions s JOIN envelopes e ON e.id = s.id
        WHERE s.session_key = ?
        """, [.text(key.text)])
      let isKnown = try row.step()
      let session = isKnown ? try SessionRow(row, rules: snapshot.rules, at: snapshot.time) : nil
      let revocations = try snapshot.revocations(of: key)
      return SessionHistory(
        key: key, row: session,
        entries: try snapshot.lifeEntries(
          of: key, session, id: isKnown ? row.int(SessionRow.idColumn) : nil, revocations, around: execution),
        executions: try snapshot.executions(
          last: isKnown ? row.optionalInt(SessionRow.columnCount) : nil, around: execution),
        revocations: revocations, asOf: snapshot.time)
    }
  }
}

// MARK: What was done to it

extension Snapshot {
  /// How many entries of a kind are read before an execution, and after it.
  private static let entriesBefore: Int64 = 500
  private static let entriesAfter: Int64 = 100

  /// In commit order.
  fileprivate func lifeEntries(
    of key: Identifier, _ session: SessionRow?, id: Int64?, _ revocations: [RevocationRecord],
    around execution: Int64?
  ) throws(StoreError) -> [AuditEntry] {
    var entries: [AuditEntry] = []
    var granted: Int64 = 0
    if let session, let id, let grant = try grant(ofSession: id, at: session.grantedAt) {
      granted = grant.sequence
      entries.append(grant)
    }
    let around = execution ?? meta.nextSequence
    entries += try lifeEntries(of: key.text, from: 0, around: around)
    if let wallet = session?.envelope.wallet, wallet != key {
      entries += try lifeEntries(of: wallet.text, from: granted, around: around)
    }
    let find = try db.query("SELECT \(AuditEntry.columns) \(AuditEntry.source) WHERE n.sequence = ?")
    for revocation in revocations {
      find.bind(1, revocation.sequence)
      if try find.step() { entries.append(try AuditEntry(find)) }
      find.reset()
    }
    return entries.sorted { $0.sequence < $1.sequence }
  }

  /// Attestations, extensions and reinstatements of a key, or log-outs of a wallet.
  private func lifeEntries(
    of target: String, from first: Int64, around: Int64
  ) throws(StoreError) -> [AuditEntry] {
    let source = """
      SELECT \(AuditEntry.columns) FROM entries n INDEXED BY life_entries
      LEFT JOIN envelopes e ON e.id = n.session_id
      WHERE n.action IN ('session.attest', 'session.extend', 'session.reinstate', 'user.logOut') AND n.target = ?
      """
    var entries: [AuditEntry] = []
    let before = try db.query(
      "\(source) AND n.sequence >= ? AND n.sequence <= ? ORDER BY n.sequence DESC LIMIT ?",
      [.text(target), .int(first), .int(around), .int(Snapshot.entriesBefore)])
    while try before.step() { entries.append(try AuditEntry(before)) }
    let after = try db.query(
      "\(source) AND n.sequence > ? ORDER BY n.sequence LIMIT ?",
      [.text(target), .int(around), .int(Snapshot.entriesAfter)])
    while try after.step() { entries.append(try AuditEntry(after)) }
    return entries
  }

  /// The entry that granted a session: no index leads to it, but entries stand in the order of their times.
  private func grant(ofSession id: Int64, at time: Timestamp) throws(StoreError) -> AuditEntry? {
    let find = try db.query("SELECT at FROM entries WHERE sequence >= ? ORDER BY sequence LIMIT 1")
    var (low, high) = (Int64(1), meta.nextSequence)
    while low < high {
      let middle = low + (high - low) / 2
      find.bind(1, middle)
      let isBefore = try find.step() && find.time(0) < time
      find.reset()
      if isBefore { low = middle + 1 } else { high = middle }
    }
    let row = try db.query(
      """
      SELECT \(AuditEntry.columns) \(AuditEntry.source)
      WHERE n.sequence >= ? AND n.session_id = ? ORDER BY n.sequence LIMIT 1
      """, [.int(low), .int(id)])
    return try row.step() ? try AuditEntry(row) : nil
  }
}

// MARK: What it did

extension Snapshot {
  /// Executions that are shown before the one that was asked for, and after it.
  private static let executionsBefore = 8
  private static let executionsAfter = 8
  /// How far a chain is followed back for those after it.
  private static let stepsMax = 200_000

  /// In commit order. The chain leads back only: what came after an execution is found from the last one.
  fileprivate func executions(last: Int64?, around: Int64?) throws(StoreError) -> [ExecutionRecord] {
    guard let around else {
      return try Array(executions(from: last, limit: Snapshot.executionsBefore + 1).reversed())
    }
    let step = try db.query("SELECT previous FROM executions WHERE sequence = ?")
    var after: [Int64] = []
    var (next, steps) = (last, 0)
    while let sequence = next, sequence > around, steps < Snapshot.stepsMax {
      after.append(sequence)
      if after.count > Snapshot.executionsAfter * 64 {
        after.removeFirst(after.count - Snapshot.executionsAfter)
      }
      step.bind(1, sequence)
      next = try step.step() ? step.optionalInt(0) : nil
      step.reset()
      steps += 1
    }
    // One that the end of the walk did not come to is no neighbour.
    let neighbours = (next ?? 0) > around ? [] : after.suffix(Snapshot.executionsAfter)
    let before = try executions(from: around, limit: Snapshot.executionsBefore + 1)
    var records = Array(before.reversed())
    for sequence in neighbours.reversed() { records += try executions(from: sequence, limit: 1) }
    return records
  }
}
