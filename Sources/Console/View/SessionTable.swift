import Delegation
import PolicyEngine
import SessionStore
import Terminal

/// The table of the Sessions screen.
enum SessionTable {
  enum Field: CaseIterable {
    case risk, session, wallet, capability, chain, spent, denied, state, expires, last, signals
  }

  /// At 80 columns WALLET and CHAIN give way as well as what gives way first; at 120 all of it fits.
  static func columns(isWide: Bool) -> [Column] {
    let long = isWide ? 44 : Format.shortWidth
    return [
      Column(title: "RISK", minWidth: RiskText.width, priority: 10),
      Column(title: "SESSION", minWidth: Format.shortWidth, maxWidth: long, priority: 11),
      Column(title: "WALLET", minWidth: Format.shortWidth, maxWidth: long, priority: 3),
      Column(title: "CAPABILITY", minWidth: 12, maxWidth: 20, priority: 4),
      Column(title: "CHAIN", minWidth: 5, maxWidth: isWide ? 10 : 5, priority: 2, alignment: .trailing),
      Column(title: "SPENT / LIMIT", minWidth: 14, maxWidth: 24, priority: 7),
      Column(title: "DENIED", minWidth: 6, priority: 1, alignment: .trailing),
      // Where it gives way, EXPIRES says what is not plainly active.
      Column(title: "STATE", minWidth: 7, priority: 0),
      Column(title: "EXPIRES", minWidth: 7, priority: 8, alignment: .trailing),
      Column(title: "LAST", minWidth: 4, priority: 5, alignment: .trailing),
      Column(title: "SIGNALS", minWidth: isWide ? 16 : 11, maxWidth: 28, priority: 6),
    ]
  }

  /// Columns before the first one: the cursor's sign.
  static let margin = 2

  static func draw(_ model: Model, _ frame: inout Frame) {
    let layout = Layout(size: model.size)
    let columns = columns(isWide: layout.isWide)
    let placed = layOut(columns, width: model.size.columns - margin, gap: model.size.columns >= 130 ? 2 : 1)
    for column in placed {
      frame.canvas.put(
        columns[column.index].title, row: Layout.titlesRow, in: column, origin: margin,
        glyphs: model.settings.glyphs, style: Style(.header))
    }
    markSort(model, placed, &frame.canvas)
    let ids = model.list.visible(height: layout.bodyRows(of: .sessions))
    guard !ids.isEmpty else {
      EmptyView.draw(model, &frame.canvas)
      return
    }
    let figures = ids.compactMap { model.list.entries[$0]?.row }.map { RowCells.figures($0).count }.max() ?? 0
    var rows: [Int: Identifier] = [:]
    for (index, id) in ids.enumerated() {
      guard let entry = model.list.entries[id] else { continue }
      let row = layout.bodyStart(of: .sessions) + index
      let cells = RowCells(entry: entry, model: model, figuresWidth: figures)
      draw(cells, row: row, placed, isCursor: id == model.list.cursor, model, &frame.canvas)
      rows[row] = id
    }
    let target = model.list.cursor.flatMap { cursor in rows.values.contains(cursor) ? cursor : nil }
    frame.drawn = DrawnFrame(rows: rows, target: target)
  }

  /// The sign of the order beside the title of its column.
  private static func markSort(_ model: Model, _ placed: [PlacedColumn], _ canvas: inout Canvas) {
    let field: Field? =
      switch model.sort {
      case .spent: .spent
      case .expires: .expires
      case .lastUsed: .last
      case .denied: .denied
      case .risk: .risk
      case .newest: nil
      }
    guard let index = field.flatMap({ Field.allCases.firstIndex(of: $0) }),
      let column = placed.first(where: { $0.index == index })
    else { return }
    canvas.restyle(
      Area(row: Layout.titlesRow, column: margin + column.start, rows: 1, columns: column.width)
    ) { _ in Style(.accent, .underline) }
  }

  private static func draw(
    _ cells: RowCells, row: Int, _ placed: [PlacedColumn], isCursor: Bool, _ model: Model,
    _ canvas: inout Canvas
  ) {
    let glyphs = model.settings.glyphs
    let hasState = placed.contains { Field.allCases[$0.index] == .state }
    let clock = cells.clock(hasState: hasState)
    for column in placed {
      switch Field.allCases[column.index] {
      case .risk:
        canvas.put(cells.risk, row: row, in: column, origin: margin, glyphs: glyphs, style: cells.riskStyle)
      case .signals:
        canvas.put(
          cells.signals(width: column.width), row: row, in: column, origin: margin, glyphs: glyphs,
          style: cells.style)
      case .state:
        canvas.put(cells.state, row: row, in: column, origin: margin, glyphs: glyphs, style: cells.stateStyle)
      case .session:
        canvas.put(
          cells.key(width: column.width), row: row, in: column, origin: margin, glyphs: glyphs,
          style: cells.style)
      case .wallet:
        canvas.put(
          cells.wallet(width: column.width), row: row, in: column, origin: margin, glyphs: glyphs,
          style: cells.style)
      case .capability:
        canvas.put(cells.capability, row: row, in: column, origin: margin, glyphs: glyphs, style: cells.style)
      case .chain:
        canvas.put(cells.chain, row: row, in: column, origin: margin, glyphs: glyphs, style: cells.style)
      case .spent: cells.drawSpent(row: row, column: margin + column.start, width: column.width, &canvas)
      case .denied:
        canvas.put(
          cells.denied, row: row, in: column, origin: margin, glyphs: glyphs, style: cells.deniedStyle)
      case .expires:
        canvas.put(
          clock.text, row: row, in: column, origin: margin, glyphs: glyphs, style: clock.style)
      case .last:
        canvas.put(cells.last, row: row, in: column, origin: margin, glyphs: glyphs, style: cells.style)
      }
    }
    MarkSigns.draw(model.marks[cells.row.id], hadHidden: cells.hadHidden, row: row, placed, glyphs, &canvas)
    guard isCursor else { return }
    canvas.put(glyphs.cursor, row: row, column: 0)
    let area = Area(row: row, column: 0, rows: 1, columns: canvas.columns)
    canvas.restyle(area) { $0.role == .badge ? $0 : Style(.selection, $0.attributes) }
  }
}
