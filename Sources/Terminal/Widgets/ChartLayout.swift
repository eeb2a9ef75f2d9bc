/// Where the parts of a chart stand.
struct ChartLayout {
  /// The column at which the area begins.
  let left: Int
  let plot: Area
  let namesRow: Int?
  let labelsRow: Int?
  /// Labels of the scale by row; the width of the widest.
  let scale: [(row: Int, label: SafeText)]
  let scaleWidth: Int

  /// Fewer columns of a plot say nothing.
  private static let plotColumnsMin = 8

  init(_ chart: Chart, _ area: Area) {
    let (top, left) = (Canvas.clamp(area.row), Canvas.clamp(area.column))
    let rows = max(0, Canvas.clamp(area.rows))
    let columns = max(0, Canvas.clamp(area.columns))
    let hasNames = chart.hasNames && rows >= 4
    let hasLabels = !chart.xLabels.isEmpty && rows >= 3
    let plotTop = top + (hasNames ? 1 : 0)
    let plotRows = rows - (hasNames ? 1 : 0) - (hasLabels ? 1 : 0)

    var scale = [(row: plotTop, label: chart.scaleLabel(chart.top))]
    if plotRows >= 5 { scale.append((plotTop + plotRows / 2, chart.scaleLabel(chart.top / 2))) }
    scale.append((plotTop + plotRows - 1, chart.scaleLabel(0)))
    let width = scale.map(\.label.width).max() ?? 0
    let hasScale = plotRows >= 2 && columns >= width + 1 + Self.plotColumnsMin

    self.left = left
    self.scale = scale
    scaleWidth = width
    namesRow = hasNames ? top : nil
    labelsRow = hasLabels ? top + rows - 1 : nil
    let gutter = hasScale ? width + 1 : 0
    plot = Area(row: plotTop, column: left + gutter, rows: plotRows, columns: columns - gutter)
  }
}
