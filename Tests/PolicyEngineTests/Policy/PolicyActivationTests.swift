import Delegation
import PolicyEngine
import Testing

@Suite struct PolicyActivationTests {
  static let tests = [
    ("{expect: allow", "without an allow test"),
    ("{expect: deny, because: destination_not_allowed", "deny test for destination"),
    ("{expect: deny, because: chain_mismatch", "deny test for chain"),
    ("{expect: deny, because: session_expired", "deny test for expiry"),
    ("{expect: deny, because: value_over_execution_limit", "deny test for over-limit"),
  ]

  @Test(arguments: tests)
  func `an active capability without one of the five tests is refused`(row: (String, String)) {
    let lines = PolicyExamples.full.split(separator: "\n").filter { !$0.contains(row.0) }
    let problems = PolicyExamples.problems(lines.joined(separator: "\n"))
    #expect(problems.count == 1)
    #expect(problems.first?.hasPrefix("7: `swap.execute`") ?? false)
    #expect(problems.first?.contains(row.1) ?? false)
  }

  @Test func `an active capability without tests is told all five`() {
    let lines = PolicyExamples.full.split(separator: "\n").filter {
      !$0.contains("expect:") && !$0.contains("tests:")
    }
    let problems = PolicyExamples.problems(lines.joined(separator: "\n"))
    #expect(problems.count == 5)
    #expect(problems.allSatisfy { $0.hasPrefix("7: ") })
  }

  @Test func `a denial without its reason shows no boundary`() {
    let problems = PolicyExamples.problems(PolicyExamples.full("because: chain_mismatch, ", ""))
    #expect(problems.count == 1)
    #expect(problems.first?.contains("deny test for chain") ?? false)
  }

  @Test func `an active capability needs a limit that a test can pass`() {
    let yaml = PolicyExamples.full("    maxValueUsd: 1000\n", "")
      .replacing("because: value_over_execution_limit, valueUsd: 1000.01", with: "valueUsd: 1")
    let problems = PolicyExamples.problems(yaml)
    #expect(problems.contains { $0.contains("a `maxValueUsd` that it can pass") })
  }

  @Test(arguments: ["value_over_execution_limit", "value_over_budget"])
  func `any value reason that holds shows the limit`(reason: String) {
    #expect(PolicyExamples.problems(PolicyExamples.full("value_over_execution_limit", reason)) == [])
  }

  static let failing = [
    ProblemRow(
      PolicyExamples.full("valueUsd: 10}", "valueUsd: 1001}"), 16, "got deny: value_over_execution_limit"),
    ProblemRow(PolicyExamples.full("\"0xElsewhere\"", "\"0xRouterB\""), 17, "got allow"),
    ProblemRow(
      PolicyExamples.full("chainId: 10}", "chainId: 1}"), 18,
      "expected deny because chain_mismatch, chainId 1, got allow"),
    ProblemRow(PolicyExamples.full("after: 16m", "after: 14m"), 19, "got deny: attestation_required"),
    ProblemRow(PolicyExamples.full("1000.01}", "1000}"), 20, "got allow"),
    ProblemRow(
      PolicyExamples.full("status: active", "status: draft").replacing("1000.01}", with: "1000}"), 20,
      "got allow"),
  ]

  @Test(arguments: failing)
  func `a test that fails is a problem on its line, in a draft too`(row: ProblemRow) {
    let problems = PolicyExamples.problems(row.yaml)
    #expect(problems.count == 1)
    #expect(problems.first?.hasPrefix("\(row.line): a test of `swap.execute` fails") ?? false, "\(problems)")
    #expect(problems.first?.contains(row.says) ?? false, "\(problems)")
  }

  static let unreadable = [
    ProblemRow("{}", 6, "`expect` is missing"),
    ProblemRow("{expect: perhaps}", 6, "`expect`: expected allow or deny"),
    ProblemRow("{expect: deny, because: bad_luck}", 6, "`because`: expected a reason"),
    ProblemRow("{expect: allow, because: chain_mismatch}", 6, "expected it with `expect: deny` only"),
    ProblemRow("{expect: allow, chainId: 0}", 6, "`chainId`: expected a whole number from 1"),
    ProblemRow("{expect: allow, chainId: \"1\"}", 6, "`chainId`"),
    ProblemRow("{expect: allow, after: 5}", 6, "`after`: expected 0 or a duration"),
    ProblemRow("{expect: allow, valueUsd: lots}", 6, "`valueUsd`: expected US dollars"),
    ProblemRow("{expect: allow, destination: 5}", 6, "`destination`: expected an address or name"),
  ]

  @Test(arguments: unreadable)
  func `a test that cannot be read is a problem`(row: ProblemRow) {
    let problems = PolicyExamples.problems(
      PolicyExamples.draft("actionClass: x", "tier: low", "tests: [\(row.yaml)]"))
    #expect(problems.count == 1)
    #expect(problems.first?.hasPrefix("\(row.line): ") ?? false)
    #expect(problems.first?.contains(row.says) ?? false, "\(problems)")
  }

  @Test(arguments: [
    "{expect: allow}", "{expect: allow, after: 0}", "{expect: allow, after: 0s}",
    "{expect: allow, destination: \"0xTest\"}",
    "{expect: allow, valueUsd: 9000000000000}", "{expect: deny, destination: other}",
    "{expect: deny, after: 1h}",
    "{expect: allow, after: 30m}", "{expect: deny, because: attestation_required, after: 1801s}",
  ])
  func `what a test leaves out is 0xTest, chain 1, value 0 and no delay`(test: String) {
    #expect(
      PolicyExamples.problems(PolicyExamples.draft("actionClass: x", "tier: low", "tests: [\(test)]")) == [])
  }

  @Test func `a capability with families is tested at the first address of the first`() {
    let yaml = PolicyExamples.full("destinations: [dex-router]", "destinations: [z, dex-router]")
      .replacing("destination: \"0xRouterA\", ", with: "")
      .replacing("  dex-router: [", with: "  z: [0xZ, 0xA]\n  dex-router: [")
    #expect(PolicyExamples.problems(yaml) == [])
  }

  @Test func `a report has every result, and other problems apart`() {
    let yaml = PolicyExamples.full("after: 16m", "after: 14m").replacing("window: 30m", with: "window: 30")
    let report = Policy.testReport(yaml: yaml)
    #expect(report.results.map(\.line) == [16, 17, 18, 19, 20])
    #expect(report.results.map(\.passed) == [true, true, true, false, true])
    #expect(report.results.map(\.capability) == Array(repeating: .opaque("swap.execute"), count: 5))
    #expect(report.results[3].description == "deny because session_expired, after 14m")
    #expect(report.results[3].detail == "deny: attestation_required")
    #expect(report.problems.map(\.line) == [26])
    #expect(!report.isSound)
    #expect(Policy.testReport(yaml: PolicyExamples.full).isSound)
  }
}
