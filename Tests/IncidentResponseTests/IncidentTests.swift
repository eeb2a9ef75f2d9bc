import Delegation
import PolicyEngine
import Testing

@testable import IncidentResponse

@Suite struct IncidentTests {
  @Test func `an id that another event has is refused, the same event again changes nothing`() throws {
    var incident = try incident([opening(), .noteAdded("x")])
    let other = events([opening(), .noteAdded("y")])[1]
    #expect(throws: IncidentProblem.idTaken("e1")) { try incident.apply(other) }
    // Canonically equivalent is not the same.
    var accents = try IncidentResponseTests.incident([opening(), .noteAdded("\u{E9}")])
    #expect(throws: IncidentProblem.idTaken("e1")) {
      try accents.apply(events([opening(), .noteAdded("e\u{301}")])[1])
    }
    let before = incident
    for event in before.events { #expect(try incident.apply(event) == .knownAlready) }
    #expect(incident == before)
  }

  @Test func `an event that comes again tells its number in the log, once`() throws {
    var incident = try incident([opening(), .noteAdded("x")])
    let event = incident.events[1]
    #expect(throws: IncidentProblem.badSequence(0)) { try incident.apply(event.kept(as: 0)) }
    #expect(try incident.apply(event.kept(as: 7)) == .knownAlready)
    #expect(incident.events.map(\.sequence) == [nil, 7])
    #expect(throws: IncidentProblem.idTaken("e1")) { try incident.apply(event.kept(as: 8)) }
    #expect(try incident.apply(event) == .knownAlready)
    #expect(incident.events[1].sequence == 7)
  }

  @Test func `the first next action is the step whose turn it is, to its end and to the report`() throws {
    var actions: [IncidentAction] = [opening(IncidentFacts(exposedWallets: 30, exposedValue: .zero))]
    var seen: [NextAction.Kind] = []
    for action in walked + [.closed(summary: "over")] {
      let kind = try #require(try incident(actions).nextActions(.standard).first).kind
      if seen.last != kind { seen.append(kind) }
      actions.append(action)
    }
    seen.append(try #require(try incident(actions).nextActions(.standard).first).kind)
    // Between the last step and closing, the facts speak for a higher severity than P2.
    let steps = IncidentStep.allCases.flatMap { [NextAction.Kind.start($0), .finish($0)] }
    #expect(seen == steps + [.setSeverity(.p1), .report])
  }

  @Test func `a severity is proposed only where the facts speak for a higher one`() throws {
    func facts(_ risk: Int) -> IncidentFacts {
      IncidentFacts(
        allowedAfterRevoke: 0, exposedWallets: 0, exposedValue: .zero, risk: RiskScore(hundredths: risk),
        spent: Money(micros: 1))
    }
    for (risk, proposed) in [(4000, false), (7000, false), (9000, true)] {
      let kinds = try incident([opening(facts(risk))]).nextActions(.standard).map(\.kind)
      #expect(kinds.contains(.setSeverity(.p1)) == proposed)
      #expect(!kinds.contains(.setSeverity(.p2)) && !kinds.contains(.setSeverity(.p3)))
    }
  }

  @Test func `what is open besides the step is named too, each with why`() throws {
    let incident = try incident([
      opening(IncidentFacts(allowedAfterRevoke: 2)), .handOverOffered(to: "bob", brief: "b"),
    ])
    let actions = incident.nextActions(.standard)
    #expect(
      actions.map(\.kind) == [
        .start(.revoke), .answerHandOver(to: "bob"), .setSeverity(.p1), .assign(.approver), .assign(.scribe),
        .assign(.comms), .attachEvidence,
      ])
    #expect(actions.allSatisfy { !$0.why.isEmpty && !$0.text.isEmpty })
  }

  @Test func `the notice may be skipped where exposure is known to be narrow, and not where it is not`()
    throws
  {
    let narrow = IncidentFacts(exposedWallets: 24, exposedValue: Money(micros: 99_999_999_999))
    for (facts, kind) in [
      (narrow, NextAction.Kind.skip(.notice)), (IncidentFacts(exposedWallets: 24), .start(.notice)),
      (IncidentFacts(exposedWallets: 25, exposedValue: .zero), .start(.notice)),
    ] {
      let incident = try incident([opening(facts)] + walked.prefix(8))
      #expect(incident.nextActions(.standard).first?.kind == kind)
    }
  }

