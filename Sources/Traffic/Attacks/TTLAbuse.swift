import Delegation

struct TTLAbuse: Attack {
  var wishes: Wishes { .none }

  func join(_ visit: inout Visit, in planner: HonestPlanner, random: inout SplitMix64) {
    guard var script = visit.scripts.first else { return }
    script.keepOpen()
    script.endHonest(at: script.expiresAt)
    let start = script.expiresAt + random.span(5, 120)
    script.storm(random.count(5, 20), from: start, gap: 5...60, random: &random) { script, _, random in
      script.validCall(shareOfBudget: random.between(0.01, 0.2), random: &random)
    }
    visit.scripts = [script]
  }
}
