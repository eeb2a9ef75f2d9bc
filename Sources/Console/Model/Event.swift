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
  case loadFailed(Load, StoreError)

  case revoked(RevocationReceipt)
  case revokeFailed(Identifier, StoreError)
  case reinstated(Identifier, Reinstatement)
  case reinstateFailed(Identifier, StoreError)
  case alertActed(Int64, AlertAction, AlertOutcome)
  case alertFailed(Int64, AlertAction, StoreError)

  case incidentsRead(IncidentsReading)
  case incidentRead(String, IncidentDetail)
  case boardRead(String, BoardReading)
  case previewed(ModeCandidate, PreviewReading)
  case relatedRead(String, [RelatedScope])
  case cardRead(RevokeCard)
  case ordered(IncidentOrder, IncidentOutcome)

  case edited(NoticeEdit, EditOutcome)
  case approvalsListed([ApprovalRequest])
  case answered(ApprovalAnswer, ApprovalOutcome)
  /// Nil: the leaf is no execution.
  case whyRead(Int64, WhyAnswer?)
  case drillsListed([DrillRecord])

  /// A command that the runtime carried out, or could not: a sentence for the status line.
  case reported(String, isError: Bool)
  case themed(String)
}

extension Event {
  /// Answers an effect that changes the store.
  var endsWrite: Bool {
    switch self {
    case .revoked, .revokeFailed, .reinstated, .reinstateFailed, .alertActed, .alertFailed, .ordered,
      .answered:
      true
    default: false
    }
  }
}

/// Something that is read from the store; one of each is on its way at most.
enum Load: Hashable, Sendable, CaseIterable {
  case list, overview, detail, risk, alerts, metrics, incidents, incident, board, related
  case approvals, why, drills
}

/// What the runtime is asked to do.
enum Effect: Hashable, Sendable {
  case list(SessionQuery)
  case overview
  case detail(Identifier, executions: Int)
  case risk(Identifier)
  case alerts(AlertQuery)
  case metrics(MetricsQuestion)
  case revoke(Identifier, reason: String)
  case reinstate(Identifier, revocationID: String, reason: String)
  case alert(AlertAction, on: Int64, reason: String)
  /// All incidents.
  case incidents
  /// What is around one, and around the session that the operator came from.
  case incident(String, joined: Identifier?)
  /// - `notes`: first refusals are recorded.
  case board(String, notes: Bool)
  case modePreview(ModeCandidate, for: String)
  /// Nobody waits for the preview any more.
  case stopPreview
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
  case copy(String)
  case setTheme(String)
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
    case .revoke, .reinstate, .alert, .order, .answer: true
    default: false
    }
  }
}
