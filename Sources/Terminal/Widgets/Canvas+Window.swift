extension Canvas {
  /// Draws rows of a page that is larger than the screen, from its row `top` on, as many as `height`.
  package mutating func put(window page: Canvas, from top: Int, height: Int, row: Int, column: Int = 0) {
    for line in 0..<max(0, min(height, page.rows - max(0, top))) {
      for place in 0..<page.columns {
        guard let cell = page[max(0, top) + line, place], let grapheme = cell.grapheme,
          (0..<rows).contains(row + line), (0..<columns).contains(column + place)
        else { continue }
        let fits = column + place + Int(grapheme.width) <= columns
        self.place(fits ? grapheme : .space, style: cell.style, row: row + line, column: column + place)
      }
    }
  }
}
