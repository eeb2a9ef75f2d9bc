import Delegation
import IncidentResponse
import Terminal

/// The four steps, each with a sign of its state: never by colour alone.
enum StepStrip {
  /// `✓revoke ▶tighten ·verify ·notice`
  static func compact(_ incident: Incident, glyphs: Glyphs) -> Strip {
    var strip = Strip()
    for step in IncidentStep.allCases {
      if step != .revoke { strip.add(" ") }
      strip.add(
        sign(of: step, in: incident, glyphs: glyphs) + SafeText(step.rawValue), style(of: step, in: incident))
    }
    return strip
  }

  static func sign(of step: IncidentStep, in incident: Incident, glyphs: Glyphs) -> SafeText {
    switch incident.state(of: step) {
    case .done: glyphs.done
    case .skipped: "-"
    case .pending where step == incident.currentStep && !incident.isClosed, .started: glyphs.cursor
    case .pending: glyphs.pending
    }
  }

  static func style(of step: IncidentStep, in incident: Incident) -> Style {
    switch incident.state(of: step) {
    case .done: Style(.good)
    case .skipped: Style(.warning)
    case .pending where step == incident.currentStep && !incident.isClosed, .started: Style(.accent, .bold)
    case .pending: Style(.muted)
    }
  }

  /// Two lines: the steps side by side, and below each its state, since when and by whom.
  static func draw(_ incident: Incident, row: Int, glyphs: Glyphs, _ canvas: inout Canvas) {
    let width = (canvas.columns - 2) / IncidentStep.allCases.count
    for (index, step) in IncidentStep.allCases.enumerated() {
      let column = 1 + index * width
      let style = style(of: step, in: incident)
      let name = sign(of: step, in: incident, glyphs: glyphs) + " " + SafeText(step.rawValue)
      canvas.put(name.prefix(width: width - 1, glyphs: glyphs), row: row, column: column, style: style)
      canvas.put(
        state(of: step, in: incident).prefix(width: width - 3, glyphs: glyphs), row: row + 1,
        column: column + 2,
        style: Style(.muted))
    }
  }

  /// `done 04:12 alice`
  private static func state(of step: IncidentStep, in incident: Incident) -> SafeText {
    let word = SafeText(incident.state(of: step).word)
    guard let mark = incident.mark(of: step) else { return word }
    return word + " \(Format.clock(incident.sinceStart(mark.at))) \(SafeText(mark.by))"
  }
}

extension Severity {
  var style: Style {
    switch self {
    case .p1: Style(.critical)
    case .p2: Style(.danger)
    case .p3: Style(.warning)
    case .p4: .text
    }
  }
}
