import AuditTrail
import Delegation
import IncidentResponse
import SessionStore

/// What is done to an incident's notice.
extension StoreWorker {
  var notices: NoticeDesk { NoticeDesk(desk, makeID: Self.newID) }

  /// Drafts it from what the store knows: the first is an initial one, and once something went out an update.
  func draft(hosts: [String], at time: Timestamp, on id: String) throws(DeskError) -> IncidentOutcome {
    try notices.settle(id)
    let incident = try desk.incident(id)
    let texts = try notices.progress(of: id)
    let before = texts.last { $0.facts != nil }?.facts
    let hosts = hosts.isEmpty ? before?.officialHosts ?? [] : hosts
    guard !hosts.isEmpty else { return .refused("expected `:draft HOST`, such as wallet.example") }
    // The store's time may be ahead of the console's.
    let now = max(time, incident.events.last?.recordedAt ?? time)
    var choices = NoticeChoices(
      kind: texts.contains { !$0.departures.isEmpty } ? .update : .initial, publishedAt: now,
      nextUpdateAt: now + NoticeChoices.untilUpdate, officialHosts: hosts)
    choices.compromisedHosts = before?.compromisedHosts ?? []
    let known = try attempt { () throws(StoreError) in
      try NoticeRecord(of: incident, since: nil, in: store)
    }
    let facts: IncidentNotice
    do throws(NoticeFactsProblem) {
      facts = try NoticeFacts.of(incident, known, choices)
    } catch {
      return .refused("the incident gives no facts of a notice: \(error.sentence)")
    }
    return try draft(facts, on: incident)
  }

  private func draft(_ facts: IncidentNotice, on incident: Incident) throws(DeskError) -> IncidentOutcome {
    let kind = facts.facts.kind
    let text: String
    do throws(NoticeDraftProblem) {
      text = try draftNotice(facts.facts, as: kind)
    } catch {
      return .refused(error.sentence)
    }
    let blocking = lintNotice(text, facts: facts.facts.withoutApproval).findings.filter(\.rule.blocks)
    if let first = blocking.first {
      return .refused("a rule blocks the draft: \(first.rule.rawValue) `\(first.words)`, \(first.remedy)")
    }
    _ = try desk.perform(on: incident.id, makeID: Self.newID) {
      $0.currentStep == .notice || $0.reaches(.notice) ? $0.actionsToReach(.notice) + $0.start(.notice) : []
    }
    _ = try notices.draft(text, kind, .full, facts: facts.facts, on: incident.id)
    let remark = facts.remarks.first.map { "; \($0)" } ?? ""
    return .done(
      try desk.incident(incident.id), words: "\(kind.rawValue) notice drafted\(remark)")
  }

  /// A text that a rule blocks is kept too, so that no work is lost.
  func record(_ edit: NoticeEdit) throws(DeskError) -> IncidentOutcome {
    let texts = try notices.progress(of: edit.incident)
    guard let before = texts.last(where: { $0.digest == edit.digest }) else {
      return .refused("the draft that was edited is not there any more")
    }
    let latest = texts.last { $0.form == before.form }
    let report = lintNotice(edit.text, form: before.form, facts: before.facts)
    _ = try notices.draft(edit.text, before.kind, before.form, facts: before.facts, on: edit.incident)
    var words = "the edited draft is recorded"
    if let latest, latest.digest != before.digest {
      words += ", \(latest.author) drafted another meanwhile"
    }
    if report.blockingCount > 0 {
      let rules = report.findings.filter(\.rule.blocks).prefix(3).map {
        "\($0.rule.rawValue) in line \($0.line)"
      }
      words += "; blocked by \(rules.joined(separator: ", "))"
    }
    return .done(try desk.incident(edit.incident), words: words)
  }

  func askApproval(
    of digest: String, reason: String, on id: String
  ) throws(DeskError) -> IncidentOutcome {
    guard let text = try notices.progress(of: id).last(where: { $0.digest == digest }) else {
      return .refused("there is no such text")
    }
    let blocking = lintNotice(text.text, form: text.form, facts: text.facts).findings.filter(\.rule.blocks)
    guard blocking.isEmpty else {
      let rules = blocking.map { "\($0.rule.rawValue) in line \($0.line)" }
      return .refused("a rule blocks it: \(rules.joined(separator: ", "))")
    }
    let drift = try notices.drift(of: text, on: try desk.incident(id)).first.map { "; \($0)" } ?? ""
    switch try notices.ask(text, of: id, reason: reason) {
    case .waits(let request):
      let end = UTC.time(request.ask.expiresAt)
      return .done(
        try desk.incident(id), words: "\(request.id) waits for another operator until \(end)\(drift)")
    case .done:
      return .done(try desk.incident(id), words: "approved alone: no second operator could be asked")
    }
  }

  /// Only bytes leave that were approved: the digest is made anew and compared.
  func export(
    _ form: NoticeExportForm, to path: String, digest: String, on id: String
  ) throws(DeskError) -> IncidentOutcome {
    try notices.settle(id)
    let incident = try desk.incident(id)
    let texts = try notices.progress(of: id)
    guard let text = texts.last(where: { $0.digest == digest && $0.form == form.source }) else {
      return .refused("there is no such text")
    }
    do throws(NoticeExportProblem) {
      let made = try text.exported(as: form, isDrill: incident.isDrill)
      do throws(ScreenDump.Failure) {
        try ScreenDump.write(made, to: path)
      } catch {
        return .refused(error.sentence)
      }
    } catch {
      return .refused(error.sentence)
    }
    do throws(DeskError) {
      try notices.depart(text, .exported, to: "\(form.rawValue), \(path)", of: id)
    } catch {
      return .refused("`\(path)` is written, and that could not be recorded: \(error.sentence)")
    }
    let alone = text.hasSecondPerson ? "" : "; nobody else approved it"
    return .done(try desk.incident(id), words: "the notice is in `\(path)`\(alone)")
  }
}

extension NoticeReading {
  /// Reads the latest text of each form; nothing where the incident has none.
  init(of incident: Incident, in store: any SessionStore) throws(StoreError) {
    self.init()
    guard !incident.notices.isEmpty else { return }
    let all = incident.noticeProgress(try store.publishedNotices(of: incident.id))
    let requests = try store.approvals(limit: 1000)
    for form in NoticeForm.allCases {
      guard let progress = all.last(where: { $0.form == form }) else { continue }
      let asked = Loosening.notice(
        NoticePublication(
          incident: incident.id, kind: progress.kind.rawValue, form: form.rawValue, text: progress.text))
      // Newest first.
      let request = requests.first { $0.ask.action == asked.action && $0.ask.what == asked.json }
      texts.append(
        NoticeText(
          progress: progress, request: request,
          findings: lintNotice(progress.text, form: form, facts: progress.facts).findings))
    }
  }
}
