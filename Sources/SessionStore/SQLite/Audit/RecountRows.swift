import Delegation
import GRDB

/// Rows that the recount looks up beside the log: each is held against the log in its own place.
struct RecountRows {
  private let db: Database
  private let texts: [Int64: String]

  init(_ db: Database, yaml texts: [Int64: String]) {
    self.db = db
    self.texts = texts
  }

  /// The text of a policy.
  func yaml(_ id: Int64) -> String? { texts[id] }

  /// The allowed executions of a session in a span of time, from its last one back.
  func late(last: Int64?, from start: Timestamp, until end: Timestamp?) -> [LateExecution] {
    (try? LateExecution.all(db, last: last, from: start, until: end)) ?? []
  }

  /// What the lists with these ids say of a destination.
  func listing(_ destination: Identifier, chain: UInt64, of lists: Set<Int64>) -> Listing {
    if lists.isEmpty { return .none }
    return (try? Listing(db, destination, chain: chain, among: lists)) ?? .none
  }
}
