/// Metrics of one name, as Prometheus and OpenMetrics have them.
struct MetricFamily: Equatable, Sendable {
  /// `[a-zA-Z_:][a-zA-Z0-9_:]*`, without the `_total` of a counter.
  let name: String
  let help: String
  /// A base unit such as `seconds`, with which the name ends; nil for none.
  let unit: String?
  let metrics: Metrics

  enum Metrics: Equatable, Sendable {
    case counter([Sample])
    case gauge([Sample])
    case histogram([Histogram])
    case summary([Summary])

    var type: String {
      switch self {
      case .counter: "counter"
      case .gauge: "gauge"
      case .histogram: "histogram"
      case .summary: "summary"
      }
    }
  }

  struct Label: Hashable, Sendable {
    let name: String
    let value: String

    init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  struct Sample: Equatable, Sendable {
    let labels: [Label]
    let value: Double

    init(_ value: Double, _ labels: [Label] = []) {
      self.labels = labels
      self.value = value
    }
  }

  struct Histogram: Equatable, Sendable {
    let labels: [Label]
    /// Upper bounds, inclusive and ascending, without that of the last bucket, which is infinite.
    let bounds: [Double]
    /// Observations in each bucket alone, one more than there are bounds.
    let counts: [UInt64]
    let sum: Double

    init(_ labels: [Label] = [], bounds: [Double], counts: [UInt64], sum: Double) {
      self.labels = labels
      self.bounds = bounds
      self.counts = counts
      self.sum = sum
    }
  }

  struct Summary: Equatable, Sendable {
    let labels: [Label]
    /// `part` is from 0 to 1.
    let quantiles: [Quantile]
    let count: UInt64
    /// Nil where nobody added it up: both forms may leave it out.
    let sum: Double?

    struct Quantile: Equatable, Sendable {
      let part: Double
      let value: Double
    }

    init(_ labels: [Label] = [], quantiles: [Quantile], count: UInt64, sum: Double?) {
      self.labels = labels
      self.quantiles = quantiles
      self.count = count
      self.sum = sum
    }
  }

  /// - Throws: ``MetricProblem`` for what a reader of either form would refuse.
  init(_ name: String, _ help: String, unit: String? = nil, _ metrics: Metrics) throws(MetricProblem) {
    self.name = name
    self.help = help
    self.unit = unit
    self.metrics = metrics
    try check()
  }
}

enum MetricProblem: Error, Equatable {
  case name(String)
  /// The name ends as those of samples do, such as `_total`, which the writer adds.
  case suffix(String, in: String)
  /// Its unit must be the name's last part.
  case unit(String, in: String)
  case label(String, in: String)
  /// Two metrics of the family have the same labels, or two families the same name.
  case twice(String)
  case value(Double, in: String)
  case buckets(of: String)
  case quantile(Double, in: String)

  var sentence: String {
    switch self {
    case .name(let name): "metric `\(name)`: expected letters, digits, `_` and `:`"
    case .suffix(let suffix, let name): "metric `\(name)`: expected a name without `\(suffix)`"
    case .unit(let unit, let name): "metric `\(name)`: expected a name that ends in `_\(unit)`"
    case .label(let label, let name): "metric `\(name)`: expected another label than `\(label)`"
    case .twice(let name): "metric `\(name)` stands twice with the same labels"
    case .value(let value, let name): "metric `\(name)`: expected a number from 0, found \(value)"
    case .buckets(let name):
      "metric `\(name)`: expected ascending bounds and one count more than there are bounds"
    case .quantile(let part, let name):
      "metric `\(name)`: expected quantiles from 0 to 1, each once, found \(part)"
    }
  }
}
