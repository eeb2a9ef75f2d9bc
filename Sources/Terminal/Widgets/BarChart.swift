/// Values beside one another: a row each, with a label, a bar and the value as text.
package struct BarChart: Hashable, Sendable {
  package struct Row: Hashable, Sendable {
    package let label: SafeText
    package let value: Double
    package let text: SafeText

    /// - Parameter text: the value as it is printed; by default a short number.
    package init(_ label: SafeText, _ value: Double, text: SafeText? = nil) {
      self.label = label
      self.value = value
      self.text = text ?? SafeText(shortNumber(value))
    }
  }

  package let rows: [Row]
  /// The value of a full bar.
  package let top: Double
  /// Short of columns, the bar gives way to the label: names that are cut cannot be told apart.
  package let keepsLabels: Bool

  /// - Parameter top: nil, or what is not above 0, for the largest value.
  package init(_ rows: [Row], top: Double? = nil, keepsLabels: Bool = false) {
    self.rows = rows
    self.keepsLabels = keepsLabels
    let largest = rows.map(\.value).filter(\.isFinite).max() ?? 0
    self.top = top.flatMap { $0.isFinite && $0 > 0 ? $0 : nil } ?? (largest > 0 ? largest : 1)
  }
}

extension Canvas {
  /// Draws the rows on all of `area`, blanked before; where there are more than fit, the last row says how many.
  /// The value stays longest when columns are few, then the label, then the bar.
  package mutating func put(
    _ chart: BarChart, in area: Area, glyphs: Glyphs, style: Style = Style(.bar)
  ) {
    fill(area)
    let (top, left) = (Self.clamp(area.row), Self.clamp(area.column))
    let height = max(0, Self.clamp(area.rows))
    let width = max(0, Self.clamp(area.columns))
    guard height > 0, width > 0 else { return }
    let isCut = chart.rows.count > height
    let shown = chart.rows.prefix(isCut ? height - 1 : height)
    let columns = BarColumns(shown, width: width, keepsLabels: chart.keepsLabels)
    for (index, row) in shown.enumerated() {
      let line = top + index
      put(row.label.fitted(to: columns.label, glyphs: glyphs), row: line, column: left)
      if columns.bar > 0 {
        let bar = Bar(fraction: row.value / chart.top, width: columns.bar, glyphs: glyphs)
        put(bar, row: line, column: left + columns.label + 1, style: style)
      }
      let text = row.text.prefix(width: columns.text, glyphs: glyphs)
      put(text, row: line, column: left + width - text.width)
    }
    if isCut {
      let more = SafeText("\(chart.rows.count - shown.count) more").prefix(width: width, glyphs: glyphs)
      put(more, row: top + height - 1, column: left, style: Style(.muted))
    }
  }
}

private struct BarColumns {
  let label: Int
  let bar: Int
  let text: Int

  private static let barMin = 3
  private static let barShort = 6

  init(_ rows: ArraySlice<BarChart.Row>, width: Int, keepsLabels: Bool) {
    text = min(width, rows.map(\.text.width).max() ?? 0)
    let widest = rows.map(\.label.width).max() ?? 0
    // A space between each two.
    let room = max(0, width - text - 2)
    let label = min(widest, max(room / 2, room - (keepsLabels ? Self.barShort : 20)))
    if room - label >= Self.barMin {
      self.label = label
      bar = room - label
    } else {
      self.label = max(0, width - text - 1)
      bar = 0
    }
  }
}
