import Delegation

/// What a policy file's inline tests gave, and what else is wrong with the file.
package struct PolicyTestReport: Hashable, Sendable {
  /// Of every capability whose rule could be read, by line.
  package let results: [PolicyTestResult]
  /// All but failing tests, by line: what cannot be read or must not be, and tests that are missing.
  package let problems: [PolicyProblem]

  /// Whether the file would be accepted.
  package var isSound: Bool { problems.isEmpty && results.allSatisfy(\.passed) }
}

extension Policy {
  /// Reads a policy file and runs its inline tests.
  /// - Throws: ``PolicyLoadError`` with everything that is wrong: the file is taken whole or not at all.
  package static func load(yaml: String) throws(PolicyLoadError) -> Policy {
    var log = ProblemLog()
    guard let file = PolicyFile.read(yaml, &log) else { throw PolicyLoadError(problems: log.sorted) }
    file.judgeTests(&log)
    for result in file.testResults where !result.passed {
      log.add(
        result.line,
        "a test of \(quoted(result.capability.text)) fails: expected \(result.description), got \(result.detail)"
      )
    }
    guard log.problems.isEmpty else { throw PolicyLoadError(problems: log.sorted) }
    return file.policy
  }

  /// Runs the inline tests of a file, sound or not.
  package static func testReport(yaml: String) -> PolicyTestReport {
    var log = ProblemLog()
    guard let file = PolicyFile.read(yaml, &log) else {
      return PolicyTestReport(results: [], problems: log.sorted)
    }
    file.judgeTests(&log)
    return PolicyTestReport(results: file.testResults, problems: log.sorted)
  }
}

extension PolicyFile {
  /// Notes the tests that active capabilities lack.
  fileprivate func judgeTests(_ log: inout ProblemLog) {
    for entry in capabilities where entry.isActive {
      let hasMaxValue = entry.rule.map { $0.maxValue != nil } ?? true
      for problem in ActivationRule.problems(
        entry.id.text, line: entry.line, tests: entry.tests, hasMaxValue: hasMaxValue)
      {
        log.add(problem)
      }
    }
  }

  /// Of every capability that stands on sound ground: what a wrong limit would make of a test says nothing.
  var testResults: [PolicyTestResult] {
    guard defaultsAreSound else { return [] }
    let results = capabilities.flatMap { entry -> [PolicyTestResult] in
      guard let rule = entry.rule, (rule.families ?? []).allSatisfy({ families[$0]?.isSound ?? false }) else {
        return []
      }
      let run = InlineTestRun(rule, destinations: entry.destinations, defaults: defaults)
      return entry.tests.filter(\.isSound).map(run.result)
    }
    return results.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }.map(
      \.element)
  }

  fileprivate var policy: Policy {
    let rules = capabilities.compactMap(\.rule).map { ($0.id, $0) }
    return Policy(
      defaults: defaults, capabilities: Dictionary(rules) { first, _ in first },
      families: families.mapValues { Set($0.destinations) }, modes: modes, detection: detection,
      response: response, risk: risk, owners: owners)
  }
}
