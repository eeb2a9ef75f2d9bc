import Delegation
import PolicyEngine
import SessionStore
import Terminal

/// The Session screen: everything about one session.
enum SessionPageView {
  static func draw(_ model: Model, _ frame: inout Frame) {
    guard case .session(let key) = model.screen else { return }
    let layout = Layout(size: model.size)
    let glyphs = model.settings.glyphs
    let lines = lines(model, key: key)
    let start = layout.bodyStart(of: model.screen)
    let height = layout.bodyRows(of: model.screen)
    // The first line names the session and never scrolls away: keys act on what it says.
    frame.canvas.put(lines[0], row: start, column: 1, maxWidth: model.size.columns - 2, glyphs: glyphs)
    for (index, line) in lines.dropFirst(1 + model.page.top).prefix(height - 1).enumerated() {
      frame.canvas.put(
        line, row: start + 1 + index, column: 1, maxWidth: model.size.columns - 2, glyphs: glyphs)
    }
    frame.drawn = DrawnFrame(rows: [start: key], target: key)
  }

  static func lineCount(_ model: Model) -> Int {
    guard case .session(let key) = model.screen else { return 0 }
    return lines(model, key: key).count
  }

  static func lines(_ model: Model, key: Identifier) -> [Strip] {
    let glyphs = model.settings.glyphs
    var title = Strip(glyphs.cursor + " ", Style(.accent))
    title.add(Format.fit(SafeText(key.text), width: model.size.columns - 24, glyphs: glyphs), Style(.title))
    guard let detail = model.page.detail, model.page.key == key else {
      let text: SafeText = model.page.isMissing ? "the store has no session with this key" : "reading"
      return [title, Strip(text, Style(model.page.isMissing ? .warning : .muted))]
    }
    if hadHidden(detail) { title.add("  " + glyphs.warning + " hidden characters", Style(.badge)) }
    var page = PageLines(width: model.size.columns - 2, glyphs: glyphs)
    WhyLines.add(detail.row, model, to: &page)
    EnvelopeLines.add(detail.row, model, to: &page)
    if !detail.revocations.isEmpty { page.heading("REVOCATIONS", count: detail.revocations.count) }
    for record in detail.revocations { page.add(RecordLines.revocation(record), indent: 2) }
    addExecutions(detail, model.page.risk, to: &page)
    if model.page.isMissing {
      page.add(Strip("the store has this session no more", Style(.warning)), indent: 0)
    }
    return [title] + page.lines
  }

  /// The latest ones; of those before, what the score rests on.
  private static func addExecutions(_ detail: SessionDetail, _ report: RiskReport?, to page: inout PageLines)
  {
    let evidence = WhyLines.evidence(report)
    func add(_ record: ExecutionRecord) {
      page.add(
        RecordLines.execution(record, signals: evidence[record.sequence] ?? [], glyphs: page.glyphs),
        indent: 2)
    }
    page.heading("EXECUTIONS, newest first", count: detail.executions.count)
    for record in detail.executions { add(record) }
    let shown = Set(detail.executions.map(\.sequence))
    let earlier = (report?.executions ?? [:]).values.filter {
      !shown.contains($0.sequence) && evidence[$0.sequence] != nil
    }
    guard !earlier.isEmpty else { return }
    page.heading("EARLIER ONES that the score rests on", count: earlier.count)
    for record in earlier.sorted(by: { $0.sequence > $1.sequence }) { add(record) }
  }

  private static func hadHidden(_ detail: SessionDetail) -> Bool {
    RowCells.hadHidden(detail.row.envelope)
      || detail.revocations.contains { RecordLines.revocation($0).hadHidden }
      || detail.executions.contains { RecordLines.execution($0, signals: [], glyphs: .unicode).hadHidden }
  }
}
