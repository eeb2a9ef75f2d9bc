/// One line of a notice with its number, from 1.
struct NoticeLine {
  let number: Int
  let text: Substring
}

/// A field of the header between the `---` lines.
struct HeaderField {
  let name: String
  let value: String
  let line: Int
}

/// A run of lines that are read as one text.
struct NoticeParagraph {
  enum Kind { case title, heading, text, step }

  let kind: Kind
  let lines: [NoticeLine]

  var firstLine: Int { lines.first?.number ?? 1 }
  var text: String { lines.map { String($0.text) }.joined(separator: " ") }
}

/// A notice's Markdown taken apart: header, title, and paragraphs with their headings.
struct NoticeDocument {
  let lines: [NoticeLine]
  let header: [HeaderField]
  let paragraphs: [NoticeParagraph]

  init(_ text: String) {
    // By scalars: as a character, CR and LF are one that is no LF.
    lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map {
      NoticeLine(number: $0.offset + 1, text: Substring($0.element))
    }
    let length = NoticeDocument.headerLength(lines)
    header = lines.prefix(length).compactMap(NoticeDocument.field)
    paragraphs = NoticeDocument.paragraphs(lines.dropFirst(length))
  }

  var title: NoticeParagraph? { paragraphs.first { $0.kind == .title } }
  var body: [NoticeLine] { Array(lines.dropFirst(NoticeDocument.headerLength(lines))) }

  func field(_ name: String) -> HeaderField? { header.first { $0.name == name } }

  /// 0 without a header that ends.
  private static func headerLength(_ lines: [NoticeLine]) -> Int {
    guard lines.first?.text == "---", let end = lines.dropFirst().firstIndex(where: { $0.text == "---" })
    else { return 0 }
    return end + 1
  }

  private static func field(_ line: NoticeLine) -> HeaderField? {
    guard let colon = line.text.firstIndex(of: ":") else { return nil }
    let value = line.text[line.text.index(after: colon)...].drop { $0 == " " }
    return HeaderField(name: String(line.text[..<colon]), value: String(value), line: line.number)
  }

  private static func paragraphs(_ lines: ArraySlice<NoticeLine>) -> [NoticeParagraph] {
    var found: [NoticeParagraph] = []
    var open: [NoticeLine] = []
    var kind = NoticeParagraph.Kind.text
    func close() {
      if !open.isEmpty { found.append(NoticeParagraph(kind: kind, lines: open)) }
      open = []
      kind = .text
    }
    for line in lines {
      let text = line.text.drop { $0 == " " }
      if text.isEmpty {
        close()
      } else if text.hasPrefix("#") {
        close()
        let isTitle = text.hasPrefix("# ") && !found.contains { $0.kind == .title }
        let words = text.drop { $0 == "#" || $0 == " " }
        found.append(
          NoticeParagraph(
            kind: isTitle ? .title : .heading, lines: [NoticeLine(number: line.number, text: words)]))
      } else if let (heading, rest) = boldHeading(text) {
        close()
        found.append(
          NoticeParagraph(kind: .heading, lines: [NoticeLine(number: line.number, text: heading)]))
        if !rest.isEmpty { open = [NoticeLine(number: line.number, text: rest)] }
      } else if let step = listItem(text) {
        close()
        kind = .step
        open = [NoticeLine(number: line.number, text: step)]
      } else {
        open.append(NoticeLine(number: line.number, text: text))
      }
    }
    close()
    return found
  }

  /// `**What happened.** At 21:39 …` is a heading with its text behind it.
  private static func boldHeading(_ text: Substring) -> (heading: Substring, rest: Substring)? {
    guard text.hasPrefix("**"), let end = text.dropFirst(2).firstRange(of: "**") else { return nil }
    let heading = text.dropFirst(2)[..<end.lowerBound]
    return (heading, text[end.upperBound...].drop { $0 == " " })
  }

  private static func listItem(_ text: Substring) -> Substring? {
    if text.hasPrefix("- ") || text.hasPrefix("* ") { return text.dropFirst(2) }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty, text.dropFirst(digits.count).hasPrefix(". ") else { return nil }
    return text.dropFirst(digits.count + 2)
  }
}
