package import Delegation

/// What the inline tests of one capability come to.
package struct CapabilityTests: Hashable, Sendable {
  /// In the order of the file.
  package let results: [PolicyTestResult]
  /// Kinds that it must have to be active and that its tests leave out: `allow`, `destination`, `chain`, `expiry` and
  /// `over-limit`. A draft may lack them.
  package let missing: [String]

  package init(results: [PolicyTestResult], missing: [String]) {
    self.results = results
    self.missing = missing
  }

  package var allows: Int { results.count(where: \.expectsAllow) }
  package var denies: Int { results.count - allows }
  package var failed: [PolicyTestResult] { results.filter { !$0.passed } }
}

extension Policy {
  /// Runs the inline tests of a file: those of each capability whose rule could be read.
  package static func capabilityTests(yaml: String) -> [Identifier: CapabilityTests] {
    var log = ProblemLog()
    guard let file = PolicyFile.read(yaml, &log) else { return [:] }
    let results = Dictionary(grouping: file.testResults, by: \.capability)
    return file.capabilities.reduce(into: [:]) { tests, entry in
      tests[entry.id] = CapabilityTests(
        results: results[entry.id] ?? [], missing: ActivationRule.missing(in: entry.tests))
    }
  }
}
