package import Delegation

/// One thing that happened in an incident: what its state is made of, and a line of its timeline.
package struct IncidentEvent: Hashable, Sendable {
  /// Unique within the incident: an event that comes again under its id changes nothing.
  package let id: String
  /// The incident's id.
  package let incident: String
  /// When it happened, as who recorded it says; never after ``recordedAt``.
  package let happenedAt: Timestamp
  /// The store's time at which it was recorded.
  package let recordedAt: Timestamp
  /// An operator's name.
  package let who: String
  /// The log's number of the audit entry that keeps it, from 1; nil while that is not known.
  package let sequence: Int64?
  package let action: IncidentAction

  package init(
    id: String, incident: String, happenedAt: Timestamp, recordedAt: Timestamp, who: String,
    sequence: Int64? = nil, action: IncidentAction
  ) {
    self.id = id
    self.incident = incident
    self.happenedAt = happenedAt
    self.recordedAt = recordedAt
    self.who = who
    self.sequence = sequence
    self.action = action
  }

  /// The same as the audit entry `sequence` keeps it; with nil, without a number.
  package func kept(as sequence: Int64?) -> IncidentEvent {
    IncidentEvent(
      id: id, incident: incident, happenedAt: happenedAt, recordedAt: recordedAt, who: who,
      sequence: sequence, action: action)
  }
}

package enum IncidentAction: Hashable, Sendable {
  case opened(IncidentOpening)
  /// What is known of the extent now; replaces what was known before.
  case factsFound(IncidentFacts)
  case severitySet(Severity, reason: String)
  /// Gives a role to an operator. The first commander only: later ones take command or accept it.
  case roleAssigned(IncidentRole, to: String)
  case noteAdded(String)
  /// `from` is the time that the operator saw, so that two corrections never overwrite each other unseen.
  case detectionCorrected(from: Timestamp, to: Timestamp, reason: String)
  case stepStarted(IncidentStep)
  case stepDone(IncidentStep, StepResult)
  case stepSkipped(IncidentStep, reason: String)
  /// This step and those after it are to do again.
  case steppedBack(to: IncidentStep, reason: String)
  case evidenceAttached(Evidence)
  /// A revocation that is committed already belongs to the incident: the revocation itself waits for nothing.
  case revoked(IncidentRevocation)
  /// A mode that is in force already was chosen for the incident.
  case tightened(IncidentModeChange)
  case noticeStaged(NoticeStage)
  /// By the commander, with the brief that the other accepts.
  case handOverOffered(to: String, brief: String)
  /// `offer` is the id of the event that offered it, so that nobody accepts a brief that they have not seen.
  case handOverAccepted(offer: String)
  /// By whom it was offered to, or withdrawn by who offered it.
  case handOverDeclined(reason: String)
  /// Who acts becomes commander without being offered it: the commander cannot be reached.
  case commandTaken(reason: String)
  case followUpAgreed(FollowUp)
  case followUpDone(id: String)
  case closed(summary: String)
  /// This step and those after it are to do again.
  case reopened(from: IncidentStep, reason: String)

  /// What a log calls it, such as `step.done`.
  package var name: String {
    switch self {
    case .opened: "opened"
    case .factsFound: "facts.found"
    case .severitySet: "severity.set"
    case .roleAssigned: "role.assigned"
    case .noteAdded: "note.added"
    case .detectionCorrected: "detection.corrected"
    case .stepStarted: "step.started"
    case .stepDone: "step.done"
    case .stepSkipped: "step.skipped"
    case .steppedBack: "step.back"
    case .evidenceAttached: "evidence.attached"
    case .revoked: "revocation.linked"
    case .tightened: "mode.linked"
    case .noticeStaged: "notice.staged"
    case .handOverOffered: "handover.offered"
    case .handOverAccepted: "handover.accepted"
    case .handOverDeclined: "handover.declined"
    case .commandTaken: "command.taken"
    case .followUpAgreed: "followup.agreed"
    case .followUpDone: "followup.done"
    case .closed: "closed"
    case .reopened: "reopened"
    }
  }

  /// Whether it may still be done once the incident is closed: it changes nothing of the response.
  var isAfterword: Bool {
    switch self {
    case .noteAdded, .followUpAgreed, .followUpDone, .reopened, .noticeStaged: true
    default: false
    }
  }
}

/// What came of a step.
package struct StepResult: Hashable, Sendable {
  package let summary: String
  /// What was verified: of ``IncidentStep/verify``, and of no other.
  package let verification: Verification?

  package init(summary: String, verification: Verification? = nil) {
    self.summary = summary
    self.verification = verification
  }
}

/// What the spend attempts after the revocation say.
package struct Verification: Hashable, Sendable {
  /// Enforcement points that have not been seen to refuse.
  package let pendingPoints: [String]
  package let allowed: UInt64
  package let denied: UInt64
  /// No execution was allowed for the configured quiet time.
  package let isQuiet: Bool

  package init(pendingPoints: [String], allowed: UInt64, denied: UInt64, isQuiet: Bool) {
    self.pendingPoints = pendingPoints
    self.allowed = allowed
    self.denied = denied
    self.isQuiet = isQuiet
  }
}

/// A leaf of the audit log that shows something of the incident.
package struct Evidence: Hashable, Sendable {
  package let title: String
  /// The leaf's number in the log, from 1.
  package let sequence: Int64

  package init(title: String, sequence: Int64) {
    self.title = title
    self.sequence = sequence
  }
}

/// Something to do after the incident.
package struct FollowUp: Hashable, Sendable, Identifiable {
  /// Unique within the incident.
  package let id: String
  package let what: String
  package let owner: String
  package let dueAt: Timestamp?

  package init(id: String, what: String, owner: String, dueAt: Timestamp? = nil) {
    self.id = id
    self.what = what
    self.owner = owner
    self.dueAt = dueAt
  }
}
