extension ConfigNode.Content {
  /// The type of a scalar in YAML 1.2's core schema, as far as a configuration tells types apart.
  init(scalar text: String, isPlain: Bool) {
    guard isPlain else {
      self = .text(text)
      return
    }
    switch text {
    case "", "~", "null", "Null", "NULL": self = .null
    case "true", "True", "TRUE": self = .bool(true)
    case "false", "False", "FALSE": self = .bool(false)
    default:
      let isNumber = !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
      self = isNumber ? .number(text) : .text(text)
    }
  }
}
