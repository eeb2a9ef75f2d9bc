/// What an operator of a store may do beside stopping, which takes no role.
package enum OperatorRole: String, CaseIterable, Hashable, Comparable, Sendable {
  /// Undoes within the grace time, and asks for what loosens.
  case `operator`
  /// Approves or denies what another operator asked for.
  case approver
  /// Reads the audit trail and proves it; changes nothing.
  case auditor

  private var rank: Int {
    switch self {
    case .operator: 0
    case .approver: 1
    case .auditor: 2
    }
  }

  package static func < (a: OperatorRole, b: OperatorRole) -> Bool { a.rank < b.rank }

  /// Roles as they are stored and shown: `operator,approver`.
  package static func text(_ roles: Set<OperatorRole>) -> String {
    roles.sorted().map(\.rawValue).joined(separator: ",")
  }

  /// - Returns: nil for an empty list, an unknown word or one that stands twice.
  package static func roles(_ text: String) -> Set<OperatorRole>? {
    let words = text.split(separator: ",", omittingEmptySubsequences: false).map {
      OperatorRole(rawValue: String($0))
    }
    let roles = Set(words.compactMap(\.self))
    return roles.isEmpty || roles.count != words.count ? nil : roles
  }
}
