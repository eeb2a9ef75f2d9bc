import Delegation
import PolicyEngine

/// A session, a request of it, an extension and a grant, each chosen near the limits of two policies.
struct Probe {
  var session: SessionState
  let request: ExecutionRequest
  let modes: ModeTable
  let risk: RiskScore
  let at: Timestamp
  let extendTo: Timestamp
  let grant: Envelope

  /// What one policy makes of it.
  struct Outcome: Equatable {
    let reasons: Reasons
    let mode: PolicyMode
    let remaining: Money?
    let grant: [Refusal]
    let extending: [Refusal]
    let life: SessionLife

    /// The things of which `self` lets through more than `old`.
    func looser(than old: Outcome) -> Set<Thing> {
      var things: Set<Thing> = []
      if reasons.isEmpty && !old.reasons.isEmpty { things.insert(.execution) }
      if grant.isEmpty && !old.grant.isEmpty { things.insert(.grant) }
      if extending.isEmpty && !old.extending.isEmpty { things.insert(.extension) }
      if life == .active && old.life != .active { things.insert(.life) }
      return things
    }
  }

  enum Thing: CaseIterable { case execution, grant, `extension`, life }

  func outcome(_ policy: Policy) -> Outcome {
    let context = DecisionContext(policy: policy, modes: modes, risk: risk, at: at)
    let decision = decide(request, session: session, in: context)
    return Outcome(
      reasons: decision.reasons, mode: decision.mode, remaining: decision.remaining,
      grant: Acceptance.grant(grant, at: at, policy: policy, isKnown: false, hasRevocation: false),
      extending: Acceptance.extending(session, to: extendTo, at: at, policy: policy),
      life: session.life(at: at, policy: policy))
  }

  /// What a policy that is no looser may yet let through: `Policy.loosenings(since:)` says why. Exactly: where the
  /// session names a capability that was active and is not, an extension within the old limit of its other
  /// capabilities and the old ceiling, and a life that these would have had.
  func gains(_ thing: Thing, from old: Policy, to new: Policy) -> Bool {
    let granted = session.envelope.capabilities
    let kept = granted.filter { old.activeRule(for: $0) == nil || new.activeRule(for: $0) != nil }
    guard kept.count < granted.count else { return false }
    switch thing {
    case .execution, .grant: return false
    case .extension:
      return extendTo - at <= old.maxTTL(of: kept) && extendTo - session.issuedAt <= old.defaults.hardCeiling
    case .life:
      let idle = kept.map { old.activeRule(for: $0)?.inactivity ?? old.defaults.inactivity }.min()
      return at - session.lastActive <= idle ?? old.defaults.inactivity
    }
  }
}

extension SeededRandom {
  mutating func probe(_ policies: [Policy]) -> Probe {
    let at = Timestamp(seconds: 1_000_000)
    let granted = ["swap", "quote", "pay", "idea", "new"].shuffled(using: &self).prefix(1 + below(3))
      .map(Identifier.opaque)
    let asked = chance(97) ? pick(granted) : .opaque("swap")
    let issuedAt =
      at - near(policies.map(\.defaults.hardCeiling) + [TimeSpan(seconds: 0)]) - TimeSpan(seconds: 60)
    let left = near(policies.map(\.modes.guardedMaxRemaining) + [TimeSpan(seconds: 60)])
    var session = SessionState(
      envelope: envelope(granted, issuedAt: issuedAt, expiresAt: at + left), grantedAt: issuedAt)
    let quiet = near(policies.map { $0.activeRule(for: asked)?.inactivity ?? $0.defaults.inactivity })
    session.lastActive =
      at - (chance(60) ? TimeSpan(seconds: 0) : chance(70) ? quiet : near(policies.map(session.idleLimit)))
    if chance(50) { session.lastAttested = at - TimeSpan(seconds: pick([1, 100])) }
    var modes = ModeTable()
    if chance(60) {
      modes.change(
        to: pick([.guarded, .guarded, .denyFirst, .denyFirst, .lockdown]), scope: .everything,
        at: at - TimeSpan(seconds: 50))
    }
    let limits = policies.flatMap {
      [$0.modes.guardedMaxRisk.hundredths, $0.modes.denyFirstMaxRisk.hundredths]
    }
    let risk = chance(50) ? 0 : max(0, pick(limits) + pick([-1, 0, 1]))
    let life = near(policies.map { $0.maxTTL(of: granted) } + policies.map(\.defaults.hardCeiling))
    let end = near(policies.map { $0.maxTTL(of: granted) })
    let ceiling = near(policies.map(\.defaults.hardCeiling))
    return Probe(
      session: session, request: request(asked, near: policies), modes: modes,
      risk: RiskScore(hundredths: risk), at: at, extendTo: chance(60) ? at + end : issuedAt + ceiling,
      grant: envelope(
        granted, issuedAt: chance(60) ? nil : at + TimeSpan(seconds: pick([-60, 86_400])),
        expiresAt: at + life))
  }

  /// One of these, or a millisecond before or after.
  private mutating func near(_ spans: [TimeSpan]) -> TimeSpan {
    TimeSpan(milliseconds: pick(spans).milliseconds + pick([-1, 0, 0, 1]))
  }

  private mutating func envelope(_ granted: [Identifier], issuedAt: Timestamp?, expiresAt: Timestamp)
    -> Envelope
  {
    let places = ["A", "B", "C", "D", "E", "F"].map(Identifier.opaque)
    let lists = granted.map { CapabilityDestinations(capability: $0, destinations: places) }
    return Envelope(
      sessionKey: .opaque("s"), wallet: .opaque("w"), capabilities: granted,
      maxValue: chance(80) ? .max : Money(micros: 1_000_000_000) ?? .max,
      destinations: chance(80) ? .shared(places) : .perCapability(lists), chainID: 1, expiresAt: expiresAt,
      nonceDomain: .opaque("n"), issuedAt: issuedAt,
      maxValuePerExecution: chance(90) ? nil : Money(micros: 700),
      inactivity: chance(90) ? nil : TimeSpan(seconds: 20))
  }

  private mutating func request(_ capability: Identifier, near policies: [Policy]) -> ExecutionRequest {
    var amounts: [UInt64] = [0, 8, 1_000_000_000]
    for policy in policies {
      for limit in [policy.activeRule(for: capability)?.maxValue, Money(micros: 1_000_000_000)].compactMap({
        $0
      }) {
        amounts += [limit.micros, policy.modes.guardedSpendFactor.of(limit)]
      }
    }
    let amount = chance(40) ? 0 : pick(amounts) + UInt64(pick([0, 0, 1]))
    return ExecutionRequest(
      requestID: "r", sessionKey: .opaque("s"), capability: capability,
      destination: .opaque(pick(["A", "A", "A", "B", "C", "D", "E", "F"])), chainID: chance(98) ? 1 : 10,
      value: Money(micros: amount) ?? .max, nonceDomain: .opaque("n"), nonce: 0)
  }
}
