import Testing

@testable import Terminal

@Suite struct CanvasTests {
  @Test func `text is clipped at every edge and a cut wide character becomes a space`() {
    var canvas = Canvas(rows: 4, columns: 6)
    canvas.put("作者作者", row: 0, column: -1)
    canvas.put("ab作者", row: 1, column: 1)
    canvas.put("outside", row: 2, column: 6)
    canvas.put("right", row: 3, column: 3)
    #expect(canvas.lines == [" 者作", " ab作", "", "   rig"])
  }

  @Test func `the columns used say where the next text goes`() {
    var canvas = Canvas(rows: 1, columns: 10)
    let first = canvas.put("作者", row: 0, column: 0)
    let second = canvas.put("abcdef", row: 0, column: first, maxWidth: 3)
    let third = canvas.put("uvwxyz", row: 0, column: first + second)
    #expect([first, second, third] == [4, 3, 3])
    #expect(canvas.lines == ["作者abcuvw"])
    #expect(canvas.put("cut", row: 0, column: -2) == 3)
    #expect(canvas.put("below", row: 7, column: 0) == 5)
    #expect(canvas.put("beyond", row: 0, column: 99) == 0)
  }

  @Test func `writing over half of a wide character leaves no half behind`() {
    var canvas = Canvas(rows: 3, columns: 6)
    for row in 0..<3 { canvas.put("作者", row: row, column: 1) }
    canvas.put("x", row: 0, column: 2)
    canvas.put("x", row: 1, column: 3)
    canvas.put("漢", row: 2, column: 2)
    #expect(canvas.lines == ["  x者", " 作x", "  漢"])
  }

  @Test func `a box has a title in its edge, in either set of glyphs`() {
    var canvas = Canvas(rows: 3, columns: 14)
    canvas.put("covered by box", row: 1, column: 0)
    canvas.box(canvas.area, title: "Revoke", glyphs: .unicode)
    #expect(canvas.lines == ["┌─ Revoke ───┐", "│            │", "└────────────┘"])
    canvas.box(canvas.area, title: "Revoke three", glyphs: .ascii)
    #expect(canvas.lines == ["+- Revoke ~ -+", "|            |", "+------------+"])
  }

  @Test func `styles can change under text that stays`() {
    var canvas = Canvas(rows: 2, columns: 5)
    canvas.put("one", row: 0, column: 0, style: Style(.danger))
    canvas.restyle(Area(row: 0, column: 1, rows: 1, columns: 99)) { $0.reversed }
    #expect(canvas.lines == ["one", ""])
    #expect(canvas[0, 0]?.style == Style(.danger))
    #expect(canvas[0, 1]?.style == Style(.danger, .reverse))
    #expect(canvas.styleLines { $0.attributes.contains(.reverse) ? "r" : "." } == [".rrrr", "....."])
  }

  @Test func `equal drawings are equal canvases`() {
    var left = Canvas(rows: 2, columns: 8)
    var right = left
    left.put("same", row: 1, column: 1)
    #expect(left != right)
    right.put("same", row: 1, column: 1)
    #expect(left == right)
  }

  @Test func `a cell is sixteen bytes without references`() {
    #expect(MemoryLayout<Cell>.stride == 16)
    #expect(_isPOD(Cell.self))
  }

  @Test(arguments: UInt64(0)..<200)
  func `no sizes, coordinates or text can make drawing fail or leave half a character`(seed: UInt64) {
    var random = Seeded(seed)
    func number(_ random: inout Seeded) -> Int {
      [Int.min, -2, -1, 0, 1, 2, 5, 9, 40, Int.max].randomElement(using: &random) ?? 0
    }
    var canvas = Canvas(
      rows: Int.random(in: -1...8, using: &random), columns: Int.random(in: -1...12, using: &random))
    for _ in 0..<12 {
      let area = Area(
        row: number(&random), column: number(&random), rows: number(&random), columns: number(&random))
      let text = SafeText(random.hostileText())
      canvas.put(text, row: area.row, column: area.column, maxWidth: area.columns)
      canvas.put(
        text, row: Int.random(in: 0...7, using: &random), column: Int.random(in: -4...11, using: &random))
      canvas.box(area, title: text, glyphs: .unicode)
      canvas.box(area.inside, glyphs: .ascii)
      canvas.horizontalLine(row: area.row, column: area.column, width: area.columns, glyphs: .unicode)
      canvas.verticalLine(row: area.row, column: area.column, height: area.rows, glyphs: .unicode)
      canvas.put(Bar(fraction: 0.4, width: area.columns), row: 1, column: area.column)
      canvas.restyle(area) { $0.bold }
      if Bool.random(using: &random) { canvas.fill(area) }
    }
    expectWhole(canvas)
    expectWhole(
      canvas.resized(
        rows: Int.random(in: 0...9, using: &random), columns: Int.random(in: 0...13, using: &random)))
  }

  private func expectWhole(_ canvas: Canvas) {
    for row in 0..<canvas.rows {
      let widths = (0..<canvas.columns).map { canvas[row, $0]?.grapheme?.width ?? 0 }
      for (column, width) in widths.enumerated() {
        let next = column + 1 < widths.count ? widths[column + 1] : 1
        #expect((width == 2) == (next == 0), "row \(row) column \(column)")
      }
      #expect(widths.first != 0)
    }
  }
}
