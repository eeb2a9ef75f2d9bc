import Delegation
import IncidentResponse
import PolicyEngine
import RiskScoring
import SessionStore
import Terminal

/// Screens as lines.
enum LinearPages {
  static func greeting(_ model: Model) -> [SafeText] {
    var lines: [SafeText] = [
      "curfew, as lines, on \(SafeText(model.settings.storeName)), as \(SafeText(model.settings.operatorName))"
    ]
    if model.settings.isReadOnly { lines.append("this console is read-only: nothing can be changed") }
    return lines + status(model) + [
      "`list` says the sessions, `\(model.name(.revoke)) ID` stops one, `help` says the rest, `quit` leaves"
    ]
  }

  static func status(_ model: Model) -> [SafeText] {
    var lines = [mode(model)]
    if let overview = model.overview {
      let active = overview.byLife[.active] ?? 0
      lines.append(
        "\(Format.counted(active, "active session")), \(Format.count(overview.atRisk)) at risk, \(Format.count(overview.critical)) critical, \(Format.counted(overview.openAlerts, "open alert"))"
      )
    }
    if model.requestsToAnswer > 0 {
      lines.append("\(Format.counted(model.requestsToAnswer, "request")) that you could answer: `approvals`")
    }
    lines.append(freshness(model))
    return lines
  }

  static func freshness(_ model: Model) -> SafeText {
    if let failure = model.freshness.failure { return "the data is stale: \(SafeText(failure.sentence))" }
    guard let received = model.freshness.receivedAt else { return "nothing was read yet" }
    if model.isStale { return "the data is stale, read \(Format.span(model.now - received)) ago" }
    return "the data is live, the store's time is \(UTC.time(model.storeNow))"
  }

  private static func mode(_ model: Model) -> SafeText {
    let (mode, scoped) = HeaderView.mode(model.overview)
    let more: SafeText =
      scoped == 0 ? "" : ", and \(Format.counted(scoped, "tighter part")): `mode` says which"
    return "mode \(Words.mode(mode))" + more
  }

  static func modes(_ model: Model) -> [SafeText] {
    guard let overview = model.overview else { return ["nothing was read yet"] }
    guard !overview.modes.isEmpty else { return ["mode NORMAL for everything"] }
    return overview.modes.map {
      "mode \(Words.mode($0.mode)) for \(SafeText($0.scope.words)), since \(UTC.full($0.start))"
    }
  }

  // MARK: One session

  static func session(_ key: Identifier, _ model: Model) -> [SafeText] {
    var lines: [SafeText] = ["session \(SafeText(key.text))"]
    guard model.page.key == key, let detail = model.page.detail else {
      return lines + [model.page.isMissing ? "the store has no session with this key" : "it was not read"]
    }
    if RowCells.hadHidden(detail.row.envelope) { lines.append("warning: hidden characters in its texts") }
    lines += risk(detail.row, model)
    var page = PageLines(width: model.size.columns - 2, glyphs: model.settings.glyphs)
    EnvelopeLines.add(detail.row, model, to: &page)
    lines += LinearText.lines(page.lines)
    lines.append(SafeText(Format.counted(detail.revocations.count, "revocation")))
    lines += detail.revocations.map { LinearText.plain(RecordLines.revocation($0)) }
    lines.append(executionsHead(detail))
    let evidence = WhyLines.evidence(model.page.risk)
    lines += detail.executions.prefix(Linear.rowsEach).map {
      LinearText.plain(
        RecordLines.execution($0, signals: evidence[$0.sequence] ?? [], glyphs: model.settings.glyphs))
    }
    return lines
  }

  private static func executionsHead(_ detail: SessionDetail) -> SafeText {
    let count = detail.executions.count
    if count == 0 { return "no executions" }
    return
      "\(Format.counted(count, "execution")), the newest \(min(count, Linear.rowsEach)) first; `why LEAF` explains the one with that log number"
  }

  /// The score and what each signal has to do with it, a sentence each.
  private static func risk(_ row: SessionRow, _ model: Model) -> [SafeText] {
    guard let why = model.page.risk?.explanation, model.page.risk?.row.id == row.id else {
      return ["risk " + LinearText.plain(RiskText.words(row.risk.score))]
    }
    var lines: [SafeText] = ["risk " + LinearText.plain(RiskText.words(why.score))]
    lines += why.floors.map { "held at \($0.score.whole) until cleared: \(Words.floor($0))" }
    lines += why.contributions.filter { $0.nats >= WhyLines.leastNats }.map { part in
      let seen = part.lastSeen.map { ", last seen \(Format.span(model.storeNow - $0)) ago" } ?? ""
      return
        "signal \(SafeText(part.signal.code)): without it the score would be \(part.scoreWithout.whole); \(Format.count(part.allowed)) allowed, \(Format.count(part.denied)) denied\(seen)"
    }
    return lines
  }

  // MARK: The others

  static func metrics(_ model: Model) -> [SafeText] {
    guard let report = model.metrics.report else {
      return [
        model.metrics.failure.map { "not read: \(SafeText($0.sentence))" } ?? "the metrics were not read"
      ]
    }
    let figures = MetricsFigures.rows(report).map { row -> SafeText in
      "\(LinearText.plain(row.name)): \(row.now), before \(row.before)"
    }
    let lists = [
      MetricsLists.reasons(report), MetricsLists.lifetimes(report), MetricsLists.mismatches(report),
    ]
    return ["the last seven days, and the seven before"] + figures
      + lists.flatMap { list in [list.title] + list.rows.map { $0.label + " " + $0.text } }
  }

  static func incident(_ model: Model) -> [SafeText] {
    guard let incident = model.shownIncident else { return ["the store has no such incident"] }
    var lines = [
      LinearRows.incident(incident, model), LinearText.plain(IncidentHead.clocks(incident, model)),
    ]
    if let key = model.incidentSubject { lines.append("session \(SafeText(key.text))") }
    lines += IncidentStep.allCases.map { step in
      let by =
        incident.mark(of: step).map { " by \(SafeText($0.by)) at \(UTC.time($0.at))" } ?? SafeText.empty
      return "step \(SafeText(step.rawValue)): \(SafeText(incident.state(of: step).word))" + by
    }
    lines += LinearText.lines(StepPanel.lines(incident, model, width: model.size.columns - 2))
    lines.append(LinearText.plain(TimelineLines.title(incident, model)))
    lines += TimelineLines.lines(incident, from: 0, rows: 10).map { LinearText.plain($0) }
    if let next = model.nextStep {
      lines.append(LinearText.plain(IncidentView.nextStrip(next, model.keymap)))
    }
    return lines
  }

  /// Any screen that has no lines of its own: what it draws, between its head and its foot.
  static func drawn(_ model: Model) -> [SafeText] {
    let layout = Layout(size: model.size)
    let rows = view(model).canvas.lines[Layout.filterRow..<layout.separatorRow]
    return [SafeText(model.screen.title)]
      + rows.map { LinearText.plain(SafeText($0)) }.filter { !$0.isEmpty }
  }
}
