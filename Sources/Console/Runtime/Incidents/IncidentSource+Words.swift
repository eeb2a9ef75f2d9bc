import Delegation
import IncidentResponse
import RiskScoring
import SessionStore

extension IncidentSource {
  /// A few words, for a title.
  var words: String {
    switch self {
    case .alert(let alert): "\(alert.kind.title), \(alert.subject)"
    case .session(let key): "session \(key.text)"
    case .hand(let title): title
    }
  }

  /// The leaf that made the alert.
  var evidence: [IncidentAction] {
    guard case .alert(let alert) = self, alert.sequence > 0 else { return [] }
    let title = String("alert \(alert.id), \(words)".prefix(IncidentLimits.title))
    return [.evidenceAttached(Evidence(title: title, sequence: alert.sequence))]
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
