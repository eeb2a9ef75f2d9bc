/// The attacks that are played, each with session keys that leaked.
package enum Scenario: String, CaseIterable, Hashable, Sendable {
  /// Tries capabilities that the envelope does not grant.
  case scopeProbe = "scope-probe"
  /// Sends value to a destination of the attacker's, as fast as it goes.
  case drainFast = "drain-fast"
  /// The same with minutes between.
  case drainSlow = "drain-slow"
  /// Takes the key to other chains.
  case chainHop = "chain-hop"
  /// Sends accepted requests again.
  case replay
  /// Acts while the user is away for longer than the inactivity limit, without an attestation.
  case dormantTakeover = "dormant-takeover"
  /// Many small requests within every limit, all at once.
  case burst
  /// Spends nearly the whole budget within minutes, by valid requests.
  case velocity
  /// Goes on after the user revoked.
  case postRevocation = "post-revocation"
  /// Goes on after the session expired.
  case ttlAbuse = "ttl-abuse"
  /// One signer serves many wallets, and all their sessions pay one collector at the same time.
  case sharedKey = "shared-key"
  /// Among many honest requests, at the honest pace, a few to a collector.
  case mimicry
  /// Left out: now a foreign capability, now a foreign chain, minutes apart.
  case lowAndSlow = "low-and-slow"
  /// Left out: fresh and stale nonces in nonce domains that are not the session's.
  case domainConfusion = "domain-confusion"
  /// Left out: replays, and between them values that feel for each limit.
  case replayProbe = "replay-probe"

  /// Whether it belongs to the family that no weight may be chosen by.
  package var isLeftOut: Bool {
    switch self {
    case .lowAndSlow, .domainConfusion, .replayProbe: true
    default: false
    }
  }

  package static let known = allCases.filter { !$0.isLeftOut }
  package static let leftOut = allCases.filter(\.isLeftOut)

  /// How it is played.
  var attack: any Attack {
    switch self {
    case .scopeProbe: ScopeProbe()
    case .drainFast: FastDrain()
    case .drainSlow: SlowDrain()
    case .chainHop: ChainHop()
    case .replay: Replaying()
    case .dormantTakeover: DormantTakeover()
    case .burst: Burst()
    case .velocity: VelocityDrain()
    case .postRevocation: PostRevocation()
    case .ttlAbuse: TTLAbuse()
    case .sharedKey: SharedKeyDrain()
    case .mimicry: Mimicry()
    case .lowAndSlow: LowAndSlow()
    case .domainConfusion: DomainConfusion()
    case .replayProbe: ReplayProbe()
    }
  }
}
