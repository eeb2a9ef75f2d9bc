package import Delegation
package import PolicyEngine

/// What one signal has to say of a session, and on what grounds.
package struct SignalRecord: Hashable, Sendable {
  package let signal: RiskSignal
  /// In millionths of a nat. Of a state (`TTL`) the `sum` is the evidence itself, which does not decay.
  package var evidence = Decaying.none
  /// Events that added to it.
  package var count: UInt64 = 0
  /// Of those, executions that were allowed.
  package var allowed: UInt64 = 0
  /// Of those, how many completed a loss path.
  package var completing: UInt64 = 0
  package var lastSeen = Timestamp.epoch
  /// The log's numbers of the latest ones, oldest first: at most ``recentMax``.
  package var recent: [Int64] = []

  package static let recentMax = 4

  init(_ signal: RiskSignal) { self.signal = signal }

  package var denied: UInt64 { count - allowed }

  mutating func note(_ sequence: Int64, isAllowed: Bool, at time: Timestamp) {
    count += 1
    if isAllowed { allowed += 1 }
    lastSeen = max(lastSeen, time)
    recent.append(sequence)
    if recent.count > SignalRecord.recentMax { recent.removeFirst() }
  }
}

/// A fact that no time makes better: a floor under the score until an operator clears it with a reason.
package enum RiskFloor: UInt8, CaseIterable, Comparable, Hashable, Sendable {
  /// One nonce was accepted twice.
  case nonceReplayAccepted = 1
  /// An execution was allowed after its session's revocation had taken effect.
  case allowedAfterRevocation = 2

  package var score: RiskScore {
    switch self {
    case .nonceReplayAccepted: RiskScore(hundredths: 9000)
    case .allowedAfterRevocation: RiskScore(hundredths: 9700)
    }
  }

  /// In JSON and in the log.
  package var word: String {
    switch self {
    case .nonceReplayAccepted: "nonce_replay_accepted"
    case .allowedAfterRevocation: "allowed_after_revocation"
    }
  }

  package static func < (a: RiskFloor, b: RiskFloor) -> Bool { a.rawValue < b.rawValue }
}
