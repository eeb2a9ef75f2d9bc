import Terminal

/// Why keys may not be as a configuration has them.
struct KeymapObjection: Hashable, Sendable {
  /// What it stands at: one of the actions that were changed, and which of its keys; nil is about all of them.
  let action: ActionID
  let key: Key?
  /// Lower case, without a full stop.
  let sentence: String
}

extension Keymap {
  /// What ends sessions: a slip must not lead there.
  static let revoking: [ActionID] = [.revoke, .fire]

  /// What is pressed again and again, so that a finger may slip.
  static let stepping: [ActionID] = [.down, .up, .pageDown, .pageUp]

  /// Everything that speaks against these keys, action by action in the order of the table.
  /// - Parameter overrides: as ``init(_:)`` takes them.
  static func objections(to overrides: [ActionID: [Key]]) -> [KeymapObjection] {
    let map = Keymap(overrides)
    let changed = ActionTable.all.map(\.id).filter { overrides[$0] != nil }
    return changed.flatMap { id in
      (overrides[id] ?? []).compactMap { key in
        (fixedObjection(id, key) ?? clash(id, key, map, overrides) ?? map.slip(id, key, overrides)).map {
          KeymapObjection(action: id, key: key, sentence: $0)
        }
      }
    } + map.lostWays(overrides)
  }

  /// Enter, Esc and `^C` take and leave every list: they stay where they are.
  private static func fixedObjection(_ id: ActionID, _ key: Key) -> String? {
    guard let owner = fixed[key], owner != id else { return nil }
    // Of a revoke key more is to be said than whose key it is.
    if revoking.contains(id), key == Key(.enter) { return nil }
    return "`\(key)` stays with `\(owner.name)`: expected another key for `\(id.name)`"
  }

  private static func clash(_ id: ActionID, _ key: Key, _ map: Keymap, _ overrides: [ActionID: [Key]])
    -> String?
  {
    let others = ActionTable.all.map(\.id).filter { $0 != id && map.keys(of: $0).contains(key) }
    guard let other = others.first, !isConfirming(id, key) else { return nil }
    // Said once: at the later of two that were both changed.
    if overrides[other] != nil, isBefore(id, other) { return nil }
    let remedy =
      overrides[other] == nil
      ? ": expected another key, or `\(other.name): []` beside it" : ": expected one action a key"
    return "`\(key)` is the key of `\(other.name)` too\(remedy)"
  }

  private static func isBefore(_ id: ActionID, _ other: ActionID) -> Bool {
    let all = ActionTable.all.map(\.id)
    return (all.firstIndex(of: id) ?? 0) < (all.firstIndex(of: other) ?? 0)
  }

  /// Keys that the hand presses to agree: a list that opens under it must not end a session.
  private static func isConfirming(_ id: ActionID, _ key: Key) -> Bool {
    revoking.contains(id) && (key.code == .enter || key == Key(" ") || key == Key("y"))
  }

  /// A revoke key beside one that moves, on either side of a change.
  private func slip(_ id: ActionID, _ key: Key, _ overrides: [ActionID: [Key]]) -> String? {
    if Self.isConfirming(id, key) {
      return
        "`\(key)` would revoke: Enter, Space and y are pressed without a look, expected another key for `\(id.name)`"
    }
    let isRevoking = Self.revoking.contains(id)
    if id == .fire, let typed = key.typed, ("0"..."9").contains(typed) {
      return "`\(key)` types the count of what a card revokes: expected another key for `fire`"
    }
    guard isRevoking || ActionTable.action(id)?.moves == true else { return nil }
    let others = isRevoking ? ActionTable.all.filter(\.moves).map(\.id) : Self.revoking
    // Said once: at the revoke key where both were changed.
    let pairs = others.filter { isRevoking || overrides[$0] == nil }.flatMap { other in
      keys(of: other).map { (other, $0) }
    }
    func sentence(_ place: String, _ other: ActionID, _ near: Key) -> String {
      let revoker = isRevoking ? id : other
      return
        "`\(key)` is \(place) `\(near)`, which is `\(other.name)`: a slip would revoke, expected `\(revoker.name)` away from keys that move"
    }
    if let (other, near) = pairs.first(where: { Keyboard.isSameKey(key, $0.1) }) {
      return sentence("the same key as", other, near)
    }
    let touching = pairs.first { other, near in
      Self.stepping.contains(isRevoking ? other : id) && Keyboard.areNeighbours(key, near)
    }
    return touching.map { sentence("next to", $0.0, $0.1) }
  }

  /// What an operator cannot be without; `^C` always quits.
  private func lostWays(_ overrides: [ActionID: [Key]]) -> [KeymapObjection] {
    let needed: [(ActionID, String)] = [
      (.down, "go down"), (.up, "go up"), (.palette, "open the command line"),
    ]
    return needed.compactMap { id, what in
      guard keys(of: id).isEmpty, overrides[id] != nil else { return nil }
      return KeymapObjection(
        action: id, key: nil, sentence: "no key would \(what): expected one at least for `\(id.name)`")
    }
  }
}
