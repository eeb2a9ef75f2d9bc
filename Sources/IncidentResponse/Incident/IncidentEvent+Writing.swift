import Delegation
import PolicyEngine

extension IncidentEvent {
  /// One line of JSON, its members always in this order: what an audit entry keeps. The log's number only where it is known.
  package var json: String {
    JSONWriter.object { writer in
      writer.member("type", "incident.\(action.name)")
      writer.member("id", id)
      writer.member("incident", incident)
      writer.member("happenedAt", raw: happenedAt.seconds)
      writer.member("recordedAt", raw: recordedAt.seconds)
      writer.member("who", who)
      if let sequence { writer.member("sequence", raw: String(sequence)) }
      action.writeFields(&writer)
    }
  }
}

extension IncidentAction {
  fileprivate func writeFields(_ writer: inout JSONWriter) {
    switch self {
    case .opened(let opening): opening.writeFields(&writer)
    case .factsFound(let facts): writer.member("facts", raw: facts.json)
    case .severitySet(let severity, let reason):
      writer.member("severity", severity.word)
      writer.member("reason", reason)
    case .roleAssigned(let role, let name):
      writer.member("role", role.rawValue)
      writer.member("to", name)
    case .noteAdded(let note): writer.member("note", note)
    case .detectionCorrected(let from, let to, let reason):
      writer.member("from", raw: from.seconds)
      writer.member("to", raw: to.seconds)
      writer.member("reason", reason)
    case .stepStarted, .stepDone, .stepSkipped, .steppedBack: writeStep(&writer)
    case .evidenceAttached(let evidence):
      writer.member("title", evidence.title)
      writer.member("leaf", raw: String(evidence.sequence))
    case .revoked(let revocation): revocation.writeFields(&writer)
    case .tightened(let change): change.writeFields(&writer)
    case .noticeStaged(let stage): stage.writeFields(&writer)
    case .handOverOffered(let name, let brief):
      writer.member("to", name)
      writer.member("brief", brief)
    case .handOverAccepted(let offer): writer.member("offer", offer)
    case .handOverDeclined(let reason), .commandTaken(let reason): writer.member("reason", reason)
    case .followUpAgreed(let followUp): followUp.writeFields(&writer)
    case .followUpDone(let id): writer.member("followUp", id)
    case .closed(let summary): writer.member("summary", summary)
    case .reopened(let step, let reason):
      writer.member("step", step.rawValue)
      writer.member("reason", reason)
    }
  }

  private func writeStep(_ writer: inout JSONWriter) {
    switch self {
    case .stepStarted(let step): writer.member("step", step.rawValue)
    case .stepSkipped(let step, let reason), .steppedBack(let step, let reason):
      writer.member("step", step.rawValue)
      writer.member("reason", reason)
    case .stepDone(let step, let result):
      writer.member("step", step.rawValue)
      writer.member("summary", result.summary)
      if let verification = result.verification {
        writer.key("verification")
        writer.object(verification.writeFields)
      }
    default: break
    }
  }
}

extension IncidentOpening {
  fileprivate func writeFields(_ writer: inout JSONWriter) {
    writer.key("origin")
    writer.object(origin.writeFields)
    writer.member("title", title)
    writer.member("detectedAt", raw: detectedAt.seconds)
    writer.member("facts", raw: facts.json)
    writer.member("severity", severity.word)
    if isDrill { writer.member("drill", raw: "true") }
  }
}

extension IncidentOrigin {
  fileprivate func writeFields(_ writer: inout JSONWriter) {
    switch self {
    case .alert(let id): writer.member("alert", raw: String(id))
    case .session(let key): writer.member("session", key.text)
    case .scope(let scope): writer.member("scope", raw: scope.json)
    case .hand: break
    }
  }
}

extension IncidentFacts {
  /// Only what is known.
  package var json: String {
    JSONWriter.object { writer in
      if let allowedAfterRevoke { writer.member("allowedAfterRevoke", raw: String(allowedAfterRevoke)) }
      if let exposedWallets { writer.member("exposedWallets", raw: String(exposedWallets)) }
      if let exposedValue { writer.member("exposedValueUsd", exposedValue.dollars) }
      if let risk { writer.member("risk", raw: risk.text) }
      if let spent { writer.member("spentUsd", spent.dollars) }
    }
  }
}

extension Verification {
  fileprivate func writeFields(_ writer: inout JSONWriter) {
    writer.member("pendingPoints", strings: pendingPoints)
    writer.member("allowed", raw: String(allowed))
    writer.member("denied", raw: String(denied))
    writer.member("quiet", raw: isQuiet ? "true" : "false")
  }
}

extension FollowUp {
  fileprivate func writeFields(_ writer: inout JSONWriter) {
    writer.member("followUp", id)
    writer.member("what", what)
    writer.member("owner", owner)
    if let dueAt { writer.member("dueAt", raw: dueAt.seconds) }
  }
}
