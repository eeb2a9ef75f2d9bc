import Delegation
import IncidentResponse
import SessionStore
import Terminal

/// The Incidents screen: two lines for each, so that its steps and what is to be done stand side by side.
enum IncidentTable {
  static let linesEach = 2

  static func draw(_ model: Model, _ frame: inout Frame) {
    let layout = Layout(size: model.size)
    let glyphs = model.settings.glyphs
    let start = layout.bodyStart(of: .incidents)
    let shown = model.incidents.visible(height: model.incidentRows)
    guard !shown.isEmpty else { return drawEmpty(model, row: start + 1, &frame.canvas) }
    for (index, incident) in shown.enumerated() {
      let row = start + index * linesEach
      let isCursor = incident.id == model.incidents.cursor
      let width = frame.canvas.columns - 3
      frame.canvas.put(head(incident, model), row: row, column: 2, maxWidth: width, glyphs: glyphs)
      frame.canvas.put(next(incident, model), row: row + 1, column: 11, maxWidth: width - 9, glyphs: glyphs)
      guard isCursor else { continue }
      frame.canvas.put(glyphs.cursor, row: row, column: 0)
      frame.canvas.restyle(Area(row: row, column: 0, rows: 1, columns: frame.canvas.columns)) {
        $0.role == .badge ? $0 : Style(.selection, $0.attributes)
      }
      frame.drawn.incident = incident.id
    }
  }

  /// `P1 INC-3    ✓revoke ▶tighten ·verify ·notice  alice  04m  title`
  private static func head(_ incident: Incident, _ model: Model) -> Strip {
    let glyphs = model.settings.glyphs
    var strip = Strip(SafeText(incident.severity.word), incident.severity.style)
    strip.add(" " + SafeText(incident.id).fitted(to: 9, glyphs: glyphs))
    for piece in StepStrip.compact(incident, glyphs: glyphs).pieces { strip.add(piece.text, piece.style) }
    let commander = SafeText(incident.roles[.commander] ?? "nobody")
    strip.add("  " + commander.fitted(to: 10, glyphs: glyphs))
    strip.add(SafeText(since(incident, model)).padded(to: 7, .trailing), Style(.muted))
    if incident.isDrill { strip.add("  DRILL", Style(.badge)) }
    let title = SafeText(incident.opening.title)
    strip.add("  " + title)
    if title.hadHidden { strip.add(" " + glyphs.warning, Style(.badge)) }
    return strip
  }

  private static func since(_ incident: Incident, _ model: Model) -> String {
    incident.isClosed ? "closed" : Format.age(model.storeNow - incident.detectedAt)
  }

  private static func next(_ incident: Incident, _ model: Model) -> Strip {
    let title = SafeText(incident.opening.title)
    let step = NextStep(
      incident, model.incidents.response, board: nil, hasSubject: incident.opening.origin.isSession,
      me: model.settings.operatorPlainName)
    // At 80 columns the head has no room for a title.
    let text: SafeText = model.size.columns < 110 ? "  " + title : .empty
    return Strip("next: ", Style(.muted)).adding(SafeText(step.text)).adding(text, Style(.muted))
  }

  private static func drawEmpty(_ model: Model, row: Int, _ canvas: inout Canvas) {
    var lines = [Strip("Reading the store.", Style(.muted))]
    if let failure = model.freshness.failure {
      lines = [Strip("The store cannot be read.", Style(.danger)), Strip(SafeText(failure.sentence))]
    } else if model.incidents.isRead {
      lines = [
        Strip("There were no incidents yet.", Style(.title)),
        Strip("Press ").adding(model.name(.incident), Style(.key)).adding(
          " on a session or an alert to open one, or type "
        )
        .adding(":incident TITLE", Style(.key)).adding("."),
      ]
    }
    for (index, line) in lines.enumerated() {
      canvas.put(
        line, row: row + index, column: 4, maxWidth: canvas.columns - 5, glyphs: model.settings.glyphs)
    }
  }
}

extension IncidentOrigin {
  /// Whether it is about one session, as most alerts are.
  fileprivate var isSession: Bool {
    switch self {
    case .session, .alert: true
    case .scope, .hand: false
    }
  }
}
