package import Delegation
package import SessionStore

/// Plays traffic into a store through the same calls that every other face uses.
package struct TrafficDriver: Sendable {
  private var generator: TrafficGenerator
  private let store: any SessionStore
  private let app = Operator(name: "traffic", plane: .user)

  package init(generator: TrafficGenerator, store: any SessionStore) {
    self.generator = generator
    self.store = store
  }

  /// Plays `count` steps at `time`; requests that follow one another share a commit.
  /// - Throws: ``StoreError``.
  package mutating func play(_ count: Int, at time: Timestamp) throws(StoreError) {
    var requests: [ExecutionRequest] = []
    for _ in 0..<count {
      guard let step = generator.next(at: time) else { return }
      switch step {
      case .request(let request, _): requests.append(request)
      case .grant(let envelope):
        try authorize(&requests)
        _ = try store.grant([Grant(envelope: envelope)], by: app)
      case .attest(let key):
        try authorize(&requests)
        _ = try store.attest(key, by: app)
      case .revoke(let key):
        try authorize(&requests)
        _ = try store.revoke(RevocationOrder(sessionKey: key, reason: "the user is done"), by: app)
      }
    }
    try authorize(&requests)
  }

  private func authorize(_ requests: inout [ExecutionRequest]) throws(StoreError) {
    var rest = requests[...]
    while !rest.isEmpty { rest = rest.dropFirst(try store.authorize(rest).count) }
    requests = []
  }
}
