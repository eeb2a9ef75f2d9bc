package import Delegation

/// Weights of evidence, half-lives and caps: the policy file's `risk`. Evidence is in nats of log-odds, so that it adds
/// (weight of evidence, I. J. Good 1950); held in millionths, so that it adds exactly.
///
/// docs/risk.md says of each default where it comes from, and what `curfew evaluate` measures of all of them.
package struct RiskModel: Hashable, Sendable {
  /// How long one signal's evidence lasts, and how much all of it can say.
  package struct Life: Hashable, Sendable {
    /// Evidence halves in this time.
    package var halfLife: TimeSpan
    /// What the signal says at the most, in millionths of a nat: many alerts of one kind are still one kind.
    package var cap: Int64

    /// What the policy file takes as a cap, in millionths of a nat: above 0, and at most 20.
    package static let caps: ClosedRange<Int64> = 1...20_000_000
  }

  /// What the policy file takes as a half-life or a gap: a second to thirty days.
  package static let spans = TimeSpan(seconds: 1)...TimeSpan(seconds: 30 * 86_400)

  /// By ``RiskSignal``'s position. Of `TTL` and `REVLAG`, which are states and do not decay, only the cap is used.
  package var lives: [Life]
  /// By ``RiskWeight``'s position, in millionths.
  package var weights: [Int64]
  /// Half-life of the value spent, in ``RiskSignal/velocity``.
  package var spendHalfLife: TimeSpan
  /// The pace that a session is taken to have before it has shown its own.
  package var usualGap: TimeSpan

  package subscript(signal: RiskSignal) -> Life {
    get { lives[signal.rawValue] }
    set { lives[signal.rawValue] = newValue }
  }

  package subscript(weight: RiskWeight) -> Int64 {
    get { weights[weight.rawValue] }
    set { weights[weight.rawValue] = newValue }
  }

  package static let standard = RiskModel(
    lives: [
      Life(halfLife: hours(6), cap: alone), Life(halfLife: hours(2), cap: alone),
      Life(halfLife: hours(12), cap: alone), Life(halfLife: hours(1), cap: alone),
      Life(halfLife: TimeSpan(seconds: 900), cap: valid),
      Life(halfLife: TimeSpan(seconds: 1800), cap: valid), Life(halfLife: hours(24), cap: alone),
      Life(halfLife: hours(24), cap: alone), Life(halfLife: hours(24), cap: 3_000_000),
    ], weights: RiskWeight.allCases.map(\.standard), spendHalfLife: TimeSpan(seconds: 600),
    usualGap: TimeSpan(seconds: 20))

  /// What is denied makes a session critical by itself (that takes 6.8 nats), if there is enough of it: up to 96.8.
  private static let alone: Int64 = 8_000_000
  /// What every request of it may have been allowed makes high (5.4 nats), and critical only with something else.
  private static let valid: Int64 = 6_700_000

  private static func hours(_ count: Int64) -> TimeSpan { TimeSpan(seconds: count * 3600) }
}

