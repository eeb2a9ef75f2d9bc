import Delegation
import GRDB

/// The part of the log that a preview looks at.
struct PreviewWindow: Sendable {
  let from: Timestamp
  let to: Timestamp
  /// Numbers in commit order; empty when nothing happened since ``from``.
  let sequences: Range<Int64>

  /// From the first leaf of `over` ago until now. Neither table has an index on its times, but both rise with the number.
  init(_ snapshot: Snapshot, over: TimeSpan) throws(StoreError) {
    to = snapshot.time
    from = snapshot.time - over
    let end = snapshot.meta.nextSequence
    let first = max(
      try PreviewWindow.end(ofWhatCameBefore: from, in: "executions", "ts", snapshot.db, before: end),
      try PreviewWindow.end(ofWhatCameBefore: from, in: "entries", "at", snapshot.db, before: end))
    sequences = first..<end
  }

  /// The number behind the table's last row from before `start`. The log has more rows between this one and the table's
  /// next, which the other table has.
  static func end(
    ofWhatCameBefore start: Timestamp, in table: String, _ time: String, _ db: Database, before end: Int64
  ) throws(StoreError) -> Int64 {
    let row = try db.query(
      "SELECT sequence, \(time) FROM \(table) WHERE sequence >= ? ORDER BY sequence LIMIT 1")
    var (low, high) = (Int64(1), end)
    while low < high {
      let middle = low + (high - low) / 2
      row.reset()
      row.bind(1, middle)
      if try row.step(), row.int(0) < end, row.time(1) < start {
        low = row.int(0) + 1
      } else {
        high = middle
      }
    }
    return low
  }
}

/// What happened to a session in the window beside its executions.
struct PreviewChange {
  enum What {
    case attested
    case extended(to: Timestamp)
  }

  let sequence: Int64
  let at: Timestamp
  let what: What
  /// Until when it lived, or when it was attested last, before this.
  let before: Timestamp?
}

extension PreviewWindow {
  /// By session key, in commit order; those after the window too, because a session's row has felt them.
  func changes(_ db: Database) throws(StoreError) -> [String: [PreviewChange]] {
    let rows = try db.query(
      """
      SELECT sequence, at, action, target, before, after FROM entries
      WHERE sequence >= ? AND action IN ('session.attest', 'session.extend') AND event IS NOT NULL ORDER BY sequence
      """, [.int(sequences.lowerBound)])
    var changes: [String: [PreviewChange]] = [:]
    while try rows.step() {
      let before = try rows.optionalText(4).map(PreviewWindow.time)
      let what: PreviewChange.What =
        rows.text(2) == "session.attest" ? .attested : .extended(to: try PreviewWindow.time(rows.text(5)))
      changes[rows.text(3), default: []].append(
        PreviewChange(sequence: rows.int(0), at: rows.time(1), what: what, before: before))
    }
    return changes
  }

  private static func time(_ seconds: String) throws(StoreError) -> Timestamp {
    do throws(DecimalProblem) {
      return try Timestamp(number: seconds.utf8)
    } catch {
      throw .corrupt(message: "`\(seconds)` is no time")
    }
  }
}
