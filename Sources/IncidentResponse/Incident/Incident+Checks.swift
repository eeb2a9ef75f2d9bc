import Delegation

extension Incident {
  /// Whether `event` may come next.
  func check(_ event: IncidentEvent) throws(IncidentProblem) {
    try event.checkAlone()
    if let last = events.last, event.recordedAt < last.recordedAt { throw .recordedBefore(last.recordedAt) }
    if isClosed && !event.action.isAfterword { throw .closed }
    switch event.action {
    case .opened: throw .openedAlready(id)
    case .factsFound, .noteAdded, .evidenceAttached: break
    case .revoked(let revocation):
      if revocations.contains(where: { $0.sequence == revocation.sequence }) {
        throw .linkedAlready(revocation.sequence)
      }
    case .tightened(let change):
      if modes.contains(where: { $0.sequence == change.sequence }) { throw .linkedAlready(change.sequence) }
    case .noticeStaged(let stage): try check(stage)
    case .severitySet(let severity, _):
      if severity == self.severity { throw .severityAlready(severity) }
    case .detectionCorrected(let from, let to, _):
      guard from == detectedAt else { throw .detectionMoved(now: detectedAt) }
      guard to <= event.recordedAt else { throw .detectionLate }
    case .roleAssigned(let role, let name): try check(role, to: name)
    case .handOverOffered, .handOverAccepted, .handOverDeclined, .commandTaken: try checkHandOver(event)
    case .stepStarted, .stepDone, .stepSkipped, .steppedBack: try checkStep(event)
    case .followUpAgreed(let followUp):
      if followUps.contains(where: { $0.followUp.id == followUp.id }) { throw .followUpTaken(followUp.id) }
    case .followUpDone(let id):
      guard let known = followUps.first(where: { $0.followUp.id == id }) else { throw .unknownFollowUp(id) }
      if known.doneAt != nil { throw .followUpDoneAlready(id) }
    case .closed:
      guard openSteps.isEmpty else { throw .stepsOpen(openSteps) }
      if let handOver { throw .handOverWaits(to: handOver.to) }
    case .reopened:
      guard isClosed else { throw .notClosed }
    }
  }

  /// A text is drafted first, and goes out only once it is approved.
  private func check(_ stage: NoticeStage) throws(IncidentProblem) {
    func has(_ wanted: NoticeStage.Stage) -> Bool {
      notices.contains {
        $0.stage == wanted && $0.digest == stage.digest && $0.kind == stage.kind && $0.form == stage.form
      }
    }
    switch stage.stage {
    case .drafted:
      guard stage.text != nil else { throw .blank(field: "text") }
    case .approved:
      guard has(.drafted) else { throw .noticeNotDrafted(stage.digest) }
    case .exported, .posted:
      guard has(.approved) else { throw .noticeNotApproved(stage.digest) }
    }
    if stage.stage != .drafted && stage.text != nil { throw .unreadable(field: "text") }
    if stage.stage != .drafted && stage.facts != nil { throw .unreadable(field: "facts") }
  }

  private func check(_ role: IncidentRole, to name: String) throws(IncidentProblem) {
    if roles[role] == name { throw .roleHeldAlready(role, by: name) }
    guard let commander = roles[.commander] else { return }
    if role == .commander { throw .commanderByHandOver(now: commander) }
    if role == .approver && name == commander { throw .approverIsCommander(name) }
  }

  private func checkHandOver(_ event: IncidentEvent) throws(IncidentProblem) {
    switch event.action {
    case .handOverOffered(let to, _):
      guard roles[.commander] == event.who else { throw .notCommander(event.who) }
      if to == event.who { throw .handOverToOneself }
      if let handOver { throw .handOverWaits(to: handOver.to) }
    case .handOverAccepted(let offer):
      guard let handOver else { throw .noHandOver }
      if handOver.from == event.who { throw .handOverToOneself }
      guard handOver.to == event.who else { throw .handOverToAnother(handOver.to) }
      guard handOver.offer == offer else { throw .otherOffer(handOver.offer) }
    case .handOverDeclined:
      guard let handOver else { throw .noHandOver }
      guard handOver.to == event.who || handOver.from == event.who else {
        throw .handOverToAnother(handOver.to)
      }
    case .commandTaken:
      if roles[.commander] == event.who { throw .roleHeldAlready(.commander, by: event.who) }
    default: break
    }
  }

  private func checkStep(_ event: IncidentEvent) throws(IncidentProblem) {
    switch event.action {
    case .stepStarted(let step):
      try checkTurn(of: step)
      if case .started = state(of: step) { throw .stepStartedAlready(step) }
    case .stepSkipped(let step, _): try checkTurn(of: step)
    case .stepDone(let step, let result):
      try checkTurn(of: step)
      guard case .started(let mark) = state(of: step) else { throw .stepNotStarted(step) }
      guard event.happenedAt >= mark.at else { throw .endedBeforeStarted(step, started: mark.at) }
      try check(result, of: step)
    case .steppedBack(let step, _):
      guard state(of: step).isSettled else { throw .notBehind(step) }
    default: break
    }
  }

