import Testing

@testable import Terminal

private let week = Chart.Series("this week", [3, 9, 12, 14, 6, .nan, 2])
private let before = Chart.Series("week before", [5, 5, 6, 8, 12, 3, 1])
private let days: [SafeText] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]

private func screen(_ chart: Chart, rows: Int, columns: Int, glyphs: Glyphs = .unicode) -> [String] {
  var canvas = Canvas(rows: rows, columns: columns)
  canvas.put(chart, in: canvas.area, glyphs: glyphs)
  return canvas.lines
}

private func plain(_ values: [Double], _ form: Chart.Form, top: Double? = nil) -> Chart {
  Chart(Chart.Series("", values), form: form, top: top)
}

@Suite struct ChartTests {
  @Test func `a curve is a solid line, and the week before dots`() {
    #expect(
      screen(Chart(week, earlier: before, xLabels: days), rows: 8, columns: 40) == [
        "    ⠤⠤ this week  ⠄⠄ week before",
        " 15│              ⢀⣀⡠⠤⢄",
        "   │         ⢀⡠⠤⠒⠉⠁    ⠑⢄⡀⠄⠂⡀",
        "   │      ⢀⠔⠊⠁       ⡀⡀⠄⠉⠢⡀  ⠄",
        "7.5│  ⢀⡀⣀⡔⡁⡀⡀⡀⡀⠄⠄⠄⠂⠁⠁     ⠘⠄  ⠂",
        "   │  ⠠⠒⠁                      ⠁⠄⡀",
        "  0│                              ⠁⠁⠂⠃",
        "    Mo   Tu   We   Th   Fr   Sa   Su",
      ])
  }

  @Test func `columns of one week carry marks of the week before`() {
    #expect(
      screen(Chart(week, earlier: before, xLabels: days, form: .columns), rows: 8, columns: 40) == [
        "    ██ this week  ── week before",
        " 15│                ▅▅▅▅▅",
        "   │           ▆▆▆▆▆█████─────",
        "   │      ▅▅▅▅▅█████▒▒▒▒▒",
        "7.5│──────▒▒▒▒▒▒▒▒▒▒█████▃▃▃▃▃",
        "   │▂▂▂▂▂▂████████████████████─────",
        "  0│██████████████████████████     ▒▒▒▒▒",
        "    Mo   Tu   We   Th   Fr   Sa   Su",
      ])
  }

  @Test(arguments: [Chart.Form.curve, .columns])
  func `in ASCII both forms are columns, and still tell the series apart`(form: Chart.Form) {
    let lines = screen(
      Chart(week, earlier: before, xLabels: days, form: form), rows: 8, columns: 40, glyphs: .ascii)
    #expect(
      lines == [
        "    ## this week  oo week before",
        " 15|                -----",
        "   |           =====#####ooooo",
        "   |      -----#####ooooo",
        "7.5|oooooooooooooooo#####.....",
        "   |______####################ooooo",
        "  0|##########################     ooooo",
        "    Mo   Tu   We   Th   Fr   Sa   Su",
      ])
  }

  @Test func `each series has its style, and a cell of both the newer one's`() {
    var canvas = Canvas(rows: 2, columns: 4)
    let chart = Chart(.init("", [1, 1, 0, 0]), earlier: .init("", [0, 1, 1, 0]), form: .columns)
    canvas.put(chart, in: canvas.area, glyphs: .unicode)
    #expect(canvas.lines == ["█▒─", "▒█▁▒"])
    let styles = canvas.styleLines { $0.role == .bar ? "b" : $0.role == .muted ? "m" : "." }
    #expect(styles == ["bbm.", "bbbb"])
  }

  @Test func `in a curve the solid line decides the style of a cell`() {
    var canvas = Canvas(rows: 1, columns: 4)
    let chart = Chart(
      .init("", [1, 1, .nan, .nan, .nan, .nan, .nan, .nan]),
      earlier: .init("", [0, 0, 0, 0, .nan, .nan, 0, 0]))
    canvas.put(chart, in: canvas.area, glyphs: .unicode)
    #expect(canvas.lines == ["⡉⡀ ⡀"])
    #expect(canvas.styleLines { $0.role == .bar ? "b" : $0.role == .muted ? "m" : "." } == ["bm.m"])
  }

  @Test(
    arguments: [
      ([], ["", ""]), ([.nan, .infinity], ["", ""]), ([0, 0], ["", "▁▁▁▁"]), ([7], ["████", "████"]),
      ([7, 7, 7, 7], ["████", "████"]), ([-3, 4], ["  ██", "▁▁██"]), ([1, .nan, 2, 4], ["   █", "▄ ██"]),
      ([399, 400], ["▇▇██", "████"]), ([1, 1, 1, 9, 1, 1, 1, 1], [" █", "▂█▂▂"]),
    ] as [([Double], [String])])
  func `columns never show almost as all, no data as zero, or lose a peak`(values: [Double], lines: [String])
  {
    #expect(screen(plain(values, .columns, top: values.max { $0 < $1 }), rows: 2, columns: 4) == lines)
  }

  @Test(
    arguments: [
      ([], [""]), ([.nan], [""]), ([0, 0], [" ⣀⣀⡀"]), ([7], ["  ⠁"]), ([5, 5, 5, 5, 5, 5, 5, 5], ["⠉⠉⠉⠉"]),
      ([0, 1, 0, 1, 0, 1, 0, 1], ["⡸⡾⡾⡾"]), ([1, .nan, 1, .nan, 1, .nan, 1, .nan], ["⠁⠁⠁⠁"]),
    ] as [([Double], [String])])
  func `a curve joins neighbours and leaves gaps`(values: [Double], lines: [String]) {
    #expect(screen(plain(values, .curve, top: values.max { $0 < $1 }), rows: 1, columns: 4) == lines)
  }

  @Test(arguments: [
    (0, 1), (0.3, 0.3), (1, 1), (1.01, 1.5), (7, 8), (9, 10), (101, 150), (2_500, 2_500), (-4, 1), (.nan, 1),
    (.infinity, 1), (.greatestFiniteMagnitude, .greatestFiniteMagnitude),
  ])
  func `the scale ends at a round number`(value: Double, top: Double) {
    #expect(abs(roundTop(over: value) - top) <= top * 1e-9)
  }

  @Test(arguments: [
    (0, "0"), (1, "1"), (0.5, "0.5"), (0.05, "0.05"), (7.25, "7.25"), (999.994, "999.99"), (1_250, "1.25k"),
    (-2_000, "-2k"), (3_400_000, "3.4M"), (5e9, "5G"), (.nan, "-"), (.infinity, "inf"),
  ])
  func `a number of the scale is short`(value: Double, text: String) {
    #expect(shortNumber(value) == text)
  }

  @Test func `with less room go the names, then the labels, then the scale`() {
    let chart = Chart(week, earlier: before, xLabels: days, form: .columns)
    #expect(
      screen(chart, rows: 3, columns: 20) == [
        "15│   ▂▂▅▅▅▒▒───", " 0│▒▒▒▒▒▒▒▒██▆▆▆──▒▒", "   Mo  We   Fr   Su",
      ])
    #expect(screen(chart, rows: 2, columns: 12) == ["15│  ▂▅▒▒─", " 0│▒▒▒▒██▆─▒"])
    #expect(screen(chart, rows: 1, columns: 7) == ["▒▒▒▒▒─▒"])
    #expect(screen(chart, rows: 1, columns: 1) == ["▒"])
  }

  @Test func `labels of the scale are the caller's, and hostile names are cleaned`() {
    let chart = Chart(.init("a\u{1B}[2J", [50, 100]), form: .columns) { "\(Int($0)) %" }
    #expect(
      screen(chart, rows: 4, columns: 20) == [
        "      ██ a␛[2J", "100 %│       ███████", "     │▄▄▄▄▄▄▄███████", "  0 %│██████████████",
      ])
  }

  /// Whatever the numbers: no trap, nothing outside the area, and every size is drawn.
  @Test func `no values, sizes or places break a chart`() {
    let odd: [Double] = [
      .nan, .infinity, -.infinity, 0, -0.0, -1, 1, .greatestFiniteMagnitude, .leastNonzeroMagnitude, 1e-300,
      7,
    ]
    for seed in UInt64(0)..<400 {
      var random = Seeded(seed)
      func values() -> [Double] {
        (0..<Int.random(in: 0...40, using: &random)).map { _ in odd.randomElement(using: &random) ?? 0 }
      }
      let form = Bool.random(using: &random) ? Chart.Form.curve : .columns
      let labels = (0..<Int.random(in: 0...9, using: &random)).map { _ in SafeText(random.hostileText()) }
      let earlier = Bool.random(using: &random) ? Chart.Series("b", values()) : nil
      let chart = Chart(
        .init("a", values()), earlier: earlier, xLabels: labels, form: form,
        top: odd.randomElement(using: &random))
      var canvas = Canvas(rows: 12, columns: 30)
      let area = Area(
        row: Int.random(in: -3...14, using: &random), column: Int.random(in: -3...32, using: &random),
        rows: Int.random(in: -1...12, using: &random), columns: Int.random(in: -1...30, using: &random))
      canvas.put(chart, in: area, glyphs: Bool.random(using: &random) ? .unicode : .ascii)
      for row in 0..<12 {
        for column in 0..<30 {
          let isInside =
            row >= area.row && row < area.row + area.rows && column >= area.column
            && column < area.column + area.columns
          if !isInside { #expect(canvas[row, column]?.grapheme == .space, "seed \(seed): \(row), \(column)") }
        }
      }
    }
    var canvas = Canvas(rows: 2, columns: 2)
    canvas.put(
      plain([1], .curve), in: Area(row: .min, column: .max, rows: 3, columns: .min), glyphs: .unicode)
    #expect(canvas.lines == ["", ""])
  }
}

