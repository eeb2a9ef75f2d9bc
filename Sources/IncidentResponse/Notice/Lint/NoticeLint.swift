import Delegation

/// Holds the text of a notice against every rule.
/// - Parameters:
///   - text: the notice as it would go out; Markdown for ``NoticeForm/full``, one paragraph for ``NoticeForm/short``.
///   - facts: what is known of the incident. Without them nothing in the text is held against a record: numbers and
///     approvals are not looked at, the official host and the drill mark are taken from the notice's own header, and an
///     absolute claim always blocks.
package func lintNotice(_ text: String, form: NoticeForm = .full, facts: NoticeFacts? = nil) -> NoticeReport {
  var lint = NoticeLint(text: text, form: form, facts: facts)
  lint.checkCharacters()
  lint.checkPlaceholders()
  lint.checkBlocks()
  lint.checkSecrets()
  lint.checkAddresses()
  lint.checkReassurance()
  lint.checkNextUpdate()
  lint.checkClaims()
  lint.checkPercentages()
  lint.checkNumbers()
  lint.checkDisclosure()
  lint.checkApproval()
  lint.checkDrillMark()
  lint.checkStyle()
  lint.checkReadability()
  lint.checkForm()
  return NoticeReport(findings: lint.sorted)
}

/// A notice in the making of its report. The checks are in the files beside this one, by what they look for.
struct NoticeLint {
  let text: String
  let form: NoticeForm
  let facts: NoticeFacts?
  let document: NoticeDocument
  /// Each paragraph with its words, scanned once.
  let paragraphs: [(paragraph: NoticeParagraph, words: [NoticeWord])]
  let catalogue: MessageCatalogue
  private var findings: [NoticeFinding] = []
  private var known: Set<NoticeFinding> = []

  init(text: String, form: NoticeForm, facts: NoticeFacts?) {
    self.text = text
    self.form = form
    self.facts = facts
    let document = NoticeDocument(text)
    self.document = document
    paragraphs = document.paragraphs.map { ($0, $0.words) }
    let tag = document.field("lang")?.value ?? facts?.languages.first ?? "en"
    catalogue = MessageCatalogue.named(tag) ?? .english
  }

  var kind: NoticeKind? {
    document.field("kind").flatMap { NoticeKind(rawValue: $0.value) } ?? facts?.kind
  }

  /// The paragraphs that are prose: no title, no heading.
  var prose: [(paragraph: NoticeParagraph, words: [NoticeWord])] {
    paragraphs.filter { $0.paragraph.kind == .text || $0.paragraph.kind == .step }
  }

  var sorted: [NoticeFinding] {
    let order = Dictionary(
      uniqueKeysWithValues: NoticeRule.allCases.enumerated().map { ($0.element, $0.offset) })
    return findings.enumerated().sorted { a, b in
      let left = (a.element.line, order[a.element.rule] ?? 0, a.offset)
      return left < (b.element.line, order[b.element.rule] ?? 0, b.offset)
    }.map(\.element)
  }

  /// The same words on the same line are said once.
  mutating func find(_ rule: NoticeRule, line: Int, _ words: String, _ remedy: String) {
    let finding = NoticeFinding(rule: rule, line: line, words: words, remedy: remedy)
    if known.insert(finding).inserted { findings.append(finding) }
  }

  /// Finds each of `phrases` in the paragraphs that `isMeant` takes.
  mutating func find(
    _ rule: NoticeRule, _ phrases: [Phrase], _ remedy: String,
    where isMeant: (NoticeParagraph) -> Bool = { _ in true }
  ) {
    for (paragraph, words) in paragraphs where isMeant(paragraph) {
      for phrase in phrases {
        for start in phrase.starts(in: words[...]) {
          let said = words[start..<(start + phrase.words.count)].map(\.folded).joined(separator: " ")
          find(rule, line: words[start].line, said, remedy)
        }
      }
    }
  }

  func says(_ phrases: [Phrase]) -> Bool {
    paragraphs.contains { scanned in phrases.contains { !$0.starts(in: scanned.words[...]).isEmpty } }
  }
}
