/// What is wrong with a theme, with the line it stands in (from 1).
package enum ThemeError: Error, Hashable, Sendable {
  case notFound(name: String, searched: [String])
  case unreadable(path: String)
  case tooLarge(path: String)
  case notYAML(line: Int, problem: String)
  case expectedMap(line: Int, of: String)
  case unknownKey(line: Int, key: String, expected: String)
  case unknownRole(line: Int, role: String)
  case missing(line: Int, what: String)
  case badColor(line: Int, role: String, value: String)
  case badSwitch(line: Int, role: String, key: String)
  case badWord(line: Int, key: String, value: String, expected: String)
  /// One of those with a line, and the file that it is in.
  indirect case inFile(path: String, ThemeError)

  /// One lower-case sentence; words of the file are hostile until they went through ``SafeText``.
  package var message: String {
    switch self {
    case .notFound(let name, let searched):
      "no theme `\(name)` in \(searched.isEmpty ? "any folder" : searched.joined(separator: ", "))"
    case .unreadable(let path): "theme file `\(path)` can't be read as UTF-8 text"
    case .tooLarge(let path): "theme file `\(path)` is larger than \(ThemeLoader.bytesMax / 1024) KiB"
    case .notYAML(let line, let problem): "line \(line): not YAML: \(problem)"
    case .expectedMap(let line, let what): "line \(line): expected a map for `\(what)`"
    case .unknownKey(let line, let key, let expected):
      "line \(line): unknown key `\(key)`, expected \(expected)"
    case .unknownRole(let line, let role):
      "line \(line): unknown role `\(role)`, expected one of \(Role.allCases.map(\.name).joined(separator: ", "))"
    case .missing(let line, let what): "line \(line): `\(what)` is missing"
    case .badColor(let line, let role, let value):
      "line \(line): `\(value)` for role `\(role)` is no colour, "
        + "expected default, a name such as `red` or `bright-red`, 0 to 255, or \"#rrggbb\""
    case .badSwitch(let line, let role, let key):
      "line \(line): `\(key)` of role `\(role)` must be true or false"
    case .badWord(let line, let key, let value, let expected):
      "line \(line): `\(key)` is `\(value)`, expected \(expected)"
    case .inFile(let path, let mistake): "theme file `\(path)`, \(mistake.message)"
    }
  }
}
