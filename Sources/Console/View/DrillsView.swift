import Delegation
import IncidentResponse
import Terminal

/// The Drills screen: a line for each live drill, newest first.
enum DrillsView {
  static func draw(_ model: Model, _ frame: inout Frame) {
    let layout = Layout(size: model.size)
    let glyphs = model.settings.glyphs
    let start = layout.bodyStart(of: .drills)
    let width = frame.canvas.columns - 3
    let shown = model.drills.visible(height: model.bodyRows - 1)
    guard !shown.isEmpty else { return drawEmpty(model, row: start + 1, &frame.canvas) }
    frame.canvas.put(
      titles.prefix(width: width, glyphs: glyphs), row: start, column: 2, style: Style(.header))
    for (index, drill) in shown.enumerated() {
      let row = start + 1 + index
      frame.canvas.put(line(drill, glyphs: glyphs), row: row, column: 2, maxWidth: width, glyphs: glyphs)
      guard drill.id == model.drills.cursor else { continue }
      frame.canvas.put(glyphs.cursor, row: row, column: 0)
      frame.canvas.restyle(Area(row: row, column: 0, rows: 1, columns: frame.canvas.columns)) {
        Style(.selection, $0.attributes)
      }
    }
  }

  private static let titles: SafeText =
    "DRILL                       AT                SCEN  VERDICT  ACCEPTED  EFFECTIVE  TREND"

  static func line(_ drill: DrillRecord, glyphs: Glyphs) -> Strip {
    var strip = Strip(SafeText(drill.id).fitted(to: 27, glyphs: glyphs), Style(.accent))
    strip.add(" " + SafeText(UTC.full(drill.at).prefix(16) + "Z"), Style(.muted))
    guard let report = drill.report else { return strip.adding(" its report does not read", Style(.danger)) }
    strip.add(" " + SafeText("\(report.results.count)").padded(to: 4, .trailing) + "  ")
    strip.add(report.passed ? "passed " : "FAILED ", Style(report.passed ? .good : .danger))
    strip.add("  " + span(drill.acceptedP95).padded(to: 8, .trailing))
    strip.add("  " + span(drill.effectiveP95).padded(to: 9, .trailing))
    let (trend, style): (SafeText, Style) =
      switch drill.trend {
      case nil: ("-", Style(.muted))
      case .slower?: (glyphs.ascending + " slower", Style(.warning))
      case .same?: (glyphs.pending + " as before", .text)
      case .faster?: (glyphs.descending + " faster", Style(.good))
      }
    return strip.adding("  ").adding(trend, style)
  }

  /// A 95th percentile; a run that never got there counts as worse than any time.
  private static func span(_ span: TimeSpan?) -> SafeText {
    span.map { SafeText(PlainText.span($0)) } ?? "never"
  }

  static func smallLines(_ model: Model) -> [Strip] {
    model.drills.cursorDrill.map { [line($0, glyphs: model.settings.glyphs)] } ?? []
  }

  private static func drawEmpty(_ model: Model, row: Int, _ canvas: inout Canvas) {
    guard model.drills.isRead else {
      canvas.put("Reading the store.", row: row, column: 4, style: Style(.muted))
      return
    }
    canvas.put("No live drill was run on this store yet.", row: row, column: 4, style: Style(.title))
    canvas.put(
      "curfew drill run --live runs one; curfew drill --walkthrough coaches a newcomer.", row: row + 1,
      column: 4)
  }
}
