import Delegation
import IncidentResponse

/// What enforcement points and the log said of an incident's revocations when they were asked.
struct BoardReading: Hashable, Sendable {
  enum PointState: Hashable, Sendable {
    case refuses(since: Timestamp?)
    case allows
    /// Why it could not be asked.
    case silent(String)
  }

  struct Point: Hashable, Sendable {
    let name: String
    let state: PointState
    /// How many leaves of the log it was behind.
    let behind: UInt64
  }

  struct Attempt: Hashable, Sendable {
    let destination: Identifier
    let chainID: UInt64
    let allowed: UInt64
    let denied: UInt64
    let allowedValue: Money
  }

  /// The store's time when they were asked.
  let at: Timestamp
  let points: [Point]
  let attempts: [Attempt]
  /// What was allowed in the minutes before the revocation, and what related sessions may still spend.
  let before: String
  let possible: String
  /// Until when nothing more may be allowed; nil while something is or cannot be told.
  let quietUntil: Timestamp?
  let verification: Verification
  /// What could not be asked, each a sentence.
  let problems: [String]

  /// All points refuse and it has been quiet.
  var isDone: Bool { verification.pendingPoints.isEmpty && verification.isQuiet }

  /// Why it is not done.
  var why: String? {
    if let first = verification.pendingPoints.first {
      let count = verification.pendingPoints.count
      return "not seen to refuse yet: \(first)\(count > 1 ? " and \(count - 1) more" : "")"
    }
    return verification.isQuiet ? nil : "it has not been quiet for long enough"
  }
}

/// What the last minutes would have become under a mode.
enum PreviewReading: Hashable, Sendable {
  struct Figures: Hashable, Sendable {
    let executions: UInt64
    let goodDenied: UInt64
    let badDenied: UInt64
    let goodSessions: Int
    let badSessions: Int
    let goodValue: Money
    let badValue: Money
  }

  /// How much is done, 0 … 100.
  case asked(percent: Int)
  /// It was stopped, and says nothing.
  case stopped
  case known(Figures)
  case failed(String)
}
