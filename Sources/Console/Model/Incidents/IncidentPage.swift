import Delegation
import IncidentResponse
import SessionStore

/// The Incident screen.
struct IncidentPage: Sendable {
  var id: String?
  var detail: IncidentDetail?
  /// The session that `i` was pressed on: keys act on it before the incident's own.
  var joined: Identifier?
  /// What the enforcement points answered last.
  var board: BoardReading?
  var boardAskedAt: Timestamp?
  /// What modes would have done, as far as it was asked.
  var previews: [ModeCandidate: PreviewReading] = [:]
  /// Scopes that share something with the incident's session; nil until they are read.
  var related: [RelatedScope]?
  /// The first line of the timeline in sight.
  var top = 0
}

/// Something that takes the keys until the operator has chosen.
struct Chooser: Hashable, Sendable {
  enum Item: Hashable, Sendable {
    case incident(id: String, title: String)
    case newIncident
    case mode(ModeCandidate, isProposed: Bool)
    case scope(RelatedScope)
    /// By its leaf.
    case execution(Int64, words: String)
    case view(SavedView)
    /// Of several that one session may act on.
    case destination(String)
    case theme(ThemeChoice)
  }

  enum Purpose: Hashable, Sendable {
    /// To which incident a source belongs.
    case join(IncidentSource)
    case mode(incident: String)
    case scope(incident: String)
    /// Which execution is to be explained.
    case why
    case view
    case destination
    /// The screen shows the one under the cursor.
    case theme
  }

  let purpose: Purpose
  var items: [Item]
  var index = 0

  var chosen: Item? { items.indices.contains(index) ? items[index] : nil }

  /// Whether it was opened in this incident, or in none.
  func isAbout(_ incident: String?) -> Bool {
    switch purpose {
    case .join, .why, .view, .destination, .theme: true
    case .mode(let id), .scope(let id): id == incident
    }
  }

  mutating func move(by distance: Int) {
    index = min(max(0, index + distance), max(0, items.count - 1))
  }
}

/// What a scoped revocation would end, for the last look before it: a key of its own fires.
struct RevokeCard: Hashable, Sendable {
  let incident: String
  let title: String
  let scope: Scope
  let preview: ScopePreview
}

extension Incident {
  var revokedKeys: [Identifier] {
    revocations.compactMap { if case .session(let key) = $0.target { key } else { nil } }
  }

  /// Whether it is the turn of `step` once the steps before it end by what is linked.
  func reaches(_ step: IncidentStep) -> Bool {
    let ended = actionsToReach(step).compactMap { if case .stepDone(let step, _) = $0 { step } else { nil } }
    return openSteps.first { !ended.contains($0) } == step
  }

  /// What was done last to a step that is settled, or who began it.
  func mark(of step: IncidentStep) -> StepMark? {
    switch state(of: step) {
    case .pending: nil
    case .started(let mark), .skipped(let mark, _): mark
    case .done(_, let mark, _): mark
    }
  }

  func isStarted(_ step: IncidentStep) -> Bool { if case .started = state(of: step) { true } else { false } }

  /// The actions that end `step`, which is the one that is to do.
  func finishing(_ step: IncidentStep, _ result: StepResult) -> [IncidentAction] {
    start(step) + [.stepDone(step, result)]
  }
}
