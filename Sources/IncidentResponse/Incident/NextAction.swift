import Delegation
package import PolicyEngine

/// Something that is to be done now, and why. Nothing does it but an operator, or what acts for one.
package struct NextAction: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case start(IncidentStep)
    case finish(IncidentStep)
    /// Skip it with a reason: nothing demands it.
    case skip(IncidentStep)
    case answerHandOver(to: String)
    case setSeverity(Severity)
    case assign(IncidentRole)
    case attachEvidence
    case close
    case finishFollowUp(id: String, owner: String)
    case report
  }

  package let kind: Kind
  /// One lower-case sentence.
  package let why: String
}

extension Incident {
  /// What to do now, the most pressing first; never empty.
  package func nextActions(_ response: ResponseSettings) -> [NextAction] {
    guard !isClosed else {
      let open = followUps.filter { $0.doneAt == nil }.map(\.followUp)
      return open.map {
        NextAction(kind: .finishFollowUp(id: $0.id, owner: $0.owner), why: "it was agreed and is not done")
      } + [NextAction(kind: .report, why: "the incident is closed: its report shows what was done")]
    }
    var actions: [NextAction] = []
    if let step = currentStep { actions.append(next(step, response)) }
    if let handOver {
      actions.append(
        NextAction(
          kind: .answerHandOver(to: handOver.to),
          why: "\(handOver.from) commands until \(handOver.to) accepts"))
    }
    let proposal = SeverityProposal(facts, response)
    if proposal.severity > severity {
      let reasons = proposal.reasons.map(\.text).joined(separator: "; ")
      actions.append(NextAction(kind: .setSeverity(proposal.severity), why: reasons))
    }
    actions += rolesToAssign(response)
    if evidence.isEmpty {
      actions.append(
        NextAction(kind: .attachEvidence, why: "no leaf of the log shows yet what was seen"))
    }
    if currentStep == nil && handOver == nil {
      actions.append(NextAction(kind: .close, why: "every step is done or skipped"))
    }
    return actions
  }

  private func next(_ step: IncidentStep, _ response: ResponseSettings) -> NextAction {
    if case .started(let mark) = state(of: step) {
      return NextAction(kind: .finish(step), why: "\(mark.by) started it; \(step.doneWhen)")
    }
    if step == .notice, facts.isBroad(response) == false {
      return NextAction(
        kind: .skip(.notice),
        why: "exposure is below \(response.broadWallets) wallets and \(response.broadValue.dollars) USD")
    }
    return NextAction(kind: .start(step), why: step.doneWhen)
  }

  private func rolesToAssign(_ response: ResponseSettings) -> [NextAction] {
    var actions: [NextAction] = []
    func want(_ role: IncidentRole, _ why: String) {
      if roles[role] == nil { actions.append(NextAction(kind: .assign(role), why: why)) }
    }
    want(.commander, "nobody decides")
    want(.approver, "a looser mode and the notice need a second person")
    if severity >= .p2 { want(.scribe, "at \(severity.word) somebody keeps the timeline") }
    if facts.isBroad(response) != false { want(.comms, "users may have to be told") }
    return actions
  }
}

extension IncidentStep {
  /// What ends it, as a sentence.
  package var doneWhen: String {
    switch self {
    case .revoke: "the key or the scope is revoked first, so that nothing more is spent"
    case .tighten: "a mode and its scope are chosen, so that other keys cannot do the same"
    case .verify: "every enforcement point is seen to refuse, and it stays quiet"
    case .notice: "users are told what happened and what to do"
    }
  }
}
