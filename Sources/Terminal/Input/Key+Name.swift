extension Key: CustomStringConvertible {
  private static let named: [(Code, String)] = [
    (.enter, "Enter"), (.tab, "Tab"), (.backspace, "Backspace"), (.escape, "Esc"), (.up, "Up"),
    (.down, "Down"), (.left, "Left"), (.right, "Right"), (.home, "Home"), (.end, "End"),
    (.pageUp, "PgUp"), (.pageDown, "PgDn"), (.insert, "Insert"), (.delete, "Delete"),
    (.character(" "), "Space"),
  ]

  private static let prefixes: [(String, Modifiers)] = [("C-", .control), ("M-", .alt), ("S-", .shift)]

  /// The name in hints, documentation and scripts: `X`, `^C`, `M-x`, `S-Tab`, `C-Left`, `F9`.
  package var description: String {
    if case .character(let scalar) = code, modifiers == .control, scalar != " " {
      return "^" + String(Character(scalar)).uppercased()
    }
    let prefix = Self.prefixes.filter { modifiers.contains($0.1) }.map(\.0).joined()
    return prefix + baseName
  }

  private var baseName: String {
    if let name = Self.named.first(where: { $0.0 == code })?.1 { return name }
    switch code {
    case .function(let number): return "F\(number)"
    case .character(let scalar): return String(Character(scalar))
    default: return "?"
    }
  }

  /// Reads what ``description`` writes. Nil for a name of no key.
  package init?(name: String) {
    var rest = Substring(name)
    var modifiers: Modifiers = []
    if rest.count == 2, rest.first == "^", let letter = rest.last?.lowercased().unicodeScalars.first {
      self.init(letter, .control)
      return
    }
    while let (prefix, modifier) = Self.prefixes.first(where: { rest.count > 2 && rest.hasPrefix($0.0) }) {
      rest = rest.dropFirst(prefix.count)
      modifiers.insert(modifier)
    }
    guard let code = Self.code(named: rest) else { return nil }
    self.init(code, modifiers)
  }

  private static func code(named name: Substring) -> Code? {
    if let known = named.first(where: { $0.1 == name })?.0 { return known }
    if name.unicodeScalars.count == 1, let scalar = name.unicodeScalars.first {
      return scalar.properties.generalCategory == .control ? nil : .character(scalar)
    }
    guard name.first == "F", let number = Int(name.dropFirst()), (1...20).contains(number) else { return nil }
    return .function(number)
  }
}
