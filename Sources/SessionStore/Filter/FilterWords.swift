/// One term of a filter as it was written.
struct FilterWord {
  /// In Unicode scalars of the whole text.
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
///
/// By scalars, because a mark behind a blank, a quote or a sign makes one Character with it, which would be none of them.
struct FilterWords {
  private let text: [Unicode.Scalar]
  private var position = 0

  init(_ text: String) { self.text = Array(text.unicodeScalars) }

  /// - Returns: nil at the end.
  mutating func next() throws(FilterError) -> FilterWord? {
    while position < text.count, text[position].isFilterBlank { position += 1 }
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
    while end < text.count, !text[end].isFilterBlank, !text[end].isFilterSign { end += 1 }
    guard end > position, end < text.count, text[end].isFilterComparison else { return nil }
    defer { position = end }
    let name = string(position..<end)
    return name.lowercased().hasPrefix("label.") ? "label." + name.dropFirst(6) : name.lowercased()
  }

  private mutating func takeSign() -> String {
    let start = position
    position += 1
    if ["<", ">"].contains(text[start]), position < text.count, text[position] == "=" { position += 1 }
    return string(start..<position)
  }

  private mutating func takeBare() -> String {
    let start = position
    while position < text.count, !text[position].isFilterBlank { position += 1 }
    return string(start..<position)
  }

  private mutating func takeQuoted() throws(FilterError) -> String {
    let start = position
    var value = String.UnicodeScalarView()
    position += 1
    while position < text.count, text[position] != "\"" {
      if text[position] == "\\", position + 1 < text.count { position += 1 }
      value.append(text[position])
      position += 1
    }
    guard position < text.count else {
      let rest = string(start..<text.count)
      throw FilterError(range: start..<text.count, message: "`\(rest)` has no end: expected a closing `\"`")
    }
    position += 1
    guard position == text.count || text[position].isFilterBlank else {
      let behind = position
      let rest = takeBare()
      throw FilterError(
        range: behind..<position,
        message: "`\(rest)` stands right behind a quote: expected a blank")
    }
    return String(value)
  }

  private func string(_ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: text[range])
    return String(view)
  }
}

extension Unicode.Scalar {
  /// Parts two terms.
  var isFilterBlank: Bool { properties.isWhitespace }
  /// Stands between a field and its value.
  var isFilterComparison: Bool { [":", "<", ">", "="].contains(self) }
  /// Stands in no field's name, and in no text that is written without quotes.
  var isFilterSign: Bool { isFilterComparison || ["\"", "\\"].contains(self) }
}
