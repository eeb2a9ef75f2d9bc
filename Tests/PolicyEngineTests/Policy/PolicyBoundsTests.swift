import Delegation
import PolicyEngine
import Testing

@Suite struct PolicyBoundsTests {
  /// Forty lists, each of the one before it three times over: 3^40 values.
  static let bomb =
    "a0: &a0 [x]\n" + (1...40).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1), *a\($0 - 1)]\n" }.joined()

  @Test(arguments: [
    "", "? *a40\n: 1\n", "*a40 : 1\n", "{[*a40]: 1}\n", "b: {{x: *a40} : 1}\n", "- ? [*a40]\n",
  ])
  func `aliases that multiply are refused, as values and as keys`(end: String) {
    let problems = PolicyExamples.problems(PolicyBoundsTests.bomb + end)
    #expect(problems.count == 1)
  }

  @Test(arguments: [
    "x: " + String(repeating: "[", count: 900) + String(repeating: "]", count: 900),
    String(repeating: "[", count: 200_000),
    String(repeating: "{a: ", count: 30) + String(repeating: "}", count: 30),
    "x:\n" + (1..<900).map { String(repeating: " ", count: $0) + "-\n" }.joined(),
  ])
  func `nesting without end is refused`(yaml: String) {
    let problems = PolicyExamples.problems(yaml)
    #expect(problems.count == 1)
    #expect(problems.first?.contains("nested") ?? false)
  }

  @Test func `a file over a mebibyte is refused`() {
    let start = "version: 1\ncapabilities: {}\n#"
    let filler = String(repeating: "x", count: (1 << 20) - start.utf8.count)
    #expect(PolicyExamples.problems(start + filler + "x") == ["1: the file is larger than 1048576 bytes"])
    #expect(PolicyExamples.problems(start + filler) == [])
  }

  @Test func `repeated keys without end are refused at the first`() {
    let yaml = "version: 1\n" + (1...40).map { "k\($0): 1\nk\($0): 2\n" }.joined()
    let problems = PolicyExamples.problems(yaml)
    #expect(problems.count == 1)
    #expect(problems.first?.contains("is here twice") ?? false)
  }

  @Test func `anchors and aliases may share what capabilities have in common`() {
    let tests = (2...9).map { "  c\($0): *rule\n" }.joined()
    let yaml = "version: 1\ncapabilities:\n  c1: &rule {actionClass: x, tier: low}\n" + tests
    #expect(PolicyExamples.problems(yaml) == [])
  }

  @Test func `a question in a comment is no costly key`() {
    let aliases = (2...9).map { "  c\($0): *rule # is this right? yes\n" }.joined()
    let yaml = "version: 1\ncapabilities:\n  c1: &rule {actionClass: x, tier: low}\n" + aliases
    #expect(PolicyExamples.problems(yaml) == [])
  }

  @Test func `a word that is no word is cut and kept on one line`() {
    let problems = PolicyExamples.problems(
      "version: \"a\\n\(String(repeating: "b", count: 5000))\"\ncapabilities: {}")
    #expect(problems.count == 1)
    #expect(problems.first?.contains("\n") == false)
    #expect((problems.first?.count ?? 0) < 200)
  }
}
