import Terminal

/// Every action with its keys, as the table has it.
enum HelpPage {
  static var lineCount: Int { ActionTable.all.count }

  static func rows(in size: ScreenSize) -> Int { max(1, Layout(size: size).separatorRow - 4) }

  static func draw(_ model: Model, top: Int, _ canvas: inout Canvas) {
    let glyphs = model.settings.glyphs
    canvas.put("KEYS AND COMMANDS", row: 2, column: 1, style: Style(.title))
    let actions = ActionTable.all.dropFirst(top).prefix(rows(in: model.size))
    for (index, action) in actions.enumerated() {
      canvas.put(line(action, model), row: 3 + index, column: 1, maxWidth: canvas.columns - 2, glyphs: glyphs)
    }
    let below = ActionTable.all.count - top - actions.count
    if below > 0 {
      canvas.put("\(below) more below", row: 3 + actions.count, column: 1, style: Style(.muted))
    }
  }

  private static func line(_ action: Action, _ model: Model) -> Strip {
    var strip = Strip(SafeText(action.keyNames).fitted(to: 10, glyphs: model.settings.glyphs), Style(.key))
    strip.add(" " + SafeText(":" + action.usage).padded(to: 15))
    strip.add(" ")
    if let reason = PaletteView.whyNot(action, model) {
      strip.add("\(SafeText(action.title)): not now, \(SafeText(reason))", Style(.muted))
    } else {
      strip.add(SafeText(action.help))
    }
    return strip
  }
}
