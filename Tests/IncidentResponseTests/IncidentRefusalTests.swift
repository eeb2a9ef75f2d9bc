import Delegation
import Testing

@testable import IncidentResponse

@Suite struct IncidentRefusalTests {
  struct Row: CustomTestStringConvertible {
    let before: [IncidentAction]
    let action: IncidentAction
    var by = "alice"
    let problem: IncidentProblem

    var testDescription: String { "\(action.name) \(problem)" }
  }

  private static let steps: [Row] = [
    Row(before: [], action: .stepStarted(.tighten), problem: .stepOutOfOrder(.tighten, first: .revoke)),
    Row(before: [], action: .stepStarted(.notice), problem: .stepOutOfOrder(.notice, first: .revoke)),
    Row(
      before: [], action: .stepSkipped(.verify, reason: "no"),
      problem: .stepOutOfOrder(.verify, first: .revoke)),
    Row(before: [], action: done(.revoke), problem: .stepNotStarted(.revoke)),
    Row(before: [], action: .stepSkipped(.revoke, reason: ""), problem: .blank(field: "reason")),
    Row(before: [], action: .stepSkipped(.revoke, reason: " \n\t"), problem: .blank(field: "reason")),
    Row(
      before: [.stepStarted(.revoke)], action: .stepStarted(.revoke), problem: .stepStartedAlready(.revoke)),
    Row(
      before: revoked, action: .stepSkipped(.revoke, reason: "twice"),
      problem: .stepSettledAlready(.revoke)),
    Row(before: [], action: .steppedBack(to: .revoke, reason: "again"), problem: .notBehind(.revoke)),
    Row(
      before: [.stepStarted(.revoke)],
      action: .stepDone(.revoke, StepResult(summary: "x", verification: quiet)),
      problem: .verificationElsewhere(.revoke)),
    Row(
      before: verifying, action: .stepDone(.verify, StepResult(summary: "x")), problem: .verificationMissing),
    Row(
      before: verifying, action: verified(pending: ["gateway-2"]), problem: .pointsPending(["gateway-2"])),
    Row(before: verifying, action: verified(isQuiet: false), problem: .notQuiet),
    Row(before: [], action: .closed(summary: "over"), problem: .stepsOpen(IncidentStep.allCases)),
    Row(
      before: revoked, action: .closed(summary: "over"),
      problem: .stepsOpen([.tighten, .verify, .notice])),
    Row(before: walked, action: .closed(summary: ""), problem: .blank(field: "summary")),
    Row(before: [.stepStarted(.revoke)], action: done(.revoke), problem: .nothingRevoked),
    Row(before: revoked + [.stepStarted(.tighten)], action: done(.tighten), problem: .nothingTightened),
    Row(before: revoked, action: .revoked(revocation), problem: .linkedAlready(41)),
    Row(before: [.tightened(modeChange)], action: .tightened(modeChange), problem: .linkedAlready(42)),
    Row(before: [], action: staged(.drafted, text: nil), problem: .blank(field: "text")),
    Row(before: [], action: staged(.approved), problem: .noticeNotDrafted("sha256:00")),
    Row(
      before: [staged(.drafted, text: "x", digest: "sha256:01")], action: staged(.approved),
      problem: .noticeNotDrafted("sha256:00")),
    Row(
      before: [staged(.drafted, text: "x")], action: staged(.posted), problem: .noticeNotApproved("sha256:00")
    ),
    Row(
      before: [staged(.drafted, text: "x")], action: staged(.approved, text: "x"),
      problem: .unreadable(field: "text")),
    Row(
      before: [staged(.drafted, text: "x")], action: staged(.approved, facts: try? facts()),
      problem: .unreadable(field: "facts")),
    Row(
      before: [staged(.drafted, text: "x")], action: staged(.approved, form: .short),
      problem: .noticeNotDrafted("sha256:00")),
  ]

  private static func staged(
    _ stage: NoticeStage.Stage, form: NoticeForm = .full, text: String? = nil,
    digest: String = "sha256:00", facts: NoticeFacts? = nil
  ) -> IncidentAction {
    .noticeStaged(
      NoticeStage(stage: stage, kind: .initial, form: form, digest: digest, text: text, facts: facts))
  }

  private static let revoked: [IncidentAction] = [
    .stepStarted(.revoke), .revoked(revocation), done(.revoke),
  ]

  private static let verifying: [IncidentAction] = Array(walked.prefix(7))

  private static func verified(pending: [String] = [], isQuiet: Bool = true) -> IncidentAction {
    let found = Verification(pendingPoints: pending, allowed: 0, denied: 0, isQuiet: isQuiet)
    return .stepDone(.verify, StepResult(summary: "looked", verification: found))
  }

  private static let offer: IncidentAction = .handOverOffered(to: "bob", brief: "all of it")

