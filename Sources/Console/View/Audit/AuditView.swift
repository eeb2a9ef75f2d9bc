import Delegation
import SessionStore
import Terminal

/// The Audit screen: how far the log is signed on top, then its entries, newest first, and the chosen one in full.
enum AuditView {
  /// The log's state, the filter, and the titles.
  static let linesAbove = 4
  /// A line, and two on the chosen entry.
  static let linesBelow = 3

  static func draw(_ model: Model, _ frame: inout Frame) {
    let layout = Layout(size: model.size)
    let glyphs = model.settings.glyphs
    let start = layout.bodyStart(of: .audit)
    let width = frame.canvas.columns - 2
    let head = LogLines.lines(model.log, glyphs: glyphs)
    for (index, line) in head.enumerated() {
      frame.canvas.put(line, row: start + index, column: 1, maxWidth: width, glyphs: glyphs)
    }
    drawFilter(model, row: start + 2, &frame)
    let shown = model.audit.visible(height: model.auditRows)
    guard !shown.isEmpty else { return drawEmpty(model, row: start + linesAbove, &frame.canvas) }
    let columns = AuditColumns(width: width - 1)
    frame.canvas.put(columns.titles(glyphs), row: start + 3, column: 2, style: Style(.header))
    for (index, entry) in shown.enumerated() {
      let row = start + linesAbove + index
      frame.canvas.put(columns.line(entry, glyphs), row: row, column: 2, maxWidth: width - 1, glyphs: glyphs)
      guard entry.sequence == model.audit.cursor else { continue }
      frame.canvas.put(glyphs.cursor, row: row, column: 0)
      frame.canvas.restyle(Area(row: row, column: 0, rows: 1, columns: frame.canvas.columns)) {
        Style(.selection, $0.attributes)
      }
    }
    drawChosen(model, &frame.canvas)
  }

  private static func drawFilter(_ model: Model, row: Int, _ frame: inout Frame) {
    let glyphs = model.settings.glyphs
    let (list, columns) = (model.audit, frame.canvas.columns)
    let all = Format.count(list.rows.count) + (list.reachesEnd ? "" : list.isFull ? ", the most" : "+")
    let count =
      list.needle.isEmpty ? "\(all) read" : "\(Format.count(list.shown.count)) of \(all) read"
    let right = SafeText(count)
    frame.canvas.put(right, row: row, column: max(1, columns - right.width - 1), style: Style(.muted))
    let room = max(1, columns - right.width - 6)
    if let field = list.field {
      let view = field.view(width: room)
      frame.canvas.put("/ ", row: row, column: 1, style: Style(.key))
      frame.canvas.put(view.text.padded(to: room), row: row, column: 3, style: Style(.field))
      frame.cursor = CursorPlace(row: row, column: 3 + min(view.cursor, room - 1))
    } else if !list.needle.isEmpty {
      let text: SafeText = "/ " + SafeText(list.needle)
      frame.canvas.put(text.prefix(width: room, glyphs: glyphs), row: row, column: 1, style: Style(.accent))
    }
  }

  private static func drawChosen(_ model: Model, _ canvas: inout Canvas) {
    let layout = Layout(size: model.size)
    let glyphs = model.settings.glyphs
    guard let entry = model.audit.cursorRow else { return }
    let top = layout.separatorRow - linesBelow
    canvas.horizontalLine(row: top, glyphs: glyphs)
    canvas.put(" LEAF \(entry.sequence) ", row: top, column: 2, style: Style(.title))
    for (index, line) in detail(entry).enumerated() {
      canvas.put(line, row: top + 1 + index, column: 1, maxWidth: canvas.columns - 2, glyphs: glyphs)
    }
  }

  private static func detail(_ entry: AuditRow) -> [Strip] {
    let reason = entry.reason.isEmpty ? Strip("no reason", Style(.muted)) : Strip(SafeText(entry.reason))
    return [
      Strip("\(SafeText(UTC.full(entry.at)))  ", Style(.muted)).adding(SafeText(entry.who), Style(.accent))
        .adding("  \(SafeText(entry.action))  \(SafeText(entry.target))"),
      Strip("\(SafeText(entry.result))  ", AuditColumns.style(of: entry)).adding(reason),
    ]
  }

  static func smallLines(_ model: Model) -> [Strip] {
    let head = LogLines.lines(model.log, glyphs: model.settings.glyphs)
    guard let entry = model.audit.cursorRow else { return head }
    return [Strip("LEAF \(entry.sequence)", Style(.title))] + detail(entry) + head
  }

  private static func drawEmpty(_ model: Model, row: Int, _ canvas: inout Canvas) {
    let text: SafeText =
      if !model.audit.isRead { "Reading the log." } else if model.audit.rows.isEmpty {
        "The log has no entry yet."
      } else if model.audit.reachesEnd || model.audit.isFull {
        "No entry that was read has this text. Esc clears it."
      } else {
        "Reading further back."
      }
    canvas.put(text, row: row, column: 4, style: Style(.muted))
  }
}

/// How wide the columns of the log are.
struct AuditColumns {
  private let leaf = 8
  private let time: Int
  private let who: Int
  private let action = 17
  private let target: Int
  private let result: Int
  private let reason: Int
  private let hasDate: Bool

  init(width: Int) {
    hasDate = width >= 96
    time = hasDate ? 15 : 9
    who = width >= 96 ? 16 : 13
    result = width >= 96 ? 12 : 8
    let rest = max(12, width - leaf - time - who - action - result - (hasDate ? 7 : 6))
    // Where there is no room for it, the reason stands below the list.
    target = hasDate ? rest / 2 : rest
    reason = hasDate ? rest - target : 0
  }

  func titles(_ glyphs: Glyphs) -> SafeText {
    join(
      "LEAF", "TIME", "WHO", "ACTION", "TARGET", "RESULT", "REASON", glyphs
    ).reduce(SafeText.empty) { $0 + $1.0 }
  }

  func line(_ row: AuditRow, _ glyphs: Glyphs) -> Strip {
    let when = hasDate ? String(UTC.full(row.at).dropFirst(5)) : UTC.time(row.at)
    let cells = join(
      SafeText("\(row.sequence)"), SafeText(when), Format.fit(SafeText(row.who), width: who, glyphs: glyphs),
      SafeText(row.action), Format.fit(SafeText(row.target), width: target, glyphs: glyphs),
      SafeText(row.result), SafeText(row.reason), glyphs)
    let styles = [
      Style(.accent), Style(.muted), .text, .text.bold, .text, Self.style(of: row), Style(.muted),
    ]
    return zip(cells, styles).reduce(into: Strip()) { strip, cell in strip.add(cell.0.0, cell.1) }
  }

  static func style(of row: AuditRow) -> Style {
    row.result.hasPrefix("refused") ? Style(.danger) : .text
  }

  private func join(
    _ leaf: SafeText, _ time: SafeText, _ who: SafeText, _ action: SafeText, _ target: SafeText,
    _ result: SafeText, _ reason: SafeText, _ glyphs: Glyphs
  ) -> [(SafeText, Int)] {
    let cells: [(SafeText, Int)] = [
      (leaf, self.leaf), (time, self.time), (who, self.who), (action, self.action), (target, self.target),
      (result, self.result), (reason, self.reason),
    ]
    return cells.filter { $0.1 > 0 }.map { (($0.0.fitted(to: $0.1, glyphs: glyphs)) + " ", $0.1) }
  }
}
