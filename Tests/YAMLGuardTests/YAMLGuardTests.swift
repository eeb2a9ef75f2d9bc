import Testing
import YAMLGuard

@Suite struct `what is done to a YAML text before it is read` {
  private static let aliases = "a: &a x\nb: [*a, *a, *a, *a, *a]\n"

  @Test(arguments: [
    ("? *a\n: y\n", 4), ("c: y\n*a : y\n", 4), ("[p, q]: y\n", 3), ("{p: q} : y\n", 3), ("? [p]\n: y\n", 4),
  ])
  func `a key that is no name is refused where aliases are many`(key: String, line: Int) {
    let problem = #expect(throws: CostlyKey.self) { try CostlyKey.refuse(in: Self.aliases + key) }
    #expect(problem?.line == line)
    #expect(problem?.sentence == "an alias, list or mapping as a key: expected a name")
  }

  @Test(arguments: ["a: &a x\n*a : y\n", "[p, q]: y\n", aliases, aliases + "c: 'why?'\n", ""])
  func `few aliases, and keys that are names, are let through`(yaml: String) throws {
    try CostlyKey.refuse(in: yaml)
  }

  @Test(arguments: [(3, 1), (1, 11), (2, 7)])
  func `a mark has no place outside the text`(line: Int, column: Int) {
    #expect(RepeatMark(number: 0, line: line, column: column).inserted(into: "a: 1\nb: 2") == nil)
  }

  @Test(arguments: [
    ("a: 1\na: 2\n", 2, 1, "a: 1\n\u{E000}7\u{E001}a: 2\n"),
    ("a: 1\r\n\"a\": 2\n", 2, 1, "a: 1\r\n\"\u{E000}7\u{E001}a\": 2\n"),
    ("{é: 1, 'é': 2}", 1, 8, "{é: 1, '\u{E000}7\u{E001}é': 2}"),
  ])
  func `a mark stands before the key, behind its quote`(
    yaml: String, line: Int, column: Int, marked: String
  ) {
    #expect(RepeatMark(number: 7, line: line, column: column).inserted(into: yaml) == marked)
  }
}
