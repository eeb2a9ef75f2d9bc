import Delegation
import PolicyEngine
import SessionStore

/// A small generator whose seed a failing test names (SplitMix64).
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func pick<T>(_ values: [T]) -> T { values[Int.random(in: values.indices, using: &self)] }
  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
}

extension SessionFilter {
  static func random(_ random: inout Seeded) -> SessionFilter {
    SessionFilter(
      terms: (0..<Int.random(in: 0...3, using: &random)).map { _ in
        Term(.random(&random), isNegated: random.chance(30))
      })
  }
}

extension SessionFilter.Condition {
  static func random(_ random: inout Seeded) -> Self {
    let comparison = random.pick(SessionFilter.Comparison.allCases)
    switch Int.random(in: 0..<16, using: &random) {
    case 0: return .life(random.pick(SessionLife.allCases))
    case 1: return .chain(random.pick([1, 10, 137]))
    case 2: return .key(.random(&random, ["s-1", "s-12", "0x91c4…7e", "S", "0x5290…9ee7"]))
    case 3: return .wallet(.random(&random, ["w-1", "w-2", "w"]))
    case 4: return .capability(.random(&random, ["swap.execute", "quote.accept", "nft", "swap"]))
    case 5: return .destination(.random(&random, ["0xrouterA", "0xrouter", "market"]))
    case 6: return .nonceDomain(.random(&random, ["mobile", "web", "m"]))
    case 7:
      return .label(
        key: random.pick(["app", "Team"]), value: .random(&random, ["mobile", "Ünder 18", "a:b", "m"]))
    case 8: return .spentPercent(comparison, random.pick([0, 12.5, 50, 100]))
    case 9: return .spentValue(comparison, random.pick([.zero, usd(50), usd(100)]))
    case 10: return .limit(comparison, random.pick([.zero, usd(100), usd(500)]))
    case 11: return .executions(comparison, random.pick([0, 1, 3]))
    case 12: return .denied(comparison, random.pick([0, 1, 2]))
    case 13: return .expires(comparison, TimeSpan(seconds: random.pick([0, 60, 300, 500])))
    case 14: return .lastUsed(comparison, TimeSpan(seconds: random.pick([0, 30, 120])))
    default:
      return .text(random.pick(["mob", "ROUTER", "swap.", "ünder", "a b", "\"q\"", "s-1…1", "0x", "w-2"]))
    }
  }
}

extension SessionFilter.Pattern {
  static func random(_ random: inout Seeded, _ texts: [String]) -> Self {
    let text = random.pick(texts).lowercased()
    return Self(text: text, isPrefix: !text.contains("…") && !text.contains(" ") && random.chance(40))
  }
}
