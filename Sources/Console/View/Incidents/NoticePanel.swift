import PolicyEngine
import AuditTrail
import Delegation
import IncidentResponse
import SessionStore
import Terminal

/// The step notice: whether one is called for, how far it has come, what the rules find, and how it begins.
enum NoticePanel {
  /// Lines of the text that are shown.
  private static let textRows = 8

  static func add(_ incident: Incident, _ model: Model, to page: inout PageLines) {
    StepPanel.addExtent(incident, to: &page)
    let (text, style) = calledFor(incident, model.incidents.response)
    page.field("called for", text, style)
    guard let latest = model.notice?.latest else {
      for stage in incident.notices.suffix(4) { page.field("stage", SafeText(stage.words)) }
      if incident.notices.isEmpty {
        page.field("stage", "nothing yet: \(model.name(.draft)) drafts it from the facts")
      }
      return
    }
    addStage(model, to: &page)
    let (lint, lintStyle) = lint(latest)
    page.field("lint", lint, lintStyle)
    let lines = PageLines.textLines(latest.progress.text).filter { !$0.isEmpty }
    let prose = lines.firstIndex { $0.string.hasPrefix("#") }.map { lines[$0...] } ?? lines[...]
    for (index, line) in prose.prefix(textRows).enumerated() {
      page.line(index == 0 ? "text" : .empty, line)
    }
  }

  /// How far the latest text has come.
  static func addStage(_ model: Model, to page: inout PageLines) {
    guard let latest = model.notice?.latest else { return }
    let (stage, style) = stage(latest)
    page.field("stage", stage, style)
    let progress = latest.progress
    page.field(
      "draft",
      "\(progress.kind.rawValue) \(SafeText(latest.shortDigest)) by \(SafeText(progress.author)), \(UTC.time(progress.draftedAt))"
    )
  }

  /// The text whose beginning the panel shows.
  static func shown(_ incident: Incident, _ model: Model) -> NoticeText? {
    guard !incident.isClosed, incident.handOver == nil else { return nil }
    return incident.currentStep == .notice || incident.currentStep == nil ? model.notice?.latest : nil
  }

  private static func calledFor(_ incident: Incident, _ response: ResponseSettings) -> (SafeText, Style) {
    switch incident.facts.isBroad(response) {
    case true?: ("yes: exposure is broad", Style(.danger))
    case false?:
      (
        "no: below \(Format.count(response.broadWallets)) wallets and \(response.broadValue.dollars) USD",
        .text
      )
    case nil: ("not known: what is not known could make it broad", Style(.warning))
    }
  }

  static func stage(_ text: NoticeText) -> (SafeText, Style) {
    switch text.standing {
    case .blocked: ("drafted; a rule keeps it from being asked for", Style(.danger))
    case .drafted: ("drafted; a second person is to approve it", .text)
    case .waits(let request):
      (
        "waits for approval \(SafeText(request.id)), asked by \(SafeText(request.ask.by)), until \(UTC.time(request.ask.expiresAt))",
        Style(.warning)
      )
    case .denied(let who, let why): ("denied by \(SafeText(who)): \(SafeText(why))", Style(.danger))
    case .lapsed: ("drafted; nobody answered the request in time", Style(.warning))
    case .approved(let notice):
      (
        (notice.approvedBy.map { "approved by \(SafeText($0)), asked by \(SafeText(notice.askedBy))" }
          ?? "approved by \(SafeText(notice.askedBy)) alone")
          + ", \(UTC.time(notice.at)), leaf \(notice.sequence)", Style(.good)
      )
    case .out(let departure):
      (
        "\(departure.stage.rawValue) by \(SafeText(departure.by)), \(UTC.time(departure.at)): \(SafeText(departure.destination))",
        Style(.good)
      )
    }
  }

  static func lint(_ text: NoticeText) -> (SafeText, Style) {
    let warnings = text.findings.count - text.blocking.count
    let counts: SafeText = "\(text.blocking.count) E block, \(warnings) W warn"
    if text.blocking.isEmpty { return (counts, warnings == 0 ? Style(.good) : .text) }
    return (counts + ": \(SafeText(text.blockingWords))", Style(.danger))
  }
}
