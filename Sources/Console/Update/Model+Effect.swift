import Delegation
import SessionStore

/// When a revocation is effective: every enforcement point is asked as soon as it is committed, so that nobody has to
/// wait for the next attempt to know (design principle 4).
extension Model {
  /// How often points that do not refuse yet are asked again, and for how long after the commit.
  static let askAgainSpan = TimeSpan(seconds: 1)
  static let askingSpan = TimeSpan(seconds: 30)

  func askPoints(_ receipt: RevocationReceipt) -> Effect {
    .askPoints(
      receipt.sessionKey, revocation: receipt.sequence, incident: revocations[receipt.sessionKey]?.incident)
  }

  mutating func pointsAnswered(_ key: Identifier, _ revocation: Int64, _ reading: PointsReading?) -> [Effect]
  {
    guard case .committed(let receipt)? = revocations[key]?.phase, receipt.sequence == revocation else {
      return []
    }
    revocations.change(key) { $0.points = reading ?? $0.points }
    let heardAt = revocations[key]?.heardAt ?? now
    let isOpen = reading.map { !$0.isWhole } ?? true
    let asksAgain = isOpen && now - heardAt < Self.askingSpan && revocations.latest?.key == key
    revocations.change(key) { $0.askPointsAt = asksAgain ? now + Self.askAgainSpan : nil }
    guard let reading, !reading.allowing.isEmpty else { return [] }
    return [.bell]
  }

  /// When the points are to be asked again.
  var pointsDue: Timestamp? { revocations.latest?.askPointsAt }

  mutating func askPointsAgain() -> [Effect] {
    guard let latest = revocations.latest, case .committed(let receipt) = latest.phase,
      let due = latest.askPointsAt,
      now >= due
    else { return [] }
    revocations.change(latest.key) { $0.askPointsAt = nil }
    return [askPoints(receipt)]
  }
}
