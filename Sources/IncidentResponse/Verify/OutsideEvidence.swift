package import Delegation

/// What something outside the store, such as a chain, says of revoked sessions.
package protocol OutsideEvidence: Sendable {
  /// Whom it asks, such as `chain:1`: printable ASCII without spaces, at most 128 characters.
  var name: String { get }
  /// Whether there is somebody to ask. What is not configured is said, and holds nothing up.
  var isConfigured: Bool { get }
  /// - Parameter sessions: keys whose revocation has taken effect.
  func finding(on sessions: [Identifier]) -> OutsideFinding
}

/// What came of asking outside.
package struct OutsideFinding: Hashable, Sendable {
  package enum State: Hashable, Sendable {
    case refuses(since: Timestamp?)
    /// The words say what it still accepts.
    case allows(String)
    /// The words say why it cannot be told.
    case unknown(String)
  }

  /// As ``OutsideEvidence/name``.
  package let source: String
  package let isConfigured: Bool
  package let state: State

  package init(source: String, isConfigured: Bool, state: State) {
    self.source = source
    self.isConfigured = isConfigured
    self.state = state
  }
}

/// Nobody outside is configured.
package struct UnavailableEvidence: OutsideEvidence {
  package init() {}

  package var name: String { "outside" }
  package var isConfigured: Bool { false }

  package func finding(on sessions: [Identifier]) -> OutsideFinding {
    OutsideFinding(
      source: name, isConfigured: false,
      state: .unknown("no chain is configured: what a chain itself would still accept is not known here"))
  }
}
