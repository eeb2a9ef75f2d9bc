import IncidentResponse
import RiskScoring
import Delegation
import SessionStore
import Terminal

/// A terminal below 80×24: the chosen session, and the keys that stop it.
enum SmallView {
  static func draw(_ model: Model, _ frame: inout Frame) {
    let glyphs = model.settings.glyphs
    let size = model.size
    guard size.rows > 0, size.columns > 0 else { return }
    if case .help(let top) = model.overlay { return HelpPage.drawSmall(model, top: top, &frame.canvas) }
    if case .page(let page) = model.overlay { return TextPageView.draw(page, model, &frame) }
    drawSubject(model, &frame)
    var lines: [Strip] = []
    lines += IncidentSmall.lines(model)
    if let entry = entry(model) { lines += details(entry, model) }
    if model.screen == .alerts, let alert = model.alerts.cursorAlert { lines += details(alert, model) }
    if model.screen == .approvals { lines += ApprovalsView.lines(model, width: size.columns) }
    if model.screen == .audit { lines += AuditView.smallLines(model) }
    if model.screen == .drills { lines += DrillsView.smallLines(model) }
    if model.showsGroups, let line = GroupTable.smallLine(model) { lines.append(line) }
    if model.screen == .policy { lines += PolicyView.smallLines(model) }
    if model.screen == .sessions, !model.marks.isEmpty { lines.insert(MarkSigns.count(model), at: 0) }
    if let drill = FooterView.drill(model) { lines.insert(Strip(drill, Style(.banner)), at: 0) }
    if model.screen == .metrics { lines += MetricsView.smallLines(model) }
    let state = HeaderView.smallState(model)
    if state.width > 0 { lines.insert(state, at: 0) }
    let wanted = Layout.whole
    lines.append(
      Strip(
        "\(size.columns)x\(size.rows) is small: \(wanted.columns)x\(wanted.rows) shows all", Style(.warning)))
    lines.append(FooterView.hints(model, width: size.columns - 1))
    let room = max(0, size.rows - 2)
    for (index, line) in lines.prefix(room).enumerated() {
      frame.canvas.put(line, row: 1 + index, column: 0, maxWidth: size.columns, glyphs: glyphs)
    }
    guard size.rows > 1 else { return }
    let row = size.rows - 1
    let isTyping = field(model) != nil
    if size.rows > 2 || !isTyping {
      let status = StatusLine.strip(model, width: size.columns)
      let statusRow = isTyping ? row - 1 : row
      frame.canvas.put(status, row: statusRow, column: 0, maxWidth: size.columns, glyphs: glyphs)
    }
    if let field = field(model) {
      frame.canvas.put(field.sign, row: row, column: 0, style: Style(.key))
      let view = field.field.view(width: size.columns - 1)
      frame.canvas.put(view.text, row: row, column: 1, style: Style(.field))
      frame.cursor = CursorPlace(row: row, column: min(1 + view.cursor, size.columns - 1))
    }
  }

  /// The line on the session that keys act on. It is a target only where its key can be told from others.
  private static func drawSubject(_ model: Model, _ frame: inout Frame) {
    let glyphs = model.settings.glyphs
    let width = model.size.columns
    if model.screen == .alerts, let alert = model.alerts.cursorAlert {
      return drawTarget(alert, model, &frame)
    }
    guard let subject = model.subject, case .sessions = model.screen, model.list.cursorIndex != nil else {
      if case .session(let key) = model.screen { return drawTarget(key, "", model, &frame) }
      if IncidentSmall.drawSubject(model, &frame) { return }
      frame.canvas.put(
        SafeText(nothing(model)).prefix(
          width: width, glyphs: glyphs),
        row: 0, column: 0)
      return
    }
    let index = (model.list.cursorIndex ?? 0) + model.list.offset + 1
    drawTarget(subject, "  \(Format.count(index))/\(Format.count(model.list.matching))", model, &frame)
  }

  static func drawTarget(_ key: Identifier, _ place: SafeText, _ model: Model, _ frame: inout Frame) {
    let glyphs = model.settings.glyphs
    let width = model.size.columns
    let lead = glyphs.cursor + " "
    let short = Format.short(key, glyphs: glyphs)
    if lead.width + short.width <= width {
      let name = Format.fit(
        SafeText(key.text), width: max(short.width, width - lead.width - place.width), glyphs: glyphs)
      frame.canvas.put((lead + name + place).padded(to: width), row: 0, column: 0, style: Style(.selection))
      frame.drawn = DrawnFrame(rows: [0: key], target: key)
    } else {
      frame.canvas.put(
        SafeText(key.text).prefix(width: width, glyphs: glyphs), row: 0, column: 0, style: Style(.muted))
    }
  }

