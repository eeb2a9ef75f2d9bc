import Delegation
import IncidentResponse
import SessionStore
import Terminal

/// What is said of an incident in the command line.
extension Model {
  mutating func severity(_ text: String) -> [Effect] {
    let (word, reason) = Self.headAndRest(text)
    guard let severity = Severity.allCases.first(where: { $0.word == word.uppercased() }), !reason.isEmpty
    else {
      return refuse("expected `:severity P1 REASON`, with P1 to P4")
    }
    return perform([.severitySet(severity, reason: reason)])
  }

  /// Skips the step in hand.
  mutating func skip(_ reason: String) -> [Effect] {
    guard let step = shownIncident?.currentStep else { return refuse("every step is done or skipped") }
    return perform([.stepSkipped(step, reason: reason)])
  }

  mutating func stepBack(_ text: String) -> [Effect] {
    guard let (step, reason) = Self.stepAndReason(text) else {
      return refuse("expected `:step-back STEP REASON`, with revoke, tighten, verify or notice")
    }
    return perform([.steppedBack(to: step, reason: reason)])
  }

  mutating func reopen(_ text: String) -> [Effect] {
    guard let (step, reason) = Self.stepAndReason(text) else {
      return refuse("expected `:reopen STEP REASON`, with revoke, tighten, verify or notice")
    }
    return perform([.reopened(from: step, reason: reason)])
  }

  mutating func assignRole(_ text: String) -> [Effect] {
    let (word, name) = Self.headAndRest(text)
    guard let role = IncidentRole(rawValue: word.lowercased()), !name.isEmpty else {
      return refuse("expected `:role ROLE NAME`, with commander, scribe, comms or approver")
    }
    return perform([.roleAssigned(role, to: name)])
  }

  /// Offers the command with the brief that the other will read.
  mutating func handOver(to name: String) -> [Effect] {
    let response = incidents.response
    return send { .perform([.handOverOffered(to: name, brief: $0.brief(response))], on: $0.id) }
  }

  /// Takes the command that was offered with the brief that was shown.
  mutating func acceptHandOver() -> [Effect] {
    guard let offer = shownIncident?.handOver else { return refuse("no hand-over waits for an answer") }
    guard drawn.offer == offer.offer else {
      return refuse("its brief was not shown: nothing was done, read it and press the key again")
    }
    return perform([.handOverAccepted(offer: offer.offer)])
  }

  mutating func note(_ text: String?) -> [Effect] {
    guard let text else { return ask(for: "note ") }
    return perform([.noteAdded(text)])
  }

  mutating func correctDetection(_ text: String) -> [Effect] {
    let (word, reason) = Self.headAndRest(text)
    guard let time = Timestamp(text: word), !reason.isEmpty else {
      return refuse("expected `:detected TIME REASON`, with a time such as 2026-02-21T19:03:40Z")
    }
    return send { .perform([.detectionCorrected(from: $0.detectedAt, to: time, reason: reason)], on: $0.id) }
  }

  mutating func agreeFollowUp(_ text: String) -> [Effect] {
    let (owner, what) = Self.headAndRest(text)
    guard !what.isEmpty else { return refuse("expected `:follow-up OWNER WHAT`") }
    return send { incident in
      let id = Self.freeFollowUp(in: incident)
      return .perform([.followUpAgreed(FollowUp(id: id, what: what, owner: owner))], on: incident.id)
    }
  }

  mutating func attachEvidence(_ text: String) -> [Effect] {
    let (word, title) = Self.headAndRest(text)
    guard let sequence = Int64(word), sequence > 0, !title.isEmpty else {
      return refuse("expected `:evidence LEAF TITLE`, with the number of a leaf of the log")
    }
    return perform([.evidenceAttached(Evidence(title: title, sequence: sequence))])
  }

  mutating func close(_ summary: String?) -> [Effect] {
    send { .perform([.closed(summary: summary ?? $0.ownSummary)], on: $0.id) }
  }

  /// `F1`, `F2` …
  private static func freeFollowUp(in incident: Incident) -> String {
    let taken = Set(incident.followUps.map(\.followUp.id))
    var number = taken.count + 1
    while taken.contains("F\(number)") { number += 1 }
    return "F\(number)"
  }

  private static func stepAndReason(_ text: String) -> (IncidentStep, String)? {
    let (word, reason) = headAndRest(text)
    guard let step = IncidentStep(rawValue: word.lowercased()), !reason.isEmpty else { return nil }
    return (step, reason)
  }

  private static func headAndRest(_ text: String) -> (head: String, rest: String) {
    let head = text.prefix { $0 != " " }
    return (String(head), String(text.dropFirst(head.count).drop { $0 == " " }))
  }
}
