import Delegation

/// The user noticed and revoked; whoever has the key does not give up.
struct PostRevocation: Attack {
  var wishes: Wishes { .none }

  func join(_ visit: inout Visit, in planner: HonestPlanner, random: inout SplitMix64) {
    guard var script = visit.scripts.first else { return }
    let revokedAt = script.leakTime(&random)
    script.keepOpen()
    script.endHonest(at: revokedAt, endsExtending: true)
    script.add(.revoke(reason: "the user saw something strange"), at: revokedAt)
    let start = revokedAt + random.span(2, 30)
    script.storm(random.count(6, 25), from: start, gap: 2...20, random: &random) { script, _, random in
      script.validCall(shareOfBudget: random.between(0.02, 0.3), random: &random)
    }
    visit.scripts = [script]
  }
}
