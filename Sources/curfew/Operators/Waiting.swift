import AuditTrail
import Delegation
import SessionStore
import Terminal

/// What is said when something that loosens waits for a second operator, or found none.
enum Waiting {
  /// - Throws: ``Failure`` when it is asked of a second operator: nothing has changed yet.
  static func unlessDone<Done>(_ outcome: Loosened<Done>) throws -> Done {
    switch outcome {
    case .done(let done): return done
    case .waits(let request): throw failure(request)
    }
  }

  static func failure(_ request: ApprovalRequest) -> Failure {
    for sentence in request.sentences { complain("looser: \(sentence)") }
    return Failure(
      "nothing has changed yet: it loosens, and another operator must approve it until \(request.ask.expiresAt.utc) with `curfew approvals approve \(request.id)`"
    )
  }

  static func complainOfBeingAlone() {
    complain(
      "one person loosened alone, and it is recorded: this store has no second operator who approves; `curfew operators add` gives it one"
    )
  }
}
