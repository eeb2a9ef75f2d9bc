extension NoticeDocument {
  /// Without markup and header: headings on lines of their own, steps as they were numbered.
  var plainText: String {
    var blocks: [String] = []
    var steps: [String] = []
    func close() {
      if !steps.isEmpty { blocks.append(steps.joined(separator: "\n")) }
      steps = []
    }
    for paragraph in paragraphs {
      switch paragraph.kind {
      case .step: steps.append("\(marker(of: paragraph)) \(unmarked(paragraph.text))")
      case .title, .heading, .text:
        close()
        blocks.append(unmarked(paragraph.text))
      }
    }
    close()
    return blocks.joined(separator: "\n\n") + "\n"
  }

  /// `1.` or `-`, as the line begins.
  func marker(of step: NoticeParagraph) -> String {
    guard lines.indices.contains(step.firstLine - 1) else { return "-" }
    let digits = lines[step.firstLine - 1].text.drop { $0 == " " }.prefix { $0.isASCII && $0.isNumber }
    return digits.isEmpty ? "-" : "\(digits)."
  }

  /// Bold and code lose their marks; single `*` and `_` stand in ordinary text too, and stay.
  private func unmarked(_ text: String) -> String {
    text.replacing("**", with: "").replacing("`", with: "")
  }
}
