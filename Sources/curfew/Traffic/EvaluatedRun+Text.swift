import Delegation
import PolicyEngine
import RiskScoring
import Terminal
import Traffic

extension EvaluatedRun {
  /// As tables, 80 columns wide.
  func write(to output: Output) throws {
    let detection = policy.detection
    try output.verbatim(
      """
      seed \(options.seed): \(result.sessions.count) sessions, \(attackedCount) of them attacked, \
      \(result.steps) steps
      policy \(policy.version.text)

      any   any alert that a store opens on a session's requests
      HIGH  the risk score at \(RiskBand.high.from.text) or more; ROC and PR are of its greatest value
      SQL   the seed's rule: over \(detection.mismatchesOver) wrong chains or destinations in \
      \(detection.window.milliseconds / 60_000) min


      """)
    try writeQuality(to: output)
    try writeDelays(to: output)
    try writeCosts(to: output)
    if !otherWeights.isEmpty { try writeRobustness(to: output) }
  }

  /// One of the three ways to be alarmed that stand side by side.
  private struct Column {
    let title: String
    let alarm: AlarmReport
  }

  private func columns(of result: Evaluation.Result) -> [Column] {
    let score = result.report(of: Evaluation.Contestant.scoreName)?.alarms.first {
      $0.threshold == RiskBand.high.points
    }
    let any = result.report(of: Evaluation.Contestant.alertsName)?.alarms.first
    let seed = result.report(of: Evaluation.Contestant.seedQueryName)?.alarms.first
    return [("any", any), ("HIGH", score), ("SQL", seed)].compactMap { title, alarm in
      alarm.map { Column(title: title, alarm: $0) }
    }
  }

  private func writeQuality(to output: Output) throws {
    let columns = columns(of: result)
    let titles = columns.map { SafeText($0.title) }
    var table = TextTable(
      ["", "", "area", "", "recall", "", "", "prec."].map { SafeText($0) })
    table.add(["attack", "n", "ROC", "PR"].map { SafeText($0) } + titles + titles)
    for (index, ranking) in (result.report(of: Evaluation.Contestant.scoreName)?.rankings ?? []).enumerated()
    {
      let detections = columns.map { $0.alarm.detections[index] }
      table.add(
        [
          SafeText(ranking.name), SafeText(String(ranking.attacked)), thousandths(ranking.rocArea),
          thousandths(ranking.averagePrecision),
        ] + detections.map { thousandths($0.recall) } + detections.map { thousandths($0.precision) })
    }
    try table.write(to: output)
    try output.verbatim(
      "prec.: precision, against all false alarms; it depends on the share attacked\n\n")
  }

  private func writeDelays(to output: Output) throws {
    let columns = columns(of: result)
    try output.verbatim("seconds to detect\n")
    var table = TextTable(
      [SafeText.empty] + columns.flatMap { [SafeText($0.title), SafeText.empty] }.dropLast())
    table.add([SafeText("attack")] + columns.flatMap { _ in [SafeText("median"), SafeText("p95")] })
    for (index, first) in (columns.first?.alarm.detections ?? []).enumerated() {
      let detections = columns.map { $0.alarm.detections[index] }
      table.add(
        [SafeText(first.name)]
          + detections.flatMap { [tenths($0.timeToDetectMedian), tenths($0.timeToDetectP95)] })
    }
    try table.write(to: output)
    try output.verbatim("\n")
  }

  /// Of every detector and threshold.
  private func writeCosts(to output: Output) throws {
    try output.verbatim("false alarms: honest sessions\n")
    var table = TextTable(
      ["alarm", "alerted", "per cent", "alerts per 1000", "per 1000 alive a day"].map { SafeText($0) })
    for (name, report) in result.reports {
      for alarm in report.alarms {
        let isScore = name == Evaluation.Contestant.scoreName
        table.add([
          SafeText(isScore ? "score >= \(Int(alarm.threshold))" : name),
          SafeText(String(alarm.honest.sessionsAlerted)),
          fixed(alarm.honest.falsePositiveRate.map { $0 * 100 }, decimals: 2),
          fixed(alarm.honest.alertsPer1000Sessions, decimals: 1),
          fixed(alarm.honest.alertsPer1000SessionDays, decimals: 1),
        ])
      }
    }
    try table.write(to: output)
  }

  private func writeRobustness(to output: Output) throws {
    try output.verbatim("\nweights at other values\n")
    var table = TextTable(
      ["weights", "alarm", "attacks", "recall", "precision", "median s", "honest alerted %"].map {
        SafeText($0)
      })
    for (percent, result) in [(Int64(100), result)] + otherWeights.map({ ($0.percent, $0.result) }) {
      for column in columns(of: result) where column.title != "SQL" {
        for detection in column.alarm.detections
        where Scenario(rawValue: detection.name) == nil {
          table.add([
            SafeText("\(percent) %"), SafeText(column.title), SafeText(detection.name),
            thousandths(detection.recall), thousandths(detection.precision),
            tenths(detection.timeToDetectMedian),
            fixed(column.alarm.honest.falsePositiveRate.map { $0 * 100 }, decimals: 2),
          ])
        }
      }
    }
    try table.write(to: output)
  }

  private func thousandths(_ value: Double?) -> SafeText { fixed(value, decimals: 3) }

  private func tenths(_ span: TimeSpan?) -> SafeText {
    fixed(span.map { Double($0.milliseconds) / 1000 }, decimals: 1)
  }

  /// `-` where there is no figure. Rounded in integers, so that no library's formatting is in it.
  private func fixed(_ value: Double?, decimals: Int) -> SafeText {
    guard let value else { return SafeText("-") }
    let scale = (0..<decimals).reduce(1) { power, _ in power * 10 }
    let (whole, rest) = Int((value * Double(scale)).rounded()).quotientAndRemainder(dividingBy: scale)
    let digits = String(rest)
    return SafeText("\(whole).\(String(repeating: "0", count: decimals - digits.utf8.count))\(digits)")
  }
}
