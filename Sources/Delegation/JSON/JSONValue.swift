/// A JSON text as it was written: numbers keep their spelling, members their order.
package indirect enum JSONValue: Sendable {
  case null
  case bool(Bool)
  /// The number's own characters.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([JSONMember])

  /// What a reader of an error calls it.
  package var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .number(let text): "the number \(text)"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

package struct JSONMember: Sendable {
  package let key: String
  package let value: JSONValue
}

/// Why bytes are not one acceptable JSON text.
package enum JSONProblem: Error, Hashable, Sendable {
  case notUTF8
  /// `offset` is in bytes from the start of the line.
  case syntax(offset: Int, expected: String)
  case duplicateKey(String)
  case tooDeep
  case tooLong

  /// What was expected, without saying of which text.
  package var sentence: String {
    switch self {
    case .notUTF8: "not UTF-8"
    case .syntax(let offset, let expected): "not JSON: expected \(expected) at byte \(offset)"
    case .duplicateKey(let key): "`\(key)` stands twice in one object"
    case .tooDeep: "nested deeper than \(JSONLimits.depth) levels"
    case .tooLong: "longer than \(JSONLimits.lineBytes) bytes"
    }
  }
}

package enum JSONLimits {
  /// Objects and arrays inside one another.
  package static let depth = 16
  /// One line of a log, without its LF.
  package static let lineBytes = 1 << 20
}

/// Whether two strings are the same code points; Swift's `==` would take canonical equivalents for equal.
package func sameCodePoints(_ a: String, _ b: String) -> Bool {
  a.utf8.elementsEqual(b.utf8)
}
