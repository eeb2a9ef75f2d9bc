import Delegation

extension IncidentReport {
  /// Markdown (CommonMark with GitHub's tables). No text in it is read as markup, links included.
  package var markdown: String {
    var writer = MarkdownWriter()
    writer.heading(1, title)
    for section in sections {
      writer.heading(2, section.title)
      for block in section.blocks { writer.write(block, effective: effectiveTimes) }
    }
    return writer.text
  }
}

/// Escapes what CommonMark and GitHub's extensions would read as markup.
/// - Parameter beginsLine: false in a table's cell, where nothing begins a list.
package func markdownEscaped(_ text: String, beginsLine: Bool = true) -> String {
  let scalars = Array(PlainText.visible(text).unicodeScalars)
  var result = ""
  for (place, scalar) in scalars.enumerated() {
    if isMarkup(scalar, after: scalars[..<place], next: place + 1 < scalars.count ? scalars[place + 1] : nil)
      || beginsLine && isListMark(scalar, after: scalars[..<place])
    {
      result += "\\"
    }
    result.unicodeScalars.append(scalar)
  }
  return result
}

private func isMarkup(
  _ scalar: Unicode.Scalar, after before: ArraySlice<Unicode.Scalar>, next: Unicode.Scalar?
) -> Bool {
  switch scalar {
  case "\\", "`", "*", "_", "{", "}", "[", "]", "<", ">", "#", "|", "~", "&", "!", "$", "@": true
  // GitHub makes links of bare addresses.
  case ":": next == "/"
  case ".": isAfterWWW(before)
  default: false
  }
}

/// What begins a list, a rule or a heading's underline, where a line begins.
private func isListMark(_ scalar: Unicode.Scalar, after before: ArraySlice<Unicode.Scalar>) -> Bool {
  switch scalar {
  case "-", "+", "=": before.allSatisfy { $0 == " " }
  case ".", ")": startsWithDigits(before)
  default: false
  }
}

private func startsWithDigits(_ before: ArraySlice<Unicode.Scalar>) -> Bool {
  let rest = before.drop { $0 == " " }
  return !rest.isEmpty && rest.allSatisfy { ("0"..."9").contains($0) }
}

private func isAfterWWW(_ before: ArraySlice<Unicode.Scalar>) -> Bool {
  before.count >= 3 && before.suffix(3).allSatisfy { $0 == "w" || $0 == "W" }
}

struct MarkdownWriter {
  private(set) var text = ""

  mutating func heading(_ level: Int, _ title: String) {
    if !text.isEmpty { text += "\n" }
    text += String(repeating: "#", count: level) + " " + markdownEscaped(title) + "\n"
  }

  mutating func write(_ block: ReportSection.Block, effective: [Timestamp]) {
    text += "\n"
    switch block {
    case .text(let words): text += markdownEscaped(words) + "\n"
    case .list(let items): for item in items { text += "- " + markdownEscaped(item) + "\n" }
    case .table(let header, let rows):
      row(header)
      text += "|" + String(repeating: "---|", count: header.count) + "\n"
      for cells in rows { row(cells) }
    case .code(let lines): code(lines)
    case .chart(let chart): code(chart.text(effective: effective))
    }
  }

  private mutating func row(_ cells: [String]) {
    text += "| " + cells.map { markdownEscaped($0, beginsLine: false) }.joined(separator: " | ") + " |\n"
  }

  /// Fenced by more backticks than stand anywhere in it.
  private mutating func code(_ code: String) {
    var (longest, run) = (2, 0)
    for scalar in code.unicodeScalars {
      run = scalar == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    text += "\(fence)\n\(visibleLines(code))\n\(fence)\n"
  }
}

/// Each line with nothing in it that cannot be seen; an empty one at the end is left out.
func visibleLines(_ text: String) -> String {
  var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
  if lines.count > 1, lines.last?.isEmpty == true { lines.removeLast() }
  return lines.map { PlainText.visible(String($0)) }.joined(separator: "\n")
}
