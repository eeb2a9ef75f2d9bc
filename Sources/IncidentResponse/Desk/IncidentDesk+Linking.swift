import Delegation
import SessionStore

extension IncidentDesk {
  /// The revocation that a leaf of the log is.
  /// - Returns: nil where it is none, or ended no session.
  package func revocation(leaf sequence: Int64) throws(DeskError) -> IncidentRevocation? {
    guard let (action, target) = try leaf(sequence), action == "session.revoke" || action == "scope.revoke"
    else {
      return nil
    }
    let sessions: [RevokedSession]
    do throws(StoreError) {
      sessions = try store.attempts(
        AttemptQuery(revocations: [sequence], before: TimeSpan(seconds: 0))
      ).sessions
    } catch {
      throw .store(error)
    }
    guard let first = sessions.first else { return nil }
    if action == "session.revoke" {
      return IncidentRevocation(
        sequence: sequence, target: .session(first.key), sessions: 1, committedAt: first.committedAt)
    }
    guard let value = try? parseJSON(target.utf8), let scope = try? Scope(value, path: "scope") else {
      return nil
    }
    return IncidentRevocation(
      sequence: sequence, target: .scope(scope), sessions: UInt64(sessions.count),
      committedAt: first.committedAt)
  }

  /// What a leaf says was done, and to what; nil where there is no such entry.
  private func leaf(_ sequence: Int64) throws(DeskError) -> (action: String, target: String)? {
    var text: String?
    do {
      try store.forEachLeaf(from: sequence, through: sequence) { text = $0.text }
    } catch let error as StoreError {
      throw .store(error)
    } catch {
      return nil
    }
    guard let text, let value = try? parseJSON(text.utf8), var fields = try? ObjectReader(value),
      case .string(let action)? = fields.take("action"), case .string(let target)? = fields.take("target")
    else { return nil }
    return (action, target)
  }
}

extension IncidentDesk {
  /// The mode and the scope that the incident speaks for, as the store knows its sessions now.
  package func proposal(for incident: Incident) throws(DeskError) -> TightenProposal {
    let survey = try IncidentSurvey(of: incident, in: store)
    return TightenProposal(
      survey.facts, severity: incident.severity, envelopes: survey.sessions.map(\.envelope))
  }
}
