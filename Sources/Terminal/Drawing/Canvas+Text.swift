extension Canvas {
  /// Draws text, cut at the canvas's edges and after `maxWidth` columns; a wide character that is cut
  /// becomes a space.
  ///
  /// - Returns: the columns used, counted from `column`: the next text may start right behind them.
  @discardableResult
  package mutating func put(
    _ text: SafeText, row: Int, column: Int, maxWidth: Int = .max, style: Style = .text
  ) -> Int {
    let start = Self.clamp(column)
    let end = min(columns, start + max(0, Self.clamp(maxWidth)))
    let isVisible = (0..<rows).contains(row)
    var next = start
    text.forEachGrapheme { grapheme in
      guard next < end else { return false }
      let after = next + Int(grapheme.width)
      if isVisible { putOne(grapheme, style: style, row: row, column: next, end: end) }
      next = min(after, end)
      return true
    }
    return max(0, next - start)
  }

  private mutating func putOne(_ grapheme: Grapheme, style: Style, row: Int, column: Int, end: Int) {
    let after = column + Int(grapheme.width)
    if column >= 0, after <= end {
      place(grapheme, style: style, row: row, column: column)
    } else if after > 0, max(0, column) < end {
      place(.space, style: style, row: row, column: max(0, column))
    }
  }

  package mutating func horizontalLine(
    row: Int, column: Int = 0, width: Int = .max, glyphs: Glyphs, style: Style = Style(.border)
  ) {
    let columnsLeft = max(0, columns - Self.clamp(column))
    let text = SafeText.repeating(glyphs.horizontal, min(max(0, width), columnsLeft))
    put(text, row: row, column: column, style: style)
  }

  package mutating func verticalLine(
    row: Int, column: Int, height: Int, glyphs: Glyphs, style: Style = Style(.border)
  ) {
    let start = Self.clamp(row)
    for row in stride(from: max(0, start), to: min(rows, start + max(0, Self.clamp(height))), by: 1) {
      put(glyphs.vertical, row: row, column: column, style: style)
    }
  }

  /// A frame on the edge of `area`, its inside blanked, with a title in the upper edge.
  package mutating func box(
    _ area: Area, title: SafeText = .empty, glyphs: Glyphs, style: Style = Style(.border)
  ) {
    guard area.rows > 1, area.columns > 1 else { return }
    fill(area)
    let bottom = Self.clamp(area.row) + Self.clamp(area.rows) - 1
    let right = Self.clamp(area.column) + Self.clamp(area.columns) - 1
    for row in [area.row, bottom] {
      horizontalLine(row: row, column: area.column, width: area.columns, glyphs: glyphs, style: style)
    }
    for column in [area.column, right] {
      verticalLine(row: area.row, column: column, height: area.rows, glyphs: glyphs, style: style)
    }
    let places = [(area.row, area.column), (area.row, right), (bottom, right), (bottom, area.column)]
    for (corner, place) in zip(glyphs.corners, places) {
      put(corner, row: place.0, column: place.1, style: style)
    }
    guard !title.isEmpty, area.columns > 6 else { return }
    let text = " " + title.prefix(width: Self.clamp(area.columns) - 6, glyphs: glyphs) + " "
    put(text, row: area.row, column: Self.clamp(area.column) + 2, style: Style(.title))
  }
}
