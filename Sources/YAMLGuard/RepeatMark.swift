/// A prefix of private-use characters that tells a repeated key from its twin: the YAML library gives up at the first
/// mapping that has a key twice, but a file must show all its problems at once.
package struct RepeatMark: Hashable, Sendable {
  package let number: Int
  /// Of the key, in the text that the mark is put into; both from 1, the column in Unicode scalars.
  package let line: Int
  package let column: Int

  package init(number: Int, line: Int, column: Int) {
    (self.number, self.line, self.column) = (number, line, column)
  }

  package var text: String { "\u{E000}\(number)\u{E001}" }

  /// - Returns: nil when the place is not in `yaml`.
  package func inserted(into yaml: String) -> String? {
    let scalars = yaml.unicodeScalars
    var index = scalars.startIndex
    var current = 1
    while current < line {
      guard index < scalars.endIndex else { return nil }
      let scalar = scalars[index]
      index = scalars.index(after: index)
      let endsInLF = scalar == "\r" && index < scalars.endIndex && scalars[index] == "\n"
      // The breaks that the library counts.
      if ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"].contains(scalar) && !endsInLF { current += 1 }
    }
    guard var start = scalars.index(index, offsetBy: column - 1, limitedBy: scalars.endIndex),
      start < scalars.endIndex
    else { return nil }
    if scalars[start] == "\"" || scalars[start] == "'" { start = scalars.index(after: start) }
    return String(scalars[..<start]) + text + String(scalars[start...])
  }
}
