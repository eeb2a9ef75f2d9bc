import Delegation
import PolicyEngine

extension Scope {
  /// How many of each kind are offered.
  private static let eachMax = 4

  /// The scopes that a session with this envelope is in, the widest first.
  static func choices(of envelope: Envelope) -> [Scope] {
    let chain = envelope.chainID
    var destinations: [Identifier] =
      switch envelope.destinations {
      case .shared(let list): list
      case .perCapability(let lists): lists.flatMap(\.destinations)
      }
    var seen: Set<Identifier> = []
    destinations = destinations.filter { seen.insert($0).inserted }
    var scopes = [Scope(chainID: chain)]
    scopes += envelope.capabilities.prefix(eachMax).map { Scope(capability: $0) }
    scopes += envelope.capabilities.prefix(eachMax).map { Scope(chainID: chain, capability: $0) }
    scopes += destinations.prefix(eachMax).map { Scope(chainID: chain, destination: $0) }
    scopes.append(Scope(nonceDomain: envelope.nonceDomain))
    scopes += envelope.labels.prefix(eachMax).map { Scope(label: $0) }
    scopes.append(Scope(wallet: envelope.wallet))
    scopes.append(Scope(sessionKey: envelope.sessionKey))
    return scopes
  }

  /// Whether everything that `other` covers is covered too.
  func covers(_ other: Scope) -> Bool {
    func holds<Value: Equatable>(_ field: KeyPath<Scope, Value?>) -> Bool {
      self[keyPath: field].map { $0 == other[keyPath: field] } ?? true
    }
    let ends =
      issuedBefore.map { limit in other.issuedBefore.map { $0 <= limit } ?? false } ?? true
    return holds(\.sessionKey) && holds(\.wallet) && holds(\.chainID) && holds(\.capability)
      && holds(\.destination) && holds(\.nonceDomain) && holds(\.label) && ends
  }
}

extension [ModeTable.Entry] {
  /// The mode that was set for exactly this scope.
  func mode(of scope: Scope) -> PolicyMode { first { $0.scope == scope }?.mode ?? .normal }

  /// The tightest that holds for all of a scope because a wider one has it; nil where none is tighter than `mode`.
  func wider(than scope: Scope, tighterThan mode: PolicyMode) -> ModeTable.Entry? {
    filter { $0.scope != scope && $0.mode > mode && $0.scope.covers(scope) }.max { $0.mode < $1.mode }
  }
}
