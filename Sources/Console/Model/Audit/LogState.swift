import AuditTrail
import Delegation
import SessionStore

/// The log's head as one reading found it.
struct LogReading: Hashable, Sendable {
  /// A signed checkpoint whose signature was checked.
  struct Signed: Hashable, Sendable {
    let checkpoint: Checkpoint
    /// The key that signed it, as it is known by: `name+id`.
    let key: String
    /// When the newest leaf came that it covers.
    let at: Timestamp?
  }

  /// Whether the log only grew since the checkpoint that was seen first.
  enum Growth: Hashable, Sendable {
    case grew(from: UInt64, to: UInt64)
    /// It did not, or that cannot be shown: a sentence.
    case broken(String)
  }

  /// Leaves.
  let size: UInt64
  /// Nil: nothing is signed, or it does not verify.
  let signed: Signed?
  /// What is wrong with the checkpoint, or why there is none.
  let problem: String?
  /// Why this account does not sign with the key that it should hold; a checkpoint is as good without it.
  var keyProblem: String?
  /// Whether this account holds the key.
  let holdsKey: Bool
  /// Nil where it was not looked at.
  let growth: Growth?

  var unsigned: UInt64 { size - min(size, signed?.checkpoint.size ?? 0) }
}

/// What is known of the log's head.
struct LogState: Sendable {
  /// The head is read this often at most while the screen is shown, and what it grew from is proved this often.
  static let span = TimeSpan(seconds: 1)
  static let growthSpan = TimeSpan(seconds: 10)

  private(set) var latest: LogReading?
  /// The first checkpoint that this console saw.
  private(set) var first: Checkpoint?
  private(set) var growth: LogReading.Growth?
  var askedAt: Timestamp?
  var growthAskedAt: Timestamp?
  /// Something has changed since it was read.
  var isBehind = false
  var failure: StoreError?

  mutating func take(_ reading: LogReading) {
    latest = reading
    failure = nil
    if let growth = reading.growth { self.growth = growth }
    if first == nil { first = reading.signed?.checkpoint }
  }

  /// Whether there is a growth to prove that is not proved yet.
  var hasGrown: Bool {
    guard let first, let signed = latest?.signed else { return false }
    if case .grew(first.size, signed.checkpoint.size)? = growth { return false }
    return true
  }
}
