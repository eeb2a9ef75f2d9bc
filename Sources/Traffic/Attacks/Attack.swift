import Delegation

/// Writes what an attacker does into the script of an honest visit.
protocol Attack: Sendable {
  /// What kind of session the attack needs.
  var wishes: Wishes { get }

  /// Adds the attacker's steps to `visit`, whose first session is the one whose key leaked.
  func join(_ visit: inout Visit, in planner: HonestPlanner, random: inout SplitMix64)
}

/// An attack on one session that has lived honestly for a while.
protocol SingleSessionAttack: Attack {
  /// - Parameter start: the attacker's first step.
  func attack(_ script: inout SessionScript, from start: Timestamp, in world: World, random: inout SplitMix64)
}

extension SingleSessionAttack {
  var wishes: Wishes { .none }

  func join(_ visit: inout Visit, in planner: HonestPlanner, random: inout SplitMix64) {
    guard !visit.scripts.isEmpty else { return }
    let start = visit.scripts[0].leakTime(&random)
    visit.scripts[0].keepOpen()
    if wishes.persona != .automated && random.flips(0.4) { visit.scripts[0].endHonest(at: start) }
    attack(&visit.scripts[0], from: start, in: planner.world, random: &random)
  }
}

extension SessionScript {
  /// When the attacker has the key: in the first half of the session's life, after its first honest call.
  func leakTime(_ random: inout SplitMix64) -> Timestamp {
    let life = expiresAt - grantedAt
    let drawn = grantedAt + life.scaled(by: random.between(0.15, 0.45))
    let first = honestCalls(before: expiresAt).first?.at ?? grantedAt
    return max(drawn, first + random.span(0.5, 3))
  }

  /// `gap`, or less where so many calls would outlive the session.
  func gap(_ gap: ClosedRange<Double>, fitting count: Int, from start: Timestamp) -> ClosedRange<Double> {
    let longest = max(0.5, (expiresAt - start).decimalSeconds * 0.95 / Double(count))
    return min(gap.lowerBound, longest)...min(gap.upperBound, longest)
  }

  /// Adds `count` calls of the attacker's from `start` on.
  /// - Parameter gap: how many seconds apart.
  mutating func storm(
    _ count: Int, from start: Timestamp, gap: ClosedRange<Double>, random: inout SplitMix64,
    _ make: (SessionScript, Timestamp, inout SplitMix64) -> Call
  ) {
    var time = start
    for _ in 0..<count {
      call(make(self, time, &random), at: time, isMalicious: true)
      time = time + random.span(gap.lowerBound, gap.upperBound)
    }
  }

  /// A call that is valid but for its destination.
  func payment(to collector: Identifier, share: ClosedRange<Double>, random: inout SplitMix64) -> Call {
    let drawn = random.between(share.lowerBound, share.upperBound)
    var call = validCall(shareOfBudget: drawn, random: &random)
    call.destination = collector
    return call
  }
}
