import Delegation
import IncidentResponse
import PolicyEngine
import Terminal

/// An incident in lines for a person, and as JSON.
struct IncidentText {
  let incident: Incident
  let response: ResponseSettings

  init(_ incident: Incident, response: ResponseSettings) {
    self.incident = incident
    self.response = response
  }

  /// `INC-1  P2  revoke ✔  tighten ▶ …`.
  var steps: SafeText {
    SafeText(
      IncidentStep.allCases.map { step in "\(step.rawValue) \(incident.state(of: step).word)" }
        .joined(separator: ", "))
  }

  var next: SafeText {
    let action = incident.nextActions(response)[0]
    return "next: \(SafeText(action.text)) – \(SafeText(action.why))"
  }

  /// One line of the timeline: both clocks, and the time since the start.
  func line(_ event: IncidentEvent) -> SafeText {
    let offset = PlainText.offset(incident.sinceStart(event.happenedAt))
    let recorded = event.recordedAt == event.happenedAt ? "" : " (recorded \(event.recordedAt.utc))"
    let leaf = event.sequence.map { "leaf \($0)" } ?? ""
    return
      "\(offset)  \(event.happenedAt.utc)\(recorded)  \(SafeText(event.who))  \(SafeText(event.action.text))  \(leaf)"
  }

  func write(to output: Output) throws {
    let state = incident.isClosed ? "closed" : "open"
    let drill = incident.isDrill ? "DRILL, " : ""
    try output.line(
      "\(incident.id)  \(incident.severity.word)  \(drill)\(state)  \(SafeText(incident.opening.title))")
    try output.line(
      "detected \(incident.detectedAt.utc), opened \(incident.openedAt.utc) by \(SafeText(incident.openedBy)), \(SafeText(incident.opening.origin.text))"
    )
    let roles = IncidentRole.allCases.map { "\($0.rawValue) \(incident.roles[$0] ?? "nobody")" }
    try output.line(SafeText(roles.joined(separator: ", ")))
    try output.line("extent: \(SafeText(incident.facts.text))")
    try output.line(steps)
    for event in incident.events { try output.line(line(event)) }
    if let offer = incident.handOver {
      try output.line("hand-over from \(SafeText(offer.from)) to \(SafeText(offer.to)), with this brief:")
      for line in offer.brief.split(separator: "\n", omittingEmptySubsequences: false) {
        try output.line("    \(SafeText(String(line)))")
      }
    }
    let actions = incident.nextActions(response)
    for action in actions { try output.line("next: \(SafeText(action.text)) – \(SafeText(action.why))") }
  }

  var json: String {
    JSONWriter.object { writer in
      writer.member("incident", incident.id)
      writer.member("title", incident.opening.title)
      writer.member("severity", incident.severity.word)
      writer.member("drill", raw: incident.isDrill ? "true" : "false")
      writer.member("closed", raw: incident.isClosed ? "true" : "false")
      writer.member("detectedAt", raw: incident.detectedAt.seconds)
      writer.member("openedAt", raw: incident.openedAt.seconds)
      writer.key("roles")
      writer.object { list in
        for role in IncidentRole.allCases {
          if let name = incident.roles[role] { list.member(role.rawValue, name) }
        }
      }
      writer.key("steps")
      writer.object { list in
        for step in IncidentStep.allCases { list.member(step.rawValue, incident.state(of: step).word) }
      }
      writer.member("facts", raw: incident.facts.json)
      writer.member(
        "revocations", raw: "[\(incident.revocations.map { String($0.sequence) }.joined(separator: ","))]")
      writer.member("next", incident.nextActions(response)[0].text)
      writer.member("events", raw: "[\(incident.events.map(\.json).joined(separator: ","))]")
    }
  }
}
