import Terminal

/// The list of columns, below the table that shows what comes of it.
enum ColumnChooserView {
  static let rowsMax = 8

  static func draw(_ chooser: ColumnChooser, _ model: Model, _ frame: inout Frame) {
    let layout = Layout(size: model.size)
    let glyphs = model.settings.glyphs
    let columns = frame.canvas.columns
    let first = max(0, min(chooser.index - rowsMax + 1, chooser.items.count - rowsMax))
    let shown = chooser.items.dropFirst(first).prefix(rowsMax)
    let top = max(0, layout.separatorRow - shown.count - 2)
    let missing = SessionColumns.missing(chooser.shown, size: model.size)
    frame.canvas.box(
      Area(row: top, column: 0, rows: shown.count + 2, columns: columns), title: "columns", glyphs: glyphs)
    frame.drawn.cover(from: top)
    for (index, item) in shown.enumerated() {
      let row = top + 1 + index
      let isMissing = item.isShown && missing.contains(item.choice.id)
      frame.canvas.put(
        line(item, isMissing: isMissing, glyphs: glyphs), row: row, column: 3, maxWidth: columns - 5,
        glyphs: glyphs)
      guard first + index == chooser.index else { continue }
      frame.canvas.put(glyphs.cursor, row: row, column: 1)
      frame.canvas.restyle(Area(row: row, column: 1, rows: 1, columns: columns - 2)) { _ in Style(.selection)
      }
    }
    let place = " \(chooser.index + 1)/\(chooser.items.count) "
    frame.canvas.put(SafeText(place), row: top, column: columns - 3 - place.count, style: Style(.muted))
  }

  private static func line(_ item: ColumnChooser.Item, isMissing: Bool, glyphs: Glyphs) -> Strip {
    var strip = Strip(item.isShown ? glyphs.done : glyphs.pending, Style(item.isShown ? .good : .muted))
    strip.add(
      " " + SafeText(item.choice.id.rawValue).padded(to: 12), item.isShown ? .text : Style(.muted))
    strip.add(item.choice.width.map { "\($0) wide" } ?? "fits itself", Style(.muted))
    if isMissing { strip.add("   no room at this width", Style(.warning)) }
    return strip
  }
}
