import AuditTrail
import Delegation
import IncidentResponse
import SessionStore
import Terminal

/// Everything that can happen to the console. Time comes beside it.
enum Event: Sendable {
  /// `isBurst`: it came with so many others that nobody can have typed it.
  case key(Key, isBurst: Bool)
  case paste(String)
  case resized(ScreenSize)
  /// Time has passed: ``Model/nextWake`` asked for it.
  case tick
  /// The frame that the operator sees from now on.
  case drawn(DrawnFrame)

  case storeChanged
  case listed(SessionQuery, SessionListing)
  case overviewed(Overview)
  case detailed(Identifier, SessionDetail?)
  /// Which sessions a shortened key may mean; the linear console asks. Nil: the store could not be read.
  case found(SessionQuery, SessionListing?)
  case explained(Identifier, RiskReport?)
  case alertsListed(AlertQuery, AlertListing)
  case measured(MetricsReport)
  /// The sessions with these keys, those that are gone left out.
  case markedRead([Identifier], SessionListing)
  /// All that match, as many as may be marked at most.
  case described(JSONSubject, JSONUse, JSONReading)
  case groupsRead(GroupQuery, GroupListing)
  case matchingRead(SessionFilter, SessionListing)
  case loadFailed(Load, StoreError)

  case revoked(RevocationReceipt)
  case revokeFailed(Identifier, StoreError)
  /// Nil: they could not be asked.
  case pointsAnswered(Identifier, revocation: Int64, PointsReading?)
  /// The first ones of those that were asked for.
  case revokedMany([RevocationReceipt])
  case revokeManyFailed([Identifier], StoreError)
  case reinstated(Identifier, Reinstatement)
  case reinstateFailed(Identifier, StoreError)
  case alertActed(Int64, AlertAction, AlertOutcome)
  case alertFailed(Int64, AlertAction, StoreError)

  case incidentsRead(IncidentsReading)
  case incidentRead(String, IncidentDetail)
  case boardRead(String, BoardReading)
  /// For an incident, or for none.
  case previewed(ModeCandidate, for: String?, PreviewReading)
  case relatedRead(String, [RelatedScope])
  case cardRead(RevokeCard)
  case ordered(IncidentOrder, IncidentOutcome)

  case modeSet(ModeOrder, ModeOutcome)
  /// The session whose scopes are offered.
  case scopesRead(Identifier, SessionRow?)

  case edited(NoticeEdit, EditOutcome)
  case approvalsListed([ApprovalRequest])
  case answered(ApprovalAnswer, ApprovalOutcome)
  /// Nil: the leaf is no execution.
  case whyRead(Int64, WhyAnswer?)
  case drillsListed([DrillRecord])
  case policyRead(PolicyReading)
  case postureRead(PostureReading)
  case auditRead(AuditReading)
  case logRead(LogReading)
  /// Nil: the log has no such leaf.
  case proofRead(Int64, LeafProof?)
  case logVerified(AuditReport)

  /// A command that the runtime carried out, or could not: a sentence for the status line.
  case reported(String, isError: Bool)
  case themed(String)
  case themesListed([ThemeChoice])
  case lockdownThemed(String, isOn: Bool)
}

extension Event {
  /// Answers an effect that changes the store.
  var endsWrite: Bool {
    switch self {
    case .revoked, .revokeFailed, .revokedMany, .revokeManyFailed, .reinstated, .reinstateFailed, .alertActed,
      .alertFailed, .ordered, .answered, .modeSet:
      true
    default: false
    }
  }
}

/// Something that is read from the store; one of each is on its way at most.
enum Load: Hashable, Sendable, CaseIterable {
  case list, overview, detail, risk, alerts, metrics, incidents, incident, board, related
  case approvals, why, drills, policy, posture, marked, matching, groups, json, scopes
  case audit, auditOlder, log, proof, verifyLog
}

/// What the runtime is asked to do.
enum Effect: Hashable, Sendable {
  case list(SessionQuery)
  /// The store is large: its lists are to be quick from now on.
  case prepareSearch
  case overview
  case detail(Identifier, executions: Int)
  case risk(Identifier)
  case alerts(AlertQuery)
  case metrics(MetricsQuestion)
  /// The sessions with these keys.
  case marked([Identifier])
  /// All that match, if they may all be marked.
  case matching(SessionFilter)
  case groups(GroupQuery)
  /// Reads something as JSON.
  case describe(JSONSubject, JSONUse)
  /// Gives the terminal to a program that shows a text, or writes it into a new file.
  case show(String, JSONUse)
  /// Keeps something in the operator's own file.
  case keep(KeptChange)
  case revoke(Identifier, reason: String)
  /// As many of them as make one commit.
  case revokeMany([Identifier], reason: String)
  case reinstate(Identifier, revocationID: String, reason: String)
  /// Asks every enforcement point about a revoked session, by the log's number of its revocation.
  case askPoints(Identifier, revocation: Int64, incident: String?)
  case alert(AlertAction, on: Int64, reason: String)
  /// All incidents.
  case incidents
  /// What is around one, and around the session that the operator came from.
  case incident(String, joined: Identifier?)
  /// - `notes`: first refusals are recorded.
  case board(String, notes: Bool)
  /// - `for`: an incident, whose sessions are suspects.
  case modePreview(ModeCandidate, for: String?)
  /// Nobody waits for the preview any more.
  case stopPreview
  case setMode(ModeOrder)
  case scopes(Identifier)
  case related(Identifier, for: String)
  case scopeCard(Scope, title: String, for: String)
  case order(IncidentOrder)
  /// Gives the terminal to the user's editor.
  case edit(NoticeEdit)
  case approvals
  case answer(ApprovalAnswer)
  /// Why an execution acted, by its leaf.
  case why(Int64)
  case drills
  /// The mode and the registry.
  case policy
  /// Runs through every session.
  case posture
  /// The newest entries of the log, back to one that is known.
  case auditNewest(known: Int64?)
  case auditOlder(before: Int64)
  /// The log's head, and whether it only grew since a checkpoint.
  case log(since: Checkpoint?)
  case proof(Int64)
  /// The whole log, and every table.
  case verifyLog
  case copy(String)
  case setTheme(String)
  case theme(ThemeOrder)
  case dump(String)
  /// The tour was seen: it is not shown of itself again.
  case noteTour
  case bell
  case repaint
  case suspend
  case quit

  /// Changes the store.
  var isWrite: Bool {
    switch self {
    case .revoke, .revokeMany, .reinstate, .alert, .order, .answer, .setMode: true
    default: false
    }
  }
}
