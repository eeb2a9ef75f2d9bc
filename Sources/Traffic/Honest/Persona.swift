import Delegation

/// How a user goes about it.
enum Persona: CaseIterable, Sendable {
  /// One thing, done within a minute.
  case oneThing
  /// A few calls, a minute or so apart.
  case casual
  /// Quick runs of calls, and quiet between.
  case trader
  /// A program with the user's blessing: a steady beat for hours, extended as it goes.
  case automated

  static func drawn(_ random: inout SplitMix64) -> Persona {
    switch random.unit() {
    case ..<0.15: .oneThing
    case ..<0.65: .casual
    case ..<0.92: .trader
    default: .automated
    }
  }

  /// How many calls come in a row.
  func run(_ random: inout SplitMix64) -> Int {
    switch self {
    case .oneThing, .automated: 1
    case .casual: random.count(1, 2)
    case .trader: random.flips(0.4) ? random.count(4, 10) : random.count(1, 2)
    }
  }

  /// How long it is quiet after a run, on average.
  func pause(_ random: inout SplitMix64) -> TimeSpan {
    switch self {
    case .oneThing: random.exponential(mean: 12)
    case .casual: random.exponential(mean: 75)
    case .trader: random.exponential(mean: 60)
    case .automated: random.span(60, 90)
    }
  }

  /// The part of the budget that one call spends.
  func share(_ random: inout SplitMix64) -> Double {
    self == .automated ? random.between(0.001, 0.003) : random.between(0.004, 0.03)
  }
}

/// What an attack needs of the session whose key leaks.
struct Wishes: Sendable {
  /// Nil: any that lives for minutes.
  var persona: Persona?
  /// The envelope's own inactivity limit is a minute or so.
  var fallsAsleep = false

  static let none = Wishes()
}
