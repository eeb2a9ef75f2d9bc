import IncidentResponse
import Terminal

extension ActionTable {
  /// The keys of an incident's round.
  static let responding: [Action] = [
    Action(
      id: .incident, keys: [Key("i")], title: "incident",
      help:
        "Open an incident from the session under the cursor, or the alert, or join the one that is open; with a title, open one by hand.",
      risk: .write, argument: Action.incidentTitle, availability: { $0.joinAvailability },
      run: { $0.joinIncident($1) }),
    Action(
      id: .next, keys: [Key("n")], title: "next",
      help: "Do what the incident's last line names, where a key of its own does not.", risk: .write,
      availability: { $0.nextAvailability }, run: { model, _ in model.doNext() }),
    Action(
      id: .mode, keys: [Key("m")], title: "mode",
      help:
        "Choose a tighter mode, the proposed one first, with what it would have denied; Enter sets it at once.",
      risk: .write, availability: { $0.inIncident }, run: { model, _ in model.chooseMode() }),
    Action(
      id: .verify, keys: [Key("v")], title: "verify",
      help: "Ask every enforcement point whether it refuses; the first time, begin the step.", risk: .write,
      availability: { $0.inStep(.verify) }, run: { model, _ in model.verifyNow() }),
    Action(
      id: .scope, keys: [Key("S")], title: "scope",
      help:
        "Show what a scope would revoke, one that the incident's session shares or one that is named, such as `chain:1 cap:swap.execute`; `Y` revokes it.",
      risk: .write, argument: "WORDS", availability: { $0.inIncident }, run: { $0.chooseScope($1) }),
    Action(
      id: .fire, keys: [Key("Y")], title: "revoke these",
      help: "Revoke all sessions of the scope, or all marked ones, that the card shows.", risk: .write,
      availability: { $0.fireAvailability }, run: { model, _ in model.fire() }),
    Action(
      id: .note, keys: [Key("t")], title: "note", help: "Write a note into the incident's timeline.",
      risk: .write,
      argument: "TEXT", availability: { $0.onIncident }, run: { $0.note($1) }),
    Action(
      id: .accept, keys: [Key("a")], title: "accept",
      help:
        "Accept the command that is offered to you, with the brief that is shown; on a request, put `:approve` and its id into the command line.",
      risk: .write, availability: { $0.acceptAvailability }, run: { model, _ in model.accept() }),
  ]

  /// What is said of an incident in the command line.
  static let recording: [Action] = [
    said(.skip, "REASON", "Skip the step in hand, with a reason.") { $0.skip($1) },
    said(.stepBack, "STEP REASON", "Go back to a step; it and those after it are to do again.") {
      $0.stepBack($1)
    },
    said(.severity, "P1 REASON", "Set the incident's severity, P1 to P4.") { $0.severity($1) },
    said(.role, "ROLE NAME", "Name the commander, scribe, comms or approver.") { $0.assignRole($1) },
    said(.handover, "NAME", "Offer the command to another operator, with a brief.") { $0.handOver(to: $1) },
    said(.decline, "REASON", "Decline the command that is offered to you, or take your offer back.") {
      $0.perform([.handOverDeclined(reason: $1)])
    },
    said(.take, "REASON", "Take the command without being offered it: the commander cannot be reached.") {
      $0.perform([.commandTaken(reason: $1)])
    },
    said(.detected, "TIME REASON", "Correct when it was first noticed.") { $0.correctDetection($1) },
    said(.evidence, "LEAF TITLE", "Attach a leaf of the audit log.") { $0.attachEvidence($1) },
    Action(
      id: .close, keys: [], title: "close", help: "Close the incident, with a summary.", risk: .write,
      argument: "SUMMARY", availability: { $0.inIncident }, run: { $0.close($1) }),
    said(.followUp, "OWNER WHAT", "Agree on something to do after the incident.", onClosed: true) {
      $0.agreeFollowUp($1)
    },
    said(.followUpDone, "ID", "Say that a follow-up is done.", onClosed: true) {
      $0.perform([.followUpDone(id: $1)])
    },
    Action(
      id: .reopen, keys: [], title: "reopen", help: "Go on with a closed incident, from a step on.",
      risk: .write,
      argument: "STEP REASON", needsArgument: true,
      availability: {
        $0.shownIncident?.isClosed == false ? .disabled("the incident is not closed") : $0.onIncident
      },
      run: { model, text in text.map { model.reopen($0) } ?? [] }),
  ]

  private static func said(
    _ id: ActionID, _ argument: String, _ help: String, onClosed: Bool = false,
    _ run: @escaping @Sendable (inout Model, String) -> [Effect]
  ) -> Action {
    Action(
      id: id, keys: [], title: id.name, help: help, risk: .write, argument: argument, needsArgument: true,
      availability: { onClosed ? $0.onIncident : $0.inIncident },
      run: { model, text in text.map { run(&model, $0) } ?? [] })
  }
}
