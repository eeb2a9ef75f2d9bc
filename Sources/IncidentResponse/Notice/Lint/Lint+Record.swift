import Delegation
import Digests

// E6, E7, E8, E10, E11: what the text says against what is on record.
extension NoticeLint {
  private var published: Timestamp? {
    facts?.publishedAt ?? document.field("published_at").flatMap { Timestamp(text: $0.value) }
  }

  private var nextUpdate: Timestamp? {
    facts?.nextUpdateAt ?? document.field("next_update_at").flatMap { Timestamp(text: $0.value) }
  }

  mutating func checkNextUpdate() {
    let last = document.lines.count
    let lines: [NoticeLine] = form == .short ? document.body : nextUpdateLines
    let text = lines.map { String($0.text) }.joined(separator: " ")
    let line = lines.first?.number ?? last
    guard let moment = NoticeTimes(text[...], catalogue).moments.last else {
      let saysSo = text.lowercased().contains("last update")
      // A short form has no header that says its kind.
      if saysSo, kind == .resolved || kind == nil { return }
      return find(.nextUpdate, line: line, "next update", "say when, such as `By 23:05 UTC`")
    }
    if let nextUpdate,
      moment.minute != nextUpdate.minuteOfDay || moment.day.map({ $0 != nextUpdate.noticeDay }) == true
    {
      find(.nextUpdate, line: line, moment.text, "the record says \(nextUpdate.utc)")
    }
    guard let published else { return }
    if let nextUpdate, nextUpdate.milliseconds <= published.milliseconds {
      find(.nextUpdate, line: line, nextUpdate.utc, "name a time after the publication, \(published.utc)")
    } else if nextUpdate == nil, (moment.day ?? published.noticeDay) == published.noticeDay,
      moment.minute <= published.minuteOfDay
    {
      find(.nextUpdate, line: line, moment.text, "name a time after the publication, \(published.utc)")
    }
  }

  /// The block under the heading, up to the next one.
  private var nextUpdateLines: [NoticeLine] {
    guard let heading = catalogue.messages[.headingNextUpdate],
      let start = paragraphs.firstIndex(where: {
        $0.paragraph.kind == .heading
          && Phrase(saying: $0.paragraph.text).words == Phrase(saying: heading).words
      })
    else { return [] }
    return paragraphs[(start + 1)...].prefix { $0.paragraph.kind != .heading }.flatMap(\.paragraph.lines)
  }

  private static let claims: [(claim: NoticeClaim?, phrases: [Phrase])] = [
    (
      .fundsSafe,
      [
        "funds are safe", "funds are secure", "funds remain safe", "money is safe", "assets are safe",
        "funds safe", "safu",
      ]
    ),
    (
      .noLoss,
      [
        "no funds were lost", "no funds lost", "no loss", "nothing was lost", "nobody lost", "0 assets lost",
        "no assets were lost", "no user lost", "no one lost", "not lost any",
      ]
    ),
    (
      .noImpact,
      [
        "no impact", "not impacted", "no user is affected", "nobody is affected", "no one is affected",
        "no risk", "zero risk", "no danger",
      ]
    ),
    (
      .fullyFixed,
      [
        "fully fixed", "fully resolved", "completely fixed", "completely resolved", "fully secure",
        "completely safe", "completely secure", "fully safe", "perfectly safe",
      ]
    ),
    (
      nil,
      ["100 percent", "guarantee*", "impossible", "cannot happen again", "never happen again", "unhackable"]
    ),
  ]

  mutating func checkClaims() {
    let approved = facts?.approvedClaims ?? []
    for (claim, phrases) in Self.claims {
      if let claim, approved.contains(claim) { continue }
      let remedy =
        claim.map { "say only what is on record: expected `\($0.rawValue)` in the facts' `approvedClaims`" }
        ?? "take it out: nobody can promise this"
      find(.absoluteClaim, phrases, remedy)
    }
    for line in document.body where line.text.filter({ $0 != " " }).contains("100%") {
      find(.absoluteClaim, line: line.number, "100 %", "take it out: nobody can promise this")
    }
  }

