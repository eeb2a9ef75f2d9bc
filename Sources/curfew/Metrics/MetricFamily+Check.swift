extension MetricFamily {
  func check() throws(MetricProblem) {
    guard isMetricName(name, colons: true) else { throw .name(name) }
    // What a sample's name may end in, a family's may not: readers would take one for the other.
    for suffix in ["_total", "_created", "_bucket", "_count", "_sum", "_info"] where name.hasSuffix(suffix) {
      throw .suffix(suffix, in: name)
    }
    if let unit {
      guard isMetricName(unit, colons: false), name.hasSuffix("_" + unit) else { throw .unit(unit, in: name) }
    }
    try checkLabels()
    switch metrics {
    case .counter(let samples):
      for sample in samples { try checkCount(sample.value) }
    case .gauge: break
    case .histogram(let histograms):
      for histogram in histograms { try checkBuckets(of: histogram) }
    case .summary(let summaries):
      for summary in summaries { try checkQuantiles(of: summary) }
    }
  }

  private var labelSets: [[Label]] {
    switch metrics {
    case .counter(let samples), .gauge(let samples): samples.map(\.labels)
    case .histogram(let histograms): histograms.map(\.labels)
    case .summary(let summaries): summaries.map(\.labels)
    }
  }

  private func checkLabels() throws(MetricProblem) {
    var sets: Set<Set<Label>> = []
    for labels in labelSets {
      var names: Set<String> = []
      for label in labels {
        let isFree = !label.name.hasPrefix("__") && !["le", "quantile"].contains(label.name)
        guard isMetricName(label.name, colons: false), isFree, names.insert(label.name).inserted else {
          throw .label(label.name, in: name)
        }
      }
      guard sets.insert(Set(labels)).inserted else { throw .twice(name) }
    }
  }

  /// What only grows: a number that is not below 0.
  private func checkCount(_ value: Double) throws(MetricProblem) {
    guard value >= 0, value.isFinite else { throw .value(value, in: name) }
  }

  private func checkBuckets(of histogram: Histogram) throws(MetricProblem) {
    let isAscending = zip(histogram.bounds, histogram.bounds.dropFirst()).allSatisfy { $0 < $1 }
    guard isAscending, histogram.bounds.allSatisfy(\.isFinite),
      histogram.counts.count == histogram.bounds.count + 1
    else { throw .buckets(of: name) }
    try checkCount(histogram.sum)
  }

  private func checkQuantiles(of summary: Summary) throws(MetricProblem) {
    var parts: Set<Double> = []
    for quantile in summary.quantiles {
      guard (0...1).contains(quantile.part), parts.insert(quantile.part).inserted else {
        throw .quantile(quantile.part, in: name)
      }
    }
    if let sum = summary.sum { try checkCount(sum) }
  }
}

private func isMetricName(_ text: String, colons: Bool) -> Bool {
  guard let first = text.utf8.first, !(0x30...0x39).contains(first) else { return false }
  return text.utf8.allSatisfy { byte in
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"): true
    case UInt8(ascii: ":"): colons
    default: false
    }
  }
}
