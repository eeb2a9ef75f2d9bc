import SessionStore
import Terminal

/// The line between header and table: the filter, what waits, the order, and where the cursor is.
enum FilterView {
  static func draw(_ model: Model, _ frame: inout Frame) {
    let glyphs = model.settings.glyphs
    let row = Layout.filterRow
    let right = position(model)
    let rightStart = frame.canvas.columns - right.width - 1
    frame.canvas.put(right, row: row, column: rightStart, maxWidth: right.width, glyphs: glyphs)
    let room = rightStart - 5
    frame.canvas.put("/", row: row, column: 1, style: Style(.key))
    guard let field = model.filter.field else {
      let text = model.filter.appliedText
      let shown = text.isEmpty ? "all sessions" : SafeText(text)
      frame.canvas.put(
        shown.prefix(width: room, glyphs: glyphs), row: row, column: 3,
        style: text.isEmpty ? Style(.muted) : .text)
      return
    }
    let view = field.view(width: room)
    frame.canvas.put(view.text.padded(to: room), row: row, column: 3, style: Style(.field))
    frame.cursor = CursorPlace(row: row, column: 3 + min(view.cursor, room - 1))
  }

  private static func position(_ model: Model) -> Strip {
    var strip = MarkSigns.count(model)
    if model.list.waitingChanges > 0 {
      strip.add(" \(Format.count(model.list.waitingChanges)) waiting ", Style(.badge))
      strip.add("  ")
    }
    strip.add("sort \(model.sort.rawValue) ", Style(.muted))
    strip.add(model.sort == .expires ? model.settings.glyphs.ascending : model.settings.glyphs.descending)
    let place = model.list.cursorIndex.map { Format.count(model.list.offset + $0 + 1) } ?? "-"
    strip.add("   \(place)/\(Format.count(model.list.matching))")
    return strip
  }
}
