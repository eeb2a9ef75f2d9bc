import Terminal

/// Which key runs which action: the table's own keys, as far as the operator has not said otherwise.
///
/// Dispatch, hints, help, palette and every sentence that names a key ask here, so that none of them can lie.
package struct Keymap: Hashable, Sendable {
  /// The keys of the table.
  package static let standard = Keymap([:])

  /// Keys that stay with their action whatever a configuration says: each list and card is taken and left by them, and
  /// scripts and habits rely on it.
  static let fixed: [Key: ActionID] = [
    Key(.enter): .open, Key(.escape): .back, Key("c", .control): .quit,
  ]

  private let keysByAction: [ActionID: [Key]]
  private let actionsByKey: [Key: ActionID]

  /// - Parameter overrides: the keys of these actions in place of the table's. ``Keymap/objections(to:)`` says whether
  ///   they may be; of two actions on one key the table's first has it.
  init(_ overrides: [ActionID: [Key]]) {
    var byAction: [ActionID: [Key]] = [:]
    var byKey: [Key: ActionID] = [:]
    for action in ActionTable.all {
      var keys: [Key] = []
      let wanted = (overrides[action.id] ?? action.keys) + action.keys.filter { Self.fixed[$0] == action.id }
      for key in wanted where !keys.contains(key) { keys.append(key) }
      byAction[action.id] = keys
      for key in keys { byKey[key] = byKey[key] ?? action.id }
    }
    for (key, id) in Self.fixed { byKey[key] = id }
    keysByAction = byAction
    actionsByKey = byKey
  }

  func keys(of id: ActionID) -> [Key] { keysByAction[id] ?? [] }
  func action(for key: Key) -> Action? { actionsByKey[key].flatMap { ActionTable.action($0) } }

  /// The first key, or the command where there is none.
  func name(of id: ActionID) -> String { keys(of: id).first?.description ?? ":" + id.name }

  /// All keys, with blanks between them.
  func names(of id: ActionID) -> String { keys(of: id).map(\.description).joined(separator: " ") }

  /// A sentence of the table with the operator's keys in it: the table names its own, in backticks.
  func spelled(_ sentence: String) -> String {
    if self == .standard { return sentence }
    var parts = sentence.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
    for index in parts.indices where index % 2 == 1 {
      guard let key = Key(name: parts[index]), let action = Keymap.standard.action(for: key) else { continue }
      parts[index] = name(of: action.id)
    }
    return parts.joined(separator: "`")
  }
}

extension Model {
  var keymap: Keymap { settings.keymap }

  /// A key as a sentence names it.
  func key(_ id: ActionID) -> String { "`\(keymap.name(of: id))`" }

  /// A key as the screen shows it.
  func name(_ id: ActionID) -> SafeText { SafeText(keymap.name(of: id)) }

  /// The keys that go down and up, such as `j and k`.
  func movingKeys(joinedBy word: String) -> String { keymap.name(of: .down) + word + keymap.name(of: .up) }
}