  /// A share says nothing without what it is a share of: `2 % of 310 wallets`.
  mutating func checkPercentages() {
    for (paragraph, _) in paragraphs {
      for line in paragraph.lines {
        let tokens = line.text.split { $0.isWhitespace }
        for (index, token) in tokens.enumerated() {
          let isShare =
            token.contains("%") || ["percent", "percentage"].contains(token.lowercased().filter(\.isLetter))
          guard isShare else { continue }
          let rest = tokens[(index + 1)...].prefix(4)
          let hasWhole = rest.contains("of") && rest.contains { $0.contains(where: \.isNumber) }
          if !hasWhole {
            find(
              .number, line: line.number, tokens[max(0, index - 1)...index].joined(separator: " "),
              "say of how many, such as `2 % of 310 wallets`")
          }
        }
      }
    }
  }

  mutating func checkNumbers() {
    guard let facts else { return }
    let known = RecordedNumbers(facts, catalogue)
    for (paragraph, _) in paragraphs {
      for line in paragraph.lines {
        let times = NoticeTimes(line.text, catalogue)
        for moment in times.moments where !known.minutes.contains(moment.minute) {
          find(.number, line: line.number, moment.text, "the record has no such time")
        }
        for day in times.dates where !known.days.contains(day) {
          find(
            .number, line: line.number, "\(day.year)-\(day.month)-\(day.day)", "the record has no such date")
        }
        for number in known.unknownNumbers(in: times.rest) {
          find(
            .number, line: line.number, number, "the record has no such number: correct the text or the facts"
          )
        }
      }
    }
  }

  mutating func checkApproval() {
    guard let approval = facts?.approval else { return }
    if approval.author == approval.approver {
      find(.approval, line: 1, approval.approver, "let somebody other than the author approve it")
    }
    let digest = SHA256.hex(text.utf8)
    if digest != approval.sha256 {
      find(.approval, line: 1, digest, "approve this text: the approval is of \(approval.sha256)")
    }
  }

  mutating func checkDrillMark() {
    guard let mark = catalogue.messages[.drillMark] else { return }
    let isDrill = facts?.isDrill ?? document.field("drill").map { $0.value == "true" }
    let first = document.title ?? document.paragraphs.first
    let isMarked = first?.text.split(whereSeparator: { !$0.isLetter }).first.map(String.init) == mark
    if isDrill == true, !isMarked {
      find(.drillMark, line: first?.firstLine ?? 1, "\(mark) …", "begin a drill's notice with `\(mark)`")
    }
    guard isDrill == false else { return }
    for line in document.body where line.text.split(whereSeparator: { !$0.isLetter }).contains(mark[...]) {
      find(.drillMark, line: line.number, mark, "take the mark out: this is no drill")
    }
  }
}

/// The numbers that a text may name.
private struct RecordedNumbers {
  let minutes: Set<Int>
  let days: Set<NoticeTimes.Day>
  private let numbers: Set<String>
  /// Words of the record that hold numbers themselves, and are taken out of a text first.
  private let quotations: [String]

  init(_ facts: NoticeFacts, _ catalogue: MessageCatalogue) {
    let times = [
      facts.publishedAt, facts.nextUpdateAt, facts.since, facts.detectedAt, facts.revokedAt,
      facts.effectiveAt,
    ].compactMap { $0 }
    minutes = Set(times.map(\.minuteOfDay))
    days = Set(times.map(\.noticeDay))
    var numbers = Set(
      [facts.walletsAffected, facts.attemptsBlocked, facts.paymentsMade].compactMap { $0.map(String.init) })
    for money in [facts.valueAtStake, facts.valueSpent].compactMap({ $0 }) {
      numbers.formUnion([money.dollars, amount(money).filter { $0 != "," }])
    }
    self.numbers = numbers
    let texts =
      facts.apps + facts.chains + facts.notAffected + facts.officialHosts
      + [facts.incidentID, facts.cause, facts.correction?.wrong, facts.correction?.right].compactMap { $0 }
    quotations = texts.filter { $0.contains(where: \.isNumber) }.sorted { $0.count > $1.count }
  }

  func unknownNumbers(in text: String) -> [String] {
    var text = text
    for quotation in quotations { text = text.replacing(quotation, with: " ") }
    return text.split { !($0.isNumber || $0 == "," || $0 == ".") }.compactMap { run in
      let number = run.filter { $0 != "," }.drop { $0 == "." }
      var trimmed = String(number)
      while trimmed.hasSuffix(".") { trimmed.removeLast() }
      return trimmed.isEmpty || numbers.contains(trimmed) ? nil : trimmed
    }
  }
}
