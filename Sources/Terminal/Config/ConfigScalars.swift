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

/// Refuses what could keep the YAML library busy for years: it hashes each key of a mapping in full, aliases resolved.
///
/// A configuration needs neither anchors nor keys that are lists, so that nothing is lost: where a text has more than a
/// few things that look like aliases, it may have nothing that can be read as an alias, list or mapping in the place of
/// a key. The scan errs on the safe side; it does not know quotes and comments.
struct ConfigKeyScan {
  /// So few that they cannot multiply into anything large.
  private static let harmlessAliases = 4

  private(set) var aliases = 0
  /// Where a key that is no plain text may stand.
  private(set) var costlyLine: Int?
  private var line = 1
  /// What the text before this byte could be the end of.
  private var state = State.open

  private enum State {
    /// Only white space and indicators since the line began: a `?` here may mark a key.
    case open
    case other
    case star
    case aliasName
    /// Behind an alias, or behind `]` or `}`: a colon here makes it a key.
    case closed
    case question
  }

  static func check(_ yaml: String) throws(ConfigProblem) {
    var scan = ConfigKeyScan()
    for byte in yaml.utf8 { scan.take(byte) }
    scan.take(0x0A)
    if let line = scan.costlyLine, scan.aliases > harmlessAliases {
      throw ConfigProblem(
        ConfigPlace(line: line, column: 1), "an alias, list or mapping as a key: expected a name")
    }
  }

  private mutating func take(_ byte: UInt8) {
    let isBlank = byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    // Beyond ASCII there are line breaks, too.
    if state == .question && (isBlank || byte >= 0x80) { costlyLine = costlyLine ?? line }
    if byte == UInt8(ascii: ":") && (state == .closed || state == .aliasName) {
      costlyLine = costlyLine ?? line
    }
    if byte == 0x0A { line += 1 }
    let following = next(byte, isBlank: isBlank)
    if state == .star && following == .aliasName { aliases += 1 }
    state = following
  }

  private func next(_ byte: UInt8, isBlank: Bool) -> State {
    if isBlank {
      switch state {
      case .aliasName, .closed: return .closed
      case .open: return .open
      default: return byte == 0x0A || byte == 0x0D ? .open : .other
      }
    }
    switch byte {
    case UInt8(ascii: "*"): return .star
    case UInt8(ascii: "]"), UInt8(ascii: "}"): return .closed
    case UInt8(ascii: "?"): return state == .open ? .question : .other
    case UInt8(ascii: "-"), UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: ":"):
      return state == .aliasName && byte == UInt8(ascii: "-") ? .aliasName : .open
    default:
      if byte >= 0x80 { return .open }
      let isName =
        byte == 0x5F || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || (0x30...0x39).contains(byte)
      return isName && (state == .star || state == .aliasName) ? .aliasName : .other
    }
  }
}
