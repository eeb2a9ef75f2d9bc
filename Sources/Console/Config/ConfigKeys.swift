import Terminal

/// The part of a configuration that gives actions other keys.
enum ConfigKeys {
  /// Of one action.
  private static let keysMax = 8

  static func read(_ node: ConfigNode, _ name: String, _ log: inout ConfigLog) -> [ActionID: [Key]]? {
    guard case .mapping(let members) = node.content else {
      log.add(node.place, "`\(name)`: expected a mapping from actions to their keys, found \(node.found)")
      return nil
    }
    let names = ActionTable.all.map(\.id.name)
    var keys: [ActionID: [Key]] = [:]
    var places: [ActionID: (action: ConfigPlace, keys: [Key: ConfigPlace])] = [:]
    for member in members {
      guard let action = ActionTable.action(named: member.key) else {
        let meant = NearestWord.of(member.key, among: names).map { "did you mean `\($0)`? " } ?? ""
        let word = ConfigProblem.quoted(member.key)
        log.add(member.place, "\(word) is no action: \(meant)`curfew console --print-keys` lists them")
        continue
      }
      guard let read = keysOf(action.id, member, &log) else { continue }
      log.note("\(name).\(action.id.name)", at: member.place)
      keys[action.id] = read.map(\.key)
      places[action.id] = (member.place, Dictionary(read.map { ($0.key, $0.place) }) { first, _ in first })
    }
    for objection in Keymap.objections(to: keys) {
      let place = places[objection.action]
      let at = objection.key.flatMap { place?.keys[$0] } ?? place?.action ?? node.place
      log.add(at, objection.sentence)
    }
    return keys
  }

  private typealias Placed = (key: Key, place: ConfigPlace)

  private static func keysOf(_ id: ActionID, _ member: ConfigNode.Member, _ log: inout ConfigLog) -> [Placed]?
  {
    let items: [ConfigNode]
    switch member.value.content {
    case .list(let list): items = list
    case .mapping, .null:
      log.add(
        member.place,
        "`\(id.name)`: expected keys, such as [j, Down], or [] for none, found \(member.value.found)")
      return nil
    default: items = [member.value]
    }
    guard items.count <= keysMax else {
      log.add(member.value.place, "`\(id.name)`: expected at most \(keysMax) keys, found \(items.count)")
      return nil
    }
    var keys: [Placed] = []
    var isWhole = true
    for item in items {
      switch key(item) {
      case .failure(let problem):
        log.add([problem])
        isWhole = false
      case .success(let key):
        if keys.contains(where: { $0.key == key }) {
          log.add(item.place, "`\(key)` is here twice: expected each key once")
        } else {
          keys.append((key, item.place))
        }
      }
    }
    // Of keys that do not all read no more is to be said.
    return isWhole ? keys : nil
  }

  /// A key that a terminal can send.
  private static func key(_ node: ConfigNode) -> Result<Key, ConfigProblem> {
    guard let word = node.word else {
      return .failure(
        ConfigProblem(
          node.place, "expected a key's name, in quotes where YAML needs them, found \(node.found)"))
    }
    guard let named = Key(name: word) else {
      return .failure(
        ConfigProblem(
          node.place,
          "\(node.found) is no key: expected a character, or a name such as Enter, Down, PgUp, F1, ^L, M-x, C-Left"
        ))
    }
    let key = normal(named)
    if let reason = whyNeverSent(key) {
      return .failure(ConfigProblem(node.place, "\(node.found) \(reason)"))
    }
    return .success(key)
  }

  /// Control makes no difference between large and small letters.
  private static func normal(_ key: Key) -> Key {
    guard case .character(let scalar) = key.code, key.modifiers.contains(.control),
      let small = scalar.properties.lowercaseMapping.unicodeScalars.first
    else { return key }
    return Key(small, key.modifiers)
  }

  /// Why no terminal sends a key; nil where one does (ECMA-48 §5.2 has what Control makes of a character).
  private static func whyNeverSent(_ key: Key) -> String? {
    guard case .character(let scalar) = key.code else { return nil }
    if key.modifiers.contains(.shift) {
      return "is sent by no terminal: a shifted character is one of its own, such as X"
    }
    guard key.modifiers.contains(.control) else { return nil }
    if let same = ["m": "Enter", "j": "Enter", "i": "Tab", "h": "Backspace", "[": "Esc"][scalar] {
      return "is \(same) to a terminal: expected another key"
    }
    let isSent = ("a"..."z").contains(scalar) || [" ", "\\", "]", "^", "_"].contains(scalar)
    return isSent ? nil : "is sent by no terminal: expected Control with a letter"
  }
}
