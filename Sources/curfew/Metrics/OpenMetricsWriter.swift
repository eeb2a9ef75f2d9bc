/// Writes metrics as text that a scraper reads.
struct OpenMetricsWriter: Sendable {
  enum Form: Sendable {
    /// OpenMetrics 1.0: `application/openmetrics-text; version=1.0.0; charset=utf-8`. Ends in `# EOF`.
    case openMetrics
    /// The text format that Prometheus had before: `text/plain; version=0.0.4; charset=utf-8`.
    case classic
  }

  private let form: Form
  private var text = ""

  /// - Throws: ``MetricProblem/twice(_:)`` when two families have one name.
  static func text(_ families: [MetricFamily], _ form: Form) throws(MetricProblem) -> String {
    var names: Set<String> = []
    var writer = OpenMetricsWriter(form: form)
    for family in families {
      guard names.insert(family.name).inserted else { throw .twice(family.name) }
      writer.add(family)
    }
    return writer.text + (form == .openMetrics ? "# EOF\n" : "")
  }

  private init(form: Form) { self.form = form }

  private mutating func add(_ family: MetricFamily) {
    var described = family.name
    if case .counter = family.metrics, form == .classic { described += "_total" }
    text += "# TYPE \(described) \(family.metrics.type)\n"
    // The classic form knows no units.
    if let unit = family.unit, form == .openMetrics { text += "# UNIT \(described) \(unit)\n" }
    text += "# HELP \(described) \(escaped(family.help, quotes: form == .openMetrics))\n"
    switch family.metrics {
    case .counter(let samples):
      for sample in samples { line(family.name + "_total", sample.labels, number(sample.value)) }
    case .gauge(let samples):
      for sample in samples { line(family.name, sample.labels, number(sample.value)) }
    case .histogram(let histograms):
      for histogram in histograms { add(histogram, name: family.name) }
    case .summary(let summaries):
      for summary in summaries { add(summary, name: family.name) }
    }
  }

  private mutating func add(_ histogram: MetricFamily.Histogram, name: String) {
    var total: UInt64 = 0
    for (index, count) in histogram.counts.enumerated() {
      total = total &+ count
      let bound = index < histogram.bounds.count ? histogram.bounds[index] : .infinity
      line(name + "_bucket", histogram.labels + [.init("le", canonical(bound))], "\(total)")
    }
    line(name + "_count", histogram.labels, "\(total)")
    line(name + "_sum", histogram.labels, number(histogram.sum))
  }

  private mutating func add(_ summary: MetricFamily.Summary, name: String) {
    for quantile in summary.quantiles {
      let labels = summary.labels + [.init("quantile", canonical(quantile.part))]
      line(name, labels, number(quantile.value))
    }
    line(name + "_count", summary.labels, "\(summary.count)")
    if let sum = summary.sum { line(name + "_sum", summary.labels, number(sum)) }
  }

  private mutating func line(_ name: String, _ labels: [MetricFamily.Label], _ value: String) {
    text += name
    if !labels.isEmpty {
      let pairs = labels.map { "\($0.name)=\"\(escaped($0.value, quotes: true))\"" }
      text += "{" + pairs.joined(separator: ",") + "}"
    }
    text += " " + value + "\n"
  }
}

/// A backslash, a line feed and, where the form asks for it, a quote, each behind a backslash.
private func escaped(_ text: String, quotes: Bool) -> String {
  var result = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\\": result.append(contentsOf: "\\\\".unicodeScalars)
    case "\n": result.append(contentsOf: "\\n".unicodeScalars)
    case "\"" where quotes: result.append(contentsOf: "\\\"".unicodeScalars)
    default: result.append(scalar)
    }
  }
  return String(result)
}

/// Whole numbers without a fraction.
private func number(_ value: Double) -> String {
  if let whole = Int64(exactly: value), abs(whole) < 1 << 53 { return "\(whole)" }
  return canonical(value)
}

/// The spelling that a bound and a quantile must have (OpenMetrics 1.0, "Numbers"): `1.0`, `0.25`, `+Inf`.
private func canonical(_ value: Double) -> String {
  if value.isNaN { return "NaN" }
  if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
  return "\(value)"
}
