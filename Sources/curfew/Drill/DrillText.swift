import Delegation
import IncidentResponse
import Terminal

/// A drill's report for a terminal: verdicts first, then what did not hold.
struct DrillText {
  private let report: DrillReport

  init(_ report: DrillReport) { self.report = report }

  func write(to output: Output) throws {
    try output.line(
      "\(report.id), \(report.kind.rawValue), \(report.startedAt.utc), seed \(report.seed): \(report.passed ? "passed" : "FAILED")"
    )
    try table.write(to: output)
    for gap in report.gaps { try output.line("gap: \(gap)") }
    for action in report.actions {
      try output.line("action: \(action.what); \(action.owner), due \(action.dueAt.utc)")
    }
    for row in report.trend {
      try output.line(
        "before: \(row.scenario.rawValue) \(row.at.utc) effective p95 \(words(row.effectiveP95)), \(row.passed ? "passed" : "FAILED")"
      )
    }
  }

  private var table: TextTable {
    var table = TextTable([
      "SCENARIO", "TARGET", "RUNS", "ACCEPTED P95", "EFFECTIVE P50", "P95", "WORST", "LEAKS",
      "AFTER EFFECTIVE",
      "VERDICT",
    ])
    for (result, verdict) in zip(report.results, report.verdicts) {
      let effective = result.spread(\.propagation)
      let cells = [
        "\(result.scenario.rawValue) \(DrillScenario.of(result.scenario).title)", result.target,
        String(result.runs.count), words(result.spread(\.commit).p95), words(effective.p50),
        words(effective.p95),
        words(effective.worst), String(result.leaksAfterCommit), String(result.leaksAfterEffective),
        verdict.passed ? "passed" : "FAILED",
      ]
      table.add(cells.map { SafeText($0) })
    }
    return table
  }

  private func words(_ span: TimeSpan?) -> String { span.map(PlainText.span) ?? "never" }
}

extension DrillScenario {
  var json: String {
    JSONWriter.object {
      $0.member("scenario", id.rawValue)
      $0.member("title", title)
      $0.member("hypothesis", hypothesis)
      $0.member("faults", strings: faults.map(\.words))
      $0.member("mustHold", strings: mustHold)
      $0.member("scratch", raw: String(hasScratchRun))
      $0.member("live", raw: String(canRunLive))
    }
  }
}
