import Delegation
import IncidentResponse
import SessionStore
import Terminal

/// A page of text over the screen: all of it can be scrolled to, and nothing of a session is in it.
enum TextPageView {
  static func rows(in size: ScreenSize) -> Int {
    let layout = Layout(size: size)
    return max(1, layout.isSmall ? size.rows - 2 : layout.separatorRow - 4)
  }

  static func lineCount(_ page: TextPage, _ model: Model) -> Int { lines(page, model).count }

  static func draw(_ page: TextPage, _ model: Model, _ frame: inout Frame) {
    let glyphs = model.settings.glyphs
    let isSmall = Layout(size: model.size).isSmall
    let (first, column) = isSmall ? (0, 0) : (2, 1)
    let width = frame.canvas.columns - 2 * column
    frame.canvas.put(
      title(page).prefix(width: width, glyphs: glyphs), row: first, column: column, style: Style(.title))
    let all = lines(page, model)
    let shown = all.dropFirst(page.top).prefix(rows(in: model.size))
    for (index, line) in shown.enumerated() {
      frame.canvas.put(line, row: first + 1 + index, column: column, maxWidth: width, glyphs: glyphs)
    }
    let below = all.count - page.top - shown.count
    if below > 0 {
      frame.canvas.put(
        "\(below) more below", row: first + 1 + shown.count, column: column, style: Style(.muted))
    }
    switch page.subject {
    case .notice(let id):
      frame.drawn.incident = id
      frame.drawn.notice = model.notice?.latest?.digest
    case .request(let id): frame.drawn.request = model.approvals[id] == nil ? nil : id
    case .why, .drill, .policy, .proof, .verification: break
    }
  }

  static func hints(_ page: TextPage, _ model: Model) -> [(SafeText, SafeText)] {
    let more: [(SafeText, SafeText)] =
      switch page.subject {
      case .notice: [(model.name(.editNotice), "edit"), (model.name(.palette), "commands")]
      case .request: [(model.name(.accept), "approve"), (model.name(.deny), "deny")]
      case .why, .drill, .policy, .proof, .verification: []
      }
    return [(SafeText(model.movingKeys(joinedBy: " ")), "scroll")] + more + [("Esc", "close")]
  }

  static func title(_ page: TextPage) -> SafeText {
    switch page.subject {
    case .notice(let id): "NOTICE of \(SafeText(id))"
    case .request(let id): "REQUEST \(SafeText(id))"
    case .why(let answer): "WHY \(answer.isAllowed ? "it acted" : "it did not act"), leaf \(answer.sequence)"
    case .drill(let id): "DRILL REPORT \(SafeText(id))"
    case .policy(let row): PolicyDetails.title(row)
    case .proof(let proof): "LEAF \(proof.sequence)"
    case .verification: "VERIFICATION OF THE LOG"
    }
  }

  static func lines(_ page: TextPage, _ model: Model) -> [Strip] {
    let isSmall = Layout(size: model.size).isSmall
    var lines = PageLines(width: model.size.columns - (isSmall ? 0 : 2), glyphs: model.settings.glyphs)
    switch page.subject {
    case .notice: addNotice(model, to: &lines)
    case .request(let id):
      if let request = model.approvals[id] {
        ApprovalsView.add(request, model, to: &lines)
        if let text = request.text { lines.numbered(text) }
      } else {
        lines.add("it was answered, or has expired", Style(.warning))
      }
    case .why(let answer): add(answer, to: &lines)
    case .proof(let proof): ProofLines.add(proof, to: &lines)
    case .verification(let report): ProofLines.add(report, to: &lines)
    case .drill(let id):
      for line in PageLines.textLines(model.drills[id]?.report?.markdown ?? "") {
        lines.add(line, line.string.hasPrefix("#") ? Style(.header) : .text)
      }
    case .policy(let id):
      if let row = model.policy[id] {
        PolicyDetails.add(row, model, isWhole: true, to: &lines)
      } else {
        lines.add("it is not in the policy, or in the modes, any more", Style(.warning))
      }
    }
    return lines.lines
  }

  private static func addNotice(_ model: Model, to page: inout PageLines) {
    guard let text = model.notice?.latest else {
      page.add("there is no text", Style(.muted))
      return
    }
    NoticePanel.addStage(model, to: &page)
    let (lint, style) = NoticePanel.lint(text)
    page.field("lint", lint, style)
    for finding in text.findings {
      page.field(
        "  \(finding.rule.rawValue) line \(finding.line)",
        "`\(SafeText(finding.words))`: \(SafeText(finding.remedy))",
        Style(finding.rule.blocks ? .danger : .warning))
    }
    page.add(.empty)
    page.numbered(text.progress.text, marked: Set(text.blocking.map(\.line)))
  }

  private static func add(_ answer: WhyAnswer, to page: inout PageLines) {
    for (index, sentence) in answer.answer.enumerated() {
      page.add(SafeText(sentence), index == 0 ? .text.bold : .text)
    }
    page.add(.empty)
    page.add("What the log says of \(SafeText(answer.sessionKey.text)):", Style(.header))
    for line in answer.timeline {
      let leaf = SafeText(line.sequence.map(String.init) ?? "-").padded(to: 7, .trailing)
      let lead = (line.isAsked ? page.glyphs.cursor : " ") + leaf + "  " + SafeText(UTC.full(line.at)) + "  "
      page.add(SafeText(line.what), line.isAsked ? .text.bold : .text, lead: lead, next: .spaces(10))
    }
    if answer.prevention.isEmpty { return }
    page.add(.empty)
    page.add("What would have stopped it:", Style(.header))
    for sentence in answer.prevention { page.add(SafeText(sentence), lead: "- ", next: "  ") }
  }
}
