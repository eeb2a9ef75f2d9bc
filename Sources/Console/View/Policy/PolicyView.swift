import Delegation
import PolicyEngine
import SessionStore
import Terminal

/// The Policy screen: what is wrong in figures on top, modes, checks and capabilities in one list, and below it what there
/// is to say of the chosen one.
enum PolicyView {
  private static let fieldWidth = 22

  /// The line above them included.
  private static func panelRows(in size: ScreenSize) -> Int {
    min(8, max(6, Layout(size: size).bodyRows(of: .policy) / 3))
  }

  static func listRows(in size: ScreenSize) -> Int {
    max(1, Layout(size: size).bodyRows(of: .policy) - 1 - panelRows(in: size))
  }

  static func draw(_ model: Model, _ frame: inout Frame) {
    let start = Layout(size: model.size).bodyStart(of: .policy)
    drawHead(model, row: start, &frame)
    let lines = model.policy.visible(height: listRows(in: model.size))
    if lines.isEmpty {
      let text: SafeText = model.policy.reading == nil ? "Reading the store." : "No row has these words."
      frame.canvas.put(text, row: start + 2, column: 4, style: Style(.muted))
    }
    for (index, line) in lines.enumerated() { draw(line, model, row: start + 1 + index, &frame.canvas) }
    drawPanel(model, &frame.canvas)
  }

  // MARK: Head

  /// How many fail, warn and pass, when that was read, the filter, and where the cursor is.
  private static func drawHead(_ model: Model, row: Int, _ frame: inout Frame) {
    let glyphs = model.settings.glyphs
    let columns = frame.canvas.columns
    let place = model.policy.cursorIndex.map { Format.count($0 + 1) } ?? "-"
    let right = Strip("\(place)/\(Format.count(model.policy.rows.count))")
    frame.canvas.put(
      right, row: row, column: columns - right.width - 1, maxWidth: right.width, glyphs: glyphs)
    let fieldStart = columns - fieldWidth - 12
    let filter = model.policy.filter
    let isShown = filter.isEditing || !filter.applied.isEmpty
    let room = (isShown ? fieldStart : columns - right.width) - 3
    frame.canvas.put(counts(model), row: row, column: 1, maxWidth: room, glyphs: glyphs)
    guard isShown else { return }
    frame.canvas.put("/", row: row, column: fieldStart, style: Style(.key))
    guard let field = filter.field else {
      let text = SafeText(filter.applied).prefix(width: fieldWidth, glyphs: glyphs)
      frame.canvas.put(text, row: row, column: fieldStart + 2)
      return
    }
    let view = field.view(width: fieldWidth)
    frame.canvas.put(view.text.padded(to: fieldWidth), row: row, column: fieldStart + 2, style: Style(.field))
    frame.cursor = CursorPlace(row: row, column: fieldStart + 2 + min(view.cursor, fieldWidth - 1))
  }

  private static func counts(_ model: Model) -> Strip {
    let policy = model.policy
    var strip = Strip()
    if let posture = policy.posture {
      for verdict in PostureVerdict.allCases.reversed() {
        strip.add(
          mark(verdict, glyphs: model.settings.glyphs) + " \(policy.count(verdict)) \(verdict.rawValue)  ",
          policy.count(verdict) == 0 ? Style(.muted) : style(verdict))
      }
      strip.add("read \(UTC.minute(posture.asOf))", Style(.muted))
    }
    if let failure = policy.failure {
      strip.add("  not read anew: \(SafeText(failure.sentence))", Style(.danger))
    } else if model.loads.begun[.posture] != nil {
      strip.add(
        (policy.posture == nil ? "" : "  ") + "reading the sessions" + model.settings.glyphs.ellipsis,
        Style(.info))
    }
    return strip
  }

  static func mark(_ verdict: PostureVerdict, glyphs: Glyphs) -> SafeText {
    switch verdict {
    case .pass: glyphs.done
    case .warn: glyphs.warning
    case .fail: glyphs.failed
    }
  }

