import Delegation

extension PolicyFile {
  /// `risk`: a mapping for each signal's code, and `factors`. What is not said is the standard.
  mutating func readRisk(_ fields: inout PolicyFields, _ log: inout ProblemLog) {
    guard let member = fields.take("risk") else { return }
    log.section(member) { (section, log) in
      for signal in RiskSignal.allCases {
        guard let member = section.take(signal.code) else { continue }
        log.section(member) { (values, log) in readSignal(signal, &values, &log) }
      }
      guard let factors = section.take("factors") else { return }
      log.section(factors) { (values, log) in readWeights(of: nil, &values, &log) }
    }
  }

  /// A signal that does not decay knows no `halfLife`.
  private mutating func readSignal(
    _ signal: RiskSignal, _ values: inout PolicyFields, _ log: inout ProblemLog
  ) {
    func span(_ field: String, _ standard: TimeSpan) -> TimeSpan {
      values.optional(field, &log) { (node, field) throws(PolicyProblem) in
        try PolicyScalars.duration(node, field, in: RiskModel.spans)
      } ?? standard
    }
    if signal.decays { risk[signal].halfLife = span("halfLife", risk[signal].halfLife) }
    let cap = values.optional("cap", &log) { (node, field) throws(PolicyProblem) in
      try PolicyScalars.millionths(node, field, in: RiskModel.Life.caps)
    }
    if let cap { risk[signal].cap = cap }
    readWeights(of: signal, &values, &log)
    if signal == .burst { risk.usualGap = span("usualGap", risk.usualGap) }
    if signal == .velocity { risk.spendHalfLife = span("spendHalfLife", risk.spendHalfLife) }
  }

  /// - Parameter signal: nil for the factors.
  private mutating func readWeights(
    of signal: RiskSignal?, _ values: inout PolicyFields, _ log: inout ProblemLog
  ) {
    for weight in RiskWeight.allCases where weight.signal == signal {
      let value = values.optional(weight.place.key, &log) { (node, field) throws(PolicyProblem) in
        try PolicyScalars.millionths(node, field, in: weight.range)
      }
      if let value { risk[weight] = value }
    }
  }
}

extension RiskModel {
  /// Every value in force as the policy file spells it in JSON: section → key → value.
  var spelling: [String: [String: String]] {
    var sections: [String: [String: String]] = [:]
    func set(_ section: String, _ key: String, _ value: String) {
      sections[section, default: [:]][key] = value
    }
    for signal in RiskSignal.allCases {
      set(signal.code, "cap", self[signal].cap.millionthsText)
      if signal.decays { set(signal.code, "halfLife", JSONWriter.quoted(self[signal].halfLife.policyText)) }
    }
    for weight in RiskWeight.allCases {
      set(weight.place.section, weight.place.key, self[weight].millionthsText)
    }
    set(RiskSignal.burst.code, "usualGap", JSONWriter.quoted(usualGap.policyText))
    set(RiskSignal.velocity.code, "spendHalfLife", JSONWriter.quoted(spendHalfLife.policyText))
    return sections
  }
}

extension Int64 {
  /// So many millionths in the policy file's spelling.
  var millionthsText: String { shortestDecimal(UInt64(Swift.max(self, 0)), scale: 6) }
}
