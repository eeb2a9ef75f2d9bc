import Delegation
import PolicyEngine
import Testing

/// The comparison against what the policies really let through, on random pairs and on requests near their limits.
@Suite struct LoosenessPropertyTests {
  static let probes = 60

  /// An old policy and a new one that differs from it in up to eight ways; most turns are tighter.
  static func pair(_ random: inout SeededRandom) -> (old: PolicySketch, new: PolicySketch) {
    let old = random.sketch()
    // A policy of its own shares only the names.
    if random.chance(10) { return (old, random.sketch()) }
    var new = old
    let mayLoosen = random.chance(40)
    for _ in 0..<(1 + random.below(8)) {
      let turns =
        mayLoosen && random.chance(30) ? safeLooser : random.pick([Turn.tighter, Turn.tighter, Turn.neutral])
      random.pick(turns).apply(&new, &random)
    }
    return (old, new)
  }

  /// The looser turns that suit any policy: the others lean on the base's own numbers.
  static let safeLooser = Turn.looser.filter {
    !["own maxTtl", "own inactivity", "maxValueUsd"].contains($0.name)
  }

  @Test func `what a policy that is no looser allows, the old one allowed`() {
    var pairs = 0
    var allowed = 0
    var gained: [Probe.Thing: Int] = [:]
    var looserSeen: [Probe.Thing: Int] = [:]
    for seed in 0..<700 {
      var random = SeededRandom(seed: seed)
      let (old, new) = Self.pair(&random)
      let policies = [old.policy, new.policy]
      let isLooser = !policies[1].loosenings(since: policies[0]).isEmpty
      if !isLooser { pairs += 1 }
      for number in 0..<Self.probes {
        let probe = random.probe(policies)
        let (before, after) = (probe.outcome(policies[0]), probe.outcome(policies[1]))
        if !isLooser && after.reasons.isEmpty { allowed += 1 }
        for thing in after.looser(than: before) {
          if isLooser {
            looserSeen[thing, default: 0] += 1
            continue
          }
          let isGain = probe.gains(thing, from: policies[0], to: policies[1])
          #expect(isGain, "seed \(seed), probe \(number): \(thing) \(before) → \(after)")
          if thing == .extension {
            #expect(before.extending == [.ttlOverLimit], "seed \(seed), probe \(number)")
          }
          gained[thing, default: 0] += 1
        }
      }
    }
    #expect(pairs > 400 && allowed > 2500, "\(pairs) \(allowed)")
    for thing in Probe.Thing.allCases { #expect(looserSeen[thing, default: 0] > 300, "\(looserSeen)") }
    #expect(gained[.extension, default: 0] > 40 && gained[.life, default: 0] > 40, "\(gained)")
  }

  @Test(arguments: Turn.looser)
  func `one looser limit is found, and really lets through what was denied`(turn: Turn) {
    var random = SeededRandom(seed: 7)
    let old = PolicySketch.base
    var new = old
    turn.apply(&new, &random)
    let policies = [old.policy, new.policy]
    #expect(!policies[1].loosenings(since: policies[0]).isEmpty)
    #expect(policies[0].loosenings(since: policies[1]).isEmpty)
    var witnesses = 0
    for _ in 0..<3000 {
      let probe = random.probe(policies)
      if !probe.outcome(policies[1]).looser(than: probe.outcome(policies[0])).isEmpty { witnesses += 1 }
    }
    #expect(witnesses > 0)
  }

  @Test func `tightening is never held up, however many things are tightened`() {
    for seed in 0..<1000 {
      var random = SeededRandom(seed: seed)
      var old = random.sketch()
      old.revokesByItself = random.chance(50)
      var new = old
      var names: [String] = []
      for _ in 0..<(1 + random.below(12)) {
        let turn = random.pick(Turn.tighter + Turn.neutral + Turn.unprobed)
        turn.apply(&new, &random)
        names.append(turn.name)
      }
      #expect(new.policy.loosenings(since: old.policy) == [], "seed \(seed): \(names)")
    }
  }

  @Test func `two policies of which neither is looser decide the same`() {
    var pairs = 0
    for seed in 0..<400 {
      var random = SeededRandom(seed: seed)
      var (old, new) = Self.pair(&random)
      if random.chance(60) {
        new = old
        for _ in 0..<4 { random.pick(Turn.neutral).apply(&new, &random) }
      }
      if random.chance(50) { swap(&old, &new) }
      let policies = [old.policy, new.policy]
      guard policies[0].version != policies[1].version, policies[1].loosenings(since: policies[0]).isEmpty,
        policies[0].loosenings(since: policies[1]).isEmpty
      else { continue }
      pairs += 1
      for number in 0..<Self.probes {
        let probe = random.probe(policies)
        #expect(probe.outcome(policies[0]) == probe.outcome(policies[1]), "seed \(seed), probe \(number)")
      }
    }
    #expect(pairs > 100, "\(pairs)")
  }

  @Test func `steps that are no looser never end in a looser policy`() {
    var series = 0
    for seed in 0..<1000 {
      var random = SeededRandom(seed: seed)
      let (first, second) = Self.pair(&random)
      var third = second
      for _ in 0..<4 {
        random.pick(Turn.tighter + Turn.neutral + Turn.unprobed + Self.safeLooser).apply(&third, &random)
      }
      let policies = [first.policy, second.policy, third.policy]
      guard policies[1].loosenings(since: policies[0]).isEmpty,
        policies[2].loosenings(since: policies[1]).isEmpty
      else { continue }
      series += 1
      #expect(policies[2].loosenings(since: policies[0]) == [], "seed \(seed)")
    }
    #expect(series > 50, "\(series)")
  }
}
