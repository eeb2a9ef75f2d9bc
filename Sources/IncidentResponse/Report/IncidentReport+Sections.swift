import Delegation

extension IncidentReport {
  var title: String {
    "\(incident.isDrill ? "DRILL – " : "")Incident \(incident.id): \(incident.opening.title)"
  }

  var sections: [ReportSection] {
    [
      summarySection, clocksSection, stepsSection, skippedSection, measuresSection, noticeSection,
      attemptsSection, metricsSection, evidenceSection, followUpSection, timelineSection,
    ]
  }

  private var summarySection: ReportSection {
    let opened = "\(incident.openedAt.utc) by \(incident.openedBy), \(incident.opening.origin.text)"
    let state = incident.isClosed ? "closed" : "open, next: \(incident.nextActions(response).map(\.text)[0])"
    let reasons = proposal.reasons.map(\.text).joined(separator: "; ")
    let rows =
      [
        ["severity", incident.severity.word],
        ["severity from the facts", "\(proposal.severity.word): \(reasons)"],
        ["state", state], ["detected", incident.detectedAt.utc], ["opened", opened],
        ["extent", incident.facts.text],
      ]
      + IncidentRole.allCases.map { [$0.rawValue, incident.roles[$0] ?? "nobody"] }
      + [["store", store], ["policy", policy]]
    return ReportSection(
      title: "Summary",
      blocks: standing.map { .text($0) } + [.table(header: ["what", "value"], rows: rows)])
  }

  /// What a reader must know before anything else.
  private var standing: [String] {
    var lines: [String] = []
    if incident.isDrill {
      lines.append("DRILL: practice on canary sessions. Nothing in this report happened to a user.")
    }
    if !incident.isClosed {
      lines.append("The incident is open: this report may change until it is closed.")
    }
    return lines
  }

  private var clocksSection: ReportSection {
    let clocks = clocks
    func words(_ span: TimeSpan?) -> String { span.map(PlainText.span) ?? "not yet" }
    var rows = [
      ["acknowledged", words(clocks.toAcknowledged)], ["revocation committed", words(clocks.toCommitted)],
    ]
    rows += clocks.points.map { ["effective at \($0.name)", words($0.toEffective)] }
    rows.append(["effective everywhere", words(clocks.toEffective)])
    rows.append(["closed", words(clocks.toClosed)])
    let from = "Counted from \(clocks.isFromAlert ? "the alert" : "the detection") at \(clocks.from.utc)."
    return ReportSection(
      title: "Clocks", blocks: [.text(from + committed), .table(header: ["until", "took"], rows: rows)])
  }

  private var committed: String {
    incident.revocations.count > 1
      ? " Committed is the first of \(incident.revocations.count) revocations; effective at a point the last that was seen there."
      : ""
  }

  private var stepsSection: ReportSection {
    let rows = IncidentStep.allCases.map { step in
      switch incident.state(of: step) {
      case .pending: [step.rawValue, "open", "", "", "", ""]
      case .started(let mark): [step.rawValue, "started", mark.by, mark.at.utc, "", ""]
      case .done(let started, let ended, let result):
        [
          step.rawValue, "done", ended.by, started.at.utc, PlainText.span(ended.at - started.at), result.text,
        ]
      case .skipped(let mark, let reason): [step.rawValue, "skipped", mark.by, mark.at.utc, "", reason]
      }
    }
    let header = ["step", "state", "by", "at", "took", "what came of it"]
    return ReportSection(title: "Steps", blocks: [.table(header: header, rows: rows)])
  }

  private var skippedSection: ReportSection {
    let lines = skipped.map { "\($0.step.rawValue), by \($0.event.who): \($0.reason)" }
    return ReportSection(
      title: "What was skipped, and why",
      blocks: [lines.isEmpty ? .text("Nothing was skipped.") : .list(lines)])
  }

  private var attemptsSection: ReportSection {
    guard let attempts else {
      return ReportSection(
        title: "Attempts around the revocation", blocks: [.text("No revocation was committed.")])
    }
    var blocks = [ReportSection.Block.chart(attempts)]
    if let countedUntil {
      let first = AttemptChart.first(of: attempts.revokedAt).utc
      blocks.insert(
        .text("Of the sessions that were revoked, from \(first) to \(countedUntil.utc)."), at: 0)
    }
    return ReportSection(title: "Attempts around the revocation", blocks: blocks)
  }

  private var metricsSection: ReportSection {
    let rows = metrics.map { [$0.name, $0.before, $0.after] }
    let table = ReportSection.Block.table(header: ["metric", "before", "after"], rows: rows)
    return ReportSection(
      title: "Metrics before and after", blocks: [rows.isEmpty ? .text("No metrics were given.") : table])
  }

  private var followUpSection: ReportSection {
    let rows = incident.followUps.map { state in
      [
        state.followUp.id, state.followUp.what, state.followUp.owner, state.followUp.dueAt?.utc ?? "",
        state.doneAt.map { "done \($0.utc)" } ?? "open",
      ]
    }
    let table = ReportSection.Block.table(header: ["id", "what", "owner", "due", "state"], rows: rows)
    return ReportSection(
      title: "Actions", blocks: [rows.isEmpty ? .text("No actions were agreed.") : table])
  }

  /// By when it happened; what happened at once, in the order in which it was recorded.
  private var timelineSection: ReportSection {
    let rows = timeline.map { event in
      [
        PlainText.offset(incident.sinceStart(event.happenedAt)), event.happenedAt.utc, event.recordedAt.utc,
        event.who, event.sequence.map(String.init) ?? "", event.action.text,
      ]
    }
    let header = ["since start", "happened", "recorded", "who", "leaf", "what"]
    return ReportSection(title: "Timeline", blocks: [.table(header: header, rows: rows)])
  }

  package var timeline: [IncidentEvent] {
    incident.events.enumerated()
      .sorted { ($0.element.happenedAt, $0.offset) < ($1.element.happenedAt, $1.offset) }.map(\.element)
  }

  var effectiveTimes: [Timestamp] { moments.points.compactMap(\.effectiveAt) }
}
