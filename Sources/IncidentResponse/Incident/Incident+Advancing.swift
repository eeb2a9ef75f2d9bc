import Delegation

extension Incident {
  /// What must be recorded so that it is the turn of `step`: the steps before it end by what is linked to the incident
  /// already. One that nothing speaks for stays as it is, and the step is refused until it is done or skipped.
  package func actionsToReach(_ step: IncidentStep) -> [IncidentAction] {
    var actions: [IncidentAction] = []
    for earlier in IncidentStep.allCases where earlier < step && !state(of: earlier).isSettled {
      guard let summary = summary(of: earlier) else { break }
      actions += start(earlier) + [.stepDone(earlier, StepResult(summary: summary))]
    }
    return actions
  }

  /// The start of a step, where it has not been started.
  package func start(_ step: IncidentStep) -> [IncidentAction] {
    if case .pending = state(of: step) { [.stepStarted(step)] } else { [] }
  }

  /// What belongs to a revocation that was committed: it is linked, and begins the step where that is next.
  package func actions(linking revocation: IncidentRevocation) -> [IncidentAction] {
    (currentStep == .revoke ? start(.revoke) : []) + [.revoked(revocation)]
  }

  /// What belongs to a mode that was chosen: it is linked, and where the step is next, that was all of it.
  package func actions(linking change: IncidentModeChange) -> [IncidentAction] {
    let before = actionsToReach(.tighten)
    let isTurn = !state(of: .tighten).isSettled && openSteps(after: before).first == .tighten
    guard isTurn else { return [.tightened(change)] }
    return before + start(.tighten) + [
      .tightened(change), .stepDone(.tighten, StepResult(summary: change.text)),
    ]
  }

  /// What a step came to, told from what is linked; nil where nothing speaks for it.
  package func summary(of step: IncidentStep) -> String? {
    switch step {
    case .revoke:
      guard !revocations.isEmpty else { return nil }
      let sessions = revocations.reduce(UInt64(0)) { $0 &+ $1.sessions }
      let leaves = revocations.map { String($0.sequence) }.joined(separator: ", ")
      return "\(sessions) \(sessions == 1 ? "session" : "sessions") revoked, "
        + "\(revocations.count == 1 ? "leaf" : "leaves") \(leaves)"
    case .tighten: return modes.last?.text
    case .verify: return nil
    case .notice:
      guard let stage = notices.last(where: { $0.stage == .exported || $0.stage == .posted }) else {
        return nil
      }
      return stage.words
    }
  }

  private func openSteps(after actions: [IncidentAction]) -> [IncidentStep] {
    openSteps.filter { step in
      !actions.contains { if case .stepDone(step, _) = $0 { true } else { false } }
    }
  }
}