  private func checkTurn(of step: IncidentStep) throws(IncidentProblem) {
    if state(of: step).isSettled { throw .stepSettledAlready(step) }
    if let first = currentStep, first < step { throw .stepOutOfOrder(step, first: first) }
  }

  private func check(_ result: StepResult, of step: IncidentStep) throws(IncidentProblem) {
    guard step == .verify else {
      if result.verification != nil { throw .verificationElsewhere(step) }
      if step == .revoke && revocations.isEmpty { throw .nothingRevoked }
      if step == .tighten && modes.isEmpty { throw .nothingTightened }
      return
    }
    guard let verification = result.verification else { throw .verificationMissing }
    guard verification.pendingPoints.isEmpty else { throw .pointsPending(verification.pendingPoints) }
    guard verification.isQuiet else { throw .notQuiet }
  }
}

extension IncidentEvent {
  /// What must hold of it whatever the incident's state is.
  func checkAlone() throws(IncidentProblem) {
    for name in [id, incident, who] { try IncidentEvent.check(name: name) }
    if let sequence, sequence < 1 { throw .badSequence(sequence) }
    guard happenedAt <= recordedAt else { throw .happenedAfterRecorded }
    try checkNames()
    for (field, text, limit) in action.texts {
      guard text.unicodeScalars.count <= limit else { throw .tooLong(field: field, limit: limit) }
      if text.unicodeScalars.allSatisfy(\.properties.isWhitespace) { throw .blank(field: field) }
    }
    try checkReadable()
  }

  /// What is kept must be read again by whoever goes on: a count, a time or a scope out of range is found here.
  private func checkReadable() throws(IncidentProblem) {
    guard let value = try? parseJSON(json.utf8) else { throw .unreadable(field: "id") }
    do throws(FieldError) {
      _ = try IncidentEvent(value)
    } catch {
      throw .unreadable(field: error.field)
    }
  }

  private func checkNames() throws(IncidentProblem) {
    switch action {
    case .roleAssigned(_, let name), .handOverOffered(let name, _): try IncidentEvent.check(name: name)
    case .followUpAgreed(let followUp):
      for name in [followUp.id, followUp.owner] { try IncidentEvent.check(name: name) }
    case .followUpDone(let id), .handOverAccepted(let id): try IncidentEvent.check(name: id)
    case .evidenceAttached(let evidence):
      if evidence.sequence < 1 { throw .badSequence(evidence.sequence) }
    case .revoked(let revocation):
      if revocation.sequence < 1 { throw .badSequence(revocation.sequence) }
    case .tightened(let change):
      if change.sequence < 1 { throw .badSequence(change.sequence) }
    case .stepDone(_, let result):
      let points = result.verification?.pendingPoints ?? []
      guard points.count <= IncidentLimits.points else {
        throw .tooLong(field: "pendingPoints", limit: IncidentLimits.points)
      }
      for name in points { try IncidentEvent.check(name: name) }
    case .opened(let opening):
      if case .alert(let id) = opening.origin, id < 1 { throw .badSequence(id) }
    default: break
    }
  }

  private static func check(name: String) throws(IncidentProblem) {
    do throws(Identifier.Problem) {
      try checkName(name.utf8)
    } catch {
      throw .badName(name)
    }
  }
}

extension IncidentAction {
  /// The words in it: by field, and with the most code points that it may have.
  fileprivate var texts: [(field: String, text: String, limit: Int)] {
    switch self {
    case .opened(let opening): [("title", opening.title, IncidentLimits.title)]
    case .noteAdded(let note): [("note", note, IncidentLimits.note)]
    case .stepDone(_, let result): [("summary", result.summary, IncidentLimits.note)]
    case .evidenceAttached(let evidence): [("title", evidence.title, IncidentLimits.title)]
    case .handOverOffered(_, let brief): [("brief", brief, IncidentLimits.brief)]
    case .followUpAgreed(let followUp): [("what", followUp.what, IncidentLimits.reason)]
    case .closed(let summary): [("summary", summary, IncidentLimits.note)]
    case .severitySet(_, let reason), .detectionCorrected(_, _, let reason), .stepSkipped(_, let reason),
      .steppedBack(_, let reason), .handOverDeclined(let reason), .commandTaken(let reason),
      .reopened(_, let reason):
      [("reason", reason, IncidentLimits.reason)]
    case .noticeStaged(let stage):
      (stage.text.map { [("text", $0, IncidentLimits.notice)] } ?? [])
        + (stage.destination.map { [("destination", $0, IncidentLimits.reason)] } ?? [])
    case .factsFound, .roleAssigned, .stepStarted, .handOverAccepted, .followUpDone, .revoked, .tightened: []
    }
  }
}
