/// Parses one JSON text (RFC 8259) from bytes, strictly.
///
/// Refused beside what the grammar refuses: bytes that are not UTF-8, a key twice in an object, nesting over
/// ``JSONLimits/depth``, more than `limit` bytes, and an escaped surrogate without its other half.
/// - Parameter limit: in bytes; a reader of whole files that gives its own must have checked their size before.
/// - Throws: ``JSONProblem``.
package func parseJSON(
  _ bytes: some Collection<UInt8>, limit: Int = JSONLimits.lineBytes
) throws(JSONProblem) -> JSONValue {
  let text = ContiguousArray(bytes)
  guard text.count <= limit else { throw .tooLong }
  if text.contains(where: { $0 >= 0x80 }), String(validating: text, as: UTF8.self) == nil { throw .notUTF8 }
  var parser = JSONParser(bytes: text)
  return try parser.parseWhole()
}

private struct JSONParser {
  private let bytes: ContiguousArray<UInt8>
  private var position = 0
  private var depth = 0

  init(bytes: ContiguousArray<UInt8>) { self.bytes = bytes }

  mutating func parseWhole() throws(JSONProblem) -> JSONValue {
    let value = try parseValue()
    skipSpace()
    guard position == bytes.count else { throw .syntax(offset: position, expected: "the end of the line") }
    return value
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
  }

  private mutating func takes(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  private mutating func parseValue() throws(JSONProblem) -> JSONValue {
    skipSpace()
    switch next {
    case UInt8(ascii: "{"):
      return .object(try nested { (parser) throws(JSONProblem) in try parser.parseMembers() })
    case UInt8(ascii: "["):
      return .array(try nested { (parser) throws(JSONProblem) in try parser.parseElements() })
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    default: return .number(try parseNumber())
    }
  }

  private mutating func literal(_ word: StaticString, _ value: JSONValue) throws(JSONProblem) -> JSONValue {
    let start = position
    for offset in 0..<word.utf8CodeUnitCount where !takes(word.utf8Start[offset]) {
      throw .syntax(offset: start, expected: "a value")
    }
    return value
  }

  private mutating func nested<T>(_ body: (inout JSONParser) throws(JSONProblem) -> T) throws(JSONProblem)
    -> T
  {
    depth += 1
    guard depth <= JSONLimits.depth else { throw .tooDeep }
    position += 1
    let result = try body(&self)
    depth -= 1
    return result
  }

  private mutating func parseElements() throws(JSONProblem) -> [JSONValue] {
    var elements: [JSONValue] = []
    skipSpace()
    if takes(UInt8(ascii: "]")) { return elements }
    while true {
      elements.append(try parseValue())
      skipSpace()
      if takes(UInt8(ascii: "]")) { return elements }
      guard takes(UInt8(ascii: ",")) else { throw .syntax(offset: position, expected: "`,` or `]`") }
    }
  }

  private mutating func parseMembers() throws(JSONProblem) -> [JSONMember] {
    var members: [JSONMember] = []
    var keys = KeySet()
    skipSpace()
    if takes(UInt8(ascii: "}")) { return members }
    while true {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw .syntax(offset: position, expected: "a key in quotes") }
      let key = try parseString()
      guard keys.insert(key, beside: members) else { throw .duplicateKey(key) }
      skipSpace()
      guard takes(UInt8(ascii: ":")) else { throw .syntax(offset: position, expected: "`:`") }
      members.append(JSONMember(key: key, value: try parseValue()))
      skipSpace()
      if takes(UInt8(ascii: "}")) { return members }
      guard takes(UInt8(ascii: ",")) else { throw .syntax(offset: position, expected: "`,` or `}`") }
    }
  }

  private mutating func takeDigits() -> Int {
    let start = position
    while let byte = next, byte >= 0x30 && byte <= 0x39 { position += 1 }
    return position - start
  }

  private mutating func parseNumber() throws(JSONProblem) -> String {
    let start = position
    _ = takes(UInt8(ascii: "-"))
    if !takes(UInt8(ascii: "0")) {
      guard takeDigits() > 0 else { throw .syntax(offset: start, expected: "a value") }
    }
    if takes(UInt8(ascii: ".")) {
      guard takeDigits() > 0 else { throw .syntax(offset: position, expected: "a digit") }
    }
    if let mark = next, mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") {
      position += 1
      if !takes(UInt8(ascii: "-")) { _ = takes(UInt8(ascii: "+")) }
      guard takeDigits() > 0 else { throw .syntax(offset: position, expected: "a digit") }
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func parseString() throws(JSONProblem) -> String {
    position += 1
    let start = position
    while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
      position += 1
    }
    if next == UInt8(ascii: "\"") {
      defer { position += 1 }
      return String(decoding: bytes[start..<position], as: UTF8.self)
    }
    return try parseEscapedString(from: start)
  }

  /// Goes on from the first escape of the string whose characters begin at `start`.
  private mutating func parseEscapedString(from start: Int) throws(JSONProblem) -> String {
    var content = Array(bytes[start..<position])
    while let byte = next {
      if takes(UInt8(ascii: "\"")) { return String(decoding: content, as: UTF8.self) }
      guard byte >= 0x20 else { break }
      position += 1
      if byte == UInt8(ascii: "\\") { try takeEscape(into: &content) } else { content.append(byte) }
    }
    throw .syntax(offset: position, expected: "the string's closing quote")
  }

  private mutating func takeEscape(into content: inout [UInt8]) throws(JSONProblem) {
    guard let mark = next else { throw .syntax(offset: position, expected: "an escape") }
    position += 1
    switch mark {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(mark)
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0C)
    case UInt8(ascii: "n"): content.append(0x0A)
    case UInt8(ascii: "r"): content.append(0x0D)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "u"): content.append(contentsOf: Array(String(try parseUnicodeEscape()).utf8))
    default: throw .syntax(offset: position - 1, expected: "an escape")
    }
  }

  private mutating func parseUnicodeEscape() throws(JSONProblem) -> Unicode.Scalar {
    let start = position
    let first = try parseFourHexDigits()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, takes(UInt8(ascii: "\\")), takes(UInt8(ascii: "u")) else {
      throw .syntax(offset: start, expected: "both halves of a surrogate pair")
    }
    let second = try parseFourHexDigits()
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw .syntax(offset: start, expected: "both halves of a surrogate pair") }
    return scalar
  }

  private mutating func parseFourHexDigits() throws(JSONProblem) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
        throw .syntax(offset: position, expected: "four hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
}

/// Finds a second use of a key: by looking back while there are few, by a set of their bytes when there are many.
private struct KeySet {
  private static let few = 12
  private var many: Set<[UInt8]> = []

  mutating func insert(_ key: String, beside members: [JSONMember]) -> Bool {
    if members.count < KeySet.few { return !members.contains { sameCodePoints($0.key, key) } }
    if many.isEmpty { many = Set(members.map { Array($0.key.utf8) }) }
    return many.insert(Array(key.utf8)).inserted
  }
}
