import Delegation
import PolicyEngine
import Testing

@Suite struct PolicyLoadTests {
  @Test(arguments: [PolicyExamples.full, StarterPolicy.yaml, "version: 1\ncapabilities: {}"])
  func `a sound file loads`(yaml: String) {
    #expect(PolicyExamples.problems(yaml) == [])
  }
}
