import Delegation

extension DrillReport {
  /// Markdown, as an incident's report is written: no text in it is read as markup.
  package var markdown: String {
    var writer = MarkdownWriter()
    writer.heading(1, "Drill \(id)")
    for section in sections {
      writer.heading(2, section.title)
      for block in section.blocks { writer.write(block, effective: []) }
    }
    return writer.text
  }

  private var sections: [ReportSection] {
    [summarySection]
      + zip(results, verdicts).map { result, verdict in result.section(verdict) }
      + [trendSection, gapsSection, actionsSection]
  }

  private var summarySection: ReportSection {
    let what =
      switch kind {
      case .scripted: "scripted, on virtual time"
      case .live: "live, on canaries"
      }
    let rows =
      [
        ["verdict", passed ? "passed" : "FAILED"], ["kind", what], ["started", startedAt.utc],
        ["ended", endedAt.utc], ["seed", String(seed)], ["policy", policy], ["store", store ?? "none"],
      ] + participants.map { [$0.role, $0.name] }
    let outcomes = zip(results, verdicts).map { result, verdict in
      [
        "\(result.scenario.rawValue) \(DrillScenario.of(result.scenario).title)", result.target,
        String(result.runs.count), words(result.spread(\.commit).p95),
        words(result.spread(\.propagation).p95),
        words(result.spread(\.propagation).worst), String(result.leaksAfterCommit),
        String(result.leaksAfterEffective), verdict.passed ? "passed" : "FAILED",
      ]
    }
    let header = [
      "scenario", "target", "runs", "accepted p95", "effective p95", "worst", "allowed after commit",
      "after effective", "verdict",
    ]
    return ReportSection(
      title: "Summary",
      blocks: [
        .table(header: ["what", "value"], rows: rows), .table(header: header, rows: outcomes),
      ])
  }

  private var trendSection: ReportSection {
    let own = trendRows.filter { row in trend.contains { $0.scenario == row.scenario } }
    let rows = (trend + own).map { row in
      [
        row.scenario.rawValue, row.drill, row.at.utc, words(row.effectiveP95),
        String(row.leaksAfterEffective),
        row.passed ? "passed" : "FAILED",
      ]
    }
    let header = ["scenario", "drill", "at", "effective p95", "after effective", "verdict"]
    return ReportSection(
      title: "Trend",
      blocks: [
        trend.isEmpty ? .text("No earlier drill of these scenarios.") : .table(header: header, rows: rows)
      ])
  }

  private var gapsSection: ReportSection {
    ReportSection(title: "Gaps", blocks: [gaps.isEmpty ? .text("None was found.") : .list(gaps)])
  }

  private var actionsSection: ReportSection {
    let rows = actions.map { [$0.what, $0.owner, $0.dueAt.utc] }
    let table = ReportSection.Block.table(header: ["action", "owner", "due"], rows: rows)
    return ReportSection(title: "Actions", blocks: [rows.isEmpty ? .text("None is called for.") : table])
  }
}

private func words(_ span: TimeSpan?) -> String { span.map(PlainText.span) ?? "not reached" }

extension DrillResult {
  fileprivate func section(_ verdict: DrillVerdict) -> ReportSection {
    let scenario = DrillScenario.of(scenario)
    let checks = verdict.checks.map { [$0.name, $0.expected, $0.found, $0.passed ? "passed" : "FAILED"] }
    var blocks: [ReportSection.Block] = [
      .text("Hypothesis: \(scenario.hypothesis)"), .list(scenario.mustHold),
      .table(header: ["check", "expected", "found", "verdict"], rows: checks),
      .table(header: DrillResult.pointHeader, rows: points.map(\.row)),
    ]
    if let worst = worstRun {
      blocks.append(.text("The run with the longest time to revoke, \(worst.variant):"))
      let lines = DrillGantt.people(worst.timeline).lines + [""] + DrillGantt.points(worst.timeline).lines
      blocks.append(.code(lines.joined(separator: "\n")))
    }
    return ReportSection(title: "\(scenario.id.rawValue) \(scenario.title), \(target)", blocks: blocks)
  }

  private static let pointHeader = [
    "point", "refusing p50", "p95", "worst", "probes", "allowed after commit", "after effective",
    "false acknowledgements", "unanswered", "refused with",
  ]

  /// One that never ended is longer than any that did.
  private var worstRun: DrillRun? {
    func length(_ run: DrillRun) -> Int64 { run.measure.toRevoke?.milliseconds ?? .max }
    return runs.max { length($0) < length($1) }
  }
}

extension DrillPointSpread {
  fileprivate var row: [String] {
    [
      name, words(refusing.p50), words(refusing.p95), words(refusing.worst), String(probes),
      String(leaksAfterCommit), String(leaksAfterEffective), String(falseAcknowledgements),
      String(unanswered), reasons.joined(separator: " "),
    ]
  }
}
