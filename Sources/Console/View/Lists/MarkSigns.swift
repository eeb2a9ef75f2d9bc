import Terminal

/// How marks are shown: a sign in the row, and how many there are.
enum MarkSigns {
  /// ` 12 marked, 3 hidden, 1 gone ` before the order of the list.
  static func count(_ model: Model) -> Strip {
    let marks = model.marks
    guard !marks.isEmpty else { return Strip() }
    var text: SafeText = " \(Format.count(marks.count)) marked"
    if marks.hidden > 0 { text += ", \(Format.count(marks.hidden)) hidden" }
    if marks.gone > 0 { text += ", \(Format.count(marks.gone)) gone" }
    return Strip(text + " ", Style(.badge)).adding("  ")
  }

  /// The sign stands before the row; that of hidden characters moves behind the first column for it.
  static func draw(
    _ mark: Marks.Mark?, hadHidden: Bool, row: Int, _ placed: [PlacedColumn], _ glyphs: Glyphs,
    _ canvas: inout Canvas
  ) {
    guard let mark else {
      if hadHidden { canvas.put(glyphs.warning, row: row, column: 1, style: Style(.badge)) }
      return
    }
    let sign = mark.failure == nil ? glyphs.mark : glyphs.failed
    canvas.put(sign, row: row, column: 1, style: Style(mark.failure == nil ? .mark : .danger, .bold))
    guard hadHidden else { return }
    let column = placed.dropFirst().first.map { SessionTable.margin + $0.start - 1 } ?? 0
    canvas.put(glyphs.warning, row: row, column: column, style: Style(.badge))
  }

  /// Why the marked session under the cursor was not revoked.
  static func failure(_ model: Model) -> Strip? {
    guard model.screen == .sessions, let key = model.list.cursor, let mark = model.marks[key] else {
      return nil
    }
    if let failure = mark.failure {
      return Strip("\(model.short(key)) was NOT revoked: \(SafeText(failure))", Style(.danger))
    }
    return mark.isGone ? Strip("\(model.short(key)) is marked and gone", Style(.warning)) : nil
  }
}
