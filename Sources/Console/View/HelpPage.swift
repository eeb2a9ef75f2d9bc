import Terminal

/// Every action with its keys, as the table has it.
enum HelpPage {
  private static let usageWidth = 22

  static func rows(in size: ScreenSize) -> Int {
    let layout = Layout(size: size)
    return max(1, layout.isSmall ? size.rows - 1 : layout.separatorRow - 4)
  }

  static func lineCount(_ model: Model) -> Int { lines(model).count }

  static func draw(_ model: Model, top: Int, _ frame: inout Frame) {
    let glyphs = model.settings.glyphs
    let used = frame.canvas.put("KEYS AND COMMANDS", row: 2, column: 1, style: Style(.title))
    drawSearch(model, row: 2, column: used + 4, &frame)
    let all = lines(model)
    let shown = all.dropFirst(top).prefix(rows(in: model.size))
    for (index, line) in shown.enumerated() {
      frame.canvas.put(
        line, row: 3 + index, column: 1, maxWidth: frame.canvas.columns - 2, glyphs: glyphs)
    }
    let below = all.count - top - shown.count
    if below > 0 {
      frame.canvas.put("\(below) more below", row: 3 + shown.count, column: 1, style: Style(.muted))
    }
  }

  private static func drawSearch(_ model: Model, row: Int, column: Int, _ frame: inout Frame) {
    let search = model.helpSearch
    let room = max(1, frame.canvas.columns - column - 2)
    guard let field = search.field else {
      let text: SafeText =
        search.text.isEmpty
        ? "\(model.name(.filter)) searches, by a word or a key" : "/ \(search.text)"
      let style = Style(search.text.isEmpty ? .muted : .accent)
      frame.canvas.put(text, row: row, column: column, maxWidth: room, style: style)
      return
    }
    frame.canvas.put("/ ", row: row, column: column, style: Style(.key))
    let view = field.view(width: max(1, room - 2))
    frame.canvas.put(view.text.padded(to: room - 2), row: row, column: column + 2, style: Style(.field))
    frame.cursor = CursorPlace(row: row, column: column + 2 + view.cursor)
  }

  /// On a small screen: all rows but the last, which says how to leave.
  static func drawSmall(_ model: Model, top: Int, _ canvas: inout Canvas) {
    let glyphs = model.settings.glyphs
    for (row, line) in lines(model).dropFirst(top).prefix(rows(in: model.size)).enumerated() {
      canvas.put(line, row: row, column: 0, maxWidth: canvas.columns, glyphs: glyphs)
    }
    guard canvas.rows > 1 else { return }
    if let field = model.helpSearch.field {
      let view = field.view(width: max(1, canvas.columns - 2))
      canvas.put("/" + view.text, row: canvas.rows - 1, column: 0, style: Style(.field))
      return
    }
    let hints = FooterView.hints(model, width: canvas.columns)
    canvas.put(hints, row: canvas.rows - 1, column: 0, maxWidth: canvas.columns, glyphs: glyphs)
  }

  /// Under headings by subject; what was searched for, the best first and without them.
  private static func lines(_ model: Model) -> [Strip] {
    let isNarrow = model.size.columns < Layout.whole.columns
    let keysWidth = min(
      28, max(11, 2 + (ActionTable.all.map { model.keymap.names(of: $0.id).count }.max() ?? 0)))
    func lines(_ action: Action) -> [Strip] {
      isNarrow ? narrowLines(action, model) : wideLines(action, model, keysWidth: keysWidth)
    }
    guard model.helpSearch.text.isEmpty else {
      let found = model.helpSearch.matches(model.keymap)
      return found.isEmpty ? [Strip("nothing is called so", Style(.muted))] : found.flatMap(lines)
    }
    return ActionTable.bySubject.enumerated().flatMap { index, group in
      (index == 0 ? [] : [Strip()]) + [Strip(SafeText(group.subject.heading), Style(.header))]
        + group.actions.flatMap(lines)
    }
  }

  private static func wideLines(_ action: Action, _ model: Model, keysWidth: Int) -> [Strip] {
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

  private static func narrowLines(_ action: Action, _ model: Model) -> [Strip] {
    let head = Strip(SafeText(model.keymap.names(of: action.id)), Style(.key)).adding(
      SafeText(" :" + action.usage))
    let room = max(8, model.size.columns - 2)
    return [head]
      + wrapped(model.keymap.spelled(action.help), width: room).map { Strip("  " + $0, Style(.muted)) }
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
