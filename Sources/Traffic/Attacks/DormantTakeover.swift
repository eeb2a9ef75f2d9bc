import Delegation

/// The user is away and the session asleep: whoever acts now cannot attest.
struct DormantTakeover: Attack {
  var wishes: Wishes { Wishes(persona: .casual, fallsAsleep: true) }

  func join(_ visit: inout Visit, in planner: HonestPlanner, random: inout SplitMix64) {
    guard var script = visit.scripts.first else { return }
    let asleepFrom = script.leakTime(&random)
    script.keepOpen()
    script.endHonest(at: asleepFrom)
    let start = asleepFrom + script.idle + random.span(2, 60)
    script.storm(random.count(5, 15), from: start, gap: 3...20, random: &random) { script, _, random in
      script.validCall(shareOfBudget: random.between(0.05, 0.3), random: &random)
    }
    visit.scripts = [script]
  }
}
