import Delegation
import PolicyEngine

extension IncidentAction {
  /// What happened, for a timeline: its own words, and the operator's as they wrote them.
  package var text: String {
    switch self {
    case .opened(let opening):
      "opened \(opening.origin.text) as \(opening.severity.word): \(opening.title)"
    case .factsFound(let facts): "extent: \(facts.text)"
    case .severitySet(let severity, let reason): "severity is \(severity.word): \(reason)"
    case .roleAssigned(let role, let name): "\(role.rawValue) is \(name)"
    case .noteAdded(let note): "note: \(note)"
    case .detectionCorrected(let from, let to, let reason):
      "detection time corrected from \(from.utc) to \(to.utc): \(reason)"
    case .evidenceAttached(let evidence): "evidence, leaf \(evidence.sequence): \(evidence.title)"
    case .revoked(let revocation): revocation.text
    case .tightened(let change): change.text
    case .noticeStaged(let stage): stage.words
    case .followUpAgreed(let followUp): "follow-up \(followUp.id) for \(followUp.owner): \(followUp.what)"
    case .followUpDone(let id): "follow-up \(id) done"
    case .closed(let summary): "closed: \(summary)"
    case .reopened(let step, let reason): "reopened from \(step.rawValue) on: \(reason)"
    default: stepText ?? handOverText ?? name
    }
  }

  private var stepText: String? {
    switch self {
    case .stepStarted(let step): "step \(step.rawValue) started"
    case .stepDone(let step, let result): "step \(step.rawValue) done: \(result.text)"
    case .stepSkipped(let step, let reason): "step \(step.rawValue) skipped: \(reason)"
    case .steppedBack(let step, let reason): "back to step \(step.rawValue): \(reason)"
    default: nil
    }
  }

  private var handOverText: String? {
    switch self {
    case .handOverOffered(let name, _): "hand-over offered to \(name), with the brief"
    case .handOverAccepted: "hand-over accepted: commander now"
    case .handOverDeclined(let reason): "hand-over declined: \(reason)"
    case .commandTaken(let reason): "command taken: \(reason)"
    default: nil
    }
  }
}

extension StepResult {
  package var text: String {
    guard let verification else { return summary }
    return "\(summary) (after the revocation \(verification.allowed) allowed, \(verification.denied) denied)"
  }
}

extension IncidentOrigin {
  /// As it follows "opened".
  package var text: String {
    switch self {
    case .alert(let id): "from alert \(id)"
    case .session(let key): "from session \(key.text)"
    case .scope(let scope): "from scope \(scope.words)"
    case .hand: "by hand"
    }
  }
}

extension IncidentFacts {
  package var text: String {
    var parts: [String] = []
    if let allowedAfterRevoke { parts.append("\(allowedAfterRevoke) allowed after the revocation") }
    if let exposedWallets {
      parts.append("\(exposedWallets) \(exposedWallets == 1 ? "wallet" : "wallets") exposed")
    }
    if let exposedValue { parts.append("\(exposedValue.dollars) USD exposed") }
    if let risk { parts.append("risk \(risk.text)") }
    if let spent { parts.append("\(spent.dollars) USD spent") }
    return parts.isEmpty ? "not known" : parts.joined(separator: ", ")
  }
}
