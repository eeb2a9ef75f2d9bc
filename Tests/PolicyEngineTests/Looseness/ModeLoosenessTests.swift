import Delegation
import PolicyEngine
import Testing

@Suite struct ModeLoosenessTests {
  static let chain = Scope(chainID: 1)
  static let modes = PolicyMode.allCases

  static func table(_ mode: PolicyMode, _ scope: Scope = .everything) -> ModeTable {
    var table = ModeTable()
    table.change(to: mode, scope: scope, at: Timestamp(seconds: 100))
    return table
  }

  static let pairs = modes.flatMap { before in modes.map { (before, $0) } }

  @Test(arguments: pairs)
  func `going down the order of modes for one scope is looser, up or the same again is not`(
    before: PolicyMode, after: PolicyMode
  ) {
    let order: [PolicyMode] = [.normal, .guarded, .denyFirst, .lockdown]
    let isDown = order.firstIndex(of: after)! < order.firstIndex(of: before)!
    for scope in [Scope.everything, Self.chain] {
      #expect(Self.table(before, scope).isLooser(changingTo: after, scope: scope) == isDown)
    }
  }

  @Test(arguments: pairs)
  func `an entry of another scope is not what a mode replaces`(before: PolicyMode, after: PolicyMode) {
    #expect(!Self.table(before).isLooser(changingTo: after, scope: Self.chain))
    #expect(!Self.table(before, Self.chain).isLooser(changingTo: after, scope: .everything))
  }

  @Test func `scopes are the same by their values`() {
    let label = Scope(label: Label(key: "app", value: "caf\u{E9}"))
    let other = Scope(label: Label(key: "app", value: "cafe\u{301}"))
    #expect(Self.table(.lockdown, label).isLooser(changingTo: .normal, scope: label))
    #expect(!Self.table(.lockdown, label).isLooser(changingTo: .normal, scope: other))
  }

  @Test func `of two entries of one scope the tighter counts`() {
    let entries = [PolicyMode.lockdown, .guarded].map {
      ModeTable.Entry(scope: .everything, mode: $0, start: .epoch)
    }
    #expect(ModeTable(entries).isLooser(changingTo: .denyFirst, scope: .everything))
    #expect(ModeTable(entries.reversed()).isLooser(changingTo: .denyFirst, scope: .everything))
  }

  /// Scopes that overlap, so that one request meets several entries.
  static let scopes = [
    Scope.everything, chain, Scope(chainID: 10), Scope(capability: .opaque("swap")),
    Scope(wallet: .opaque("w")), Scope(wallet: .opaque("w"), chainID: 1),
  ]

  @Test func `after a change that is no looser every request meets a mode as tight, begun as late`() {
    var (kept, looser, lowered) = (0, 0, 0)
    for seed in 0..<2000 {
      var random = SeededRandom(seed: seed)
      var before = ModeTable()
      for second in 0..<random.below(5) {
        before.change(
          to: random.pick(Self.modes), scope: random.pick(Self.scopes), at: Timestamp(seconds: Int64(second)))
      }
      let (mode, scope) = (random.pick(Self.modes), random.pick(Self.scopes))
      var after = before
      after.change(to: mode, scope: scope, at: Timestamp(seconds: 10))
      let isLooser = before.isLooser(changingTo: mode, scope: scope)
      var isLowered = false
      for place in Self.places {
        let (old, new) = (place.effective(before), place.effective(after))
        let isAsTight = new.mode > old.mode || (new.mode == old.mode && new.start >= old.start)
        if !isAsTight { isLowered = true }
        #expect(isLooser || isAsTight, "seed \(seed): \(old) → \(new)")
      }
      if isLooser { looser += 1 } else { kept += 1 }
      if isLowered { lowered += 1 }
    }
    #expect(kept > 1000 && looser > 100 && lowered > 100, "\(kept) \(looser) \(lowered)")
  }

  /// A request and its session, which may be unknown.
  struct Place {
    let request: ExecutionRequest
    let session: SessionState?

    func effective(_ table: ModeTable) -> ModeTable.Effective {
      table.effective(for: request, session: session)
    }
  }

  static let places: [Place] = {
    var places: [Place] = []
    for wallet in ["w", "v", nil] {
      for chain in [1, 10] {
        for capability in ["swap", "quote"] {
          places.append(
            Place(request: request(capability, chain: UInt64(chain)), session: wallet.map(session)))
        }
      }
    }
    return places
  }()

  static func request(_ capability: String, chain: UInt64) -> ExecutionRequest {
    ExecutionRequest(
      requestID: "r", sessionKey: .opaque("s"), capability: .opaque(capability), destination: .opaque("A"),
      chainID: chain, value: .zero, nonceDomain: .opaque("n"), nonce: 0)
  }

  static func session(wallet: String) -> SessionState {
    SessionState(
      envelope: Envelope(
        sessionKey: .opaque("s"), wallet: .opaque(wallet), capabilities: [.opaque("swap")], maxValue: .zero,
        destinations: .shared([]), chainID: 1, expiresAt: Timestamp(seconds: 1000), nonceDomain: .opaque("n")),
      grantedAt: .epoch)
  }
}
