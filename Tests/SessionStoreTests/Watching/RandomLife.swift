import Delegation
import PolicyEngine
import SessionStore

/// Some minutes of random sessions, some of them attacked, on a store.
struct RandomLife {
  let keys: [String]
  private var random: Seeded
  private var nonce: UInt64 = 0

  init(seed: UInt64, sessions: Int = 12) {
    random = Seeded(seed)
    keys = (0..<sessions).map { "s-\($0)" }
  }

  /// - Returns: the decisions, in order.
  @discardableResult
  mutating func run(on store: any SessionStore, _ clock: TestClock, steps: Int) throws -> [Decision] {
    for (index, key) in keys.enumerated() {
      try store.mustGrant(
        .sample(
          key, wallet: "w-\(index % 5)",
          capabilities: index % 3 == 0 ? ["swap.execute"] : ["swap.execute", "quote.accept"],
          chain: UInt64(random.pick([1, 1, 10])), expiresAt: .start(plus: random.pick([300, 900])),
          domain: "d-\(index % 7)", labels: [Label(key: "app", value: "app-\(index % 2)")]))
    }
    var decisions: [Decision] = []
    for _ in 0..<steps {
      clock.advance(milliseconds: random.pick([0, 50, 900, 7000, 45_000]))
      let batch = (0..<Int.random(in: 1...5, using: &random)).map { _ in request() }
      decisions += try store.decideAll(batch)
      if Int.random(in: 0..<25, using: &random) == 0 {
        let back = random.pick([nil, Int64(20)])
        _ = try store.revoke(
          RevocationOrder(
            sessionKey: id(random.pick(keys)), reason: "",
            effectiveAt: back.map { clock.now - TimeSpan(seconds: $0) }),
          by: .alice)
      }
      if Int.random(in: 0..<40, using: &random) == 0 {
        _ = try store.extend(id(random.pick(keys)), to: clock.now + TimeSpan(seconds: 600), by: .alice)
      }
    }
    return decisions
  }

  private mutating func request() -> ExecutionRequest {
    nonce += 1
    // A third of the sessions are in the wrong hands.
    let index = Int.random(in: 0..<keys.count, using: &random)
    let isAttacked = index % 3 == 0
    return .sample(
      keys[index], nonce: random.pick([nonce, nonce, nonce, 1]), value: random.pick([0, 5, 40, 200]),
      capability: isAttacked ? random.pick(["swap.execute", "token.approve"]) : "swap.execute",
      destination: isAttacked ? random.pick(["0xRouterA", "0xThief", "0xThief"]) : "0xRouterA",
      chain: isAttacked ? random.pick([1, 10, 137]) : random.pick([1, 1, 1, 10]), domain: "d-\(index % 7)")
  }
}
