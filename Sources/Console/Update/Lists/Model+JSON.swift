import Delegation
import IncidentResponse
import SessionStore
import Terminal

extension Model {
  /// What is under the cursor, or what the screen is about.
  private var jsonSubject: Result<JSONSubject, TargetRefusal> {
    switch screen {
    case .sessions where grouping != nil:
      return .failure(TargetRefusal(reason: "groups are shown: Enter opens one"))
    case .sessions, .session: return lookedAt(named: nil).map { .session($0) }
    case .alerts:
      return alerts.cursorAlert.map { .success(.alert($0.id)) } ?? .failure(.nothing("no alert is chosen"))
    case .incidents:
      let id = incidents.cursorIncident?.id
      return id.map { .success(.incident($0)) } ?? .failure(.nothing("no incident is chosen"))
    case .incident(let id): return .success(.incident(id))
    case .approvals:
      let id = approvals.cursorRequest?.id
      return id.map { .success(.approval($0)) } ?? .failure(.nothing("no request is chosen"))
    default: return .failure(.nothing("nothing here is kept as JSON"))
    }
  }

  var jsonAvailability: Availability {
    switch jsonSubject {
    case .success: .enabled
    case .failure(let refusal): .disabled(refusal.reason)
    }
  }

  mutating func showJSON(_ use: JSONUse) -> [Effect] {
    switch jsonSubject {
    case .success(let subject): return showJSON(of: subject, use)
    case .failure(let refusal): return refuse(refusal.reason)
    }
  }

  mutating func showJSON(of subject: JSONSubject, _ use: JSONUse) -> [Effect] {
    guard pose(.describe(subject, use), as: .json) else {
      return refuse("another JSON is being read: press it again then")
    }
    return [.describe(subject, use)]
  }

  mutating func described(_ subject: JSONSubject, _ use: JSONUse, _ reading: JSONReading) -> [Effect] {
    // Nobody waits for it any more: the terminal is not taken from under what is typed.
    guard settle(.describe(subject, use), as: .json) else { return [] }
    let words = subject.words { short($0).string }
    switch reading {
    case .refused(let sentence): return refuse("\(words) is not shown: \(sentence)")
    case .text(let text):
      if overlay == nil || overlay?.isPage == true, !isTypingFilter { return [.show(text, use)] }
      return refuse("the JSON of \(words) came while something else was open: press it again")
    }
  }
}

extension TargetRefusal {
  fileprivate static func nothing(_ reason: String) -> TargetRefusal { TargetRefusal(reason: reason) }
}
