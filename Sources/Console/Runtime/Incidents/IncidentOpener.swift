import Delegation
import IncidentResponse
import PolicyEngine
import RiskScoring
import SessionStore

/// How an incident begins: what is known of its extent, and the severity that this speaks for.
struct IncidentOpener {
  let store: any SessionStore

  func opening(from source: IncidentSource) throws(DeskError) -> IncidentOpening {
    do throws(StoreError) {
      let detail: SessionDetail? =
        if let key = source.sessionKey { try store.session(key, executions: 1) } else { nil }
      let facts = facts(source, detail)
      let now = try store.overview().asOf
      let response = try store.policy().policy.response
      return IncidentOpening(
        origin: source.origin, title: String(source.words.prefix(IncidentLimits.title)),
        detectedAt: min(source.detectedAt ?? now, now), facts: facts,
        severity: SeverityProposal(facts, response).severity)
    } catch {
      throw .store(error)
    }
  }

  /// Of one session: what it spent, and what it could spend in its whole life.
  private func facts(_ source: IncidentSource, _ detail: SessionDetail?) -> IncidentFacts {
    guard let row = detail?.row else { return .unknown }
    var risk = row.risk.score
    if case .alert(let alert) = source { risk = max(risk, alert.peak) }
    return IncidentFacts(
      // Known only where nothing was revoked: what came after a revocation is found by the step verify.
      allowedAfterRevoke: row.revokedFrom == nil ? 0 : nil, exposedWallets: 1,
      exposedValue: row.envelope.maxValue,
      risk: risk, spent: row.spent)
  }
}

extension IncidentSource {
  /// A few words, for a title.
  var words: String {
    switch self {
    case .alert(let alert): "\(alert.kind.title), \(alert.subject)"
    case .session(let key): "session \(key.text)"
    case .hand(let title): title
    }
  }

  /// Nil is now.
  var detectedAt: Timestamp? { if case .alert(let alert) = self { alert.openedAt } else { nil } }

  /// The leaf that made the alert.
  var evidence: [IncidentAction] {
    guard case .alert(let alert) = self, alert.sequence > 0 else { return [] }
    return [
      .evidenceAttached(
        Evidence(
          title: String("alert \(alert.id), \(words)".prefix(IncidentLimits.title)), sequence: alert.sequence)
      )
    ]
  }

  /// What an incident is told of something that belongs to it.
  func joining(_ incident: Incident) -> [IncidentAction] {
    let known = Set(incident.evidence.map(\.sequence))
    let new = evidence.filter { action in
      if case .evidenceAttached(let evidence) = action { !known.contains(evidence.sequence) } else { true }
    }
    return [.noteAdded("with it: \(words)")] + new
  }
}

extension BoardReading {
  /// Asks every enforcement point of the store, and counts what was tried since the incident's revocations.
  /// - Parameter notes: first refusals are recorded.
  init(of incident: Incident?, in store: any SessionStore, notes: Bool) throws(StoreError) {
    self.init(
      at: try store.overview().asOf, points: [], attempts: [], before: "", possible: "", quietUntil: nil,
      verification: Verification(pendingPoints: ["store"], allowed: 0, denied: 0, isQuiet: false),
      problems: ["this build asks no enforcement points"])
  }
}
