extension Canvas {
  /// Draws a chart on all of `area`, blanked before. What there is no room for is left out: first the names, then the
  /// labels below, then the scale.
  ///
  /// - Parameters:
  ///   - style: of the series.
  ///   - earlierStyle: of the earlier series; a cell with both has `style`.
  package mutating func put(
    _ chart: Chart, in area: Area, glyphs: Glyphs, style: Style = Style(.bar),
    earlierStyle: Style = Style(.muted)
  ) {
    fill(area)
    let layout = ChartLayout(chart, area)
    let styles = ChartStyles(series: style, earlier: earlierStyle)
    if let row = layout.namesRow {
      putNames(of: chart, row: row, in: layout, glyphs: glyphs, styles: styles)
    }
    if layout.plot.column > layout.left {
      for (row, label) in layout.scale {
        put(
          label.padded(to: layout.scaleWidth, .trailing), row: row, column: layout.left, style: Style(.muted))
      }
      verticalLine(
        row: layout.plot.row, column: layout.plot.column - 1, height: layout.plot.rows, glyphs: glyphs)
    }
    if let row = layout.labelsRow { putLabels(chart.xLabels, row: row, in: layout.plot) }
    guard layout.plot.rows > 0 else { return }
    if chart.form == .curve, glyphs.hasBraille {
      putCurves(of: chart, in: layout.plot, styles: styles)
    } else {
      putColumns(of: chart, in: layout.plot, glyphs: glyphs, styles: styles)
    }
  }

  private mutating func putNames(
    of chart: Chart, row: Int, in layout: ChartLayout, glyphs: Glyphs, styles: ChartStyles
  ) {
    let isCurve = chart.form == .curve && glyphs.hasBraille
    let signs: (SafeText, SafeText) =
      isCurve ? ("⠤⠤", "⠄⠄") : (.repeating(glyphs.sparks.last ?? .empty, 2), .repeating(glyphs.chartMark, 2))
    var room = layout.plot.columns
    var column = layout.plot.column
    for (sign, series, style) in [
      (signs.0, chart.series, styles.series), (signs.1, chart.earlier, styles.earlier),
    ] {
      guard let series, room > 0 else { continue }
      put(sign, row: row, column: column, maxWidth: room, style: style)
      let name = series.name.prefix(width: max(0, room - 3), glyphs: glyphs)
      put(name, row: row, column: column + 3, maxWidth: room - 3)
      let used = 3 + name.width + 2
      (column, room) = (column + used, room - used)
    }
  }

  private mutating func putLabels(_ labels: [SafeText], row: Int, in plot: Area) {
    let widest = labels.map(\.width).max() ?? 0
    // As many as stand apart by a space.
    let fitting = max(1, (plot.columns + 1) / (widest + 1))
    let step = (labels.count + fitting - 1) / fitting
    for index in stride(from: 0, to: labels.count, by: max(1, step)) {
      let start = index * plot.columns / labels.count
      put(
        labels[index].clipped(to: plot.columns - start), row: row, column: plot.column + start,
        style: Style(.muted))
    }
  }

  private mutating func putCurves(of chart: Chart, in plot: Area, styles: ChartStyles) {
    var line = BrailleGrid(rows: plot.rows, columns: plot.columns)
    line.addLine(Chart.line(chart.fractions(of: chart.series), count: plot.columns * 2))
    var both = line
    if let earlier = chart.earlier {
      both.addDots(Chart.line(chart.fractions(of: earlier), count: plot.columns * 2))
    }
    for row in 0..<both.rows {
      for column in 0..<both.columns {
        guard let sign = both.sign(row: row, column: column) else { continue }
        let isLine = line.sign(row: row, column: column) != nil
        put(
          sign, row: plot.row + row, column: plot.column + column,
          style: isLine ? styles.series : styles.earlier)
      }
    }
  }

  private mutating func putColumns(of chart: Chart, in plot: Area, glyphs: Glyphs, styles: ChartStyles) {
    let heights = Chart.steps(chart.fractions(of: chart.series), count: plot.columns)
    let marks = chart.earlier.map { Chart.steps(chart.fractions(of: $0), count: plot.columns) }
    let bottom = plot.row + plot.rows - 1
    for place in 0..<plot.columns {
      let column = plot.column + place
      if let height = heights[place] {
        for (row, sign) in columnSigns(height, rows: plot.rows, glyphs: glyphs).enumerated() {
          put(sign, row: bottom - row, column: column, style: styles.series)
        }
      }
      if let mark = marks?[place] {
        let row = bottom - min(Int(mark * Double(plot.rows)), plot.rows - 1)
        let isBlank = self[row, column]?.grapheme == .space
        put(
          isBlank ? glyphs.chartMark : glyphs.chartMarkOnColumn, row: row, column: column,
          style: isBlank ? styles.earlier : styles.series)
      }
    }
  }
}

private struct ChartStyles {
  let series: Style
  let earlier: Style
}

/// The cells of one column from the bottom: 0 shows the lowest part, and only 1 the full height.
private func columnSigns(_ fraction: Double, rows: Int, glyphs: Glyphs) -> [SafeText] {
  let parts = glyphs.sparks.count
  let all = rows * parts
  guard all > 0 else { return [] }
  var units = max(1, Int(fraction * Double(all) + 0.5))
  if fraction < 1 { units = min(units, max(1, all - 1)) }
  let full = Array(repeating: glyphs.sparks[parts - 1], count: units / parts)
  return units % parts == 0 ? full : full + [glyphs.sparks[units % parts - 1]]
}