@Suite struct BarChartTests {
  private let rows = [
    ("swap.execute", 1250.0), ("nft.list", 300), ("quote.accept", 0), ("mystery", .nan), ("rest", 3),
  ].map { BarChart.Row(SafeText($0.0), $0.1) }

  private func screen(_ chart: BarChart, rows: Int, columns: Int, glyphs: Glyphs = .unicode) -> [String] {
    var canvas = Canvas(rows: rows, columns: columns)
    canvas.put(chart, in: canvas.area, glyphs: glyphs)
    return canvas.lines
  }

  @Test func `each row has its label, bar and value`() {
    #expect(
      screen(BarChart(rows), rows: 6, columns: 40) == [
        "swap.execute █████████████████████ 1.25k",
        "nft.list     █████░░░░░░░░░░░░░░░░   300",
        "quote.accept ░░░░░░░░░░░░░░░░░░░░░     0",
        "mystery      ░░░░░░░░░░░░░░░░░░░░░     -",
        "rest         ▏░░░░░░░░░░░░░░░░░░░░     3",
        "",
      ])
    let own = BarChart([.init("a", 5, text: "5 s"), .init("b", 20, text: "20 s")], top: 10)
    #expect(screen(own, rows: 2, columns: 12, glyphs: .ascii) == ["a ##---  5 s", "b ##### 20 s"])
  }

  @Test func `what does not fit is counted, and short of columns the bar goes first`() {
    let chart = BarChart(rows)
    #expect(
      screen(chart, rows: 3, columns: 24) == [
        "swap.ex… █████████ 1.25k", "nft.list ██▏░░░░░░   300", "3 more",
      ])
    #expect(
      screen(chart, rows: 2, columns: 9)
        == ["swa 1.25k", "4 more"].map { $0.replacing("swa ", with: "sw… ") })
    #expect(screen(chart, rows: 1, columns: 1) == ["…"])
    #expect(screen(BarChart([rows[0]]), rows: 1, columns: 3) == ["1.…"])
    #expect(screen(BarChart([]), rows: 1, columns: 10) == [""])
  }
}
