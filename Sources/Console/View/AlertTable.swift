import RiskScoring
import Delegation
import SessionStore
import Terminal

/// The Alerts screen: a table, and below it the alert under the cursor.
enum AlertTable {
  enum Field: CaseIterable { case peak, kind, subject, wallet, owner, count, opened, last, state }

  private static func columns(isWide: Bool) -> [Column] {
    let long = isWide ? 44 : Format.shortWidth
    return [
      Column(title: "PEAK", minWidth: RiskText.width, priority: 7),
      Column(title: "ALERT", minWidth: 21, priority: 9),
      Column(title: "SUBJECT", minWidth: Format.shortWidth, maxWidth: long, priority: 8),
      Column(title: "WALLET", minWidth: Format.shortWidth, maxWidth: long, priority: 1),
      Column(title: "OWNER", minWidth: 8, maxWidth: 20, priority: 0),
      Column(title: "COUNT", minWidth: 5, priority: 2, alignment: .trailing),
      Column(title: "OPENED", minWidth: 6, priority: 4, alignment: .trailing),
      Column(title: "LAST", minWidth: 4, priority: 3, alignment: .trailing),
      Column(title: "STATE", minWidth: 13, priority: 5),
    ]
  }

  static func draw(_ model: Model, _ frame: inout Frame) {
    let layout = Layout(size: model.size)
    let glyphs = model.settings.glyphs
    drawHead(model, &frame.canvas)
    let placed = layOut(
      columns(isWide: layout.isWide), width: model.size.columns - SessionTable.margin,
      gap: model.size.columns >= 100 ? 2 : 1)
    for column in placed {
      frame.canvas.put(
        columns(isWide: layout.isWide)[column.index].title, row: Layout.titlesRow, in: column,
        origin: SessionTable.margin, glyphs: glyphs, style: Style(.header))
    }
    let alerts = model.alerts.visible(height: layout.bodyRows(of: .alerts))
    guard !alerts.isEmpty else { return EmptyView.drawAlerts(model, &frame.canvas) }
    var rows: [Int: Identifier] = [:]
    for (index, alert) in alerts.enumerated() {
      let row = layout.bodyStart(of: .alerts) + index
      let isCursor = alert.id == model.alerts.cursor
      draw(AlertCells(alert, model), row: row, placed, isCursor: isCursor, &frame.canvas)
      rows[row] = alert.sessionKey
      if isCursor { frame.drawn.alert = alert.id }
    }
    let chosen = alerts.first { $0.id == frame.drawn.alert }
    frame.drawn = DrawnFrame(rows: rows, target: chosen?.sessionKey, alert: chosen?.id)
    if let chosen { drawDetails(AlertCells(chosen, model), layout, &frame.canvas) }
  }

  private static func drawHead(_ model: Model, _ canvas: inout Canvas) {
    let alerts = model.alerts
    let place = alerts.cursorIndex.map { Format.count($0 + 1) } ?? "-"
    var right = Strip("\(alerts.sort.rawValue) first ", Style(.muted)).adding(
      model.settings.glyphs.descending)
    if alerts.alerts.count < alerts.matching { right.add("   \(Format.count(alerts.alerts.count)) read") }
    right.add("   \(place)/\(Format.count(alerts.matching))")
    let start = canvas.columns - right.width - 1
    canvas.put(
      alerts.showsAll ? "all alerts" : "alerts that are not closed", row: Layout.filterRow, column: 3,
      maxWidth: start - 4, style: Style(.muted))
    canvas.put(
      right, row: Layout.filterRow, column: start, maxWidth: right.width, glyphs: model.settings.glyphs)
  }

  private static func drawDetails(_ cells: AlertCells, _ layout: Layout, _ canvas: inout Canvas) {
    let top = layout.separatorRow - Layout.alertDetailRows
    canvas.horizontalLine(row: top, glyphs: cells.glyphs)
    for (index, line) in cells.details(width: canvas.columns - 2).prefix(Layout.alertDetailRows - 1)
      .enumerated()
    {
      canvas.put(line, row: top + 1 + index, column: 1, maxWidth: canvas.columns - 2, glyphs: cells.glyphs)
    }
  }

  private static func draw(
    _ cells: AlertCells, row: Int, _ placed: [PlacedColumn], isCursor: Bool, _ canvas: inout Canvas
  ) {
    let glyphs = cells.glyphs
    for column in placed {
      let (text, style) = cell(Field.allCases[column.index], cells, width: column.width)
      canvas.put(text, row: row, in: column, origin: SessionTable.margin, glyphs: glyphs, style: style)
    }
    if cells.hadHidden { canvas.put(glyphs.warning, row: row, column: 1, style: Style(.badge)) }
    guard isCursor else { return }
    canvas.put(glyphs.cursor, row: row, column: 0)
    canvas.restyle(Area(row: row, column: 0, rows: 1, columns: canvas.columns)) {
      $0.role == .badge ? $0 : Style(.selection, $0.attributes)
    }
  }

  private static func cell(_ field: Field, _ cells: AlertCells, width: Int) -> (SafeText, Style) {
    switch field {
    case .peak: (RiskText.cell(cells.alert.peak, glyphs: cells.glyphs), cells.peakStyle)
    case .kind: (SafeText(cells.alert.kind.title), cells.kindStyle)
    case .subject: (cells.subject(width: width), cells.style)
    case .wallet: (cells.wallet(width: width), cells.style)
    case .owner: (cells.owner, cells.style)
    case .count: (SafeText(Format.shortCount(Int(clamping: cells.alert.count))), cells.style)
    case .opened: (cells.opened, cells.style)
    case .last: (cells.last, cells.style)
    case .state: (cells.state, cells.stateStyle)
    }
  }
}
