import RiskScoring
import Delegation
import IncidentResponse
import PolicyEngine
import SessionStore
import Terminal

/// What there is to see of the step in hand.
enum StepPanel {
  static func title(_ incident: Incident) -> SafeText {
    if incident.handOver != nil { return "HAND-OVER" }
    if incident.isClosed { return "CLOSED" }
    return incident.currentStep.map { SafeText($0.rawValue.uppercased()) } ?? "ALL STEPS SETTLED"
  }

  static func lines(_ incident: Incident, _ model: Model, width: Int) -> [Strip] {
    var page = PageLines(width: width, glyphs: model.settings.glyphs)
    if let offer = incident.handOver {
      addBrief(offer, to: &page)
      return page.lines
    }
    switch incident.isClosed ? nil : incident.currentStep {
    case .revoke: addRevoke(incident, model, to: &page)
    case .tighten: addTighten(incident, model, to: &page)
    case .verify: VerifyPanel.add(incident, model, to: &page)
    case .notice: NoticePanel.add(incident, model, to: &page)
    case nil:
      addEnd(incident, to: &page)
      if !incident.isClosed { NoticePanel.addStage(model, to: &page) }
    }
    return page.lines
  }

  /// Whole: it is what the other accepts.
  private static func addBrief(_ offer: HandOver, to page: inout PageLines) {
    page.field("offered", "by \(SafeText(offer.from)) to \(SafeText(offer.to)), \(UTC.time(offer.offeredAt))")
    for line in offer.brief.split(separator: "\n") { page.add(Strip(SafeText(String(line))), indent: 2) }
  }

  private static func addRevoke(_ incident: Incident, _ model: Model, to page: inout PageLines) {
    addExtent(incident, to: &page)
    if incident.revocations.isEmpty {
      page.field(
        "revoked",
        "nothing yet: \(model.name(.revoke)) ends the session above, \(model.name(.scope)) shows scopes",
        Style(.warning))
    }
    for revocation in incident.revocations.suffix(6) {
      let what: SafeText =
        switch revocation.target {
        case .session(let key): SafeText(key.text)
        case .scope(let scope): "\(Format.counted(revocation.sessions, "session")) of \(scope.words)"
        }
      page.field("revoked", what + "  \(UTC.time(revocation.committedAt)), leaf \(revocation.sequence)")
    }
    guard let related = model.incidentPage.related else { return }
    for scope in related.prefix(4) { page.field("shares", ChooserView.text(of: scope), Style(.muted)) }
  }

  static func addExtent(_ incident: Incident, to page: inout PageLines) {
    let facts = incident.facts
    var parts: [String] = []
    if let wallets = facts.exposedWallets { parts.append(Format.counted(wallets, "wallet")) }
    if let value = facts.exposedValue { parts.append("\(value.dollars) USD exposed") }
    if let spent = facts.spent { parts.append("\(spent.dollars) USD spent") }
    if let risk = facts.risk { parts.append("risk \(risk.whole)") }
    page.field("extent", parts.isEmpty ? "not known" : SafeText(parts.joined(separator: ", ")))
    guard let allowed = facts.allowedAfterRevoke, allowed > 0 else { return }
    page.field("", "\(Format.count(allowed)) ALLOWED AFTER THE REVOCATION", Style(.critical))
  }

  private static func addTighten(_ incident: Incident, _ model: Model, to page: inout PageLines) {
    guard let proposal = model.incidentPage.detail?.proposal else {
      page.field("proposed", "reading", Style(.muted))
      return
    }
    let proposed = ModeCandidate(mode: proposal.mode, scope: proposal.scope)
    let text: SafeText = "\(Words.mode(proposed.mode)) for \(proposed.scope.words)"
    page.field("proposed", text, HeaderView.style(of: proposed.mode))
    for sentence in proposal.why { page.field("", SafeText(sentence), Style(.muted)) }
    page.field("would deny", PreviewText.text(model.incidentPage.previews[proposed]))
    for entry in (model.incidentPage.detail?.modes ?? []).prefix(4) {
      page.field(
        "in force", "\(Words.mode(entry.mode)) for \(entry.scope.words), since \(UTC.time(entry.start))")
    }
    for change in incident.modes {
      page.field(
        "chosen",
        "\(Words.mode(change.mode)) for \(change.scope.words)  \(UTC.time(change.committedAt)), leaf \(change.sequence)"
      )
    }
  }

  private static func addEnd(_ incident: Incident, to page: inout PageLines) {
    for step in IncidentStep.allCases {
      let text: String =
        switch incident.state(of: step) {
        case .done(_, _, let result): result.text
        case .skipped(_, let reason): "skipped: \(reason)"
        case .started, .pending: "open"
        }
      page.field(SafeText(step.rawValue), SafeText(text))
    }
    for state in incident.followUps {
      let done: SafeText = state.doneAt.map { "done \(UTC.time($0))" } ?? "open"
      page.field(
        "follow-up",
        "\(SafeText(state.followUp.id)) \(SafeText(state.followUp.owner)): \(SafeText(state.followUp.what)), \(done)"
      )
    }
  }
}

/// What a mode would have done, in a line.
enum PreviewText {
  static func text(_ reading: PreviewReading?) -> SafeText {
    switch reading {
    case nil: "m asks what the last 30 minutes would have become"
    case .asked(let percent)?: "reading the last 30 minutes, \(percent) % (Esc stops)"
    case .stopped?: "m asks what the last 30 minutes would have become"
    case .failed(let sentence)?: SafeText(sentence)
    case .known(let figures)?: text(figures)
    }
  }

  private static func text(_ figures: PreviewReading.Figures) -> SafeText {
    "\(Format.count(figures.goodDenied)) good (\(Format.counted(figures.goodSessions, "session")), \(Format.shortMoney(figures.goodValue)) USD), \(Format.count(figures.badDenied)) bad (\(figures.badSessions), \(Format.shortMoney(figures.badValue)) USD), of \(Format.count(figures.executions))"
  }
}
