/// A YAML value and the line on which it begins. Behind it nobody knows the YAML library.
struct YAMLNode: Sendable {
  let line: Int
  let content: Content

  indirect enum Content: Sendable {
    case null
    /// A plain `true` or `false`, as written.
    case bool(String)
    /// A plain decimal number, as written: nothing is rounded on the way.
    case number(String)
    /// Quoted, or plain and none of the above. A plain `0x…` is a name here, never a number.
    case text(String)
    case list([YAMLNode])
    case mapping([Member])
  }

  struct Member: Sendable {
    let key: String
    let line: Int
    let value: YAMLNode
  }

  /// The value as a problem names it.
  var found: String {
    switch content {
    case .null: "nothing"
    case .bool(let text), .number(let text), .text(let text): quoted(text)
    case .list: "a list"
    case .mapping: "a mapping"
    }
  }
}

extension YAMLNode.Content {
  /// The type of a scalar in YAML 1.2's core schema, as far as a policy file tells types apart.
  init(scalar text: String, isPlain: Bool) {
    guard isPlain else {
      self = .text(text)
      return
    }
    switch text {
    case "", "~", "null", "Null", "NULL": self = .null
    case "true", "True", "TRUE", "false", "False", "FALSE": self = .bool(text)
    default: self = isDecimalNumber(text) ? .number(text) : .text(text)
    }
  }
}

/// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
private func isDecimalNumber(_ text: String) -> Bool {
  var rest = text.utf8[...]
  func digits() -> Int {
    let count = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }.count
    rest = rest.dropFirst(count)
    return count
  }
  func sign() {
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
  }
  sign()
  let whole = digits()
  if rest.first == UInt8(ascii: ".") {
    rest = rest.dropFirst()
    if digits() == 0 && whole == 0 { return false }
  } else if whole == 0 {
    return false
  }
  guard let mark = rest.first else { return true }
  guard mark | 0x20 == UInt8(ascii: "e") else { return false }
  rest = rest.dropFirst()
  sign()
  return digits() > 0 && rest.isEmpty
}

/// The user's own word in backticks, cut where it is no word any more.
func quoted(_ text: String) -> String {
  text.unicodeScalars.count > 100 ? "`\(String(text.unicodeScalars.prefix(100)))…`" : "`\(text)`"
}
