import Delegation
import SessionStore
import Terminal

extension Model {
  /// Takes one event at a time of the console's clock, and says what is to be done.
  mutating func update(_ event: Event, at time: Timestamp) -> [Effect] {
    now = time
    let effects = take(event)
    return effects + leaveUnseen()
  }

  /// A list or card that there is no room to draw takes no keys: `X` must work on the smallest terminal.
  private mutating func leaveUnseen() -> [Effect] {
    guard !Layout(size: size).hasRoomForChoosing, let overlay, overlay.needsRoom else { return [] }
    self.overlay = nil
    // What was typed for it is not meant for what stands below it.
    movedByAnswer = true
    say("there is no room for a list here: make the terminal larger", .warning)
    if case .chooser(let chooser) = overlay, chooser.purpose == .theme { return [.theme(.goBack), .bell] }
    return [.stopPreview, .bell]
  }

  private mutating func take(_ event: Event) -> [Effect] {
    switch event {
    case .key(let key, let isBurst): return handle(key, isBurst: isBurst)
    case .paste(let text): return handlePaste(text)
    case .resized(let size):
      self.size = size
      list.scroll(height: bodyRows)
      groups.scroll(height: bodyRows)
      alerts.scroll(height: bodyRows)
      incidents.scroll(height: incidentRows)
      approvals.scroll(height: approvalRows)
      drills.scroll(height: bodyRows - 1)
      policy.scroll(height: policyRows)
      audit.scroll(height: auditRows)
      return []
    case .tick: return tick()
    case .drawn(let frame):
      if frame.target != drawn.target || frame.alert != drawn.alert || frame.incident != drawn.incident
        || frame.bulk != drawn.bulk || frame.modeInForce != drawn.modeInForce
      {
        movedByAnswerAt = movedByAnswer ? now : nil
      }
      movedByAnswer = false
      drawn = frame
      marks.note(drawn: frame.rows.values, generation: list.generation)
      if case .page(let page) = overlay, let shown = frame.request, page.subject == .request(shown) {
        approvals.opened.insert(shown)
      }
      return []
    case .reported(let text, let isError):
      say(text, isError ? .error : .note)
      return isError ? [.bell] : []
    case .themed(let name):
      settings.themeName = name
      say("theme `\(name)`")
      return []
    case .themesListed(let choices): return themesListed(choices)
    case .lockdownThemed(let name, let isOn): return lockdownThemed(name, isOn: isOn)
    case .storeChanged: return storeChanged()
    case .listed(let query, let listing): return listed(query, listing)
    case .overviewed(let overview): return overviewed(overview)
    case .detailed(let key, let detail): return detailed(key, detail)
    case .explained(let key, let report): return explained(key, report)
    case .alertsListed(let query, let listing): return alertsListed(query, listing)
    case .measured(let report): return measured(report)
    case .loadFailed(let load, let error): return loadFailed(load, error)
    case .revoked(let receipt): return revoked(receipt)
    case .revokeFailed(let key, let error): return revokeFailed(key, error)
    case .pointsAnswered(let key, let number, let reading): return pointsAnswered(key, number, reading)
    case .revokedMany(let receipts): return revokedMany(receipts)
    case .revokeManyFailed(let keys, let error): return revokeManyFailed(keys, error)
    case .markedRead(let keys, let listing): return markedRead(keys, listing)
    case .described(let subject, let use, let reading): return described(subject, use, reading)
    case .groupsRead(let query, let listing): return groupsRead(query, listing)
    case .matchingRead(let filter, let listing): return matchingRead(filter, listing)
    case .reinstated(let key, let result): return reinstated(key, result)
    case .reinstateFailed(let key, let error): return reinstateFailed(key, error)
    case .alertActed(let id, let action, let outcome): return alertActed(id, action, outcome)
    case .alertFailed(let id, let action, let error): return alertFailed(id, action, error)
    default: return updateIncidents(event)
    }
  }

  private mutating func updateIncidents(_ event: Event) -> [Effect] {
    switch event {
    case .incidentsRead(let reading): incidentsRead(reading)
    case .incidentRead(let id, let detail): incidentRead(id, detail)
    case .boardRead(let id, let board): boardRead(id, board)
    case .previewed(let candidate, let incident, let reading): previewed(candidate, for: incident, reading)
    case .modeSet(let order, let outcome): modeSet(order, outcome)
    case .scopesRead(let key, let row): scopesRead(key, row)
    case .relatedRead(let id, let related): relatedRead(id, related)
    case .cardRead(let card): cardRead(card)
    case .ordered(let order, let outcome): ordered(order, outcome)
    case .edited(let edit, let outcome): edited(edit, outcome)
    case .approvalsListed(let requests): approvalsListed(requests)
    case .answered(let answer, let outcome): answered(answer, outcome)
    case .whyRead(let sequence, let answer): whyRead(sequence, answer)
    case .drillsListed(let all): drillsListed(all)
    case .policyRead(let reading): policyRead(reading)
    case .postureRead(let reading): postureRead(reading)
    case .auditRead(let reading): auditRead(reading)
    case .logRead(let reading): logRead(reading)
    case .proofRead(let sequence, let proof): proofRead(sequence, proof)
    case .logVerified(let report): logVerified(report)
    default: []
    }
  }

  /// What is read when the console opens.
  mutating func start() -> [Effect] { reloadAll() + askLog() }

  mutating func say(_ text: String, _ kind: Status.Kind = .note) {
    status = Status(text: text, kind: kind, at: now)
  }

  /// Says why a key did nothing, aloud: a key must not be lost in silence.
  mutating func refuse(_ text: String) -> [Effect] {
    say(text, .warning)
    return [.bell]
  }

  /// Rows of the body: what the header, the table's titles and the footer leave.
  var bodyRows: Int { Layout(size: size).bodyRows(of: screen) }

  private mutating func tick() -> [Effect] {
    if let heldUntil, now >= heldUntil { self.heldUntil = nil }
    let effects = letGo() + askPointsAgain()
    if let status, status.kind != .error, now - status.at >= Status.span { self.status = nil }
    if let burst, now - burst.at >= Status.span { self.burst = nil }
    if let boardDue, now >= boardDue {
      if loads.dueAt.map({ now < $0 }) ?? true { return effects + askBoard() }
    }
    if let due = loads.dueAt, now >= due { return effects + reloadNow() }
    if let auditDue, now >= auditDue { return effects + askAudit() }
    if let growthDue, now >= growthDue { return effects + askLog() }
    if let incidentsDue, now >= incidentsDue { return effects + askIncidentScreens() }
    if let beat = heartbeatAt, now >= beat { return effects + reloadNow() }
    return effects
  }
}

extension Status {
  /// How long a message stays.
  static let span = TimeSpan(seconds: 10)
}