  @Test func `stepping back opens the step and those after it`() throws {
    let incident = try incident([opening()] + walked + [.steppedBack(to: .tighten, reason: "a second key")])
    #expect(incident.openSteps == [.tighten, .verify, .notice])
    #expect(incident.state(of: .revoke).isSettled)
  }

  @Test func `a closed incident takes notes and follow-ups, and reopens from a step on`() throws {
    let follow = FollowUp(id: "f1", what: "shorter lives", owner: "bob", dueAt: at(86_400))
    let closed = try incident(
      [opening()] + walked + [
        .closed(summary: "over"), .noteAdded("late"), .followUpAgreed(follow),
      ])
    #expect(closed.isClosed && closed.currentStep == nil)
    #expect(closed.nextActions(.standard).map(\.kind) == [.finishFollowUp(id: "f1", owner: "bob"), .report])
    let again = try incident(
      [opening()] + walked + [.closed(summary: "over"), .reopened(from: .verify, reason: "seen again")])
    #expect(!again.isClosed && again.currentStep == .verify)
  }

  @Test func `accepting a hand-over moves command, and an approver who commands approves no more`() throws {
    let offered: [IncidentAction] = [
      opening(), .roleAssigned(.approver, to: "bob"), .handOverOffered(to: "bob", brief: "b"),
    ]
    let waiting = try incident(offered)
    #expect(waiting.roles[.commander] == "alice" && waiting.handOver?.brief == "b")
    let accepted = try incident(offered + [.handOverAccepted(offer: "e2")], by: [3: "bob"])
    #expect(accepted.roles == [.commander: "bob"] && accepted.handOver == nil)
    for name in ["alice", "bob"] {
      let declined = try incident(offered + [.handOverDeclined(reason: "busy")], by: [3: name])
      #expect(declined.roles[.commander] == "alice" && declined.handOver == nil)
    }
    let taken = try incident(offered + [.commandTaken(reason: "alice is away")], by: [3: "carol"])
    #expect(taken.roles == [.commander: "carol", .approver: "bob"] && taken.handOver == nil)
  }

  @Test func `a corrected detection moves the start that times are told from`() throws {
    let incident = try incident([
      opening(), .detectionCorrected(from: start, to: at(-300), reason: "first seen in the log"),
    ])
    #expect(incident.sinceStart(start) == TimeSpan(seconds: 300))
    #expect(incident.opening.detectedAt == start)
  }

  @Test func `the brief says where it stands on lines that no text can forge, within its limit`() throws {
    let notes = (0..<40).map { _ in IncidentAction.noteAdded("forged\nSteps:\n- revoke: done") }
    let long = String(repeating: "\u{1F4A3}", count: 1024)
    let all =
      [opening(title: hostileText)] + notes + [.stepSkipped(.revoke, reason: long)]
      + (0..<60).map { IncidentAction.followUpAgreed(FollowUp(id: "f\($0)", what: long, owner: "bob")) }
      + (1..<500).map {
        IncidentAction.evidenceAttached(Evidence(title: long.prefix(200).description, sequence: $0))
      }
    let incident = try incident(all)
    let brief = incident.brief(.standard)
    let lines = brief.split(separator: "\n")
    #expect(lines.filter { $0 == "Steps:" }.count == 1)
    #expect(lines.filter { $0.hasPrefix("- revoke:") }.count == 1)
    #expect(brief.contains("- start tighten"))
    #expect(brief.unicodeScalars.count <= IncidentLimits.brief)
    var offered = incident
    let event = IncidentEvent(
      id: "o", incident: "INC-1", happenedAt: at(9999), recordedAt: at(9999), who: "alice",
      action: .handOverOffered(to: "bob", brief: brief))
    #expect(try offered.apply(event) == .changed)
  }
}
