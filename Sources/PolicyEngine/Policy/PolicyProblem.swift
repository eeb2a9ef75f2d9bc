/// One thing that is wrong with a policy file.
package struct PolicyProblem: Error, Hashable, Sendable {
  /// Counted from 1.
  package let line: Int
  /// A lower-case sentence with the user's own word in backticks and what was expected.
  package let message: String

  package init(line: Int, message: String) {
    self.line = line
    self.message = message
  }
}

/// Why a policy file is refused whole: everything that is wrong with it, by line.
package struct PolicyLoadError: Error, Hashable, Sendable {
  package let problems: [PolicyProblem]

  package init(problems: [PolicyProblem]) { self.problems = problems }
}

/// Collects problems while reading goes on, so that a file shows all of them at once.
struct ProblemLog {
  private(set) var problems: [PolicyProblem] = []

  mutating func add(_ line: Int, _ message: String) {
    problems.append(PolicyProblem(line: line, message: message))
  }

  mutating func add(_ problem: PolicyProblem) { problems.append(problem) }

  /// What `read` gives, or nil with its problem noted.
  mutating func noting<T>(_ read: () throws(PolicyProblem) -> T) -> T? {
    do throws(PolicyProblem) {
      return try read()
    } catch {
      problems.append(error)
      return nil
    }
  }

  /// By line; on one line in the order in which they were found. One that was met through several aliases counts once.
  var sorted: [PolicyProblem] {
    var seen: Set<PolicyProblem> = []
    let distinct = problems.filter { seen.insert($0).inserted }
    return distinct.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }.map(
      \.element)
  }
}
