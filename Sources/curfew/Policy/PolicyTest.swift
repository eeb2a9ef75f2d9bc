import ArgumentParser
import Delegation
import PolicyEngine
import Terminal

struct PolicyTest: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Run a policy file's inline tests and show each.")

  @Argument(help: "The policy file.")
  var file: String

  @OptionGroup var json: JSONOption

  func run() throws {
    let report = Policy.testReport(yaml: try PolicyFile.text(file))
    let output = Output()
    if json.json {
      for result in report.results { try output.line(json: result.json) }
    } else {
      for result in report.results {
        let mark = result.passed ? "pass" : "FAIL"
        let detail = result.passed ? "" : ": \(result.detail)"
        try output.line(
          "\(mark)  \(file):\(result.line)  \(result.capability.text)  \(result.description)\(detail)")
      }
    }
    try output.flush()
    for problem in report.problems { complain("\(file):\(problem.line): \(problem.message)") }
    let failed = report.results.count { !$0.passed }
    complain(
      "\(report.results.count - failed) passed, \(failed) failed, \(report.problems.count) other problems")
    if !report.isSound { throw Silent(status: 1) }
  }
}

extension PolicyTestResult {
  fileprivate var json: String {
    JSONWriter.object { writer in
      writer.member("capability", capability.text)
      writer.member("line", raw: String(line))
      writer.member("test", description)
      writer.member("passed", raw: String(passed))
      writer.member("detail", detail)
    }
  }
}
