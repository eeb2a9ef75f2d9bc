import SessionStore
import Terminal
import Delegation

/// Why a key that acts on a session did not.
struct TargetRefusal: Error, Hashable, Sendable {
  let reason: String
}

extension Model {
  /// The session that a key acts on: the one that the last frame showed under the cursor, and no other.
  ///
  /// - Parameter name: a key that the operator spelt out; then that one.
  func target(named name: String?) -> Result<Identifier, TargetRefusal> {
    if let name {
      guard let key = try? Identifier(name) else {
        return .failure(
          TargetRefusal(reason: "`\(name)` is no session key: expected 1 to 128 characters, no spaces"))
      }
      return .success(key)
    }
    guard let shown = drawn.target else {
      return .failure(TargetRefusal(reason: "no session was shown under the cursor: nothing was done"))
    }
    guard subject == shown, !hasJustMoved else {
      return .failure(
        TargetRefusal(
          reason: "the cursor had moved unseen: nothing was done, press the key again"))
    }
    if isGone(shown) {
      return .failure(
        TargetRefusal(
          reason: "\(short(shown)) is gone: nothing was done, no other session was touched"))
    }
    return .success(shown)
  }

  /// The session that a key only looks at: the one under the cursor, drawn yet or not. Quick hands move and open.
  func lookedAt(named name: String?) -> Result<Identifier, TargetRefusal> {
    guard name == nil, let subject else { return target(named: name) }
    guard !isGone(subject) else { return .failure(TargetRefusal(reason: "\(short(subject)) is gone")) }
    return .success(subject)
  }

  /// The alert that a key acts on: the one that the last frame showed under the cursor, and no other.
  func alertTarget() -> Result<Alert, TargetRefusal> {
    guard let shown = drawn.alert else {
      return .failure(TargetRefusal(reason: "no alert was shown under the cursor: nothing was done"))
    }
    guard alerts.cursor == shown, !hasJustMoved else {
      return .failure(
        TargetRefusal(reason: "the cursor had moved unseen: nothing was done, press the key again"))
    }
    guard let alert = alerts.cursorAlert else {
      return .failure(
        TargetRefusal(reason: "alert \(shown) left the list: nothing was done, no other alert was touched"))
    }
    return .success(alert)
  }

  /// A session's key, shortened as it is shown.
  func short(_ key: Identifier) -> SafeText { Format.short(key, glyphs: settings.glyphs) }

  /// Whether the cursor has been on its session for so short that no hand can have meant it.
  var hasJustMoved: Bool {
    guard let movedByAnswerAt else { return false }
    return now - movedByAnswerAt < Self.settleSpan
  }

  /// Whether the store has the session no more, as far as it has been seen.
  func isGone(_ key: Identifier) -> Bool {
    switch screen {
    case .session: page.isMissing
    // What an alert is about may be out of what was read of the list: the store knows.
    case .alerts, .metrics, .incidents, .incident, .approvals, .drills: false
    case .sessions: list.cursorEntry?.presence ?? .gone == .gone
    }
  }
}
