package import Delegation

/// What must hold of the mode that a scope has when another is set for it: what the operator saw may be behind.
package enum ExpectedMode: Hashable, Sendable {
  case any
  /// None that is tighter than the new one: the change only tightens, or says the same again.
  case noTighter
  /// Exactly this one.
  case exactly(PolicyMode)

  func allows(changing before: PolicyMode, to after: PolicyMode) -> Bool {
    switch self {
    case .any: true
    case .noTighter: before <= after
    case .exactly(let mode): before == mode
    }
  }
}

extension SessionStore {
  /// Sets a mode whatever the scope has.
  package func change(
    mode: PolicyMode, scope: Scope, reason: String, by operator: Operator
  ) throws(StoreError) -> Loosened<ModeReceipt> {
    try change(mode: mode, scope: scope, expecting: .any, reason: reason, by: `operator`)
  }
}
