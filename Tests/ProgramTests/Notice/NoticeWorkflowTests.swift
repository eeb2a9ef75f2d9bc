import Foundation
import Testing

@Suite struct `a notice from draft to export` {
  private let incident: IncidentNotice

  init() throws { incident = try IncidentNotice() }

  @Test(arguments: [
    (["notice", "draft", "--incident", "INC-9", "--host", "a.example"], 1, "no incident `INC-9`"),
    (["notice", "draft", "--incident", "INC-1"], 1, "expected --host"),
    (["notice", "draft", "--incident", "INC-1", "--facts", "x"], 64, "expected --facts alone"),
    (["notice", "draft", "--incident", "INC-1", "--wrong", "x"], 64, "--wrong and --right"),
    (["notice", "draft", "--incident", "INC-1", "--host", "http://a.example"], 1, "officialHosts"),
    (
      ["notice", "draft", "--incident", "INC-1", "--host", "a.example", "--kind", "correction"], 1,
      "correction"
    ),
    (["notice", "export"], 1, "no full notice yet"),
    (["notice", "export", "--form", "pdf"], 64, "`markdown`"),
    (["notice", "approve", "--short"], 1, "no short notice yet"),
    (["notice", "export", "--sha256", "ab"], 64, "first 8 digits"),
  ])
  func `what is missing or wrong is one sentence`(arguments: [String], status: Int32, word: String) throws {
    let result = try incident.run("alice", arguments)
    #expect(result.status == status && result.output.isEmpty, "\(result.error)")
    #expect(result.error.contains(word) && result.error.split(separator: "\n").count == 1, "\(result.error)")
  }

