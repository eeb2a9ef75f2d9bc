package import Delegation
import GRDB

/// The least that any preview has to read: SQLite's own walk over the same rows.
package final class PreviewBaseline {
  private let connection: Connection

  /// - Throws: ``StoreError``.
  package init(path: String) throws(StoreError) {
    connection = try Connection(path: path, .reading, label: "baseline")
  }

  package func close() { connection.close() }

  /// The number of the first execution since then; finding it is not what is measured.
  package func first(since start: Timestamp) throws(StoreError) -> Int64 {
    try connection.use { db throws(StoreError) in
      try db.int("SELECT min(sequence) FROM executions WHERE ts >= ?", [.time(start)]) ?? 0
    }
  }

  /// One scan of the rows from this number on.
  /// - Returns: how many there are.
  package func sum(from sequence: Int64) throws(StoreError) -> Int64 {
    try connection.use { db throws(StoreError) in
      let row = try db.query(
        "SELECT count(*), sum(value_micros) FROM executions WHERE sequence >= ?", [.int(sequence)])
      return try row.step() ? row.int(0) : 0
    }
  }
}
