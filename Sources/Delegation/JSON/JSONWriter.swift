/// Builds one JSON text without spaces, keys in the order in which they are added.
package struct JSONWriter: Sendable {
  package private(set) var text = ""
  private var needsComma = false

  package init() {}

  /// An object whose members `body` writes.
  package static func object(_ body: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter()
    writer.object(body)
    return writer.text
  }

  package mutating func object(_ body: (inout JSONWriter) -> Void) {
    comma()
    text += "{"
    needsComma = false
    body(&self)
    text += "}"
    needsComma = true
  }

  package mutating func array(_ body: (inout JSONWriter) -> Void) {
    comma()
    text += "["
    needsComma = false
    body(&self)
    text += "]"
    needsComma = true
  }

  package mutating func key(_ name: String) {
    comma()
    text += JSONWriter.quoted(name)
    text += ":"
    needsComma = false
  }

  /// A number, `true`, `false`, `null` or a text that is JSON already.
  package mutating func raw(_ value: String) {
    comma()
    text += value
    needsComma = true
  }

  package mutating func string(_ value: String) { raw(JSONWriter.quoted(value)) }

  package mutating func member(_ name: String, _ value: String) {
    key(name)
    string(value)
  }

  package mutating func member(_ name: String, raw value: String) {
    key(name)
    raw(value)
  }

  package mutating func member(_ name: String, strings: [String]) {
    key(name)
    array { for value in strings { $0.string(value) } }
  }

  private mutating func comma() {
    if needsComma { text += "," }
    needsComma = false
  }

  /// A JSON string. Controls, and the format characters by which a text can disguise itself on a terminal
  /// (bidi, zero width, line separators), are written as escapes: the value is the same, the screen is safe.
  package static func quoted(_ value: String) -> String {
    if value.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }) {
      return "\"\(value)\""
    }
    var result = "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default:
        if isInvisible(scalar) { escape(scalar, into: &result) } else { result.unicodeScalars.append(scalar) }
      }
    }
    return result + "\""
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: true
    default: false
    }
  }

  private static func escape(_ scalar: Unicode.Scalar, into result: inout String) {
    for unit in String(scalar).utf16 {
      let hex = String(unit, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
    }
  }
}
