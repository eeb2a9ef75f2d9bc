package import Delegation

/// Something that can be looked at as JSON, in the form in which the commands print it.
package enum JSONSubject: Hashable, Sendable {
  case session(Identifier)
  case alert(Int64)
  case incident(String)
  /// By its leaf.
  case execution(Int64)
  case approval(String)

  /// As in `the JSON of alert 7`.
  func words(_ short: (Identifier) -> String) -> String {
    switch self {
    case .session(let key): "session \(short(key))"
    case .alert(let id): "alert \(id)"
    case .incident(let id): id
    case .execution(let leaf): "execution \(leaf)"
    case .approval(let id): "request \(id)"
    }
  }
}

/// Where it is looked at.
enum JSONUse: Hashable, Sendable {
  case pager
  /// A copy that nothing comes back from.
  case editor
  /// A new file.
  case file(String)
}

/// What came of reading it.
enum JSONReading: Hashable, Sendable {
  case text(String)
  /// A sentence.
  case refused(String)
}

/// JSON for a reader: one member a line, indented by two.
enum PrettyJSON {
  /// - Returns: nil for what is not one JSON text.
  static func text(_ json: String) -> String? {
    guard let value = try? parseJSON(json.utf8, limit: 1 << 24) else { return nil }
    var text = ""
    write(value, indent: 0, to: &text)
    return text + "\n"
  }

  private static func write(_ value: JSONValue, indent: Int, to text: inout String) {
    switch value {
    case .array(let values) where !values.isEmpty:
      list(values, "[", "]", indent: indent, to: &text) { write($0, indent: indent + 1, to: &$1) }
    case .object(let members) where !members.isEmpty:
      list(members, "{", "}", indent: indent, to: &text) { member, text in
        text += JSONWriter.quoted(member.key) + ": "
        write(member.value, indent: indent + 1, to: &text)
      }
    default: text += value.json
    }
  }

  private static func list<T>(
    _ items: [T], _ open: String, _ close: String, indent: Int, to text: inout String,
    _ body: (T, inout String) -> Void
  ) {
    let pad = String(repeating: "  ", count: indent + 1)
    text += open
    for (index, item) in items.enumerated() {
      text += (index == 0 ? "\n" : ",\n") + pad
      body(item, &text)
    }
    text += "\n" + pad.dropLast(2) + close
  }
}