  private static let people: [Row] = [
    Row(before: [], action: .handOverOffered(to: "alice", brief: "x"), problem: .handOverToOneself),
    Row(
      before: [], action: .handOverOffered(to: "carol", brief: "x"), by: "bob", problem: .notCommander("bob")),
    Row(before: [], action: .handOverAccepted(offer: "e1"), by: "bob", problem: .noHandOver),
    Row(before: [], action: .handOverDeclined(reason: "busy"), by: "bob", problem: .noHandOver),
    Row(before: [offer], action: .handOverAccepted(offer: "e1"), problem: .handOverToOneself),
    Row(
      before: [offer], action: .handOverAccepted(offer: "e1"), by: "carol", problem: .handOverToAnother("bob")
    ),
    Row(
      before: [offer, .handOverDeclined(reason: "stale"), .handOverOffered(to: "bob", brief: "new")],
      action: .handOverAccepted(offer: "e1"), by: "bob", problem: .otherOffer("e3")),
    Row(
      before: [offer], action: .handOverDeclined(reason: "no"), by: "carol",
      problem: .handOverToAnother("bob")),
    Row(before: [offer], action: offer, problem: .handOverWaits(to: "bob")),
    Row(before: walked + [offer], action: .closed(summary: "over"), problem: .handOverWaits(to: "bob")),
    Row(
      before: [], action: .commandTaken(reason: "mine"), problem: .roleHeldAlready(.commander, by: "alice")),
    Row(
      before: [], action: .roleAssigned(.commander, to: "bob"), problem: .commanderByHandOver(now: "alice")),
    Row(before: [], action: .roleAssigned(.approver, to: "alice"), problem: .approverIsCommander("alice")),
    Row(
      before: [.roleAssigned(.scribe, to: "bob")], action: .roleAssigned(.scribe, to: "bob"),
      problem: .roleHeldAlready(.scribe, by: "bob")),
    Row(before: [], action: .roleAssigned(.scribe, to: "two words"), problem: .badName("two words")),
    Row(before: [], action: .noteAdded("x"), by: "", problem: .badName("")),
  ]

  private static let over: [IncidentAction] = walked + [.closed(summary: "over")]

  private static let others: [Row] = [
    Row(before: [], action: opening(), problem: .openedAlready("INC-1")),
    Row(before: [], action: .severitySet(.p2, reason: "same"), problem: .severityAlready(.p2)),
    Row(before: [], action: .severitySet(.p1, reason: ""), problem: .blank(field: "reason")),
    Row(before: [], action: .noteAdded("\u{2003}"), problem: .blank(field: "note")),
    Row(
      before: [], action: .noteAdded(String(repeating: "é", count: 4097)),
      problem: .tooLong(field: "note", limit: 4096)),
    Row(
      before: [], action: .detectionCorrected(from: at(1), to: at(-60), reason: "the log says so"),
      problem: .detectionMoved(now: start)),
    Row(
      before: [], action: .detectionCorrected(from: start, to: at(2), reason: "x"), problem: .detectionLate),
    Row(before: [], action: .evidenceAttached(Evidence(title: "x", sequence: 0)), problem: .badSequence(0)),
    Row(
      before: [], action: .factsFound(IncidentFacts(exposedWallets: .max)),
      problem: .unreadable(field: "facts.exposedWallets")),
    Row(before: [], action: .followUpDone(id: "f1"), problem: .unknownFollowUp("f1")),
    Row(
      before: [.followUpAgreed(FollowUp(id: "f1", what: "w", owner: "bob")), .followUpDone(id: "f1")],
      action: .followUpDone(id: "f1"), problem: .followUpDoneAlready("f1")),
    Row(
      before: [.followUpAgreed(FollowUp(id: "f1", what: "w", owner: "bob"))],
      action: .followUpAgreed(FollowUp(id: "f1", what: "v", owner: "bob")), problem: .followUpTaken("f1")),
    Row(before: [], action: .reopened(from: .revoke, reason: "x"), problem: .notClosed),
    Row(before: over, action: .closed(summary: "again"), problem: .closed),
    Row(before: over, action: .stepStarted(.revoke), problem: .closed),
    Row(before: over, action: .severitySet(.p1, reason: "x"), problem: .closed),
    Row(before: over, action: .roleAssigned(.scribe, to: "bob"), problem: .closed),
    Row(before: over, action: .commandTaken(reason: "x"), by: "bob", problem: .closed),
    Row(before: over, action: .evidenceAttached(Evidence(title: "x", sequence: 1)), problem: .closed),
  ]

  @Test(arguments: steps + people + others)
  func `what is out of order is refused and changes nothing`(row: Row) throws {
    var incident = try incident([opening()] + row.before)
    let before = incident
    let place = row.before.count + 1
    let event = events(
      Array(repeating: row.action, count: place + 1), by: [place: row.by])[place]
    #expect(throws: row.problem) { try incident.apply(event) }
    #expect(incident == before)
    #expect(!row.problem.sentence.isEmpty)
  }

  @Test func `an incident begins with its opening and no other event`() {
    #expect(throws: IncidentProblem.notOpened) { try Incident(events([.noteAdded("x")])[0]) }
    let late = IncidentOpening(
      origin: .hand, title: "x", detectedAt: at(9), facts: .unknown, severity: .p4)
    #expect(throws: IncidentProblem.detectionLate) { try Incident(events([.opened(late)])[0]) }
    let alert = opening(origin: .alert(0))
    #expect(throws: IncidentProblem.badSequence(0)) { try Incident(events([alert])[0]) }
  }

  @Test func `a step cannot end before it began`() throws {
    var incident = try incident([opening(), .stepStarted(.revoke)])
    let event = IncidentEvent(
      id: "late", incident: "INC-1", happenedAt: start, recordedAt: at(9), who: "alice", action: done(.revoke)
    )
    #expect(throws: IncidentProblem.endedBeforeStarted(.revoke, started: at(1))) { try incident.apply(event) }
  }

  @Test func `the two clocks keep their order`() throws {
    var incident = try incident([opening(), .noteAdded("x")])
    func note(_ happened: Int64, _ recorded: Int64) -> IncidentEvent {
      IncidentEvent(
        id: "n", incident: "INC-1", happenedAt: at(happened), recordedAt: at(recorded), who: "bob",
        action: .noteAdded("y"))
    }
    #expect(throws: IncidentProblem.happenedAfterRecorded) { try incident.apply(note(6, 5)) }
    #expect(throws: IncidentProblem.recordedBefore(at(1))) { try incident.apply(note(0, 0)) }
    #expect(try incident.apply(note(-500, 5)) == .changed)
  }
}
