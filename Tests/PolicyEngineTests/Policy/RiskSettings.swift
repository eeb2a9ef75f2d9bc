import Delegation
import PolicyEngine
import Testing

/// One setting under `risk`, and how a file that says only this looks.
struct RiskSetting: Sendable, CustomTestStringConvertible {
  let section: String
  let key: String
  /// The setting itself: millionths, or seconds of a duration.
  let get: @Sendable (RiskModel) -> Int64
  let set: @Sendable (inout RiskModel, Int64) -> Void
  let range: ClosedRange<Int64>
  let isSpan: Bool

  var testDescription: String { "\(section).\(key)" }

  func text(_ value: Int64) -> String {
    if isSpan { return "\(value)s" }
    let digits = String(value)
    let padded = String(repeating: "0", count: max(0, 7 - digits.count)) + digits
    return "\(padded.dropLast(6)).\(padded.suffix(6))"
  }

  /// A file whose line 5 says `key: text` and nothing else of the risk.
  func yaml(_ text: String) -> String {
    "version: 1\ncapabilities: {}\nrisk:\n  \(section):\n    \(key): \(text)\n"
  }

  /// All of them, from the tables of the model: a weight that the loader forgets is found.
  static let all: [RiskSetting] = weights + caps + spans

  static let weights = RiskWeight.allCases.map { weight in
    RiskSetting(
      section: weight.place.section, key: weight.place.key, get: { $0[weight] }, set: { $0[weight] = $1 },
      range: ranges[weight] ?? 0...100_000_000, isSpan: false)
  }

  private static let ranges: [RiskWeight: ClosedRange<Int64>] = [
    .burstRatio: 2_000_000...100_000_000, .allowedFactor: 1_000_000...10_000_000,
    .sequenceFactor: 1_000_000...10_000_000, .retryFactor: 0...1_000_000,
  ]

  static let caps = RiskSignal.allCases.map { signal in
    RiskSetting(
      section: signal.code, key: "cap", get: { $0[signal].cap }, set: { $0[signal].cap = $1 },
      range: 1...20_000_000, isSpan: false)
  }

  static let spans =
    RiskSignal.allCases.filter { ![.ttl, .revocationLag].contains($0) }.map { signal in
      span(signal, "halfLife", { $0[signal].halfLife }, { $0[signal].halfLife = $1 })
    } + [
      span(.burst, "usualGap", { $0.usualGap }, { $0.usualGap = $1 }),
      span(.velocity, "spendHalfLife", { $0.spendHalfLife }, { $0.spendHalfLife = $1 }),
    ]

  private static func span(
    _ signal: RiskSignal, _ key: String, _ get: @escaping @Sendable (RiskModel) -> TimeSpan,
    _ set: @escaping @Sendable (inout RiskModel, TimeSpan) -> Void
  ) -> RiskSetting {
    RiskSetting(
      section: signal.code, key: key, get: { get($0).milliseconds / 1000 },
      set: { set(&$0, TimeSpan(seconds: $1)) }, range: 1...2_592_000, isSpan: true)
  }

  /// A whole file with every setting of `model` spelt out, sections and keys in a shuffled order.
  static func yaml(_ model: RiskModel, _ random: inout SeededRandom) -> String {
    let sections = Dictionary(grouping: all, by: \.section).sorted { $0.key < $1.key }
    let lines = sections.shuffled(using: &random).map { (section, settings) in
      let members = settings.shuffled(using: &random).map { "\($0.key): \($0.text($0.get(model)))" }
      return "  \(section): {\(members.joined(separator: ", "))}\n"
    }
    return "version: 1\ncapabilities: {}\nrisk:\n" + lines.joined()
  }
}

extension SeededRandom {
  /// A model with every setting anywhere in its range, often at an end.
  mutating func riskModel() -> RiskModel {
    var model = RiskModel.standard
    for setting in RiskSetting.all {
      let range = setting.range
      let value =
        chance(30) ? pick([range.lowerBound, range.upperBound]) : Int64.random(in: range, using: &self)
      setting.set(&model, value)
    }
    return model
  }
}