  /// The alert on which keys act, and its session.
  private static func drawTarget(_ alert: Alert, _ model: Model, _ frame: inout Frame) {
    let glyphs = model.settings.glyphs
    let width = model.size.columns
    let lead = glyphs.cursor + " \(alert.id) "
    let place: SafeText =
      "  \(Format.count((model.alerts.cursorIndex ?? 0) + 1))/\(Format.count(model.alerts.matching))"
    let short = Format.fit(SafeText(alert.subject), width: Format.shortWidth, glyphs: glyphs)
    guard lead.width + short.width <= width else {
      frame.canvas.put(
        SafeText(alert.subject).prefix(width: width, glyphs: glyphs), row: 0, column: 0, style: Style(.muted))
      return
    }
    let name = Format.fit(
      SafeText(alert.subject), width: max(short.width, width - lead.width - place.width), glyphs: glyphs)
    frame.canvas.put((lead + name + place).padded(to: width), row: 0, column: 0, style: Style(.selection))
    frame.drawn = DrawnFrame(
      rows: alert.sessionKey.map { [0: $0] } ?? [:], target: alert.sessionKey, alert: alert.id)
  }

  private static func details(_ alert: Alert, _ model: Model) -> [Strip] {
    let cells = AlertCells(alert, model)
    var lines = [
      Strip(SafeText(alert.kind.title), cells.kindStyle).adding("  "),
      Strip(RiskText.cell(alert.peak, glyphs: cells.glyphs), cells.peakStyle)
        .adding("  \(Format.count(alert.count))x  opened \(cells.opened)  last \(cells.last)"),
      Strip(cells.state, cells.stateStyle).adding("  owner \(cells.owner)"),
      Strip("wallet \(cells.wallet(width: max(Format.shortWidth, model.size.columns - 8)))"),
    ]
    if cells.hadHidden {
      lines.insert(Strip(cells.glyphs.warning + " hidden characters", Style(.badge)), at: 0)
    }
    return lines
  }

  private static func nothing(_ model: Model) -> String {
    switch model.screen {
    case .metrics: "metrics"
    case .alerts: model.alerts.asOf == nil ? "reading" : "no alert is chosen"
    case .incidents: model.incidents.isRead ? "no incident is chosen" : "reading"
    case .incident: "incident"
    case .approvals: "approvals"
    case .drills: "drills"
    case .policy: "policy"
    case .audit: "audit"
    case .sessions, .session: model.list.asOf == nil ? "reading" : "no session is chosen"
    }
  }

  private static func entry(_ model: Model) -> SessionList.Entry? {
    switch model.screen {
    case .sessions: model.list.cursorEntry
    case .session: model.page.detail.map { SessionList.Entry(row: $0.row) }
    case .incident(_): model.incidentRow.map { SessionList.Entry(row: $0) }
    case .alerts, .metrics, .incidents, .approvals, .drills, .policy, .audit: nil
    }
  }

  private static func details(_ entry: SessionList.Entry, _ model: Model) -> [Strip] {
    let cells = RowCells(entry: entry, model: model, figuresWidth: 0)
    var badge: [Strip] = []
    if cells.hadHidden {
      badge = [Strip(model.settings.glyphs.warning + " hidden characters", Style(.badge))]
    }
    return badge + [
      Strip(cells.risk, cells.riskStyle).adding("  " + cells.signals(width: max(4, model.size.columns - 12))),
      Strip(cells.state, cells.stateStyle)
        .adding("  \(RowCells.figures(entry.row))  expires \(cells.expires)  last \(cells.last)"),
      Strip("wallet \(cells.wallet(width: max(Format.shortWidth, model.size.columns - 8)))"),
      Strip("\(cells.capability)  chain \(cells.chain)"),
    ]
  }

  private static func field(_ model: Model) -> (sign: SafeText, field: TextField)? {
    if case .palette(let palette) = model.overlay { return (":", palette.field) }
    if model.isFilteringAudit { return model.audit.field.map { ("/", $0) } }
    if let field = model.rowFilter.field { return ("/", field) }
    return (model.policyField ?? model.filter.field).map { ("/", $0) }
  }
}
