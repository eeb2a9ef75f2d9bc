package import AuditTrail
package import Delegation
package import Digests

/// Who acts, and on which plane.
package struct Operator: Sendable {
  package let name: String
  package let plane: Plane
  /// Proves that it is this operator; nil where the process holds no key of that name. Stopping takes none.
  package let key: Ed25519.PrivateKey?

  package init(name: String, plane: Plane = .secops, key: Ed25519.PrivateKey? = nil) {
    self.name = name
    self.plane = plane
    self.key = key
  }

  /// As `revokedBy` names it, such as `secops.alice`.
  package var qualifiedName: String { "\(plane.rawValue).\(name)" }
}

extension Operator: Hashable {
  package static func == (a: Operator, b: Operator) -> Bool { a.name == b.name && a.plane == b.plane }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(plane)
  }
}

/// An operator as the store knows it.
package struct OperatorRecord: Hashable, Sendable {
  package let name: String
  package let key: Ed25519.PublicKey
  package let roles: Set<OperatorRole>
  package let addedAt: Timestamp
  package let addedBy: String

  package init(
    name: String, key: Ed25519.PublicKey, roles: Set<OperatorRole>, addedAt: Timestamp, addedBy: String
  ) {
    self.name = name
    self.key = key
    self.roles = roles
    self.addedAt = addedAt
    self.addedBy = addedBy
  }
}

/// Why the store does not let somebody loosen, or approve.
package enum OperatorProblem: Error, Hashable, Sendable {
  /// A name that the store does not know.
  case unknown(String)
  /// The process holds no key of the operator's.
  case noKey(String)
  /// The key is another one than the store knows under the name.
  case wrongKey(String)
  case lacksRole(String, OperatorRole)
  case nameTaken(String)
  /// Another operator has this key: one person would be two.
  case keyTaken(by: String)
  /// Names are 1–64 letters, digits, `.`, `-`, `_`, `@` and `+`, and begin with no `.`.
  case badName(String)
  /// Without this operator nobody could loosen, or approve, any more.
  case lastOne(String)
  case unknownRequest(String)
  /// Who asked cannot be who approves.
  case ownRequest(String)
  case expired(String)
  case decided(String, ApprovalRequest.State)
  /// What was asked would now replace something else than when it was asked.
  case outdated(String)
  case tooManyRequests(limit: Int)

  package var sentence: String {
    switch self {
    case .unknown(let name): "`\(name)` is no operator of this store: see `curfew operators list`"
    case .noKey(let name): "no key of operator `\(name)` here: what loosens must be signed by an operator"
    case .wrongKey(let name): "the key here is not the one that the store knows for `\(name)`"
    case .lacksRole(let name, let role): "`\(name)` is no \(role.rawValue) of this store"
    case .nameTaken(let name): "`\(name)` is an operator already"
    case .keyTaken(let name): "operator `\(name)` has this key already: each takes a key of their own"
    case .badName(let name):
      "`\(name)`: expected a name of 1 to 64 letters, digits, `.`, `-`, `_`, `@` or `+`"
    case .lastOne(let name): "`\(name)` is the last one who can: add another first"
    case .unknownRequest(let id): "`\(id)` is no request: see `curfew approvals list`"
    case .ownRequest(let id): "`\(id)` was asked by yourself: it takes another operator"
    case .expired(let id): "`\(id)` has expired: it must be asked again"
    case .decided(let id, let state): "`\(id)` is \(state.rawValue) already"
    case .outdated(let id): "`\(id)` is out of date: what it would change has changed since, ask again"
    case .tooManyRequests(let limit): "\(limit) requests wait already: approve or deny some first"
    }
  }
}
