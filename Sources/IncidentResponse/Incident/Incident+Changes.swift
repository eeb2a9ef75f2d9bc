import Delegation

extension Incident {
  /// Changes the state by an event that was checked.
  mutating func change(by event: IncidentEvent) {
    switch event.action {
    case .opened, .noteAdded: break
    case .factsFound(let facts): self.facts = facts
    case .severitySet(let severity, _): self.severity = severity
    case .roleAssigned(let role, let name): roles[role] = name
    case .detectionCorrected(_, let to, _): detectedAt = to
    case .stepStarted, .stepDone, .stepSkipped, .steppedBack: changeStep(by: event)
    case .evidenceAttached(let found): evidence.append(found)
    case .revoked(let revocation): revocations.append(revocation)
    case .tightened(let change): modes.append(change)
    case .noticeStaged(let stage): notices.append(stage)
    case .handOverOffered(let to, let brief):
      handOver = HandOver(offer: event.id, from: event.who, to: to, offeredAt: event.happenedAt, brief: brief)
    case .handOverAccepted, .commandTaken: command(event.who)
    case .handOverDeclined: handOver = nil
    case .followUpAgreed(let followUp): followUps.append(FollowUpState(followUp: followUp))
    case .followUpDone(let id):
      for place in followUps.indices where followUps[place].followUp.id == id {
        followUps[place].doneAt = event.happenedAt
      }
    case .closed: isClosed = true
    case .reopened(let step, _):
      isClosed = false
      goBack(to: step)
    }
  }

  private mutating func changeStep(by event: IncidentEvent) {
    let mark = StepMark(at: event.happenedAt, by: event.who)
    switch event.action {
    case .stepStarted(let step): stepStates[step.place] = .started(mark)
    case .stepDone(let step, let result):
      guard case .started(let started) = state(of: step) else { return }
      stepStates[step.place] = .done(started: started, ended: mark, result)
    case .stepSkipped(let step, let reason): stepStates[step.place] = .skipped(mark, reason: reason)
    case .steppedBack(let step, _): goBack(to: step)
    default: break
    }
  }

  private mutating func goBack(to step: IncidentStep) {
    for place in step.place..<stepStates.count { stepStates[place] = .pending }
  }

  /// Makes `name` the commander; who was to approve cannot be the second person any more.
  private mutating func command(_ name: String) {
    roles[.commander] = name
    if roles[.approver] == name { roles[.approver] = nil }
    handOver = nil
  }
}
