import Terminal

/// The filter of a list beside the sessions', in the line below it.
enum RowFilterView {
  private static let fieldWidth = 24

  static func draw(_ model: Model, _ frame: inout Frame) {
    guard model.rowFilterFields != nil, let counts = model.rowCounts else { return }
    let filter = model.rowFilter
    guard filter.isEditing || !filter.text.isEmpty else { return }
    let glyphs = model.settings.glyphs
    let row = Layout(size: model.size).separatorRow
    let count: SafeText = " \(Format.count(counts.shown)) of \(Format.count(counts.read)) "
    let width = min(frame.canvas.columns - 4, fieldWidth + count.width + 4)
    let start = frame.canvas.columns - width - 1
    frame.canvas.fill(Area(row: row, column: start, rows: 1, columns: width))
    frame.canvas.put(" / ", row: row, column: start, style: Style(.key))
    let room = width - 3 - count.width
    if let field = filter.field {
      let view = field.view(width: room)
      frame.canvas.put(view.text.padded(to: room), row: row, column: start + 3, style: Style(.field))
      frame.cursor = CursorPlace(row: row, column: start + 3 + min(view.cursor, room - 1))
    } else {
      frame.canvas.put(
        SafeText(filter.text).prefix(width: room, glyphs: glyphs), row: row, column: start + 3)
    }
    frame.canvas.put(count, row: row, column: start + 3 + room, style: Style(.muted))
  }
}
