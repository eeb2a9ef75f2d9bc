package import Delegation
import RiskScoring
package import SessionStore

/// What the store knows of an incident at one moment.
package struct IncidentSurvey: Sendable {
  /// The sessions that it is about: those that it revoked, and the one that it was opened from.
  package let sessions: [SessionRow]
  /// Nil while nothing is revoked.
  package let attempts: AttemptSummary?
  package let facts: IncidentFacts

  /// How long before a revocation what was allowed is counted as exposure.
  package static let before = TimeSpan(seconds: 1800)

  /// - Throws: ``DeskError``.
  package init(of incident: Incident, in store: any SessionStore) throws(DeskError) {
    do throws(StoreError) {
      let leaves = incident.revocations.map(\.sequence)
      var sessions = try store.sessions(revokedBy: leaves)
      for key in try IncidentSurvey.origin(of: incident, in: store)
      where !sessions.contains(where: { $0.id == key }) {
        if let row = try store.session(key, executions: 0)?.row { sessions.append(row) }
      }
      self.sessions = sessions
      attempts =
        leaves.isEmpty
        ? nil : try store.attempts(AttemptQuery(revocations: leaves, before: IncidentSurvey.before))
      facts = IncidentSurvey.facts(sessions, attempts)
    } catch {
      throw .store(error)
    }
  }

  package static func facts(_ sessions: [SessionRow], _ attempts: AttemptSummary?) -> IncidentFacts {
    guard !sessions.isEmpty else { return IncidentFacts(allowedAfterRevoke: attempts?.allowed.count) }
    var (value, spent) = (UInt64(0), UInt64(0))
    for session in sessions {
      // What it spent is gone, what it had left was in reach.
      value = min(value + session.envelope.maxValue.micros, Money.max.micros)
      spent = min(spent + session.spent.micros, Money.max.micros)
    }
    return IncidentFacts(
      allowedAfterRevoke: attempts?.allowed.count,
      exposedWallets: UInt64(Set(sessions.map(\.envelope.wallet)).count),
      exposedValue: Money(micros: value), risk: sessions.map(\.risk.score).max(), spent: Money(micros: spent))
  }

  private static func origin(
    of incident: Incident, in store: any SessionStore
  ) throws(StoreError) -> [Identifier] {
    switch incident.opening.origin {
    case .session(let key): return [key]
    case .alert(let id):
      return try store.alert(id)?.sessionKey.map { [$0] } ?? []
    case .scope, .hand: return []
    }
  }
}
