import Delegation
import PolicyEngine
import SessionStore
import Terminal

/// The Policy screen.
extension Model {
  /// Lines of the list: a line of counts stands above it, what there is to say of the chosen row below.
  var policyRows: Int { PolicyView.listRows(in: size) }

  // MARK: Asking and answers

  mutating func askPolicy() -> [Effect] {
    guard begin(.policy) else { return [] }
    policy.askedAt = now
    return [.policy]
  }

  /// Runs through every session: only when the operator asks for it, by coming here or by `r`.
  mutating func askPosture() -> [Effect] { begin(.posture) ? [.posture] : [] }

  /// When the store changed.
  mutating func askPolicyAgain() -> [Effect] {
    if let asked = policy.askedAt, now - asked < PolicyPage.span, now >= asked, !isBehind { return [] }
    return askPolicy()
  }

  /// The header knows of a mode or a policy that the screen does not.
  private var isBehind: Bool {
    guard let overview, let reading = policy.reading else { return false }
    return Set(overview.modes) != Set(reading.modes.map(\.entry))
      || overview.policy != reading.stored.policy.version
  }

  mutating func enterPolicy() -> [Effect] {
    policy.changeFilter { $0.set("") }
    return askPolicy() + askPosture()
  }

  mutating func policyRead(_ reading: PolicyReading) -> [Effect] {
    policy.show(reading)
    policy.scroll(height: policyRows)
    return end(.policy) ? askPolicy() : []
  }

  mutating func postureRead(_ reading: PostureReading) -> [Effect] {
    // It was not waited for any more.
    guard loads.begun[.posture] != nil else { return [] }
    _ = end(.posture)
    policy.show(reading)
    policy.scroll(height: policyRows)
    return []
  }

  // MARK: Moving

  var sectionAvailability: Availability {
    screen == .policy ? .enabled : .disabled("only the screen Policy has sections, \(key(.policy))")
  }

  mutating func movePolicy(by distance: Int) {
    policy.move(by: distance)
    policy.scroll(height: policyRows)
  }

  mutating func moveSection(forward: Bool) -> [Effect] {
    policy.moveSection(forward: forward)
    policy.scroll(height: policyRows)
    return []
  }

  mutating func openPolicyRow() -> [Effect] {
    guard let row = policy.cursor, policy.cursorIndex != nil else { return refuse("no row is chosen") }
    overlay = .page(TextPage(subject: .policy(row)))
    return []
  }

  // MARK: Filter

  /// The words that are being typed to filter the rows that show.
  var policyField: TextField? { screen == .policy ? policy.filter.field : nil }

  /// Keys are text, of whichever filter.

  mutating func beginPolicyFilter(_ text: String?) -> [Effect] {
    changePolicyFilter { filter in
      if let text { filter.set(text) } else { filter.begin() }
    }
    return []
  }

  mutating func handleInPolicyFilter(_ key: Key, isBurst: Bool) -> [Effect] {
    switch (key.code, key.modifiers) {
    case (.enter, []): changePolicyFilter { $0.apply() }
    case (.escape, []), (.character("c"), .control): changePolicyFilter { $0.cancel() }
    default:
      var isKnown = false
      changePolicyFilter { filter in _ = filter.edit { isKnown = $0.handle(key) } }
      if !isKnown { return refuse("`\(key)` means nothing in a text: Enter applies, Esc leaves") }
    }
    return []
  }

  mutating func changePolicyFilter(_ change: (inout PolicyFilter) -> Void) {
    policy.changeFilter(change)
    policy.scroll(height: policyRows)
  }
}
