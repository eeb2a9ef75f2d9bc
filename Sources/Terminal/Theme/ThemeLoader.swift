import Yams

/// Reads a theme strictly: a role left out, misspelt or given twice is an error, not a guess.
package enum ThemeLoader {
  /// A theme of this size is none.
  package static let bytesMax = 65_536

  package static func theme(yaml: String) throws(ThemeError) -> Theme {
    let root = try map(compose(yaml), "the file")
    var name: String?
    var description = ""
    var ground = ThemeGround.dark
    var audience: Set<ThemeAudience> = []
    var roles: Node?
    for (key, value) in root.pairs {
      switch key {
      case "name": name = value.scalar?.string
      case "description": description = try oneLine(value, key)
      case "background": ground = try word(value, key)
      case "for": audience = try words(value, key)
      case "roles": roles = value
      default:
        let expected = "name, description, background, for or roles"
        throw .unknownKey(line: value.line, key: key, expected: expected)
      }
    }
    guard let name, !name.isEmpty else { throw .missing(line: 1, what: "name") }
    guard let roles else { throw .missing(line: 1, what: "roles") }
    return Theme(
      name: name, description: description, ground: ground, audience: audience, paints: try paints(roles))
  }

  private static func oneLine(_ node: Node, _ key: String) throws(ThemeError) -> String {
    guard let text = node.scalar?.string, !text.contains(where: \.isNewline) else {
      throw .badWord(line: node.line, key: key, value: "", expected: "one line of text")
    }
    return text
  }

  private static func word<Word: CaseIterable & RawRepresentable>(
    _ node: Node, _ key: String
  ) throws(ThemeError) -> Word where Word.RawValue == String {
    let text = node.scalar?.string ?? ""
    guard let word = Word(rawValue: text) else {
      let expected = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw .badWord(line: node.line, key: key, value: text, expected: "one of \(expected)")
    }
    return word
  }

  /// One word, or a list of them.
  private static func words(_ node: Node, _ key: String) throws(ThemeError) -> Set<ThemeAudience> {
    guard let sequence = node.sequence else { return [try word(node, key)] }
    var all: Set<ThemeAudience> = []
    for item in sequence { all.insert(try word(item, key)) }
    return all
  }

  private static func compose(_ yaml: String) throws(ThemeError) -> Node {
    try refuseManyAliases(yaml)
    // The library keeps a pointer into the string, which a short one has not. Blanks add no line to name in an error.
    var text = yaml.utf8.count < 16 ? yaml + String(repeating: " ", count: 16) : yaml
    text.makeContiguousUTF8()
    do {
      guard let node = try Yams.compose(yaml: text, .default, .default, .utf8) else {
        throw ThemeError.missing(line: 1, what: "name")
      }
      return node
    } catch let error as ThemeError {
      throw error
    } catch let error as YamlError {
      throw .notYAML(line: error.line, problem: error.problem)
    } catch {
      throw .notYAML(line: 1, problem: "unreadable")
    }
  }

  /// Aliases of aliases as a key would keep the library busy for years, since it hashes keys with all that is in
  /// them. A few cannot multiply into anything large, and a theme needs none.
  private static func refuseManyAliases(_ yaml: String) throws(ThemeError) {
    var (aliases, line, previous) = (0, 1, UInt8(0))
    for byte in yaml.utf8 {
      if previous == UInt8(ascii: "*"), ![0x20, 0x09, 0x0A, 0x0D, previous].contains(byte) { aliases += 1 }
      if byte == 0x0A { line += 1 }
      if aliases > 4 { throw .notYAML(line: line, problem: "more than four aliases") }
      previous = byte
    }
  }

  private static func paints(_ node: Node) throws(ThemeError) -> [Role: Paint] {
    var paints: [Role: Paint] = [:]
    for (key, value) in try map(node, "roles").pairs {
      guard let role = Role.allCases.first(where: { $0.name == key }) else {
        throw .unknownRole(line: value.line, role: key)
      }
      paints[role] = try paint(value, role: role)
    }
    if let absent = Role.allCases.first(where: { paints[$0] == nil }) {
      throw .missing(line: node.line, what: absent.name)
    }
    return paints
  }

  private static func paint(_ node: Node, role: Role) throws(ThemeError) -> Paint {
    var paint = Paint()
    for (key, value) in try map(node, role.name).pairs {
      switch key {
      case "foreground": paint.foreground = try color(value, role)
      case "background": paint.background = try color(value, role)
      case "bold": try set(.bold, in: &paint, value, role, key)
      case "underline": try set(.underline, in: &paint, value, role, key)
      case "reverse": try set(.reverse, in: &paint, value, role, key)
      case "dim": try set(.dim, in: &paint, value, role, key)
      default:
        let expected = "foreground, background, bold, underline, reverse or dim"
        throw .unknownKey(line: value.line, key: key, expected: expected)
      }
    }
    return paint
  }

  private static func color(_ node: Node, _ role: Role) throws(ThemeError) -> Color {
    let text = node.scalar?.string ?? ""
    guard let color = Color(text) else { throw .badColor(line: node.line, role: role.name, value: text) }
    return color
  }

  private static func set(
    _ attribute: Attributes, in paint: inout Paint, _ node: Node, _ role: Role, _ key: String
  ) throws(ThemeError) {
    switch node.scalar?.string {
    case "true": paint.attributes.insert(attribute)
    case "false": paint.attributes.remove(attribute)
    default: throw .badSwitch(line: node.line, role: role.name, key: key)
    }
  }

  private struct Entries { let pairs: [(String, Node)] }

  private static func map(_ node: Node, _ what: String) throws(ThemeError) -> Entries {
    guard let mapping = node.mapping else { throw .expectedMap(line: node.line, of: what) }
    var pairs: [(String, Node)] = []
    for (key, value) in mapping {
      guard let name = key.scalar?.string else { throw .expectedMap(line: key.line, of: what) }
      pairs.append((name, value))
    }
    return Entries(pairs: pairs)
  }
}

extension Node {
  fileprivate var line: Int { mark?.line ?? 1 }
}

extension YamlError {
  fileprivate var line: Int {
    switch self {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
    case .duplicatedKeysInMapping(_, let context): context.mark.line
    default: 1
    }
  }

  fileprivate var problem: String {
    switch self {
    case .scanner(_, let problem, _, _), .parser(_, let problem, _, _), .composer(_, let problem, _, _):
      problem
    case .duplicatedKeysInMapping(let keys, _):
      "given twice: " + keys.map { "`\($0)`" }.joined(separator: ", ")
    default: "unreadable"
    }
  }
}
