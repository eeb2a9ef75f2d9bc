import Delegation
import GRDB

/// Makes a snapshot of a transaction that reads.
struct Snapshots: Sendable {
  let path: String
  let clock: @Sendable () -> Timestamp
  let rules: RulesCache

  /// The folder of the store.
  var folder: String { path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "." }

  func snapshot(_ db: Database) throws(StoreError) -> Snapshot {
    if db.hasMoved { throw .moved(path: path) }
    let meta = try Meta.read(db)
    return Snapshot(db: db, meta: meta, time: meta.time(clock()), rules: try rules.rules(db, meta))
  }
}
