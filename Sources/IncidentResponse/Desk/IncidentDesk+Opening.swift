package import Delegation
import PolicyEngine
import RiskScoring
package import SessionStore

extension IncidentDesk {
  /// How an incident begins that is opened from `origin`: what is not given is told by the store.
  package func opening(
    from origin: IncidentOrigin, title: String? = nil, detectedAt: Timestamp? = nil,
    severity: Severity? = nil,
    isDrill: Bool = false
  ) throws(DeskError) -> IncidentOpening {
    do throws(StoreError) {
      let now = try store.overview().asOf
      let response = try store.policy().policy.response
      let alert = try alert(of: origin)
      if case .alert(let id) = origin, alert == nil { throw .notFound("alert \(id)") }
      let sessions = try sessions(of: origin, alert)
      let facts = IncidentSurvey.facts(sessions, nil)
      return IncidentOpening(
        origin: origin, title: title ?? IncidentDesk.title(origin, alert),
        detectedAt: min(detectedAt ?? alert?.openedAt ?? now, now), facts: facts,
        severity: severity ?? SeverityProposal(facts, response).severity, isDrill: isDrill)
    } catch {
      throw .store(error)
    }
  }

  private func alert(of origin: IncidentOrigin) throws(StoreError) -> Alert? {
    if case .alert(let id) = origin { try store.alert(id) } else { nil }
  }

  private func sessions(of origin: IncidentOrigin, _ alert: Alert?) throws(StoreError) -> [SessionRow] {
    switch origin {
    case .alert, .session:
      let key: Identifier? = if case .session(let key) = origin { key } else { alert?.sessionKey }
      return try key.flatMap { key throws(StoreError) in try store.session(key, executions: 0)?.row }.map {
        [$0]
      } ?? []
    case .scope, .hand: return []
    }
  }

  private static func title(_ origin: IncidentOrigin, _ alert: Alert?) -> String {
    switch origin {
    case .alert(let id): alert.map { "\($0.kind.rawValue), \($0.subject)" } ?? "alert \(id)"
    case .session(let key): "session \(key.text)"
    case .scope(let scope): "scope \(scope.words)"
    case .hand: "opened by hand"
    }
  }
}

extension IncidentDesk {
  /// The one incident that is open; nil where there is none, or more.
  package func onlyOpen() throws(DeskError) -> Incident? {
    let open = try book().open
    return open.count == 1 ? open[0] : nil
  }

  /// Links a revocation that was committed, begins the step, and records what is known of the extent since.
  /// - Parameter makeID: a new id for each event.
  package func link(
    _ revocation: IncidentRevocation, to id: String, makeID: () -> String
  ) throws(DeskError) -> Incident {
    let incident = try perform(on: id, makeID: makeID) { $0.actions(linking: revocation) }
    return try survey(incident, makeID: makeID)
  }

  package func link(
    _ change: IncidentModeChange, to id: String, makeID: () -> String
  ) throws(DeskError) -> Incident {
    try perform(on: id, makeID: makeID) { $0.actions(linking: change) }
  }

  /// Records what the store knows of the extent, where it is not what was known.
  package func survey(_ incident: Incident, makeID: () -> String) throws(DeskError) -> Incident {
    let facts = try IncidentSurvey(of: incident, in: store).facts
    return try perform(on: incident.id, makeID: makeID) {
      $0.facts == facts || $0.isClosed ? [] : [.factsFound(facts)]
    }
  }

  /// Records what `actions` makes of the incident as it stands in the store.
  package func perform(
    on id: String, makeID: () -> String, _ actions: (Incident) -> [IncidentAction]
  ) throws(DeskError) -> Incident {
    let name = `operator`.name
    return try perform(on: id) { (incident, time) throws(DeskError) in
      actions(incident).map { action in
        IncidentEvent(
          id: makeID(), incident: id, happenedAt: time, recordedAt: time, who: name, action: action)
      }
    }
  }
}

extension IncidentRevocation {
  package init(_ receipt: RevocationReceipt) {
    self.init(
      sequence: receipt.sequence, target: .session(receipt.sessionKey), sessions: 1,
      committedAt: receipt.committedAt)
  }

  package init(_ receipt: ScopeReceipt, _ scope: Scope) {
    self.init(
      sequence: receipt.sequence, target: .scope(scope), sessions: UInt64(receipt.revoked),
      committedAt: receipt.committedAt)
  }
}

extension IncidentModeChange {
  package init(_ receipt: ModeReceipt) {
    self.init(
      sequence: receipt.sequence, mode: receipt.after, scope: receipt.scope, committedAt: receipt.committedAt)
  }
}
