import Delegation
import Digests

/// Readers of the fields of ``NoticeFacts``.
enum FactReading {
  static let code = "1 to 32 letters, digits and hyphens"
  private static let textLimit = 280
  static let listLimit = 32

  static func incidentID(_ value: JSONValue, _ path: String) throws(FieldError) -> String {
    let text = try Read.string(value, path)
    guard (1...32).contains(text.utf8.count), text.utf8.allSatisfy({ isAlphanumeric($0) || $0 == 0x2D })
    else { throw FieldError(field: path, expected: code, found: "`\(text)`") }
    return text
  }

  static func words<Word: CaseIterable & RawRepresentable>(_: Word.Type) -> String
  where Word.RawValue == String {
    "one of " + Word.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
  }

  static func word<Word: CaseIterable & RawRepresentable>(
    _ value: JSONValue, _ path: String
  ) throws(FieldError) -> Word where Word.RawValue == String {
    let text = try Read.string(value, path)
    guard let word = Word(rawValue: text) else {
      throw FieldError(field: path, expected: words(Word.self), found: "`\(text)`")
    }
    return word
  }

  static func count(_ value: JSONValue, _ path: String) throws(FieldError) -> UInt64 {
    try Read.integer(value, path, in: 0...Read.largestInteger)
  }

  /// One line that shows all that it holds, and cannot pass for a part of the notice's form.
  static func line(_ value: JSONValue, _ path: String) throws(FieldError) -> String {
    let text = try Read.text(value, path, limit: textLimit)
    let isPlain = text.unicodeScalars.allSatisfy {
      !isHidden($0) && !"\n\r\t*_`#<>[]{}|\\".unicodeScalars.contains($0)
    }
    guard isPlain, text.contains(where: { !$0.isWhitespace }) else {
      throw FieldError(
        field: path, expected: "one line of text without markup or hidden characters", found: "`\(text)`")
    }
    return text
  }

  /// One sentence, without the full stop that the notice sets.
  static func sentence(_ value: JSONValue, _ path: String) throws(FieldError) -> String {
    var text = try line(value, path)
    while text.hasSuffix(".") { text.removeLast() }
    return text
  }

  static func names(_ value: JSONValue, _ path: String) throws(FieldError) -> [String] {
    try list(value, path, line)
  }

  static func languages(_ value: JSONValue, _ path: String) throws(FieldError) -> [String] {
    let tags = try list(value, path) { (item, path) throws(FieldError) in
      let text = try Read.string(item, path)
      guard (2...35).contains(text.utf8.count), text.utf8.allSatisfy({ isAlphanumeric($0) || $0 == 0x2D })
      else { throw FieldError(field: path, expected: "a language tag such as `en`", found: "`\(text)`") }
      return text
    }
    guard !tags.isEmpty else {
      throw FieldError(field: path, expected: "one language at least", found: "an empty list")
    }
    return tags
  }

  static func hosts(_ value: JSONValue, _ path: String) throws(FieldError) -> [String] {
    try list(value, path) { (item, path) throws(FieldError) in
      let text = try Read.string(item, path)
      guard isHostName(text) else {
        throw FieldError(
          field: path, expected: "a host name in lower-case ASCII such as `wallet.example`",
          found: "`\(text)`")
      }
      return text
    }
  }

  static func claims(_ value: JSONValue, _ path: String) throws(FieldError) -> [NoticeClaim] {
    try list(value, path, word)
  }

  static func cause(
    _ value: JSONValue, _ path: String
  ) throws(FieldError) -> (status: CauseStatus, text: String?) {
    var reader = try ObjectReader(value, path: path)
    let status: CauseStatus = try reader.required("status", expected: words(CauseStatus.self), word)
    let text = try reader.optional("text", sentence)
    try reader.finish()
    return (status, text)
  }

  static func correction(_ value: JSONValue, _ path: String) throws(FieldError) -> NoticeCorrection {
    var reader = try ObjectReader(value, path: path)
    let wrong = try reader.required("wrong", expected: "a sentence", sentence)
    let right = try reader.required("right", expected: "a sentence", sentence)
    try reader.finish()
    return NoticeCorrection(wrong: wrong, right: right)
  }

  static func approval(_ value: JSONValue, _ path: String) throws(FieldError) -> NoticeApproval {
    var reader = try ObjectReader(value, path: path)
    let author = try reader.required("author", expected: "an operator's name", Read.name)
    let approver = try reader.required("approver", expected: "an operator's name", Read.name)
    let expected = "64 lower-case hexadecimal digits"
    let digest = try reader.required("sha256", expected: expected) { (value, path) throws(FieldError) in
      let text = try Read.string(value, path)
      guard text.utf8.count == 64, text.utf8.allSatisfy({ "0123456789abcdef".utf8.contains($0) }) else {
        throw FieldError(field: path, expected: expected, found: "`\(text)`")
      }
      return text
    }
    try reader.finish()
    return NoticeApproval(author: author, approver: approver, sha256: digest)
  }

  private static func list<T>(
    _ value: JSONValue, _ path: String, _ element: (JSONValue, String) throws(FieldError) -> T
  ) throws(FieldError) -> [T] {
    let items = try Read.array(value, path, element)
    guard items.count <= listLimit else {
      throw FieldError(field: path, expected: "at most \(listLimit) of them", found: "\(items.count)")
    }
    return items
  }
}

private func isAlphanumeric(_ byte: UInt8) -> Bool {
  (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
}

/// Whether `text` is a host name of two labels at least (RFC 1123, RFC 5890), in lower case, no internationalised one.
func isHostName(_ text: String) -> Bool {
  let labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
  guard labels.count >= 2, text.utf8.count <= 253, let last = labels.last,
    last.contains(where: { (0x61...0x7A).contains($0) })
  else { return false }
  return labels.allSatisfy { label in
    (1...63).contains(label.count) && label.first != 0x2D && label.last != 0x2D
      && !label.starts(with: "xn--".utf8)
      && label.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D }
  }
}
