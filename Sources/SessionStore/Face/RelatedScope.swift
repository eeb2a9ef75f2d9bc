package import Delegation

/// What other sessions have in common with one, by which they are ended together with it.
///
/// Whether two sessions belong to one key of an app cannot be known: a session key is its own session's alone.
package enum RelatedScope: Hashable, Sendable {
  case wallet
  /// A destination on the session's chain that both may call, with a capability of theirs.
  case destination
  case nonceDomain
  /// The value of the label with this name.
  case label(String)
  /// The same chain, nonce domain and capabilities, and for each of these the same destinations.
  case pattern

  /// The scopes of which any covers a session that is related to one with `envelope`, that one among them; none where it has
  /// nothing of the kind.
  ///
  /// No scope can say ``pattern``: of what its scope covers, only what ``SessionPattern`` matches is related.
  package func scopes(of envelope: Envelope) -> [Scope] {
    switch self {
    case .wallet: [Scope(wallet: envelope.wallet)]
    case .nonceDomain: [Scope(nonceDomain: envelope.nonceDomain)]
    case .destination:
      envelope.everyDestination.map { Scope(chainID: envelope.chainID, destination: $0) }
    case .label(let name):
      envelope.labels.first { $0.key == name }.map { [Scope(label: $0)] } ?? []
    case .pattern:
      [
        Scope(
          chainID: envelope.chainID, capability: envelope.capabilities.first,
          nonceDomain: envelope.nonceDomain)
      ]
    }
  }

  /// The tightest scope that covers whatever is related to a session with `envelope`: how the log names the revocation.
  package func hull(of envelope: Envelope) -> Scope {
    let scopes = scopes(of: envelope)
    if scopes.count == 1 { return scopes[0] }
    return self == .destination ? Scope(chainID: envelope.chainID) : .everything
  }

  /// `wallet`, `destination`, `domain`, `label.NAME`, `pattern`.
  package var word: String {
    switch self {
    case .wallet: "wallet"
    case .destination: "destination"
    case .nonceDomain: "domain"
    case .label(let name): "label.\(name)"
    case .pattern: "pattern"
    }
  }

  /// - Returns: nil unless `word` is one that ``word`` gives.
  package init?(word: String) {
    switch word {
    case "wallet": self = .wallet
    case "destination": self = .destination
    case "domain": self = .nonceDomain
    case "pattern": self = .pattern
    default:
      guard word.hasPrefix("label.") else { return nil }
      let name = String(word.dropFirst("label.".count))
      guard (try? checkName(name.utf8)) != nil else { return nil }
      self = .label(name)
    }
  }
}

/// What a session may do and where, whatever it may spend and for how long.
package struct SessionPattern: Sendable {
  private let envelope: Envelope
  private let places: [Identifier: Set<Identifier>]

  package init(_ envelope: Envelope) {
    self.envelope = envelope
    places = envelope.placesByCapability
  }

  package func matches(_ other: Envelope) -> Bool {
    guard other.chainID == envelope.chainID, other.nonceDomain == envelope.nonceDomain else { return false }
    // As written, as an app writes all of its sessions: comparing as sets costs much more.
    if other.capabilities == envelope.capabilities, other.destinations == envelope.destinations {
      return true
    }
    return other.placesByCapability == places
  }
}

extension Envelope {
  /// Each once, in the order written.
  fileprivate var everyDestination: [Identifier] {
    var seen: Set<Identifier> = []
    let all =
      switch destinations {
      case .shared(let list): list
      case .perCapability(let lists): lists.flatMap(\.destinations)
      }
    return all.filter { seen.insert($0).inserted }
  }

  /// Where each of its capabilities may act.
  fileprivate var placesByCapability: [Identifier: Set<Identifier>] {
    var places: [Identifier: Set<Identifier>] = [:]
    for capability in capabilities {
      switch destinations {
      case .shared(let list): places[capability] = Set(list)
      case .perCapability(let lists):
        places[capability] = Set(lists.first { $0.capability == capability }?.destinations ?? [])
      }
    }
    return places
  }
}
