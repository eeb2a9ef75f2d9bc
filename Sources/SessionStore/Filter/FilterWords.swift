/// One term of a filter as it was written.
struct FilterWord {
  /// In characters of the whole text.
  let range: Range<Int>
  let isNegated: Bool
  /// What stands before `:` or a comparison, in lower case but for a label's name; nil for bare text.
  let field: String?
  /// `:`, or a comparison.
  let sign: String
  let value: String
  /// Written between quotes: never a pattern, never a number.
  let isQuoted: Bool
}

/// Cuts a filter into its terms: blanks part them, quotes keep blanks together, a backslash keeps a quote.
struct FilterWords {
  private let text: [Character]
  private var position = 0

  init(_ text: String) { self.text = Array(text) }

  /// - Returns: nil at the end.
  mutating func next() throws(FilterError) -> FilterWord? {
    while position < text.count, text[position].isWhitespace { position += 1 }
    guard position < text.count else { return nil }
    let start = position
    let isNegated = text[position] == "!"
    if isNegated { position += 1 }
    let head = takeField()
    let sign = head == nil ? "" : takeSign()
    let isQuoted = position < text.count && text[position] == "\""
    let value = isQuoted ? try takeQuoted() : takeBare()
    return FilterWord(
      range: start..<position, isNegated: isNegated, field: head, sign: sign, value: value, isQuoted: isQuoted
    )
  }

  /// A name that a sign follows; without one the term is bare text.
  private mutating func takeField() -> String? {
    var end = position
    while end < text.count, !text[end].isWhitespace, !"\"\\:<>=".contains(text[end]) { end += 1 }
    guard end > position, end < text.count, ":<>=".contains(text[end]) else { return nil }
    defer { position = end }
    let name = String(text[position..<end])
    return name.lowercased().hasPrefix("label.") ? "label." + name.dropFirst(6) : name.lowercased()
  }

  private mutating func takeSign() -> String {
    let two = String(text[position..<min(position + 2, text.count)])
    let sign = two == "<=" || two == ">=" ? two : String(text[position])
    position += sign.count
    return sign
  }

  private mutating func takeBare() -> String {
    let start = position
    while position < text.count, !text[position].isWhitespace { position += 1 }
    return String(text[start..<position])
  }

  private mutating func takeQuoted() throws(FilterError) -> String {
    let start = position
    var value = ""
    position += 1
    while position < text.count, text[position] != "\"" {
      if text[position] == "\\", position + 1 < text.count { position += 1 }
      value.append(text[position])
      position += 1
    }
    guard position < text.count else {
      let rest = String(text[start...])
      throw FilterError(range: start..<text.count, message: "`\(rest)` has no end: expected a closing `\"`")
    }
    position += 1
    guard position == text.count || text[position].isWhitespace else {
      let rest = takeBare()
      throw FilterError(
        range: (position - rest.count)..<position,
        message: "`\(rest)` stands right behind a quote: expected a blank")
    }
    return value
  }
}