  static func style(_ verdict: PostureVerdict) -> Style {
    switch verdict {
    case .pass: Style(.good)
    case .warn: Style(.warning)
    case .fail: Style(.danger, .bold)
    }
  }

  // MARK: Rows

  private static func draw(_ line: PolicyPage.Line, _ model: Model, row: Int, _ canvas: inout Canvas) {
    let glyphs = model.settings.glyphs
    let width = canvas.columns - 3
    switch line {
    case .heading(let section):
      canvas.put(heading(section, model), row: row, column: 1, maxWidth: width + 1, glyphs: glyphs)
    case .columns:
      canvas.put(
        PolicyCells.titles(isWide: canvas.columns >= 100), row: row, column: 2, style: Style(.muted))
    case .reading:
      let text: SafeText =
        model.policy.failure == nil
        ? "not read yet" : "could not be read: " + model.name(.reload) + " tries again"
      canvas.put(text, row: row, column: 2, style: Style(.muted))
    case .row(let shown):
      canvas.put(PolicyCells.strip(shown, model), row: row, column: 2, maxWidth: width, glyphs: glyphs)
      guard shown.id == model.policy.cursor else { return }
      canvas.put(glyphs.cursor, row: row, column: 0)
      canvas.restyle(Area(row: row, column: 0, rows: 1, columns: canvas.columns)) {
        $0.role == .badge ? $0 : Style(.selection, $0.attributes)
      }
    }
  }

  private static func heading(_ section: PolicyPage.Section, _ model: Model) -> Strip {
    switch section {
    case .modes:
      return Strip("MODE", Style(.header)).adding("  where, since when, and by whom", Style(.muted))
    case .posture:
      let strip = Strip("POSTURE", Style(.header))
      return model.policy.posture == nil
        ? strip : strip.adding("  \(model.policy.findings.count) checks, the worst first", Style(.muted))
    case .registry:
      guard let stored = model.policy.reading?.stored else { return Strip("CAPABILITIES", Style(.header)) }
      let rules = stored.policy.capabilities.values
      let active = rules.count(where: \.isActive)
      let version = SafeText(stored.policy.version.text).clipped(to: 15) + model.settings.glyphs.ellipsis
      let since = "\(UTC.full(stored.appliedAt).prefix(16))Z by "
      return Strip("CAPABILITIES", Style(.header))
        .adding("  \(active) active, \(Format.counted(rules.count - active, "draft"))", Style(.muted))
        .adding("; policy since \(since)" + SafeText(stored.appliedBy) + ", \(version)", Style(.muted))
    }
  }

  // MARK: The chosen row

  private static func drawPanel(_ model: Model, _ canvas: inout Canvas) {
    let glyphs = model.settings.glyphs
    let separator = Layout(size: model.size).separatorRow
    let top = separator - panelRows(in: model.size)
    canvas.horizontalLine(row: top, glyphs: glyphs)
    guard let row = model.policy.cursorRow else { return }
    var page = PageLines(width: canvas.columns - 2, glyphs: glyphs)
    PolicyDetails.add(row, model, isWhole: false, to: &page)
    let room = separator - top - 1
    for (index, line) in page.lines.prefix(room).enumerated() {
      canvas.put(line, row: top + 1 + index, column: 1, maxWidth: canvas.columns - 2, glyphs: glyphs)
    }
    guard page.lines.count > room else { return }
    let name = model.name(.open)
    let more: SafeText = " " + (name.string == "Enter" ? glyphs.enter : name) + " shows all "
    canvas.put(more, row: top, column: canvas.columns - more.width - 2, style: Style(.key))
  }

  static func smallLines(_ model: Model) -> [Strip] {
    var page = PageLines(width: model.size.columns, glyphs: model.settings.glyphs)
    if let row = model.policy.cursorRow { PolicyDetails.add(row, model, isWhole: false, to: &page) }
    return [counts(model)] + page.lines
  }
}
