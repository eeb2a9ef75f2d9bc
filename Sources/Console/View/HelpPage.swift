import Terminal

/// Every action with its keys, as the table has it.
enum HelpPage {
  private static let usageWidth = 22

  static func rows(in size: ScreenSize) -> Int {
    let layout = Layout(size: size)
    return max(1, layout.isSmall ? size.rows - 1 : layout.separatorRow - 4)
  }

  static func lineCount(_ model: Model) -> Int { lines(model).count }

  static func draw(_ model: Model, top: Int, _ canvas: inout Canvas) {
    let glyphs = model.settings.glyphs
    canvas.put("KEYS AND COMMANDS", row: 2, column: 1, style: Style(.title))
    let all = lines(model)
    let shown = all.dropFirst(top).prefix(rows(in: model.size))
    for (index, line) in shown.enumerated() {
      canvas.put(line, row: 3 + index, column: 1, maxWidth: canvas.columns - 2, glyphs: glyphs)
    }
    let below = all.count - top - shown.count
    if below > 0 { canvas.put("\(below) more below", row: 3 + shown.count, column: 1, style: Style(.muted)) }
  }

  /// On a small screen: all rows but the last, which says how to leave.
  static func drawSmall(_ model: Model, top: Int, _ canvas: inout Canvas) {
    let glyphs = model.settings.glyphs
    for (row, line) in lines(model).dropFirst(top).prefix(rows(in: model.size)).enumerated() {
      canvas.put(line, row: row, column: 0, maxWidth: canvas.columns, glyphs: glyphs)
    }
    guard canvas.rows > 1 else { return }
    let hints = FooterView.hints(model, width: canvas.columns)
    canvas.put(hints, row: canvas.rows - 1, column: 0, maxWidth: canvas.columns, glyphs: glyphs)
  }

  private static func lines(_ model: Model) -> [Strip] {
    if model.size.columns < Layout.whole.columns { return narrowLines(model) }
    let keysWidth = min(
      28, max(11, 2 + (ActionTable.all.map { model.keymap.names(of: $0.id).count }.max() ?? 0)))
    return ActionTable.all.flatMap { action in
      var help = model.keymap.spelled(action.help)
      let reason = PaletteView.whyNot(action, model)
      if let reason { help += " Not now: \(reason)." }
      let room = max(20, model.size.columns - 2 - keysWidth - usageWidth)
      return wrapped(help, width: room).enumerated().map { index, text in
        let keys = index == 0 ? SafeText(model.keymap.names(of: action.id)) : .empty
        let usage = index == 0 ? SafeText(":" + action.usage) : .empty
        return Strip(keys.padded(to: keysWidth), Style(.key)).adding(usage.padded(to: usageWidth))
          .adding(text, reason == nil ? .text : Style(.muted))
      }
    }
  }

  private static func narrowLines(_ model: Model) -> [Strip] {
    ActionTable.all.flatMap { action in
      let head = Strip(SafeText(model.keymap.names(of: action.id)), Style(.key)).adding(
        SafeText(" :" + action.usage))
      let room = max(8, model.size.columns - 2)
      return [head]
        + wrapped(model.keymap.spelled(action.help), width: room).map { Strip("  " + $0, Style(.muted)) }
    }
  }

  private static func wrapped(_ text: String, width: Int) -> [SafeText] {
    var lines: [SafeText] = []
    for word in text.split(separator: " ") {
      let word = SafeText(String(word))
      if let last = lines.last, last.width + 1 + word.width <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(word)
      }
    }
    return lines
  }
}
