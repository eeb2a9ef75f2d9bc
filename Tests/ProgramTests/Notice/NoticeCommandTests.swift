import Foundation
import Testing

@Suite struct `notice` {
  private static let facts = """
    {"incidentId":"INC-2026-0007","kind":"initial","publishedAt":1771711500,"nextUpdateAt":1771715100,
    "since":1771709700,"detectedAt":1771709940,"revokedAt":1771710000,"walletsAffected":31,"attemptsBlocked":29,
    "paymentsMade":2,"officialHosts":["wallet.example"]}
    """

  private let folder: TemporaryFolder
  private let file: String

  init() throws {
    folder = try TemporaryFolder()
    file = try folder.file("facts.json", Self.facts)
  }

  @Test(arguments: [
    (["notice", "lint"], 64, "file"), (["notice", "lint", "-", "--facts", "-"], 64, "standard input"),
    (["notice", "draft"], 64, "facts"),
    (["notice", "draft", "--facts", "x", "--kind", "odd"], 64, "expected one of"),
    (["notice", "lint", "/nonexistent"], 1, "`/nonexistent`"),
    (["notice", "draft", "--facts", "/nonexistent"], 1, "`/nonexistent`"),
  ])
  func `wrong usage and missing files are one sentence`(arguments: [String], status: Int32, word: String)
    throws
  {
    let result = try Program.run(arguments)
    #expect(result.status == status && result.output.isEmpty)
    #expect(result.error.contains(word) && result.error.split(separator: "\n").count == 1, "\(result.error)")
  }

  @Test func `facts that are none, and a text that is not UTF-8, are refused with status 1`() throws {
    let bad = try folder.file(
      "bad.json", Self.facts.replacingOccurrences(of: "paymentsMade", with: "payments"))
    let refused = try Program.run(["notice", "draft", "--facts", bad])
    #expect(refused.status == 1 && refused.error.contains("`payments`"), "\(refused.error)")
    let path = folder.path + "/latin1.md"
    try Data([0x23, 0x20, 0xFF]).write(to: URL(fileURLWithPath: path))
    let unreadable = try Program.run(["notice", "lint", path])
    #expect(unreadable.status == 1 && unreadable.error.contains("not UTF-8"))
  }

  @Test func `what blocks is said with its line and ends with 2, hidden characters spelt out`() throws {
    let notice = try folder.file("notice.md", "# Hello\n\nEnter your recovery phrase\u{202E}.\n")
    let result = try Program.run(["notice", "lint", notice])
    #expect(result.status == 2)
    #expect(result.output.contains("\(notice):3: E3 `enter your recovery phrase`: "), "\(result.output)")
    #expect(!result.output.contains("\u{202E}") && result.output.contains("E12 `U+202E`"))
    let json = try Program.run(["notice", "lint", notice, "--json"])
    #expect(json.status == 2)
    let first = try #require(json.lines.map(object).first { $0["rule"] as? String == "E3" })
    #expect(first["blocks"] as? Bool == true && first["line"] as? Int == 3)
  }

  @Test(arguments: [[], ["--short"], ["--kind", "actionNeeded"]])
  func `a draft passes the lint, from a pipe too`(options: [String]) throws {
    let draft = try Program.succeed(["notice", "draft", "--facts", file] + options)
    #expect(draft.error.isEmpty, "\(draft.error)")
    let short = options.filter { $0 == "--short" }
    let lint = try Program.succeed(["notice", "lint", "-", "--facts", file] + short, input: draft.output)
    #expect(lint.output == "-: 0 blocking, 0 warnings\n")
    #expect(
      try Program.succeed(["notice", "lint", "-", "--json", "--facts", file] + short, input: draft.output)
        .output.isEmpty)
  }

  @Test func `a draft that would say what it must not is not written`() throws {
    let hostile = Self.facts.dropLast() + ",\"apps\":[\"Swap at evil.example\"]}"
    let bad = try folder.file("hostile.json", String(hostile))
    let result = try Program.run(["notice", "draft", "--facts", bad])
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(result.error.contains("E4 `evil.example`"), "\(result.error)")
  }
}
