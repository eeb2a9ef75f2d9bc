import Delegation

/// What one user does with an app: a session, or a few one after another.
struct Visit: Sendable {
  var scripts: [SessionScript]
  var scenario: Scenario?

  /// All steps in the order of time.
  /// - Parameter index: tells the visit from all others, and names its requests.
  func steps(index: Int) -> [TrafficStep] {
    var steps: [TrafficStep] = []
    for (number, script) in scripts.enumerated() {
      let name = scripts.count == 1 ? "t-\(index)" : "t-\(index).\(number)"
      steps += script.steps(named: name, scenario: scenario)
    }
    guard scripts.count > 1 else { return steps }
    return steps.enumerated().sorted {
      ($0.element.at.milliseconds, $0.offset) < ($1.element.at.milliseconds, $1.offset)
    }.map(\.element)
  }
}