  @Test func `two people let exactly one text out, in every form`() throws {
    let text = try incident.draft()
    #expect(text.contains("1 wallet.") && text.contains("1 payment went through"))
    let early = try incident.run("alice", ["notice", "export"])
    #expect(early.status == 1 && early.output.isEmpty && early.error.contains("is not approved"))
    let asked = object(try incident.must("alice", ["notice", "approve", "--json"]).output)
    let request = try #require(asked["request"] as? String)
    // Asked again, it is the same request.
    #expect(
      object(try incident.must("alice", ["notice", "approve", "--json"]).output)["request"] as? String
        == request)
    let shown = try incident.must("bob", ["approvals", "show", request])
    for line in text.split(separator: "\n") { #expect(shown.output.contains("    | \(line)\n")) }
    #expect(
      object(try incident.must("bob", ["approvals", "show", request, "--json"]).output)["text"] as? String
        == text)
    #expect(try incident.run("alice", ["approvals", "approve", request]).status == 1)
    #expect(try incident.run("alice", ["notice", "export"]).status == 1)
    try incident.must("bob", ["approvals", "approve", request])
    #expect(try incident.must("alice", ["notice", "export"]).output == text)
    let html = incident.folder.path + "/notice.html"
    #expect(try incident.must("alice", ["notice", "export", "--form", "html", "--to", html]).output.isEmpty)
    #expect(try String(contentsOfFile: html, encoding: .utf8).hasPrefix("<!DOCTYPE html>"))
    #expect(
      try incident.must("bob", ["notice", "export", "--form", "text"]).output.contains("\nStay safe.\n"))
    let json = object(try incident.must("alice", ["notice", "export", "--form", "json"]).output)
    #expect(json["text"] as? String == text && json["isDrill"] as? Bool == false)
    #expect(try incident.departures("exported").count == 4)
    let first = try #require(try incident.status.first)
    #expect(first["author"] as? String == "alice" && first["approvedBy"] as? String == "bob")
    #expect(try incident.must("bob", ["audit", "verify"]).status == 0)
  }

  @Test func `the short form is a text of its own, with its own approval`() throws {
    try incident.draft()
    let short = try incident.must("alice", ["notice", "draft", "--incident", "INC-1", "--short"]).output
    #expect(short.count <= 281 && !short.contains("\n\n"))
    try incident.approve()
    #expect(try incident.run("alice", ["notice", "export", "--form", "short"]).status == 1)
    try incident.approve(["--short"])
    #expect(try incident.must("alice", ["notice", "export", "--form", "short"]).output == short)
  }

  @Test
  func `the editor gets the draft alone, and what it makes is a new draft that waits for its own approval`()
    throws
  {
    let text = try incident.draft()
    try incident.approve()
    // Split at spaces alone: the `;` and the `$` are read by nobody.
    let editor = try incident.folder.file(
      "editor.sh",
      """
      set -e
      [ "$1" = "a;$HOME" ]
      [ "$#" = 2 ]
      [ "$(stat -c %a "$2")" = 600 ] && [ "$(stat -c %a "$(dirname "$2")")" = 700 ]
      sed -i 's/Stay safe\\./&/; s/There is no refund form\\./We never call you./' "$2"
      echo "$2" > "\(incident.folder.path)/edited"
      """)
    let environment = ["VISUAL": "/bin/sh \(editor) a;$HOME", "EDITOR": "false"]
    let edited = try incident.run("alice", ["notice", "edit"], environment: environment)
    // The words are not split by a shell: the argument is the text itself.
    #expect(edited.status == 1, "\(edited.error)")
    let plain = try incident.folder.file(
      "plain.sh",
      """
      set -e
      [ "$#" = 1 ]
      [ "$(stat -c %a "$1")" = 600 ] && [ "$(stat -c %a "$(dirname "$1")")" = 700 ]
      sed -i 's/There is no refund form\\./We never call you./' "$1"
      echo "$1" > "\(incident.folder.path)/edited"
      """)
    let done = try incident.run(
      "bob", ["notice", "edit"], environment: ["EDITOR": "/bin/sh \(plain)", "VISUAL": ""])
    #expect(done.status == 0 && done.output.contains("is recorded"), "\(done.error)")
    let path = try String(contentsOfFile: incident.folder.path + "/edited", encoding: .utf8)
      .trimmingCharacters(in: .newlines)
    #expect(!FileManager.default.fileExists(atPath: path))
    // The latest text is another one now: the approval is of the old.
    let refused = try incident.run("alice", ["notice", "export"])
    #expect(refused.status == 1 && refused.error.contains("is not approved"))
    let old = try #require(try incident.status.first?["digest"] as? String)
    #expect(try incident.must("alice", ["notice", "export", "--sha256", old]).output == text)
    try incident.approve()
    let after = try incident.must("alice", ["notice", "export"]).output
    #expect(after == text.replacing("There is no refund form.", with: "We never call you."))
  }

  @Test(arguments: [
    ("true", 0, "nothing has changed"), ("false", 1, "the editor ended with status 1"),
    ("/nonexistent/editor", 1, "cannot run `/nonexistent/editor`"), ("", 1, "expected $VISUAL or $EDITOR"),
    ("cp /dev/null", 1, "expected a text"),
  ])
  func `an editor that changes nothing or fails records nothing`(editor: String, status: Int32, words: String)
    throws
  {
    try incident.draft()
    let result = try incident.run(
      "alice", ["notice", "edit"], environment: ["VISUAL": "", "EDITOR": editor])
    #expect(result.status == status)
    #expect((result.output + result.error).contains(words), "\(result.output)\(result.error)")
    #expect(try incident.status.count == 1)
  }

  @Test func `an edit that a rule blocks is kept, and is neither asked for nor let out`() throws {
    try incident.draft()
    let editor = try incident.folder.file("bad.sh", "echo 'Enter your recovery phrase.' >> \"$1\"\n")
    let edited = try incident.run(
      "alice", ["notice", "edit"], environment: ["EDITOR": "/bin/sh \(editor)", "VISUAL": ""])
    #expect(edited.status == 2 && edited.error.contains("E3"))
    #expect(try incident.status.count == 2)
    let asked = try incident.run("alice", ["notice", "approve"])
    #expect(asked.status == 2 && asked.output.isEmpty && asked.error.contains("E3"))
    #expect(try incident.must("alice", ["approvals", "list"]).output == "nothing waits for an approval\n")
  }

  @Test func `what has moved on since the draft is said to who asks`() throws {
    try incident.draft()
    try incident.must("alice", ["authorize"], input: Sample.request(nonce: 2) + "\n")
    let asked = try incident.must("alice", ["notice", "approve"])
    #expect(
      asked.error.contains("attempts blocked: the text was drafted from 0, and it is 1 now"), "\(asked.error)"
    )
  }

  @Test func `hostile text in a draft reaches the approver spelt out`() throws {
    try incident.draft()
    let editor = try incident.folder.file("esc.sh", "printf 'x \\033[31mred\\r\\n' >> \"$1\"\n")
    _ = try incident.run(
      "alice", ["notice", "edit"], environment: ["EDITOR": "/bin/sh \(editor)", "VISUAL": ""])
    let status = try incident.run("alice", ["notice", "approve"])
    #expect(status.status == 2 && status.error.contains("E12") && !status.error.contains("\u{1B}"))
  }

  @Test func `one person alone is said at every export, and not in the text`() throws {
    let folder = try TemporaryFolder()
    func run(_ arguments: [String], input: String = "") throws -> Program.Result {
      try Program.run(
        arguments + ["--store", folder.store], input: input,
        environment: ["CURFEW_OPERATOR": "alice", "CURFEW_KEYS": folder.keys])
    }
    _ = try run(["sessions", "grant", "-"], input: Sample.envelope())
    _ = try run(["incident", "open", "--title", "odd swaps"])
    let text = try run(["notice", "draft", "--incident", "INC-1", "--host", "wallet.example"]).output
    let approved = try run(["notice", "approve"])
    #expect(approved.status == 0 && approved.error.contains("nobody else approved this text"))
    let exported = try run(["notice", "export"])
    #expect(exported.status == 0 && exported.output == text)
    #expect(exported.error.contains("nobody else approved this text"))
  }
}
