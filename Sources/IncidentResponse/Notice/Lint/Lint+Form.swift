import Delegation

// E1, E2, E5, E6, W9, W10, W11: what a notice must have, and its form.
extension NoticeLint {
  mutating func checkPlaceholders() {
    for line in document.lines {
      for mark in ["{{", "}}", "<TODO", "[TODO", "TBD", "XXXX"] {
        guard let range = line.text.firstRange(of: mark) else { continue }
        find(
          .unresolvedPlaceholder, line: line.number, String(line.text[range.lowerBound...].prefix(40)),
          "fill the placeholder in from the incident's facts")
        break
      }
    }
  }

  /// The required blocks, each once found in the order of the template, and an opening that says who is meant.
  mutating func checkBlocks() {
    guard form == .full else { return }
    if document.title == nil {
      find(.missingBlock, line: 1, "# …", "begin with a title line, `# date: what happened`")
    }
    let headings = paragraphs.filter { $0.paragraph.kind == .heading }
    let firstHeading = headings.first?.paragraph.firstLine ?? Int.max
    if !prose.contains(where: { $0.paragraph.firstLine < firstHeading }) {
      find(.missingBlock, line: 1, "who this is for", "say under the title who must read it")
    }
    var previous = 0
    for block in NoticeBlock.allCases where block.isRequired(in: kind) {
      guard let heading = catalogue.messages[block.heading] else { continue }
      let wanted = Phrase(saying: heading).words
      guard let found = headings.first(where: { Phrase(saying: $0.paragraph.text).words == wanted }) else {
        find(.missingBlock, line: document.lines.count, heading, "add the block `**\(heading)**`")
        continue
      }
      let line = found.paragraph.firstLine
      if line < previous {
        find(.missingBlock, line: line, heading, "move it: the blocks have one order in every notice")
      }
      previous = max(previous, line)
      if isEmpty(after: line) { find(.missingBlock, line: line, heading, "say something in this block") }
    }
    checkSteps()
  }

  private func isEmpty(after line: Int) -> Bool {
    guard
      let index = paragraphs.firstIndex(where: {
        $0.paragraph.kind == .heading && $0.paragraph.firstLine == line
      }),
      index + 1 < paragraphs.count
    else { return true }
    return paragraphs[index + 1].paragraph.kind == .heading
  }

  private mutating func checkSteps() {
    let steps = paragraphs.filter { $0.paragraph.kind == .step }
    guard steps.count > 5, let sixth = steps.dropFirst(5).first else { return }
    find(
      .missingBlock, line: sixth.paragraph.firstLine, sixth.paragraph.text,
      "ask for five steps at most")
  }

  mutating func checkReassurance() {
    let neverAsks: [Phrase] = ["never ask", "do not ask", "don't ask", "not ask"]
    let secrets: [Phrase] = ["recovery phrase", "seed phrase", "secret phrase", "private key"]
    let said = paragraphs.flatMap(\.paragraph.sentences).contains { sentence in
      neverAsks.contains { !$0.starts(in: sentence).isEmpty }
        && secrets.contains { !$0.starts(in: sentence).isEmpty }
    }
    if !said {
      find(
        .reassurance, line: document.lines.count, "never ask",
        "say that you will never ask for a recovery phrase or private key")
    }
    let ways: [Phrase] = ["in the app", "inside the app", "in your browser", "check type"]
    let code = document.field("incident")?.value ?? facts?.incidentID
    let body = document.body.map { String($0.text) }.joined(separator: "\n")
    if !says(ways) {
      find(
        .reassurance, line: document.lines.count, "how to check",
        "say how to check the notice without a link: type the address, or look in the app")
    }
    if let code, !body.contains(code) {
      find(.reassurance, line: document.lines.count, code, "name the incident's code in the text")
    } else if code == nil, form == .full {
      find(
        .reassurance, line: 1, "incident: …",
        "name the incident in the header, so that its code can be compared")
    }
  }

  mutating func checkForm() {
    switch form {
    case .short:
      let count = text.split(separator: "\n").joined(separator: " ").count
      if count > 280 { find(.shortTooLong, line: 1, "\(count) characters", "cut it to 280") }
      if !hasDate(text.prefix(40)) {
        find(.undatedTitle, line: 1, firstWords(text[...]), "begin with the date")
      }
    case .full:
      if let title = document.title, !hasDate(title.text[...]) {
        find(
          .undatedTitle, line: title.firstLine, firstWords(title.text[...]), "begin the title with the date")
      }
    }
    let tag = document.field("lang")?.value ?? facts?.languages.first ?? "en"
    if MessageCatalogue.named(tag) == nil {
      find(
        .language, line: document.field("lang")?.line ?? 1, tag,
        "no catalogue has this language: the notice is held to English")
    }
    for other in facts?.languages ?? [] where other != tag && MessageCatalogue.named(other) == nil {
      find(.language, line: 1, other, "no catalogue has this language: its users get English")
    }
    for mismatch in catalogue.language == "en" ? [] : catalogue.mismatches() {
      find(.language, line: 1, mismatch, "give each language the messages and placeholders of English")
    }
  }

  private func hasDate(_ text: Substring) -> Bool { !NoticeTimes(text, catalogue).dates.isEmpty }

  private func firstWords(_ text: Substring) -> String { String(text.prefix(40)) }
}
