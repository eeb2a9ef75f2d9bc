import Delegation
import PolicyEngine
import SessionStore

/// Sessions with every limit that a mode can make bite, and what happens to them in a few hours.
struct PreviewLife {
  private var random: Seeded
  private var nonce: UInt64 = 0
  /// Those that act; others take the place of some of them.
  private(set) var keys = (1...12).map { "s-\($0)" }
  /// Each with the number of the event that it came before.
  private(set) var policies: [(from: Int, policy: Policy)] = []
  /// Whether each execution was allowed, in order.
  private(set) var decisions: [Bool] = []
  private var events = 0

  init(_ seed: UInt64) { random = Seeded(seed) }

  mutating func play(_ steps: Int, _ store: any SessionStore, _ clock: TestClock) throws {
    try apply(store, factor: "0.25")
    for key in keys { try grant(key, store, clock) }
    for _ in 0..<steps {
      clock.advance(milliseconds: random.pick([0, 0, 400, 3000, 10_000, 60_000]))
      switch Int.random(in: 0..<100, using: &random) {
      case ..<70: try execute(store)
      case ..<80:
        if try store.attest(id(random.pick(keys)), by: .user).isEmpty { events += 1 }
      case ..<86:
        let life = random.pick([100, 400, 1500] as [Int64])
        let key = id(random.pick(keys))
        if try store.extend(key, to: clock.now + TimeSpan(seconds: life), by: .alice).isEmpty {
          events += 1
        }
      case ..<92:
        let place = Int.random(in: keys.indices, using: &random)
        keys[place] = "t-\(nonce)-\(events)"
        try grant(keys[place], store, clock)
      case ..<95: try change(store)
      case ..<96:
        _ = try store.revoke(RevocationOrder(sessionKey: id(random.pick(keys)), reason: ""), by: .user)
        events += 1
      case ..<97: try apply(store, factor: random.pick(["0.1", "0.6", "1"]))
      default: break
      }
    }
  }

  private mutating func grant(_ key: String, _ store: any SessionStore, _ clock: TestClock) throws {
    let window = random.pick([
      nil, SpendWindow(value: usd(60), length: TimeSpan(seconds: random.pick([30, 600, 3000]))),
    ])
    let outcome = try store.grant(
      [
        Grant(
          envelope: .sample(
            key, wallet: "w-\(Int.random(in: 1...4, using: &random))", max: random.pick([80, 500, 5000]),
            chain: random.pick([1, 1, 1, 10]),
            expiresAt: clock.now + TimeSpan(seconds: random.pick([200, 200, 600, 900])),
            perExecution: random.pick([nil, nil, 40]), window: window, maxExecutions: random.pick([nil, 20]),
            inactivity: random.pick([nil, 120, 600]),
            labels: random.pick([[], [Label(key: "a", value: "é")]])))
      ], by: .alice)
    if case .granted = outcome[0] { events += 1 }
  }

  private mutating func execute(_ store: any SessionStore) throws {
    let key = random.pick(keys + ["nobody"])
    var requests: [ExecutionRequest] = []
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      nonce += 1
      requests.append(
        .sample(
          key, nonce: random.pick([nonce, nonce, nonce, nonce, 1]),
          value: random.pick([0, 3, 9, 14, 30, 300]),
          capability: random.pick(["swap.execute", "swap.execute", "quote.accept"]),
          destination: random.pick(["0xRouterA", "0xRouterB"]), chain: random.pick([1, 1, 1, 10])))
    }
    decisions += try store.decideAll(requests).map(\.isAllowed)
    events += requests.count
  }

  private mutating func change(_ store: any SessionStore) throws {
    let mode = random.pick([PolicyMode.normal, .normal, .guarded, .denyFirst])
    _ = try store.change(mode: mode, scope: .previewed(&random), reason: "", by: .alice)
    events += 1
  }

  private mutating func apply(_ store: any SessionStore, factor: String) throws {
    let yaml = StarterPolicy.yaml.replacing("autoRevoke: enforce", with: "autoRevoke: alert")
      .replacing(
        "spendFactor: 0.25, maxRemaining: 5m",
        with: "spendFactor: \(factor), maxRemaining: \(policies.count % 3 + 3)m"
      )
      .replacing("inactivity: 30m", with: "inactivity: \(30 - policies.count % 10)m")
    let policy = try Policy.load(yaml: yaml)
    _ = try store.apply(policy, yaml: yaml, reason: "", by: .alice)
    policies.append((events, policy))
  }
}

extension Scope {
  static func previewed(_ random: inout Seeded) -> Scope {
    random.pick([
      .everything, .everything, Scope(chainID: 1), Scope(capability: id("swap.execute")),
      Scope(destination: id("0xRouterB")), Scope(wallet: id("w-2")), Scope(sessionKey: id("s-3")),
      Scope(chainID: 1, nonceDomain: id("mobile")), Scope(label: Label(key: "a", value: "é")),
      Scope(chainID: 10, destination: id("0xRouterA"), issuedBefore: .start(plus: 1500)),
    ])
  }
}
