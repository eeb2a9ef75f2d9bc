package import Delegation
import PolicyEngine

package enum DrillAnswer: Hashable, Sendable {
  case allowed
  case denied(Reasons)
  /// Nobody answered in time.
  case unanswered
}

/// What a point may be told of a change.
package enum DrillNews: Hashable, Sendable {
  case revoked(RevocationNotice)
  /// The state of a session as somebody wrote it before the revocation.
  case olderState(of: Identifier)
  /// Another mode or policy is in force.
  case rulesChanged
}

/// Where executions are decided, as a drill sees it: simulated, on a scratch store, or live.
package protocol DrillPoint: AnyObject {
  var name: String { get }
  /// What it decides of each request now; nothing is recorded that counts for anybody else.
  func probe(_ requests: [ExecutionRequest], at time: Timestamp) -> [DrillAnswer]
  /// News of the change reaches it.
  func receive(_ news: DrillNews, at time: Timestamp)
  /// When it said that it holds the change; nil while it has not.
  var acknowledgedAt: Timestamp? { get }
}

extension DrillPoint {
  package func receive(_ news: DrillNews, at time: Timestamp) {}
}

/// Why a drill did not go on.
package enum DrillTrouble: Error, Hashable, Sendable {
  /// By the hard stop.
  case stopped
  /// One lower-case sentence.
  case failed(String)
}

/// The time of a drill: virtual, or the clock on the wall.
package protocol DrillClock: AnyObject {
  var now: Timestamp { get }
  func wait(until time: Timestamp) throws(DrillTrouble)
}

/// Jumps to the time that is waited for.
package final class VirtualDrillClock: DrillClock {
  package private(set) var now: Timestamp

  package init(at time: Timestamp) { now = time }

  package func wait(until time: Timestamp) { now = max(now, time) }
}

/// What a drill is played on: canaries, points, and a way to make the change.
package protocol DrillStage: AnyObject {
  var points: [any DrillPoint] { get }
  /// When the change was committed; nil until then.
  var committedAt: Timestamp? { get }
  /// Grants the canaries. The change is going to be made at `change`.
  func prepare(at time: Timestamp, change: Timestamp) throws(DrillTrouble)
  /// Requests of canaries for one round of probes, each with a nonce of its own.
  func requests() -> [ExecutionRequest]
  /// Makes the change, or begins to: ``committedAt`` says when it was done.
  func press(at time: Timestamp) throws(DrillTrouble)
  /// Lets happen what is due by `time`.
  func advance(to time: Timestamp) throws(DrillTrouble)
  /// What the run has shown beside times.
  func findings(at time: Timestamp) throws(DrillTrouble) -> [DrillFinding]
}
