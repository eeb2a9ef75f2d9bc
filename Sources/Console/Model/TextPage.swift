import IncidentResponse
import SessionStore

/// A page of text over the screen, that scrolls.
struct TextPage: Hashable, Sendable {
  enum Subject: Hashable, Sendable {
    /// The latest text of an incident's notice.
    case notice(incident: String)
    /// What is asked of a second operator, by the request's id.
    case request(String)
    case why(WhyAnswer)
    /// A drill's report, by its id.
    case drill(String)
    /// A row of the Policy screen.
    case policy(PolicyRow.ID)
    /// A leaf of the log, and what proves it.
    case proof(LeafProof)
    /// What a verification of the whole log found.
    case verification(AuditReport)
  }

  let subject: Subject

  /// What of it can be shown as JSON.
  var jsonSubject: JSONSubject? {
    switch subject {
    case .request(let id): .approval(id)
    case .why(let answer): .execution(answer.sequence)
    case .notice, .drill, .policy, .proof, .verification: nil
    }
  }

  /// The first line in sight.
  var top = 0
}
