import Delegation
import Digests
import PolicyEngine
import SessionStore
import Testing

extension Operator {
  /// The first operator of every test's store.
  static let alice = Operator(name: "alice", key: .seeded(0xA3))
  /// No operator, unless a test adds him.
  static let bob = Operator(name: "bob", key: .seeded(0xB0))
  static let carol = Operator(name: "carol", key: .seeded(0xC0))
  static let user = Operator(name: "wallet", plane: .user)
}

extension Ed25519.PrivateKey {
  static func seeded(_ byte: UInt8) -> Ed25519.PrivateKey {
    let key = try? Ed25519.PrivateKey(seed: Array(repeating: byte, count: Ed25519.seedByteCount))
    return key!
  }
}

extension Loosened {
  /// What was done; nil where it waits.
  var done: Done? { if case .done(let done) = self { done } else { nil } }
  /// The request that waits; nil where it was done.
  var request: ApprovalRequest? { if case .waits(let request) = self { request } else { nil } }
}

/// An identifier of a test's own.
func id(_ text: String) -> Identifier {
  guard let id = try? Identifier(text) else {
    Issue.record("`\(text)` is no identifier")
    return .opaque(text)
  }
  return id
}

func usd(_ dollars: UInt64) -> Money { Money(micros: dollars * 1_000_000) ?? .max }

extension Envelope {
  /// A session that may do most things; a test says what differs.
  static func sample(
    _ key: String = "s-1", wallet: String = "w-1", capabilities: [String] = ["swap.execute", "quote.accept"],
    max: UInt64 = 500, destinations: [String] = ["0xRouterA", "0xRouterB"], chain: UInt64 = 1,
    expiresAt: Timestamp = .start(plus: 600), domain: String = "mobile", issuedAt: Timestamp? = nil,
    notBefore: Timestamp? = nil, perExecution: UInt64? = nil, window: SpendWindow? = nil,
    maxExecutions: UInt64? = nil, inactivity: Int64? = nil, labels: [Label] = []
  ) -> Envelope {
    Envelope(
      sessionKey: id(key), wallet: id(wallet), capabilities: capabilities.map(id), maxValue: usd(max),
      destinations: .shared(destinations.map(id)), chainID: chain, expiresAt: expiresAt,
      nonceDomain: id(domain),
      issuedAt: issuedAt, notBefore: notBefore, maxValuePerExecution: perExecution.map(usd),
      spendWindow: window,
      maxExecutions: maxExecutions, inactivity: inactivity.map(TimeSpan.init(seconds:)), labels: labels)
  }
}

extension ExecutionRequest {
  static func sample(
    _ key: String = "s-1", nonce: UInt64 = 1, value: UInt64 = 10, capability: String = "swap.execute",
    destination: String = "0xRouterA", chain: UInt64 = 1, domain: String = "mobile", requestID: String? = nil
  ) -> ExecutionRequest {
    ExecutionRequest(
      requestID: requestID ?? "r-\(nonce)", sessionKey: id(key), capability: id(capability),
      destination: id(destination), chainID: chain, value: usd(value), nonceDomain: id(domain), nonce: nonce)
  }
}

extension SessionStore {
  /// Grants envelopes that must all be accepted.
  func mustGrant(_ envelopes: Envelope..., by operator: Operator = .alice) throws {
    let outcomes = try grant(envelopes.map(Grant.init), by: `operator`)
    for outcome in outcomes {
      if case .refused(let refusals) = outcome { Issue.record("refused: \(refusals)") }
    }
  }

  /// Decides all of `requests`, in as many calls as it takes.
  func decideAll(_ requests: [ExecutionRequest]) throws -> [Decision] {
    var rest = requests[...]
    var decisions: [Decision] = []
    while !rest.isEmpty {
      let some = try authorize(rest)
      try #require(!some.isEmpty)
      decisions += some
      rest = rest.dropFirst(some.count)
    }
    return decisions
  }

  func decide(_ request: ExecutionRequest) throws -> Decision {
    try #require(try decideAll([request]).first)
  }

  /// The session's row.
  func row(_ key: String = "s-1") throws -> SessionRow {
    try #require(try session(id(key), executions: 0)).row
  }

  func events(includingExecutions: Bool = true) throws -> [LoggedEvent] {
    var events: [LoggedEvent] = []
    try forEachEvent(includingExecutions: includingExecutions) { events.append($0) }
    return events
  }

  func sessions() throws -> [SessionRow] {
    var rows: [SessionRow] = []
    try forEachSession { rows.append($0) }
    return rows
  }
}

extension SessionStore {
  /// Puts the starter policy in force with a policy plane that only alerts: for tests that deny on purpose.
  func onlyAlert() throws {
    let yaml = StarterPolicy.yaml.replacing("autoRevoke: enforce", with: "autoRevoke: alert")
    _ = try apply(Policy.load(yaml: yaml), yaml: yaml, reason: "the test denies on purpose", by: .alice)
    #expect(try !policy().policy.response.revokesByItself)
  }
}
