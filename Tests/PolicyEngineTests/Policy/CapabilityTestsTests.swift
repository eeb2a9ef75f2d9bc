import Delegation
import PolicyEngine
import Testing

@Suite struct CapabilityTestsTests {
  private func tests(_ yaml: String, of name: String) throws -> CapabilityTests {
    try #require(Policy.capabilityTests(yaml: yaml)[try Identifier(name)])
  }

  @Test func `what is no policy has none`() { #expect(Policy.capabilityTests(yaml: "- 1").isEmpty) }

  @Test func `a test that fails is told with what it got`() throws {
    let yaml = PolicyExamples.full("chain_mismatch, chainId: 10", "chain_mismatch, chainId: 1")
    let tests = try tests(yaml, of: "swap.execute")
    #expect(tests.failed.map(\.detail) == ["allow"] && tests.results.count == 5)
  }

  @Test(arguments: [
    ("expect: allow,", "expect: deny, because: chain_mismatch,", "allow"),
    ("because: chain_mismatch, ", "", "chain"), ("because: session_expired, ", "", "expiry"),
    ("because: destination_not_allowed, ", "", "destination"),
    ("because: value_over_execution_limit, ", "", "over-limit"),
  ])
  func `the kind that is left out is named`(old: String, new: String, kind: String) throws {
    #expect(try tests(PolicyExamples.full(old, new), of: "swap.execute").missing == [kind])
  }

  @Test func `a draft without tests lacks every kind`() throws {
    let tests = try tests(PolicyExamples.draft("actionClass: a", "tier: low", "status: draft"), of: "a.b")
    #expect(tests.missing == ["allow", "destination", "chain", "expiry", "over-limit"])
    #expect(tests.results.isEmpty && tests.failed.isEmpty)
  }

  @Test func `of a sound policy all pass and none is left out`() throws {
    let tests = try tests(PolicyExamples.full, of: "swap.execute")
    #expect(tests.allows == 1 && tests.denies == 4 && tests.failed.isEmpty && tests.missing.isEmpty)
  }
}
