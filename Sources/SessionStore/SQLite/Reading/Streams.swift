import Delegation
import GRDB

extension SQLiteStore {
  func forEachSession(_ body: (SessionRow) throws -> Void) throws {
    try stream { snapshot in
      let rows = try snapshot.db.query(
        "SELECT \(SessionRow.columns) FROM sessions s JOIN envelopes e ON e.id = s.id ORDER BY s.id")
      while try rows.step() { try body(try SessionRow(rows, rules: snapshot.rules, at: snapshot.time)) }
    }
  }

  func forEachEvent(includingExecutions: Bool, _ body: (LoggedEvent) throws -> Void) throws {
    try stream { snapshot in
      let events = try snapshot.db.query(
        """
        SELECT n.sequence, n.at, n.event, e.json FROM entries n LEFT JOIN envelopes e ON e.id = n.session_id
        WHERE n.event IS NOT NULL OR n.session_id IS NOT NULL ORDER BY n.sequence
        """)
      let executions = try snapshot.db.query(
        "SELECT sequence, ts, \(ExecutionRequest.columns) FROM executions ORDER BY sequence")
      // Both come in commit order: the one with the lower number is next.
      var hasEvent = try events.step()
      var hasExecution = includingExecutions ? try executions.step() : false
      while hasEvent || hasExecution {
        if hasEvent && !(hasExecution && executions.int(0) < events.int(0)) {
          try body(try LoggedEvent(stored: events))
          hasEvent = try events.step()
        } else {
          let request = try ExecutionRequest(executions, from: 2)
          try body(LoggedEvent(at: executions.time(1), event: .requested(request)))
          hasExecution = try executions.step()
        }
      }
    }
  }

  /// Reads on a connection of its own: however long it takes, nobody's list waits for it.
  func stream(_ body: (Snapshot) throws -> Void) throws {
    var failure: (any Error)?
    try readApart("curfew.stream") { snapshot throws(StoreError) in
      do {
        try body(snapshot)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }

  /// Reads on a connection of its own, on one unchanging view of the store.
  func readApart<T>(
    _ label: String, _ body: (Snapshot) throws(StoreError) -> T
  ) throws(StoreError) -> T {
    try checkOpen()
    let connection = try Connection(path: path, .reading, label: label)
    defer { connection.close() }
    return try connection.use { db throws(StoreError) in
      try db.snapshot { db throws(StoreError) in
        try body(try snapshots.snapshot(db))
      }
    }
  }
}

extension LoggedEvent {
  fileprivate init(stored row: borrowing Query) throws(StoreError) {
    if row.isNull(2) {
      let envelope = try row.withBytes(3) { bytes throws(StoreError) in try Envelope(stored: bytes) }
      self.init(at: row.time(1), event: .granted(envelope))
      return
    }
    do {
      self = try row.withBytes(2) { bytes in try LoggedEvent(bytes, line: 0) }
    } catch {
      throw .corrupt(message: "event \(row.int(0)) does not read: \(error)")
    }
  }
}
