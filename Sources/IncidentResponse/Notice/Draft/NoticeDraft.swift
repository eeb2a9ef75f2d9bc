import Delegation

/// The length of a notice.
package enum NoticeForm: String, CaseIterable, Hashable, Sendable {
  /// Markdown with a header for programs.
  case full
  /// One paragraph of at most 280 characters, for a channel that takes no more.
  case short
}

/// Drafts the notice that `facts` allow to be said, as Markdown.
/// - Parameters:
///   - kind: in place of the facts' own kind.
///   - catalogue: the language's texts.
/// - Throws: ``NoticeDraftProblem`` when a placeholder finds nothing in the facts.
package func draftNotice(
  _ facts: NoticeFacts, as kind: NoticeKind? = nil, form: NoticeForm = .full,
  in catalogue: MessageCatalogue = .english
) throws(NoticeDraftProblem) -> String {
  let draft = NoticeDraft(facts: facts, kind: kind ?? facts.kind, catalogue: catalogue)
  switch form {
  case .full: return try draft.full()
  case .short: return try draft.short()
  }
}

struct NoticeDraft {
  let facts: NoticeFacts
  let kind: NoticeKind
  let catalogue: MessageCatalogue
  let values: [String: NoticeValue]

  init(facts: NoticeFacts, kind: NoticeKind, catalogue: MessageCatalogue) {
    self.facts = facts
    self.kind = kind
    self.catalogue = catalogue
    values = NoticeDraft.values(facts, catalogue)
  }

  func text(_ keys: [NoticeMessage]) throws(NoticeDraftProblem) -> String {
    var texts: [String] = []
    for key in keys { texts.append(try catalogue.render(key, values)) }
    return texts.joined(separator: " ")
  }

  func full() throws(NoticeDraftProblem) -> String {
    var blocks: [[String: Any]] = []
    for block in NoticeBlock.allCases where block != .correction || kind == .correction {
      var steps: [String] = []
      for (index, key) in stepKeys(block).enumerated() { steps.append("\(index + 1). \(try text([key]))") }
      let parts = try [text([block.heading]), text(keys(of: block))]
      blocks.append(["heading": parts[0], "text": parts[1], "steps": steps])
    }
    var object: [String: Any] = [
      "incident": facts.incidentID, "kind": kind.rawValue, "language": catalogue.language,
      "published": facts.publishedAt.utc, "domain": facts.officialHosts.first ?? "",
      "isDrill": facts.isDrill, "title": try title(), "audience": try audience(), "blocks": blocks,
    ]
    if facts.isDrill { object["note"] = try text([.drillNote]) }
    if let next = facts.nextUpdateAt { object["next"] = next.utc }
    let rendered = try renderMustache(NoticeTemplates.full, object)
    return trimmingLineEnds(rendered)
  }

  func short() throws(NoticeDraftProblem) -> String {
    var values = values
    values["title"] = .text(try title())
    values["verify"] = .text(try text([facts.trustedHost == nil ? .shortVerifyInApp : .shortVerifyHost]))
    let next: NoticeMessage = facts.nextUpdateAt == nil ? .lastUpdate : .headingNextUpdate
    let time = try facts.nextUpdateAt.map { (time) throws(NoticeDraftProblem) in
      try catalogue.spell(.utc(time))
    }
    let said = try text([next])
    values["next"] = .text(time.map { "\(said.dropLast()): \($0)." } ?? said)
    return try catalogue.render(.shortText, values) + "\n"
  }

  private func title() throws(NoticeDraftProblem) -> String {
    let key: NoticeMessage =
      switch kind {
      case .initial: facts.revokedAt == nil ? .titleInitialOpen : .titleInitialEnded
      case .update: .titleUpdate
      case .actionNeeded: .titleActionNeeded
      case .resolved: .titleResolved
      case .correction: .titleCorrection
      }
    let title = try text([key])
    return facts.isDrill ? "\(try text([.drillMark])), \(title)" : title
  }

  private func audience() throws(NoticeDraftProblem) -> String {
    var values = values
    values["apps"] = .text(
      facts.apps.isEmpty ? try text([.anyApp]) : catalogue.list(facts.apps, catalogue.or))
    values["chains"] = .text(
      facts.chains.isEmpty ? try text([.anyChain]) : catalogue.list(facts.chains, catalogue.or))
    return try catalogue.render(.audience, values)
  }

  /// A block without running text leaves a space behind its heading.
  private func trimmingLineEnds(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { line in String(line.reversed().drop { $0 == " " }.reversed()) }.joined(separator: "\n")
  }

  private static func values(
    _ facts: NoticeFacts, _ catalogue: MessageCatalogue
  ) -> [String: NoticeValue] {
    var values: [String: NoticeValue] = [
      "incident": .text(facts.incidentID), "day": .text(catalogue.day(of: facts.publishedAt)),
      "since": .utc(facts.since), "detected": .utc(facts.detectedAt),
      "notAffected": .text(catalogue.list(facts.notAffected, catalogue.and)),
    ]
    values["revoked"] = facts.revokedAt.map { .utc($0) }
    values["effective"] = facts.effectiveAt.map { .utc($0) }
    values["next"] = facts.nextUpdateAt.map { .utc($0) }
    values["wallets"] = facts.walletsAffected.map { .int($0) }
    values["blocked"] = facts.attemptsBlocked.map { .int($0) }
    values["paid"] = facts.paymentsMade.map { .int($0) }
    values["spent"] = facts.valueSpent.map { .money($0) }
    values["stake"] = facts.valueAtStake.map { .money($0) }
    values["cause"] = facts.cause.map { .text($0) }
    values["wrong"] = facts.correction.map { .text($0.wrong) }
    values["right"] = facts.correction.map { .text($0.right) }
    values["host"] = facts.trustedHost.map { .text($0) }
    return values
  }
}
