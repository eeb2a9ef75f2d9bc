/// One or two series over the same time, such as this week and the week before, with a scale from 0.
///
/// The two are told apart without colour: this one is a solid line or columns, the earlier one dots or marks. What
/// is not a finite number leaves a gap (no data is not zero); what is below 0 is drawn as 0.
package struct Chart: Sendable {
  package enum Form: Hashable, Sendable {
    /// Lines of braille dots, two by four a cell; columns where the glyphs have no braille.
    case curve
    /// Columns of block elements, eight steps a cell; in ASCII five.
    case columns
  }

  package struct Series: Hashable, Sendable {
    package let name: SafeText
    package let values: [Double]

    package init(_ name: SafeText, _ values: [Double]) {
      self.name = name
      self.values = values
    }
  }

  package let series: Series
  /// Value for value as old as those of ``series``; the longer of both takes the whole width.
  package let earlier: Series?
  /// Each stands at the beginning of its equal part of the width; of many, every second, third … is shown.
  package let xLabels: [SafeText]
  package let form: Form
  /// The value at the upper edge, above 0.
  package let top: Double
  let scaleLabel: @Sendable (Double) -> SafeText

  /// - Parameters:
  ///   - top: nil, or what is not above 0, for a round number not below the largest value.
  ///   - scaleLabel: a value of the scale as text; by default a short number.
  package init(
    _ series: Series, earlier: Series? = nil, xLabels: [SafeText] = [], form: Form = .curve,
    top: Double? = nil, scaleLabel: @escaping @Sendable (Double) -> SafeText = { SafeText(shortNumber($0)) }
  ) {
    self.series = series
    self.earlier = earlier
    self.xLabels = xLabels
    self.form = form
    self.scaleLabel = scaleLabel
    if let top, top.isFinite, top > 0 {
      self.top = top
    } else {
      let values = series.values + (earlier?.values ?? [])
      self.top = roundTop(over: values.filter(\.isFinite).max() ?? 0)
    }
  }

  var hasNames: Bool { !series.name.isEmpty || earlier.map { !$0.name.isEmpty } ?? false }

  /// The values of a series as parts of the scale, 0 … 1, as many as the longer series has; nil is a gap.
  func fractions(of series: Series) -> [Double?] {
    let count = max(self.series.values.count, earlier?.values.count ?? 0)
    let fractions = series.values.map { $0.isFinite ? min(max(0, $0 / top), 1) : nil }
    return fractions + Array(repeating: nil, count: count - fractions.count)
  }
}

/// The least of 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8 and 10 times a power of ten that is not below `value`; 1 for 0.
func roundTop(over value: Double) -> Double {
  guard value > 0, value.isFinite else { return 1 }
  var power = 1.0
  while power * 10 <= value { power *= 10 }
  while power > value { power /= 10 }
  let steps = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]
  let top = steps.lazy.map { $0 * power }.first { $0 >= value } ?? value
  return top.isFinite ? top : value
}

/// At most two decimals, in thousands, millions or billions where it is that large: `1.25k`. Not a number is `-`.
package func shortNumber(_ value: Double) -> String {
  let units: [(Double, String)] = [(1e9, "G"), (1e6, "M"), (1e3, "k"), (1, "")]
  if value.isNaN { return "-" }
  let magnitude = abs(value)
  guard value.isFinite, magnitude < 1e15, magnitude == 0 || magnitude >= 0.1 else { return "\(value)" }
  let (unit, letter) = units.first { magnitude >= $0.0 } ?? (1, "")
  let hundredths = Int((magnitude / unit * 100).rounded())
  var text = "\(hundredths / 100)"
  if hundredths % 100 != 0 {
    text += "." + String(100 + hundredths % 100).dropFirst()
    if text.hasSuffix("0") { text.removeLast() }
  }
  return (value < 0 && hundredths > 0 ? "-" : "") + text + letter
}
