import Delegation
package import PolicyEngine

extension Incident {
  private enum Brief {
    static let words = 200
    static let notes = 5
    static let list = 20
  }

  /// What the next commander must know, in plain lines: where it stands, what is to be done, the last notes. Made from the
  /// events alone; offered with ``IncidentAction/handOverOffered(to:brief:)``, whose limit it keeps.
  package func brief(_ response: ResponseSettings) -> String {
    var lines = [
      "Incident \(id), \(severity.word): \(PlainText.shortened(opening.title, to: Brief.words))",
      "Detected \(detectedAt.utc), opened \(openedAt.utc) by \(openedBy), "
        + PlainText.shortened(opening.origin.text, to: Brief.words),
      "Extent: \(facts.text)",
      "Roles: "
        + IncidentRole.allCases.map { "\($0.rawValue) \(roles[$0] ?? "nobody")" }.joined(separator: ", "),
      "Steps:",
    ]
    lines += IncidentStep.allCases.map { "- \($0.rawValue): \(briefText(of: $0))" }
    lines.append("Next:")
    lines += nextActions(response).prefix(Brief.list).map {
      "- \($0.text): \(PlainText.shortened($0.why, to: Brief.words))"
    }
    let notes = notes.suffix(Brief.notes)
    if !notes.isEmpty { lines.append("Last notes:") }
    lines += notes.map { "- \($0)" }
    if !evidence.isEmpty {
      let leaves = evidence.suffix(Brief.list).map { String($0.sequence) }.joined(separator: ", ")
      lines.append("Evidence: \(evidence.count) leaves of the log, the latest \(leaves)")
    }
    return lines.joined(separator: "\n")
  }

  private var notes: [String] {
    events.compactMap { event in
      guard case .noteAdded(let note) = event.action else { return nil }
      let offset = PlainText.offset(sinceStart(event.happenedAt))
      return "\(offset) \(event.who): \(PlainText.shortened(note, to: Brief.words))"
    }
  }

  private func briefText(of step: IncidentStep) -> String {
    switch state(of: step) {
    case .pending: "open"
    case .started(let mark): "started \(PlainText.offset(sinceStart(mark.at))) by \(mark.by)"
    case .done(_, let mark, let result):
      "done \(PlainText.offset(sinceStart(mark.at))) by \(mark.by): "
        + PlainText.shortened(result.text, to: Brief.words)
    case .skipped(let mark, let reason):
      "skipped \(PlainText.offset(sinceStart(mark.at))) by \(mark.by): "
        + PlainText.shortened(reason, to: Brief.words)
    }
  }
}

extension NextAction {
  /// What to do, as a few words.
  package var text: String {
    switch kind {
    case .start(let step): "start \(step.rawValue)"
    case .finish(let step): "finish \(step.rawValue)"
    case .skip(let step): "skip \(step.rawValue), with a reason"
    case .answerHandOver(let name): "\(name) accepts or declines the hand-over"
    case .setSeverity(let severity): "set the severity to \(severity.word)"
    case .assign(let role): "name the \(role.rawValue)"
    case .attachEvidence: "attach evidence"
    case .close: "close the incident"
    case .finishFollowUp(let id, let owner): "\(owner) finishes follow-up \(id)"
    case .report: "make the report"
    }
  }
}
