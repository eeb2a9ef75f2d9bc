package import Delegation

/// Why an incident does not take an event; it is then as it was.
package enum IncidentProblem: Error, Hashable, Sendable {
  case unknownIncident(String)
  case otherIncident(String)
  case notOpened
  case openedAlready(String)
  /// Another event has this id.
  case idTaken(String)
  case happenedAfterRecorded
  /// Recorded before the incident's last event.
  case recordedBefore(Timestamp)
  case badName(String)
  case badSequence(Int64)
  /// Only white space where `field` needs words.
  case blank(field: String)
  case tooLong(field: String, limit: Int)
  /// Out of the range that is kept.
  case unreadable(field: String)
  case closed
  case notClosed
  case stepsOpen([IncidentStep])
  /// This one comes first.
  case stepOutOfOrder(IncidentStep, first: IncidentStep)
  case stepNotStarted(IncidentStep)
  case stepStartedAlready(IncidentStep)
  case stepSettledAlready(IncidentStep)
  /// It is not behind the step that is to do.
  case notBehind(IncidentStep)
  case endedBeforeStarted(IncidentStep, started: Timestamp)
  case verificationMissing
  case verificationElsewhere(IncidentStep)
  case pointsPending([String])
  case notQuiet
  case severityAlready(Severity)
  case detectionMoved(now: Timestamp)
  /// Detection cannot lie after what was recorded then.
  case detectionLate
  case roleHeldAlready(IncidentRole, by: String)
  case commanderByHandOver(now: String)
  /// The approver is the second person.
  case approverIsCommander(String)
  case notCommander(String)
  case noCommander
  case handOverToOneself
  case handOverWaits(to: String)
  case noHandOver
  case handOverToAnother(String)
  /// It was offered again since, with another brief.
  case otherOffer(String)
  case followUpTaken(String)
  /// This leaf is linked already.
  case linkedAlready(Int64)
  case nothingRevoked
  case nothingTightened
  case noticeNotDrafted(String)
  case noticeNotApproved(String)
  case unknownFollowUp(String)
  case followUpDoneAlready(String)
}

extension IncidentProblem {
  /// One lower-case sentence, what was expected in it.
  package var sentence: String {
    switch self {
    case .unknownIncident(let id): "no incident `\(id)`"
    case .otherIncident(let id): "the event is of the incident `\(id)`"
    case .notOpened: "expected the event that opens the incident first"
    case .openedAlready(let id): "the incident `\(id)` is open already"
    case .idTaken(let id): "another event has the id `\(id)`"
    case .happenedAfterRecorded: "expected a time that is not after the one at which it is recorded"
    case .recordedBefore(let time): "expected to be recorded at \(time.utc) or after"
    case .badName(let name): "`\(name)`: expected 1 to 128 printable ASCII characters without spaces"
    case .badSequence(let sequence): "`\(sequence)`: expected the number of a leaf, from 1"
    case .blank(let field): "`\(field)`: expected words, found none"
    case .tooLong(let field, let limit): "`\(field)`: expected at most \(limit) code points"
    case .unreadable(let field): "`\(field)`: expected a value in range"
    case .closed: "the incident is closed: reopen it first"
    case .notClosed: "the incident is not closed"
    case .severityAlready(let severity): "the severity is \(severity.word) already"
    case .detectionMoved(let now): "the detection time has been corrected meanwhile: it is \(now.utc)"
    case .detectionLate: "expected a detection time that is not after the one at which it is recorded"
    case .followUpTaken(let id): "there is a follow-up `\(id)` already"
    case .unknownFollowUp(let id): "no follow-up `\(id)`"
    case .followUpDoneAlready(let id): "the follow-up `\(id)` is done already"
    default: stepSentence ?? peopleSentence ?? ""
    }
  }

  private var stepSentence: String? {
    switch self {
    case .stepsOpen(let steps):
      "expected each step to be done or skipped: open \(steps.map(\.rawValue).joined(separator: ", "))"
    case .stepOutOfOrder(let step, let first):
      "the step \(first.rawValue) comes before \(step.rawValue): do it, or skip it with a reason"
    case .stepNotStarted(let step): "the step \(step.rawValue) has not been started"
    case .stepStartedAlready(let step): "the step \(step.rawValue) has been started already"
    case .stepSettledAlready(let step):
      "the step \(step.rawValue) is done or skipped already: step back to it"
    case .notBehind(let step): "the step \(step.rawValue) is not done yet: there is nothing to step back to"
    case .endedBeforeStarted(let step, let started):
      "expected the step \(step.rawValue) to end at \(started.utc), where it was started, or after"
    case .linkedAlready(let sequence): "leaf \(sequence) belongs to the incident already"
    case .nothingRevoked:
      "nothing is revoked yet: revoke a session or a scope, or skip the step with a reason"
    case .nothingTightened: "no mode was chosen yet: choose one, or skip the step with a reason"
    case .noticeNotDrafted(let digest): "no draft of the incident is `\(digest)`"
    case .noticeNotApproved(let digest):
      "`\(digest)` is not approved: a second person approves the exact text first"
    case .verificationMissing: "the step verify is done with what was verified"
    case .verificationElsewhere(let step): "the step \(step.rawValue) verifies nothing"
    case .pointsPending(let points):
      "not seen to refuse yet: \(points.map { "`\($0)`" }.joined(separator: ", "))"
    case .notQuiet: "it has not been quiet for long enough: the step verify stays open"
    default: nil
    }
  }

  private var peopleSentence: String? {
    switch self {
    case .roleHeldAlready(let role, let name): "`\(name)` is \(role.rawValue) already"
    case .commanderByHandOver(let name): "`\(name)` commands: expected a hand-over, or command to be taken"
    case .approverIsCommander(let name): "`\(name)` commands: the approver is a second person"
    case .notCommander(let name): "`\(name)` does not command"
    case .noCommander: "nobody commands"
    case .handOverToOneself: "expected another operator to take over"
    case .handOverWaits(let name): "the hand-over to `\(name)` waits for an answer"
    case .noHandOver: "no hand-over waits for an answer"
    case .otherOffer(let id): "the hand-over was offered again, as `\(id)`: read its brief"
    case .handOverToAnother(let name): "the hand-over was offered to `\(name)`"
    default: nil
    }
  }
}
