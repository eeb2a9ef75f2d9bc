import Delegation
import GRDB
import PolicyEngine

/// What sessions did before the window, read back along their chains of executions; few are ever asked about.
struct PreviewHistory: ~Copyable {
  private let row: Query

  init(_ db: Database) throws(StoreError) {
    row = try db.query("SELECT ts, reasons, value_micros, previous FROM executions WHERE sequence = ?")
  }

  /// When the session acted last, if that was after `time`.
  func lastAllowed(from last: Int64, after time: Timestamp) throws(StoreError) -> Timestamp? {
    var found: Timestamp?
    try walk(from: last) { row throws(StoreError) in
      guard row.time(0) > time else { return false }
      if row.int(1) == 0 { found = row.time(0) }
      return found == nil
    }
    return found
  }

  /// What was allowed after `time`, oldest first.
  func spends(from last: Int64, after time: Timestamp) throws(StoreError) -> [WindowSpend.Spend] {
    var spends: [WindowSpend.Spend] = []
    try walk(from: last) { row throws(StoreError) in
      guard row.time(0) > time else { return false }
      if row.int(1) == 0 { spends.append(WindowSpend.Spend(at: row.time(0), value: try row.money(2))) }
      return true
    }
    return spends.reversed()
  }

  /// Gives `body` the chain's rows, newest first, until it has enough.
  private func walk(
    from last: Int64, _ body: (borrowing Query) throws(StoreError) -> Bool
  ) throws(StoreError) {
    var next: Int64? = last
    while let sequence = next {
      row.bind(1, sequence)
      defer { row.reset() }
      guard try row.step() else { throw .corrupt(message: "execution \(sequence) is missing") }
      guard try body(row) else { return }
      next = row.optionalInt(3)
      if let next, next >= sequence {
        throw .corrupt(message: "execution \(sequence) stands before the one that it follows")
      }
    }
  }
}
