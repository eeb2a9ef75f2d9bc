/// One cell of a ``Canvas``: sixteen bytes without references, so that frames copy and compare fast.
package struct Cell: Hashable, Sendable {
  /// Nil in the right half of a wide character.
  package internal(set) var grapheme: Grapheme?
  package internal(set) var style: Style

  static func blank(_ style: Style) -> Cell { Cell(grapheme: .space, style: style) }
}

/// A rectangle of cells; any numbers are allowed, drawing clips.
package struct Area: Hashable, Sendable {
  package var row: Int
  package var column: Int
  package var rows: Int
  package var columns: Int

  package init(row: Int, column: Int, rows: Int, columns: Int) {
    self.row = row
    self.column = column
    self.rows = rows
    self.columns = columns
  }

  /// Smaller by one cell on every side: what is inside a box.
  package var inside: Area {
    Area(row: row &+ 1, column: column &+ 1, rows: rows &- 2, columns: columns &- 2)
  }
}

/// A screen of cells that views draw on. Drawing clips at every edge and never fails, whatever the numbers.
package struct Canvas: Equatable, Sendable {
  /// No terminal is larger; a size or coordinate beyond is clamped to it.
  package static let sizeMax = 2_000

  package let rows: Int
  package let columns: Int
  private(set) var cells: [Cell]

  package init(rows: Int, columns: Int) {
    self.rows = min(max(0, rows), Self.sizeMax)
    self.columns = min(max(0, columns), Self.sizeMax)
    cells = Array(repeating: .blank(.text), count: self.rows * self.columns)
  }

  package var area: Area { Area(row: 0, column: 0, rows: rows, columns: columns) }

  /// Nil outside the canvas.
  package subscript(row: Int, column: Int) -> Cell? {
    guard (0..<rows).contains(row), (0..<columns).contains(column) else { return nil }
    return cells[row * columns + column]
  }

  /// The cells of a row that is inside.
  func row(_ row: Int) -> [Cell] { Array(cells[row * columns..<(row + 1) * columns]) }

  /// The screen as text, one string a row, without trailing spaces.
  package var lines: [String] {
    (0..<rows).map { row in
      var scalars = String.UnicodeScalarView()
      for cell in cells[row * columns..<(row + 1) * columns] { cell.grapheme?.append(to: &scalars) }
      while scalars.last == " " { scalars.removeLast() }
      return String(scalars)
    }
  }

  /// The styles as text, one sign a cell, for tests: `describe` names those that matter.
  package func styleLines(_ describe: (Style) -> Character) -> [String] {
    (0..<rows).map { row in String(cells[row * columns..<(row + 1) * columns].map { describe($0.style) }) }
  }

  /// Changes the styles in an area and leaves its text: the selected row, a match.
  package mutating func restyle(_ area: Area, _ change: (Style) -> Style) {
    forEachIndex(in: area) { canvas, index in canvas.cells[index].style = change(canvas.cells[index].style) }
  }

  /// Blanks an area.
  package mutating func fill(_ area: Area, style: Style = .text) {
    let clipped = clip(area)
    for row in clipped.rows {
      for column in clipped.columns { place(.space, style: style, row: row, column: column) }
    }
  }

  /// The same cells on another size: cut, or blank where there are none.
  func resized(rows: Int, columns: Int) -> Canvas {
    if rows == self.rows, columns == self.columns { return self }
    var result = Canvas(rows: rows, columns: columns)
    for row in 0..<min(result.rows, self.rows) {
      for column in 0..<min(result.columns, self.columns) {
        let cell = cells[row * self.columns + column]
        guard let grapheme = cell.grapheme else { continue }
        let fits = column + Int(grapheme.width) <= result.columns
        result.place(fits ? grapheme : .space, style: cell.style, row: row, column: column)
      }
    }
    return result
  }

  private mutating func forEachIndex(in area: Area, _ body: (inout Canvas, Int) -> Void) {
    let clipped = clip(area)
    for row in clipped.rows {
      for column in clipped.columns { body(&self, row * columns + column) }
    }
  }

  private func clip(_ area: Area) -> (rows: Range<Int>, columns: Range<Int>) {
    (Self.span(area.row, area.rows, within: rows), Self.span(area.column, area.columns, within: columns))
  }

  /// Sums of clamped numbers can't overflow.
  private static func span(_ start: Int, _ count: Int, within limit: Int) -> Range<Int> {
    let start = clamp(start)
    let low = min(max(0, start), limit)
    return low..<max(low, min(limit, start + max(0, clamp(count))))
  }

  static func clamp(_ number: Int) -> Int { min(max(number, -2 * sizeMax), 2 * sizeMax) }

  /// Puts a character into cells that are inside; the other half of a wide one it cuts becomes a space.
  mutating func place(_ grapheme: Grapheme, style: Style, row: Int, column: Int) {
    let index = row * columns + column
    clearWide(at: index)
    cells[index] = Cell(grapheme: grapheme, style: style)
    guard grapheme.width == 2 else { return }
    clearWide(at: index + 1)
    cells[index] = Cell(grapheme: grapheme, style: style)
    cells[index + 1] = Cell(grapheme: nil, style: style)
  }

  private mutating func clearWide(at index: Int) {
    if cells[index].grapheme == nil {
      cells[index - 1].grapheme = .space
      cells[index].grapheme = .space
    } else if cells[index].grapheme?.width == 2 {
      cells[index].grapheme = .space
      cells[index + 1].grapheme = .space
    }
  }
}
