package import Delegation
import GRDB

/// The seed's detection query as it stands, run by SQLite with its best index: what `detect` is put beside.
package final class SeedQueryBaseline {
  private let connection: Connection

  /// - Throws: ``StoreError``.
  package init(path: String) throws(StoreError) {
    connection = try Connection(path: path, .reading, label: "baseline")
  }

  package func close() { connection.close() }

  /// - Parameter useIndex: false for a scan of every execution.
  /// - Returns: how many sessions it finds.
  package func found(after start: Timestamp, over limit: UInt64, useIndex: Bool) throws(StoreError) -> Int {
    try connection.use { db throws(StoreError) in
      let rows = try db.query(
        """
        SELECT session_key, count(*) AS execs, max(ts) AS last_seen FROM executions
          \(useIndex ? "INDEXED BY mismatches_by_number" : "NOT INDEXED")
        WHERE ts > ? AND (chain_mismatch = 1 OR destination_mismatch = 1)
        GROUP BY session_key HAVING count(*) > ?
        """, [.time(start), .int(Int64(clamping: limit))])
      var count = 0
      while try rows.step() { count += 1 }
      return count
    }
  }
}
