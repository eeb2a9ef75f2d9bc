import Delegation
import Terminal

/// The command line, with what it finds above it.
enum PaletteView {
  static let rowsMax = 8

  static func draw(_ palette: Palette, _ model: Model, _ frame: inout Frame) {
    let layout = Layout(size: model.size)
    let glyphs = model.settings.glyphs
    let width = frame.canvas.columns
    let matches = palette.matches
    let first = max(0, min(palette.choice - rowsMax + 1, matches.count - rowsMax))
    let shown = matches.dropFirst(first).prefix(rowsMax)
    let top = layout.separatorRow - shown.count - 2
    frame.canvas.box(
      Area(row: top, column: 0, rows: shown.count + 2, columns: width), title: title(model, frame),
      glyphs: glyphs)
    for (index, action) in shown.enumerated() {
      let isChosen = first + index == min(palette.choice, matches.count - 1)
      let row = top + 1 + index
      frame.canvas.put(isChosen ? glyphs.cursor : " ", row: row, column: 1)
      frame.canvas.put(line(action, model), row: row, column: 3, maxWidth: width - 5, glyphs: glyphs)
      if isChosen {
        frame.canvas.restyle(Area(row: row, column: 1, rows: 1, columns: width - 2)) { _ in Style(.selection)
        }
      }
    }
    let row = layout.statusRow
    frame.canvas.fill(Area(row: row, column: 0, rows: 1, columns: width))
    frame.canvas.put(":", row: row, column: 0, style: Style(.key))
    let room = width - 2
    let view = palette.field.view(width: room)
    frame.canvas.put(view.text.padded(to: room), row: row, column: 1, style: Style(.field))
    if model.status != nil {
      frame.canvas.fill(Area(row: layout.hintsRow, column: 0, rows: 1, columns: width))
      let status = StatusLine.strip(model, width: room)
      frame.canvas.put(status, row: layout.hintsRow, column: 1, maxWidth: room, glyphs: glyphs)
    }
    frame.cursor = CursorPlace(row: row, column: 1 + min(view.cursor, room - 1))
  }

  /// The session that a command acts on: the box may cover its row.
  private static func title(_ model: Model, _ frame: Frame) -> SafeText {
    let alert: SafeText? = frame.drawn.alert.map { "alert \($0)" }
    let session = frame.drawn.target.map { Format.short($0, glyphs: model.settings.glyphs) }
    let names = [alert, session].compactMap { $0 }
    guard let first = names.first else { return "commands" }
    return names.dropFirst().reduce("commands, on " + first) { $0 + ", " + $1 }
  }

  private static func line(_ action: Action, _ model: Model) -> Strip {
    var strip = Strip(SafeText(action.usage).padded(to: 14), Style(.key))
    strip.add(
      " " + SafeText(model.keymap.names(of: action.id)).fitted(to: 10, glyphs: model.settings.glyphs) + " ")
    if let reason = whyNot(action, model) {
      strip.add("not now: \(SafeText(reason))", Style(.muted))
    } else {
      strip.add(SafeText(model.keymap.spelled(action.help)))
    }
    return strip
  }

  /// Why an action cannot run now: actions stay in sight, with the reason.
  static func whyNot(_ action: Action, _ model: Model) -> String? {
    if model.settings.isReadOnly, action.risk != .read { return "this console is read-only" }
    if case .disabled(let reason) = action.availability(model) { return reason }
    return nil
  }
}
