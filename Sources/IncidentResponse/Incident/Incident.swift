package import Delegation

/// An incident: the state that its events make. Nothing here reads a clock or writes: who calls records each accepted
/// event, and any process that applies the same events goes on from the same state.
package struct Incident: Hashable, Sendable, Identifiable {
  package enum Applied: Hashable, Sendable {
    case changed
    /// The event came before.
    case knownAlready
  }

  package let id: String
  package let opening: IncidentOpening
  package let openedBy: String
  package let openedAt: Timestamp
  /// In the order in which they were recorded.
  package private(set) var events: [IncidentEvent]
  package internal(set) var severity: Severity
  package internal(set) var facts: IncidentFacts
  /// The incident's start: what times are told from.
  package internal(set) var detectedAt: Timestamp
  package internal(set) var roles: [IncidentRole: String] = [:]
  package internal(set) var handOver: HandOver?
  package internal(set) var evidence: [Evidence] = []
  package internal(set) var revocations: [IncidentRevocation] = []
  package internal(set) var modes: [IncidentModeChange] = []
  package internal(set) var notices: [NoticeStage] = []
  package internal(set) var followUps: [FollowUpState] = []
  package internal(set) var isClosed = false
  /// By the step's place.
  var stepStates = [StepState](repeating: .pending, count: IncidentStep.allCases.count)
  private var places: [String: Int]

  /// Opens an incident; who opens it commands it.
  /// - Throws: ``IncidentProblem`` when `event` does not open one, or not rightly.
  package init(_ event: IncidentEvent) throws(IncidentProblem) {
    guard case .opened(let opening) = event.action else { throw .notOpened }
    try event.checkAlone()
    guard opening.detectedAt <= event.recordedAt else { throw .detectionLate }
    id = event.incident
    self.opening = opening
    openedBy = event.who
    openedAt = event.happenedAt
    severity = opening.severity
    facts = opening.facts
    detectedAt = opening.detectedAt
    events = [event]
    places = [event.id: 0]
    roles[.commander] = event.who
  }

  /// Takes the next event, or says why not. One that came before, under its id, changes nothing but tells its log number
  /// where that was not known.
  package mutating func apply(_ event: IncidentEvent) throws(IncidentProblem) -> Applied {
    guard event.incident == id else { throw .otherIncident(event.incident) }
    if let place = places[event.id] { return try take(again: event, at: place) }
    try check(event)
    change(by: event)
    places[event.id] = events.count
    events.append(event)
    return .changed
  }

  private mutating func take(again event: IncidentEvent, at place: Int) throws(IncidentProblem) -> Applied {
    let known = events[place]
    guard sameCodePoints(known.kept(as: nil).json, event.kept(as: nil).json) else { throw .idTaken(event.id) }
    guard let sequence = event.sequence else { return .knownAlready }
    guard known.sequence == nil || known.sequence == sequence else { throw .idTaken(event.id) }
    if sequence < 1 { throw .badSequence(sequence) }
    events[place] = known.kept(as: sequence)
    return .knownAlready
  }

  package var isDrill: Bool { opening.isDrill }

  package func state(of step: IncidentStep) -> StepState { stepStates[step.place] }

  /// The first step that is neither done nor skipped; nil when there is none.
  package var currentStep: IncidentStep? { IncidentStep.allCases.first { !state(of: $0).isSettled } }

  package var openSteps: [IncidentStep] { IncidentStep.allCases.filter { !state(of: $0).isSettled } }

  /// How long after the incident's start `time` is; negative before it.
  package func sinceStart(_ time: Timestamp) -> TimeSpan { time - detectedAt }
}

package struct StepMark: Hashable, Sendable {
  package let at: Timestamp
  package let by: String
}

package enum StepState: Hashable, Sendable {
  case pending
  case started(StepMark)
  case done(started: StepMark, ended: StepMark, StepResult)
  case skipped(StepMark, reason: String)

  package var isSettled: Bool {
    switch self {
    case .pending, .started: false
    case .done, .skipped: true
    }
  }

  package var word: String {
    switch self {
    case .pending: "open"
    case .started: "started"
    case .done: "done"
    case .skipped: "skipped"
    }
  }
}

/// A hand-over that waits for an answer.
package struct HandOver: Hashable, Sendable {
  /// The id of the event that offered it.
  package let offer: String
  package let from: String
  package let to: String
  package let offeredAt: Timestamp
  package let brief: String
}

package struct FollowUpState: Hashable, Sendable {
  package let followUp: FollowUp
  package internal(set) var doneAt: Timestamp?
}
