import Delegation
package import PolicyEngine

/// A seeded stream of what wallets, apps and attackers do, in the order of time, on a virtual clock of its own.
///
/// The same options and policy give the same steps on every machine. What honest users ask for is within the policy,
/// but for the mistakes that honest software makes.
package struct TrafficGenerator: Sequence, IteratorProtocol, Sendable {
  private let options: TrafficOptions
  private let planner: HonestPlanner
  private var random: SplitMix64
  private var arrivals: Arrivals
  private var nextArrival: Timestamp?
  private var queue = EarliestFirst<ArraySlice<TrafficStep>>()
  private var wallets: [Identifier] = []
  private var visitCount = 0
  private var sessionCount = 0
  private var attacked: [Int]

  /// - Parameter policy: its active capabilities become the apps that wallets use; without any there is no traffic.
  package init(_ options: TrafficOptions, policy: Policy) {
    self.options = options
    planner = HonestPlanner(world: World(policy: policy, seed: options.seed))
    random = SplitMix64(seed: options.seed)
    arrivals = Arrivals(options)
    attacked = options.scenarios.map { _ in 0 }
    if !planner.world.apps.isEmpty { nextArrival = arrivals.next(&random) }
  }

  /// The next step; nil after the last of a bounded stream.
  package mutating func next() -> TrafficStep? {
    while let arrival = nextArrival, wantsMore, queue.first.map({ arrival <= $0.at }) ?? true {
      plan(arrival)
    }
    guard var item = queue.removeFirst(), let step = item.value.popFirst() else { return nil }
    if let following = item.value.first {
      queue.insert(.init(at: following.at, number: item.number, value: item.value))
    }
    return step
  }

  private var wantsMore: Bool {
    if case .bounded(let sessions, _) = options.volume { return sessionCount < sessions }
    return true
  }

  private mutating func plan(_ arrival: Timestamp) {
    // A stream of each visit's own: what happens in one does not change the next.
    var own = SplitMix64(seed: random.next())
    let scenario = drawScenario(&own)
    let visit = visit(at: arrival, scenario: scenario.map { options.scenarios[$0] }, random: &own)
    let steps = visit.steps(index: visitCount)
    if let first = steps.first {
      queue.insert(.init(at: first.at, number: visitCount, value: steps[...]))
    }
    visitCount += 1
    sessionCount += visit.scripts.count
    if let scenario { attacked[scenario] += visit.attackedCount }
    // A visit of many sessions stands for as many arrivals.
    for _ in 0..<Swift.max(1, visit.scripts.count) { nextArrival = arrivals.next(&random) }
  }

  /// The position of the scenario that is furthest behind, when it is time for an attack.
  private func drawScenario(_ own: inout SplitMix64) -> Int? {
    let share = options.attackedShare
    let behind = Double(attacked.reduce(0, +)) < share * Double(sessionCount + 1)
    guard behind, own.flips(Swift.min(1, 2 * share)), let least = attacked.min() else { return nil }
    return own.pick(attacked.indices.filter { attacked[$0] == least })
  }

  private mutating func visit(at time: Timestamp, scenario: Scenario?, random own: inout SplitMix64) -> Visit
  {
    let attack = scenario?.attack
    var wishes = attack?.wishes ?? .none
    if attack != nil && wishes.persona == nil { wishes.persona = own.flips(0.5) ? .casual : .trader }
    let apps = planner.world.apps
    let app = apps[own.count(0, apps.count - 1)]
    var visit = planner.visit(
      to: app, of: wallet(&own), at: time, wishes: wishes, random: &own)
    visit.scenario = scenario
    attack?.join(&visit, in: planner, random: &own)
    return visit
  }

  /// Many wallets come once, some again and again.
  private mutating func wallet(_ own: inout SplitMix64) -> Identifier {
    if own.flips(0.4), let known = own.pick(wallets) { return known }
    let fresh = own.identifier()
    if wallets.count < 512 { wallets.append(fresh) } else { wallets[own.count(0, 511)] = fresh }
    return fresh
  }
}

extension Visit {
  fileprivate var attackedCount: Int { scripts.count { $0.entries.contains(where: \.isMalicious) } }
}
