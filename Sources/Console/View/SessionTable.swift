import Delegation
import PolicyEngine
import SessionStore
import Terminal

/// The table of the Sessions screen.
enum SessionTable {
  /// Columns before the first one: the cursor's sign.
  static let margin = 2

  static func draw(_ model: Model, _ frame: inout Frame) {
    let layout = Layout(size: model.size)
    let choices = model.shownColumns
    let placed = SessionColumns.place(choices, size: model.size)
    for column in placed {
      frame.canvas.put(
        SessionColumns.title(choices[column.index].id), row: Layout.titlesRow, in: column, origin: margin,
        glyphs: model.settings.glyphs, style: Style(.header))
    }
    markSort(model, choices, placed, &frame.canvas)
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
      draw(cells, row: row, choices, placed, isCursor: id == model.list.cursor, model, &frame.canvas)
      rows[row] = id
    }
    let target = model.list.cursor.flatMap { cursor in rows.values.contains(cursor) ? cursor : nil }
    frame.drawn = DrawnFrame(rows: rows, target: target)
  }

  /// The sign of the order at the title of its column.
  private static func markSort(
    _ model: Model, _ choices: [ColumnChoice], _ placed: [PlacedColumn], _ canvas: inout Canvas
  ) {
    let sorted: ColumnID? =
      switch model.sort {
      case .spent: .spent
      case .expires: .expires
      case .lastUsed: .last
      case .denied: .denied
      case .risk: .risk
      case .newest: .granted
      }
    guard let column = placed.first(where: { choices[$0.index].id == sorted }) else { return }
    canvas.restyle(
      Area(row: Layout.titlesRow, column: margin + column.start, rows: 1, columns: column.width)
    ) { _ in Style(.accent, .underline) }
  }

  private static func draw(
    _ cells: RowCells, row: Int, _ choices: [ColumnChoice], _ placed: [PlacedColumn], isCursor: Bool,
    _ model: Model, _ canvas: inout Canvas
  ) {
    let glyphs = model.settings.glyphs
    let hasState = placed.contains { choices[$0.index].id == .state }
    for column in placed {
      let id = choices[column.index].id
      if id == .spent {
        cells.drawSpent(row: row, column: margin + column.start, width: column.width, &canvas)
      } else {
        let (text, style) = cells.cell(id, width: column.width, hasState: hasState)
        canvas.put(text, row: row, in: column, origin: margin, glyphs: glyphs, style: style)
      }
    }
    MarkSigns.draw(model.marks[cells.row.id], hadHidden: cells.hadHidden, row: row, placed, glyphs, &canvas)
    guard isCursor else { return }
    canvas.put(glyphs.cursor, row: row, column: 0)
    let area = Area(row: row, column: 0, rows: 1, columns: selectedWidth(choices, placed) ?? canvas.columns)
    canvas.restyle(area) { $0.role == .badge ? $0 : Style(.selection, $0.attributes) }
  }

  /// What tells which session it is stands out; the figures behind it keep the colours that mean something, and a move of
  /// the cursor sends that much less.
  private static func selectedWidth(_ choices: [ColumnChoice], _ placed: [PlacedColumn]) -> Int? {
    guard let key = placed.firstIndex(where: { choices[$0.index].id == .session }) else { return nil }
    let figures: Set<ColumnID> = [
      .spent, .limit, .denied, .state, .expires, .last, .signals, .executions, .granted,
    ]
    return placed[key...].first { figures.contains(choices[$0.index].id) }.map { margin + $0.start - 1 }
  }
}
