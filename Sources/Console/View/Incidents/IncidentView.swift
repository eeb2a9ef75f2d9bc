import RiskScoring
import Delegation
import IncidentResponse
import SessionStore
import Terminal

/// The Incident screen, from top to bottom: who and since when, the session that keys act on, the four steps, the step in
/// hand, the timeline, and what is to be done next.
enum IncidentView {
  static func draw(_ model: Model, _ frame: inout Frame) {
    let layout = Layout(size: model.size)
    let glyphs = model.settings.glyphs
    let start = layout.bodyStart(of: model.screen)
    guard let incident = model.shownIncident else {
      let text: SafeText = model.incidents.isRead ? "the store has no such incident" : "reading"
      frame.canvas.put(text, row: start, column: 1, style: Style(.muted))
      return
    }
    let width = frame.canvas.columns - 2
    frame.canvas.put(
      IncidentHead.title(incident, model), row: start, column: 1, maxWidth: width, glyphs: glyphs)
    frame.canvas.put(
      IncidentHead.clocks(incident, model), row: start + 1, column: 1, maxWidth: width, glyphs: glyphs)
    frame.drawn.incident = incident.id
    drawSubject(model, row: start + 2, &frame)
    StepStrip.draw(incident, row: start + 3, glyphs: glyphs, &frame.canvas)
    drawBody(incident, model, from: start + 5, to: layout.separatorRow - 1, &frame)
    drawNext(model, row: layout.separatorRow - 1, &frame)
  }

  /// The session that `X` ends: a target only because its key is in this line.
  private static func drawSubject(_ model: Model, row: Int, _ frame: inout Frame) {
    let glyphs = model.settings.glyphs
    guard let key = model.incidentSubject else {
      frame.canvas.put(
        "  no session is chosen: \(model.name(.scope)) shows scopes", row: row, column: 1,
        style: Style(.muted))
      return
    }
    var strip = Strip(glyphs.cursor + " ", Style(.accent))
    strip.add(
      Format.fit(SafeText(key.text), width: max(Format.shortWidth, frame.canvas.columns - 50), glyphs: glyphs)
    )
    if let row = model.incidentRow {
      let cells = RowCells(entry: SessionList.Entry(row: row), model: model, figuresWidth: 0)
      strip.add("  " + cells.state, cells.stateStyle)
      strip.add("  " + RiskText.words(row.risk.score), cells.riskStyle)
      strip.add("  \(RowCells.figures(row)) USD", Style(.muted))
    }
    frame.canvas.put(strip, row: row, column: 1, maxWidth: frame.canvas.columns - 2, glyphs: glyphs)
    frame.drawn = DrawnFrame(
      rows: [row: key], target: key, incident: frame.drawn.incident, next: nil, offer: nil)
  }

  private static func drawBody(
    _ incident: Incident, _ model: Model, from first: Int, to end: Int, _ frame: inout Frame
  ) {
    let glyphs = model.settings.glyphs
    let width = frame.canvas.columns - 2
    let rows = end - first
    let panel = StepPanel.lines(incident, model, width: width)
    // The timeline keeps a third: what was done matters as much as what is to be done.
    let panelRows = min(panel.count, max(3, rows - max(4, rows / 3) - 1))
    frame.drawn.notice = NoticePanel.shown(incident, model)?.digest
    frame.canvas.horizontalLine(row: first, glyphs: glyphs)
    frame.canvas.put(" " + StepPanel.title(incident) + " ", row: first, column: 2, style: Style(.title))
    for (index, line) in panel.prefix(panelRows).enumerated() {
      frame.canvas.put(line, row: first + 1 + index, column: 1, maxWidth: width, glyphs: glyphs)
    }
    if let offer = incident.handOver { frame.drawn.offer = offer.offer }
    let top = first + 1 + panelRows
    frame.canvas.horizontalLine(row: top, glyphs: glyphs)
    frame.canvas.put(
      " " + TimelineLines.title(incident, model) + " ", row: top, column: 2, style: Style(.title))
    let lines = TimelineLines.lines(incident, from: model.incidentPage.top, rows: max(0, end - top - 1))
    for (index, line) in lines.enumerated() {
      frame.canvas.put(line, row: top + 1 + index, column: 1, maxWidth: width, glyphs: glyphs)
    }
  }

