import ArgumentParser
import Traffic

/// Which attacks: `all`, `none`, or names with commas between.
struct ScenarioList {
  let scenarios: [Scenario]

  static let all = ScenarioList(scenarios: Scenario.known)

  /// - Throws: a `ValidationError` that names the word which is none.
  static func read(_ argument: String) throws -> ScenarioList {
    switch argument {
    case "all": return .all
    case "none": return ScenarioList(scenarios: [])
    default: break
    }
    var scenarios: [Scenario] = []
    for word in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let scenario = Scenario(rawValue: String(word)) else {
        let names = Scenario.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("`\(word)`: expected all, none, or some of \(names)")
      }
      if !scenarios.contains(scenario) { scenarios.append(scenario) }
    }
    return ScenarioList(scenarios: scenarios)
  }
}
