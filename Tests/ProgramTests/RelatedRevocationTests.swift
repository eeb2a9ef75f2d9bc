import Foundation
import Testing

@Suite struct `revoking what is like a session` {
  @Test func `a session that is not there, or has no such label, is named, and nothing is revoked`() throws {
    let folder = try TemporaryFolder()
    try Program.succeed(["sessions", "grant", "-", "--store", folder.store], input: Sample.envelope())
    for (key, relation) in [(Sample.other, "wallet"), (Sample.key, "label.app")] {
      let result = try Program.run(
        ["revoke", "--like", key, "--by", relation, "--reason", "x", "--yes", "--store", folder.store])
      #expect(result.status == 1)
      #expect(result.error.contains(key), "\(result.error)")
    }
    let shown = try Program.succeed(["sessions", "list", "--json", "--store", folder.store])
    #expect(object(shown.lines[0])["state"] as? String == "active")
  }

  @Test func `it shows its preview, needs yes off a terminal, and ends what another process has at hand`()
    throws
  {
    let folder = try TemporaryFolder()
    let label = #","labels":{"app":"mobile"}"#
    let unlike = "0x3b0700000000000000000000000000000000e1d3"
    let envelopes = [
      Sample.envelope(more: label), Sample.envelope(Sample.other, more: label), Sample.envelope(unlike),
    ].joined(separator: "\n")
    try Program.succeed(["sessions", "import", "-", "--store", folder.store], input: envelopes)
    let other = try RunningProgram(["authorize", "--store", folder.store], in: folder)
    func ask(_ request: String) throws -> String {
      other.write(request)
      return try #require(try other.line())
    }
    #expect(object(try ask(Sample.request(nonce: 1)))["decision"] as? String == "allow")
    let token = try Program.succeed(["assert", Sample.key, "--store", folder.store]).lines[0]
    let command = [
      "revoke", "--like", Sample.key, "--by", "label.app", "--reason", "drill", "--store", folder.store,
    ]
    let refused = try Program.run(command)
    #expect(refused.status == 1)
    #expect(refused.output.contains("covers 2 live sessions of 1 wallets, 999 USD"))
    #expect(refused.error.contains("--yes"))
    let preview = object(try Program.succeed(command + ["--preview", "--json"]).output)
    #expect(preview["sessions"] as? Int == 2)
    #expect(preview["remainingUsd"] as? String == "999")
    #expect((preview["like"] as? [String: Any])?["by"] as? String == "label.app")
    let done = object(try Program.succeed(command + ["--yes", "--json"]).output)
    #expect(done["revoked"] as? Int == 2)
    #expect(reasons(try ask(Sample.request(nonce: 2))) == ["session_revoked"])
    let verified = try Program.run(["assert", "--verify", token, "--store", folder.store])
    #expect(verified.status == 1)
    #expect(verified.error.contains("revoked"))
    #expect(reasons(try ask(Sample.request(unlike, nonce: 1))) == [])
    let sequence = try #require(done["sequence"] as? Int)
    let proof = folder.path + "/proof"
    try Program.succeed(
      ["audit", "prove", "--leaf", "\(sequence)", "--to", proof, "--store", folder.store])
    #expect(try Program.run(["audit", "verify", "--store", folder.store]).status == 0)
  }
}
