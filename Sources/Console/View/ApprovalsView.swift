import AuditTrail
import Delegation
import IncidentResponse
import SessionStore
import Terminal

/// The Approvals screen: what waits on top, and below exactly what the chosen one asks.
enum ApprovalsView {
  static func draw(_ model: Model, _ frame: inout Frame) {
    let layout = Layout(size: model.size)
    let glyphs = model.settings.glyphs
    let start = layout.bodyStart(of: .approvals)
    let width = frame.canvas.columns - 2
    let shown = model.approvals.visible(height: model.approvalRows)
    guard !shown.isEmpty else {
      let text: SafeText = model.approvals.isRead ? "Nothing waits for an approval." : "Reading the store."
      frame.canvas.put(text, row: start + 1, column: 4, style: Style(.muted))
      return
    }
    for (index, request) in shown.enumerated() {
      frame.canvas.put(
        row(request, model), row: start + index, column: 2, maxWidth: width - 1, glyphs: glyphs)
      guard request.id == model.approvals.cursor else { continue }
      frame.canvas.put(glyphs.cursor, row: start + index, column: 0)
      frame.canvas.restyle(Area(row: start + index, column: 0, rows: 1, columns: frame.canvas.columns)) {
        Style(.selection, $0.attributes)
      }
      frame.drawn.request = request.id
    }
    let top = start + shown.count
    frame.canvas.horizontalLine(row: top, glyphs: glyphs)
    frame.canvas.put(" WHAT IS ASKED ", row: top, column: 2, style: Style(.title))
    let room = layout.separatorRow - top - 1
    for (index, line) in lines(model, width: width).prefix(room).enumerated() {
      frame.canvas.put(line, row: top + 1 + index, column: 1, maxWidth: width, glyphs: glyphs)
    }
  }

  private static func row(_ request: ApprovalRequest, _ model: Model) -> Strip {
    let glyphs = model.settings.glyphs
    let left = request.ask.expiresAt - model.storeNow
    return Strip(SafeText(request.id).fitted(to: 13, glyphs: glyphs), Style(.accent))
      .adding(" " + SafeText(request.ask.action).fitted(to: 17, glyphs: glyphs))
      .adding(" by " + SafeText(request.ask.by).fitted(to: 10, glyphs: glyphs))
      .adding(SafeText(Format.left(left)).padded(to: 7, .trailing), Style(.warning))
      .adding("  \(SafeText(request.target))", Style(.muted))
  }

  /// The chosen one, with the beginning of its text.
  static func lines(_ model: Model, width: Int) -> [Strip] {
    guard let request = model.approvals.cursorRequest else { return [] }
    var page = PageLines(width: width, glyphs: model.settings.glyphs)
    add(request, model, to: &page)
    if let text = request.text { page.numbered(text) }
    return page.lines
  }

  static func add(_ request: ApprovalRequest, _ model: Model, to page: inout PageLines) {
    let ask = request.ask
    page.field("asked", "\(SafeText(ask.action)) by \(SafeText(ask.by)), until \(UTC.full(ask.expiresAt))")
    page.field("reason", SafeText(ask.reason))
    page.field("signed", SafeText(ask.what))
    for sentence in request.sentences { page.field("looser", SafeText(sentence), Style(.warning)) }
    if let reason = model.whyNot(answering: request) {
      page.field("you", SafeText(reason), Style(.warning))
    } else if request.text != nil, !model.approvals.opened.contains(request.id) {
      page.field("you", "Enter shows the whole text; only then it can be approved")
    } else {
      page.field(
        "you", "\(model.name(.accept)) approves it, \(model.name(.deny)) denies it, both by the command line")
    }
  }
}