/// One number of the model. Unless said otherwise it is evidence in nats for one event.
package enum RiskWeight: Int, CaseIterable, Hashable, Sendable {
  /// A capability that it was not granted, tried for the first time; and tried again.
  case scopeFirst, scopeRepeat
  /// A grant that is wider than the wallet's last to the same app.
  case scopeDrift
  case chain, destination, domain
  /// A destination on a list of known-bad ones, whatever the envelope says of it.
  case listed
  case nonce
  /// `dormantBase + dormantSlope · log2(1 + gap ÷ limit)`.
  case dormantBase, dormantSlope
  /// While the pace is above usual by a CUSUM of more than `burstOver` nats, each event adds `burstStep`.
  case burstStep, burstOver
  /// How many times the usual pace a burst is taken to be (Kleinberg 2002).
  case burstRatio
  /// From this share of the budget on, spent within about ``RiskModel/spendHalfLife``:
  /// `velocityBase + velocitySlope · log2(share ÷ velocityOver)`.
  case velocityOver, velocityBase, velocitySlope
  case postRevocation
  /// `ttlBase + ttlSlope · log2(1 + overrun ÷ 1 min)`, the greatest so far, and for each further attempt `ttlRepeat`.
  case ttlBase, ttlSlope, ttlRepeat
  /// `lagSlope · log2(1 + lag ÷ 5 s)`.
  case lagSlope
  /// Evidence of an execution that was allowed counts so many times as much as of a denied one.
  case allowedFactor
  /// Evidence that completes a loss path counts so many times as much (``RiskSignal`` pairs in docs/risk.md).
  case sequenceFactor
  /// Of the evidence of a refused execution that asks for the very same as the one just before: this part counts.
  case retryFactor

  /// Where it stands in the policy file: under a signal's code, or under `factors`.
  package var place: (section: String, key: String) {
    switch self {
    case .scopeFirst: ("SCOPE", "first")
    case .scopeRepeat: ("SCOPE", "again")
    case .scopeDrift: ("SCOPE", "drift")
    case .chain: ("CTX", "chain")
    case .destination: ("CTX", "destination")
    case .domain: ("CTX", "domain")
    case .listed: ("CTX", "listed")
    case .nonce: ("NONCE", "weight")
    case .dormantBase: ("DORM", "base")
    case .dormantSlope: ("DORM", "slope")
    case .burstStep: ("BURST", "step")
    case .burstOver: ("BURST", "over")
    case .burstRatio: ("BURST", "ratio")
    case .velocityOver: ("VELO", "over")
    case .velocityBase: ("VELO", "base")
    case .velocitySlope: ("VELO", "slope")
    case .postRevocation: ("POSTREV", "weight")
    case .ttlBase: ("TTL", "base")
    case .ttlSlope: ("TTL", "slope")
    case .ttlRepeat: ("TTL", "again")
    case .lagSlope: ("REVLAG", "slope")
    case .allowedFactor: ("factors", "allowed")
    case .sequenceFactor: ("factors", "sequence")
    case .retryFactor: ("factors", "retry")
    }
  }

  /// In millionths.
  package var standard: Int64 {
    switch self {
    case .scopeFirst: 1_600_000
    case .scopeRepeat: 800_000
    case .scopeDrift: 1_000_000
    case .chain: 3_200_000
    case .destination: 2_900_000
    case .domain: 1_400_000
    case .listed: 5_000_000
    case .nonce: 4_600_000
    case .dormantBase: 1_000_000
    case .dormantSlope: 700_000
    case .burstStep: 600_000
    case .burstOver: 20_000_000
    case .burstRatio: 64_000_000
    case .velocityOver: 500_000
    case .velocityBase: 1_000_000
    case .velocitySlope: 1_600_000
    case .postRevocation: 4_600_000
    case .ttlBase: 500_000
    case .ttlSlope: 1_200_000
    case .ttlRepeat: 2_000_000
    case .lagSlope: 800_000
    case .allowedFactor: 1_600_000
    case .sequenceFactor: 1_500_000
    case .retryFactor: 250_000
    }
  }

  /// The signal under whose code it stands; nil of a factor.
  package var signal: RiskSignal? { RiskSignal(code: place.section) }

  /// The greatest value that the policy file takes, in millionths; sums of evidence stay far from overflowing.
  package static let limit: Int64 = 100_000_000

  /// What the policy file takes, in millionths.
  package var range: ClosedRange<Int64> {
    switch self {
    // A burst of less than twice the usual pace is none.
    case .burstRatio: 2_000_000...RiskWeight.limit
    // Below one, an execution that was allowed would say less than one that was denied.
    case .allowedFactor, .sequenceFactor: 1_000_000...10_000_000
    case .retryFactor: 0...1_000_000
    default: 0...RiskWeight.limit
    }
  }
}