  private static func drawNext(_ model: Model, row: Int, _ frame: inout Frame) {
    guard let next = model.nextStep else { return }
    frame.canvas.put(
      nextStrip(next, model.keymap), row: row, column: 1, maxWidth: frame.canvas.columns - 2,
      glyphs: model.settings.glyphs)
    frame.drawn.next = next.text
  }

  static func nextStrip(_ next: NextStep, _ keymap: Keymap) -> Strip {
    Strip("NEXT ", Style(.header)).adding(SafeText(next.key(in: keymap)), Style(.key)).adding(
      "  \(SafeText(next.text))", .text.bold
    )
    .adding(": \(SafeText(next.why))", Style(.muted))
  }
}

/// The two lines on top of an incident.
enum IncidentHead {
  static func title(_ incident: Incident, _ model: Model) -> Strip {
    let glyphs = model.settings.glyphs
    var strip = Strip(SafeText(incident.id) + " ", Style(.title))
    strip.add(SafeText(incident.severity.word), incident.severity.style)
    if incident.isDrill { strip.add(" DRILL ", Style(.banner)) }
    if incident.isClosed { strip.add(" closed", Style(.good)) }
    var roles = Strip()
    for (letter, role) in [("C", .commander), ("S", .scribe), ("M", .comms), ("A", .approver)]
      as [(SafeText, IncidentRole)]
    {
      let name = incident.roles[role].map { SafeText($0).prefix(width: 12, glyphs: glyphs) }
      roles.add("  " + letter + " ", Style(.header))
      roles.add(name ?? "-", name == nil ? Style(.warning) : .text)
    }
    let title = SafeText(incident.opening.title)
    let room = max(8, model.size.columns - 4 - strip.width - roles.width - (title.hadHidden ? 2 : 0))
    strip.add("  " + title.fitted(to: room, glyphs: glyphs))
    if title.hadHidden { strip.add(" " + glyphs.warning, Style(.badge)) }
    for piece in roles.pieces { strip.add(piece.text, piece.style) }
    return strip
  }

  /// Since the start, and how long it took until it was acknowledged, committed and effective.
  static func clocks(_ incident: Incident, _ model: Model) -> Strip {
    let clocks = IncidentClocks(of: incident, model.incidentMoments)
    var strip = Strip("since start ", Style(.muted))
    let since = clocks.toClosed.map { $0 } ?? incident.sinceStart(model.storeNow)
    strip.add(SafeText(Format.clock(since)), incident.isClosed ? .text : Style(.text, .bold))
    let lead: SafeText = clocks.isFromAlert ? "from the alert: " : "from detection: "
    strip.add("   " + (model.size.columns < 100 ? .empty : lead), Style(.muted))
    add("acknowledged", clocks.toAcknowledged, to: &strip)
    add(", committed", clocks.toCommitted, to: &strip)
    add(", effective", clocks.toEffective, to: &strip)
    return strip
  }

  private static func words(_ span: TimeSpan) -> SafeText {
    SafeText(span < TimeSpan(seconds: 60) ? Format.duration(span) : Format.clock(span))
  }

  private static func add(_ name: SafeText, _ span: TimeSpan?, to strip: inout Strip) {
    strip.add(name + " ", Style(.muted))
    strip.add(span.map { words($0) } ?? "not yet", span == nil ? Style(.warning) : .text)
  }
}

extension Model {
  /// What the store knows of the times of the incident that is shown.
  var incidentMoments: IncidentMoments {
    guard let incident = shownIncident else { return .unknown }
    let known = incidentPage.detail?.moments ?? .unknown
    let rows = incidentPage.detail?.rows ?? []
    // Without an answer of the enforcement points, a session counts as stopped when an execution was seen refused.
    let committedAt = known.committedAt ?? incident.revocations.first?.committedAt
    let refused = incident.revokedKeys.map { key in rows.first { $0.id == key }?.firstRefusedAfterRevoke }
    let points =
      known.points.isEmpty && !refused.isEmpty
      ? zip(incident.revokedKeys, refused).map { key, at in
        // Refused because of an earlier revocation: this one holds from its commit.
        IncidentMoments.Point(name: key.text, effectiveAt: at.map { max($0, committedAt ?? $0) })
      }
      : known.points
    return IncidentMoments(
      alertedAt: known.alertedAt, acknowledgedAt: known.acknowledgedAt,
      committedAt: committedAt, points: points)
  }
}
