import Delegation

/// What the enforcement points answered when they were asked about a session that was just revoked.
struct PointsReading: Hashable, Sendable {
  /// The names of the points that refuse because of the revocation, of those that would allow, and of those that did
  /// not answer or refuse for another reason.
  let refusing: [String]
  let allowing: [String]
  let pending: [String]
  /// When the last of them was first seen to refuse, by the store's time.
  let at: Timestamp

  var count: Int { refusing.count + allowing.count + pending.count }
  var isWhole: Bool { allowing.isEmpty && pending.isEmpty }
}
