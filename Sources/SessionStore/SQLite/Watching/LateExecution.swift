import Delegation
import GRDB

/// An execution that was allowed and lies after the moment from which a later revocation holds.
struct LateExecution {
  let at: Timestamp
  let destination: Identifier
  let chain: UInt64

  /// How far back a session's executions are looked through: a revocation must not wait for a walk through all of them.
  private static let stepsMax = 10_000

  /// - Parameters:
  ///   - last: the session's last execution, where its chain begins.
  ///   - end: from when on an earlier revocation held.
  static func all(
    _ db: Database, last: Int64?, from start: Timestamp, until end: Timestamp?
  ) throws(StoreError) -> [LateExecution] {
    let row = try db.query(
      "SELECT ts, reasons, destination, chain_id, previous FROM executions WHERE sequence = ?")
    var late: [LateExecution] = []
    var (next, steps) = (last, 0)
    while let sequence = next, steps < stepsMax {
      row.bind(1, sequence)
      guard try row.step(), row.time(0) >= start else { break }
      let isBeforeEnd = end.map { row.time(0) < $0 } ?? true
      if row.int(1) == 0 && isBeforeEnd {
        late.append(
          LateExecution(
            at: row.time(0), destination: try row.identifier(2), chain: UInt64(clamping: row.int(3))))
      }
      next = row.optionalInt(4)
      steps += 1
      row.reset()
    }
    return late
  }
}
