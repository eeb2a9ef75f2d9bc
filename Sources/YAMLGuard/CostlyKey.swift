/// A key in a YAML text that could take the YAML library for ever.
package struct CostlyKey: Error, Hashable, Sendable {
  /// Where it stands, from 1.
  package let line: Int

  /// What is wrong with it and what was expected: lower case, without a full stop.
  package var sentence: String { "an alias, list or mapping as a key: expected a name" }

  /// Refuses keys that could take the YAML library for ever.
  ///
  /// It hashes every key of a mapping in full, aliases resolved: a few lines of aliases as a key would keep it busy for
  /// years. Values it only stores, and a reader's own walk over them is bounded. So where a text has more than a few
  /// aliases, it may have nothing that can be read as an alias, list or mapping in the place of a key. The scan errs on
  /// the safe side: it does not know quotes and comments.
  /// - Throws: the first such key.
  package static func refuse(in yaml: String) throws(CostlyKey) {
    var scan = CostlyKeyScan()
    for byte in yaml.utf8 { scan.take(byte) }
    scan.take(UInt8(ascii: "\n"))
    if let line = scan.costlyLine, scan.aliases > CostlyKeyScan.harmlessAliases {
      throw CostlyKey(line: line)
    }
  }
}

private struct CostlyKeyScan {
  /// So few that they cannot multiply into anything large.
  static let harmlessAliases = 4

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

  mutating func take(_ byte: UInt8) {
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
