import AuditTrail
import GRDB

/// Nodes of the log's tree, as the rows have them.
struct LogNodes {
  /// Levels whose nodes are kept; those between are combined from them.
  static let keptEvery = 8

  private let db: Database

  init(_ db: Database) { self.db = db }

  /// The perfect subtree of 2^level leaves whose first is `position` × 2^level.
  func hash(level: Int, position: UInt64) throws(StoreError) -> MerkleHash {
    if level == 0 { return try leaf(position) }
    if level % LogNodes.keptEvery == 0 {
      let row = try db.query(
        "SELECT hash FROM log_nodes WHERE level = ? AND position = ?",
        [.int(Int64(level)), .int(Int64(clamping: position))])
      guard try row.step() else {
        throw .corrupt(message: "node \(position) of level \(level) of the log is missing")
      }
      return try row.hash(0)
    }
    return Merkle.nodeHash(
      try hash(level: level - 1, position: position * 2),
      try hash(level: level - 1, position: position * 2 + 1))
  }

  private func leaf(_ index: UInt64) throws(StoreError) -> MerkleHash {
    let row = try db.query(
      "SELECT leaf FROM executions WHERE sequence = ?1 UNION ALL SELECT leaf FROM entries WHERE sequence = ?1",
      [.int(Int64(clamping: index) + 1)])
    guard try row.step() else { throw .corrupt(message: "leaf \(index) of the log is missing") }
    return try row.hash(0)
  }
}
