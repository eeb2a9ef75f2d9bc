import Delegation
import PolicyEngine
import RiskScoring
import SessionStore
import Testing

/// Whatever may happen to the sessions of a store, made by a seed: steps that several connections take in turn.
struct SearchLife {
  private(set) var keys: [String] = []
  private var random: Seeded
  private var nonce: UInt64 = 0
  private let clock: TestClock

  init(seed: UInt64, clock: TestClock) {
    random = Seeded(seed)
    self.clock = clock
  }

  /// An address that begins and ends like few others.
  private func address(_ index: Int) -> String {
    var digits = Seeded(UInt64(index) &+ 77)
    return "0x"
      + (0..<40).map { _ in String("0123456789abcdef".randomElement(using: &digits) ?? "0") }.joined()
  }

  private mutating func envelope() -> Envelope {
    let index = keys.count
    let key = random.pick([address(index), "S-\(index)", "key:\(index)"])
    keys.append(key)
    return .sample(
      key, wallet: random.pick(["w-1", "W-2", "w-2", address(1000 + index % 5), address(1000 + index)]),
      capabilities: random.pick([
        ["swap.execute"], ["quote.accept", "swap.execute"], ["Quote.Accept"], ["nft.list"],
      ]),
      max: random.pick([0, 100, 500]),
      destinations: random.pick([
        ["0xRouterA"], [address(2000), address(2001 + index % 3)], ["0xRouterA", address(2000)],
        [address(3000 + index)],
      ]), chain: random.pick([1, 1, 10]),
      expiresAt: clock.now + TimeSpan(seconds: random.pick([90, 300, 900])),
      domain: random.pick(["mobile", "Mobile", "web:\(index)", address(4000 + index % 2)]),
      notBefore: random.chance(10) ? clock.now + TimeSpan(seconds: 120) : nil,
      inactivity: random.chance(40) ? 90 : nil,
      labels: random.pick([
        [], [Label(key: "app", value: "Mobile \"x\\")], [Label(key: "nonceDomain", value: "a:b")],
        [Label(key: "team", value: "ünder 18"), Label(key: "app", value: "a:b")],
      ]))
  }

  private mutating func key() -> Identifier { id(random.pick(keys)) }

  mutating func grow(_ store: any SessionStore, by count: Int) throws {
    for _ in 0..<count { _ = try store.grant([Grant(envelope: envelope())], by: .alice) }
  }

  /// - Returns: whether a policy came into force.
  mutating func step(_ store: any SessionStore) throws -> Bool {
    clock.advance(milliseconds: random.pick([0, 1, 900, 20_000]))
    switch Int.random(in: 0..<24, using: &random) {
    case 0, 1: try grow(store, by: random.pick([1, 3]))
    case 2:
      let back = random.pick([nil, Int64(20), -30])
      let order = RevocationOrder(
        sessionKey: key(), reason: "", effectiveAt: back.map { clock.now - TimeSpan(seconds: $0) })
      _ = try store.revoke(order, by: .alice)
    case 3: _ = try store.revoke(scope: Scope(wallet: id("w-\(random.pick([1, 2]))")), reason: "", by: .alice)
    case 4:
      _ = try? store.revoke(
        random.pick([.destination, .label("app"), .nonceDomain]), to: key(), reason: "", by: .alice)
    case 5: _ = try store.reinstate(key(), revocationID: nil, reason: "", by: .alice)
    case 6: _ = try store.attest(key(), by: .alice)
    case 7: _ = try store.extend(key(), to: clock.now + TimeSpan(seconds: 600), by: .alice)
    case 8: try store.logOut(wallet: id("w-1"), by: .user)
    case 9: _ = try? store.assert(key(), life: TimeSpan(seconds: 30), by: .alice)
    case 10: _ = try store.clearFloors(of: key(), reason: "seen", by: .alice)
    case 11:
      let alerts = try store.alerts(AlertQuery()).alerts
      if let alert = alerts.randomElement(using: &random) {
        _ = try store.act(
          random.pick([.acknowledge, .close(.noise), .close(nil)]), on: alert.id, reason: "", by: .alice)
      }
    case 12:
      _ = try store.change(mode: random.pick([.guarded, .normal]), scope: Scope(), reason: "", by: .alice)
    case 13 where random.chance(40): return try policy(store)
    default: try act(store)
    }
    return false
  }

  private mutating func policy(_ store: any SessionStore) throws -> Bool {
    let yaml =
      StarterPolicy.yaml.replacing("autoRevoke: enforce", with: "autoRevoke: alert").replacing(
        "inactivity: 30m  ", with: "inactivity: \(random.pick([20, 25, 30]))m  ")
      + "\nrisk:\n  CTX: {halfLife: \(random.pick([1, 2, 3]))h, cap: \(random.pick([2, 8]))}\n  SCOPE: {halfLife: \(random.pick([4, 6]))h}\n"
    _ = try store.apply(Policy.load(yaml: yaml), yaml: yaml, reason: "", by: .alice)
    return true
  }

  private mutating func act(_ store: any SessionStore) throws {
    let requests = (0..<Int.random(in: 1...6, using: &random)).map { _ -> ExecutionRequest in
      nonce += 1
      return .sample(
        random.chance(3) ? "nobody" : random.pick(keys), nonce: random.pick([nonce, nonce, 1]),
        value: random.pick([0, 5, 40, 200]),
        capability: random.pick(["swap.execute", "quote.accept", "token.approve"]),
        destination: random.pick(["0xRouterA", "0xRouterA", "0xThief"]), chain: random.pick([1, 1, 10, 137]),
        domain: random.pick(["mobile", "Mobile"]))
    }
    _ = try store.decideAll(requests)
  }
}

extension SessionFilter {
  /// Also what a search in addresses must be careful with, and risk.
  static func searching(_ random: inout Seeded, _ life: SearchLife) -> SessionFilter {
    let own = random.pick(life.keys).lowercased()
    func piece(_ random: inout Seeded) -> String {
      let digits = Array(own)
      let first = Int.random(in: 0..<digits.count, using: &random)
      return String(digits[first..<min(digits.count, first + random.pick([1, 2, 3, 4, 7, 20, 42]))])
    }
    let texts = [
      piece(&random), piece(&random), "0", "x", "0x", "0xr", " 0x", "x0", "00x",
      "\(own.prefix(6))…\(own.suffix(4))", own,
      "swap", "web:1", "E", "ü", " ",
    ]
    let comparison = random.pick(Comparison.allCases)
    let extra: Condition? =
      switch Int.random(in: 0..<9, using: &random) {
      case 0: .risk(comparison, RiskScore(hundredths: random.pick([0, 100, 101, 1000, 4000, 7000, 9000])))
      case 1: .signal(random.pick(RiskSignal.allCases))
      case 2: .key(Pattern(text: String(random.pick(texts)), isPrefix: false))
      case 3: .key(Pattern(text: String(own.prefix(random.pick([1, 2, 5, 42]))), isPrefix: true))
      case 4: .destination(Pattern(text: "0x\(piece(&random))", isPrefix: random.chance(50)))
      case 5, 6: .text(String(random.pick(texts)))
      default: nil
      }
    let terms = random.chance(30) ? [] : SessionFilter.random(&random).terms
    return SessionFilter(terms: terms + (extra.map { [Term($0, isNegated: random.chance(25))] } ?? []))
  }
}
