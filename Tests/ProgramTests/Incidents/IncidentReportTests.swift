import Foundation
import Testing

@Suite struct `incident report by command` {
  private let store: WatchedStore

  init() throws {
    store = try WatchedStore()
    try store.authorize([Sample.request(nonce: 1)])
    try store.succeed(["incident", "open", "--session", Sample.key, "--title", "odd swaps \(hostileLabel)"])
    try store.succeed(["incident", "revoke", "--session", Sample.key, "--reason", "phished"])
    try store.authorize([Sample.request(nonce: 2)])
  }

  @Test func `an incident that is none, two forms, and a file that is there are refused`() throws {
    let unknown = try store.run(["incident", "report", "INC-9"])
    #expect(unknown.status == 1 && unknown.output.isEmpty && unknown.error.contains("`INC-9`"))
    #expect(try store.run(["incident", "report", "INC-1", "--html", "--json"]).status == 64)
    let file = try store.folder.file("report.md", "mine")
    let refused = try store.run(["incident", "report", "INC-1", "--to", file])
    #expect(refused.status == 1 && refused.error.contains("`\(file)`"))
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "mine")
  }

  @Test(arguments: [
    ([], "# Incident INC-1: odd swaps"), (["--markdown"], "# Incident INC-1: odd swaps"),
    (["--html"], "<!DOCTYPE html>"), (["--json"], #"{"type":"curfew.incident-report.v1","incident":"INC-1""#),
  ])
  func `each form is made, twice the same, to the screen or to a new file`(form: [String], start: String)
    throws
  {
    let shown = try store.succeed(["incident", "report", "INC-1"] + form).output
    #expect(shown.hasPrefix(start) && isClean(shown), "\(shown.prefix(200))")
    let file = store.folder.path + "/report"
    let written = try store.succeed(["incident", "report", "INC-1", "--to", file] + form)
    #expect(written.output == "wrote the report of INC-1 to \(file)\n")
    #expect(try String(contentsOfFile: file, encoding: .utf8) == shown)
  }

  @Test func `a proof in it is checked without the store`() throws {
    let report = object(try store.succeed(["incident", "report", "INC-1", "--json"]).output)
    let proof = try #require((report["proofs"] as? [[String: Any]])?.first)
    _ = try store.folder.file("evidence.leaf", try #require(proof["text"] as? String))
    _ = try store.folder.file("evidence.tlog-proof", try #require(proof["proof"] as? String))
    let key = try store.succeed(["audit", "key"]).lines[0]
    let checked = try Program.succeed(
      ["audit", "check", store.folder.path + "/evidence", "--key", key])
    #expect(checked.output.hasPrefix("leaf \(proof["leaf"] ?? "") of the log"))
  }
}
