import Delegation
import SessionStore
import Terminal

/// The Metrics screen: a page of the seven days beside the seven before, scrolled where the screen is small.
enum MetricsView {
  static func draw(_ model: Model, _ canvas: inout Canvas) {
    let layout = Layout(size: model.size)
    let start = layout.bodyStart(of: .metrics)
    let height = layout.bodyRows(of: .metrics)
    var more = SafeText.empty
    if let report = model.metrics.report {
      let page = MetricsPaper(
        report, columns: canvas.columns, height: height - 1, glyphs: model.settings.glyphs)
      canvas.put(window: page.canvas, from: model.metrics.top, height: height - 1, row: start + 1)
      let below = page.canvas.rows - model.metrics.top - (height - 1)
      if below > 0 { more = "  \(below) more below" }
    }
    let moreStart = canvas.columns - more.width - 1
    canvas.put(head(model), row: start, column: 1, maxWidth: moreStart - 1, glyphs: model.settings.glyphs)
    canvas.put(more, row: start, column: moreStart, style: Style(.muted))
  }

  /// How far the page can be scrolled.
  static func topMax(_ model: Model) -> Int {
    let layout = Layout(size: model.size)
    guard let report = model.metrics.report, !layout.isSmall else { return 0 }
    let height = layout.bodyRows(of: .metrics) - 1
    let rows = MetricsPaper.rows(report, columns: model.size.columns, height: height)
    return max(0, rows - height)
  }

  /// What is shown and how old it is; what went wrong never takes away what was read.
  private static func head(_ model: Model) -> Strip {
    let metrics = model.metrics
    var strip = Strip("last 7 days, and the 7 before", Style(.title))
    if let received = metrics.receivedAt {
      strip.add("   read \(SafeText(UTC.time(received)))", Style(.muted))
    }
    if let failure = metrics.failure {
      strip.add("   not read anew: \(SafeText(failure.sentence))", Style(.danger))
    } else if let begun = model.loads.begun[.metrics],
      metrics.report == nil || model.now - begun >= Model.staleSpan
    {
      strip.add("   reading" + model.settings.glyphs.ellipsis, Style(.warning))
    }
    return strip
  }

  /// The figures for a screen that has no room for charts.
  static func smallLines(_ model: Model) -> [Strip] {
    guard let report = model.metrics.report else { return [head(model)] }
    let rows = MetricsFigures.rows(report).filter { !$0.isDetail }
    return rows.map { row in
      Strip(row.name.padded(to: 22), Style(.muted)).adding(row.now, row.style).adding("  was \(row.before)")
    }
  }
}

/// The whole page on a canvas of its own.
struct MetricsPaper {
  private(set) var canvas: Canvas
  private let report: MetricsReport
  private let glyphs: Glyphs
  private let chartRows: Int

  init(_ report: MetricsReport, columns: Int, height: Int, glyphs: Glyphs) {
    self.report = report
    self.glyphs = glyphs
    chartRows = Self.chartRows(height)
    canvas = Canvas(rows: Self.rows(report, columns: columns, height: height), columns: columns)
    drawCharts()
    var row = chartRows + 1
    row += draw(MetricsLists.reasons(report), MetricsFigures.rows(report), row: row) + 1
    draw(MetricsLists.lifetimes(report), MetricsLists.mismatches(report), row: row)
  }

  static func rows(_ report: MetricsReport, columns: Int, height: Int) -> Int {
    let first = max(MetricsLists.reasons(report).rows.count, MetricsFigures.rows(report).count)
    let second = max(
      MetricsLists.lifetimes(report).rows.count, MetricsLists.mismatches(report).rows.count)
    return chartRows(height) + 1 + (1 + first) + 1 + (1 + second)
  }

  /// A third of the screen, and never fewer rows than a curve needs.
  private static func chartRows(_ height: Int) -> Int { min(12, max(7, height / 3)) }

  private var half: Int { (canvas.columns - 4) / 2 }
  private var secondColumn: Int { 1 + half + 2 }

  // MARK: Charts

  private mutating func drawCharts() {
    // Where a column has no place for each hour, a point is six of them.
    let hours = half * 2 >= MetricsQuestion.hours ? 1 : 6
    let now = MetricsSeries(report.points, hours: hours)
    let before = MetricsSeries(report.pointsBefore, hours: hours)
    let days = (0..<7).map { UTC.weekday(report.question.from + TimeSpan(seconds: $0 * 86_400)) }
    let charts: [(SafeText, Chart)] = [
      (
        "EXECUTIONS in \(hours) h",
        Chart(
          .init("7 days", now.executions), earlier: .init("before", before.executions), xLabels: days)
      ),
      (
        "DENIED, percent",
        Chart(
          .init("7 days", now.deniedPercent), earlier: .init("before", before.deniedPercent), xLabels: days)
      ),
    ]
    for (column, (title, chart)) in zip([1, secondColumn], charts) {
      canvas.put(title, row: 0, column: column, maxWidth: half, style: Style(.header))
      canvas.put(
        chart, in: Area(row: 1, column: column, rows: chartRows - 1, columns: half), glyphs: glyphs)
    }
  }

  // MARK: Lists

  private mutating func draw(_ list: MetricsList, _ figures: [MetricsFigure], row: Int) -> Int {
    draw(list, row: row, column: 1)
    canvas.put("FIGURES", row: row, column: secondColumn, style: Style(.header))
    for (title, end) in [("7 DAYS", half - MetricsFigure.width), ("BEFORE", half)] as [(SafeText, Int)] {
      canvas.put(title, row: row, column: secondColumn + end - title.width, style: Style(.header))
    }
    for (index, figure) in figures.enumerated() {
      let line = row + 1 + index
      canvas.put(
        figure.name.prefix(width: half - 2 * MetricsFigure.width, glyphs: glyphs), row: line,
        column: secondColumn)
      canvas.put(
        figure.now, row: line, column: secondColumn + half - MetricsFigure.width - figure.now.width,
        style: figure.style)
      canvas.put(
        figure.before, row: line, column: secondColumn + half - figure.before.width, style: Style(.muted))
    }
    return 1 + max(list.rows.count, figures.count)
  }

  private mutating func draw(_ left: MetricsList, _ right: MetricsList, row: Int) {
    draw(left, row: row, column: 1)
    draw(right, row: row, column: secondColumn)
  }

  private mutating func draw(_ list: MetricsList, row: Int, column: Int) {
    canvas.put(
      list.title.prefix(width: half, glyphs: glyphs), row: row, column: column, style: Style(.header))
    guard !list.rows.isEmpty else { return }
    if list.isEmpty {
      canvas.put(list.rows[0].label, row: row + 1, column: column, maxWidth: half, style: Style(.muted))
      return
    }
    let area = Area(row: row + 1, column: column, rows: list.rows.count, columns: half)
    canvas.put(BarChart(list.rows, top: list.top, keepsLabels: true), in: area, glyphs: glyphs)
  }
}

/// Points of a chart.
struct MetricsSeries {
  let executions: [Double]
  /// Not a number where nothing was executed: no data is not zero.
  let deniedPercent: [Double]

  /// - Parameter hours: how many make a point.
  init(_ points: [MetricsPoint], hours: Int) {
    let groups = stride(from: 0, to: points.count, by: max(1, hours)).map {
      points[$0..<min(points.count, $0 + max(1, hours))]
    }
    let sums = groups.map { group in
      group.reduce(into: (all: 0.0, denied: 0.0)) { sum, point in
        sum.all += Double(point.allowed) + Double(point.denied)
        sum.denied += Double(point.denied)
      }
    }
    executions = sums.map(\.all)
    deniedPercent = sums.map { $0.all > 0 ? 100 * $0.denied / $0.all : .nan }
  }
}
