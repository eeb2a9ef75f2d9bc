import Foundation
import Testing

/// Marks, columns and JSON with the real program.
@Suite(.serialized) struct `the list of the console` {
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let both = Sample.envelope() + "\n" + Sample.envelope(Sample.other)
    try Program.succeed(["sessions", "import", "-", "--store", folder.store], input: both)
    return folder
  }

  private func states(in folder: TemporaryFolder) throws -> [String] {
    let lines = try Program.succeed(["sessions", "list", "--json", "--store", folder.store]).output.split(
      separator: "\n")
    return lines.compactMap { object(String($0))["state"] as? String }
  }

  private func play(_ script: String, in folder: TemporaryFolder) throws -> Program.Result {
    let file = try folder.file("script.txt", script)
    return try Program.run(["--store", folder.store, "--script", file], environment: ["TERM": "nonsense"])
  }

  @Test func `marked sessions end by X and Y together, and by X alone none does`() throws {
    let folder = try folder()
    let looked = try play(
      "key *\nexpect 2 marked\nkey X\nwait idle\nexpect 2 sessions of\nkey Esc\nq\n", in: folder)
    #expect(looked.status == 0, "\(looked.error)")
    #expect(try states(in: folder) == ["active", "active"])
    let fired = try play(
      "key *\nkey X\nwait until Y revokes them\nkey Y\nwait until 2 sessions revoked\nexpect 1 commit\nq\n",
      in: folder)
    #expect(fired.status == 0, "\(fired.error)")
    #expect(try states(in: folder) == ["revoked", "revoked"])
  }

  @Test func `groups, related sessions and JSON in a file`() throws {
    let folder = try folder()
    let path = folder.path + "/s.json"
    let result = try play(
      """
      key W
      wait idle
      expect Sessions > wallet
      key Esc
      wait idle
      key b
      wait idle
      expect by wallet, worst first
      key Enter
      wait idle
      expect Sessions > wallet
      :json \(path)
      wait until the JSON is in
      :json \(path)
      wait until json` could no
      q
      """, in: folder)
    #expect(result.status == 0, "\(result.error)")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.hasPrefix("{\n  \""))
    #expect(object(text)["state"] as? String == "active")
  }

  @Test func `columns are kept from one time to the next, and a damaged file is put aside`() throws {
    let folder = try folder()
    let environment = ["XDG_STATE_HOME": folder.path + "/state"]
    func open() throws -> Tmux {
      let terminal = try Tmux([Program.path, "--store", folder.store], environment: environment)
      try terminal.wait(for: "2 active")
      return terminal
    }
    var terminal = try open()
    try terminal.type(":columns session state label")
    // Enter right behind the text would be a paste's.
    for _ in 0..<20 { try terminal.wait(for: ":columns session state label") }
    try terminal.send("Enter")
    try terminal.wait(for: "3 columns, kept")
    try terminal.send("q")
    try terminal.wait(for: "ended with 0")
    terminal = try open()
    try terminal.wait(for: "LABELS")
    #expect(try !terminal.screen().contains("SPENT"))
    try terminal.send("q")
    try terminal.wait(for: "ended with 0")
    let path = folder.path + "/state/curfew/console.json"
    try Data("{".utf8).write(to: URL(fileURLWithPath: path))
    terminal = try open()
    try terminal.wait(for: "does not read")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "{")
    try terminal.type(":columns default")
    // Enter right behind the text would be a paste's.
    for _ in 0..<20 { try terminal.wait(for: ":columns default") }
    try terminal.send("Enter")
    try terminal.wait(for: "the damaged `")
    #expect(try String(contentsOfFile: path + ".bad", encoding: .utf8) == "{")
    try terminal.send("q")
    try terminal.wait(for: "ended with 0")
  }

  @Test func `JSON in a pager that may start nothing, and what was typed beside it is thrown away`() throws {
    let folder = try folder()
    let typed = folder.path + "/typed"
    let said = folder.path + "/said"
    let pager = try folder.file(
      "pager.sh",
      "#!/bin/bash\necho \"$1\" > '\(said)'\necho paging $# $LESSSECURE $(stat -c %a \"$1\") $(grep -c sessionKey \"$1\")\nuntil [ -e '\(typed)' ]; do read -t 0.1 < /dev/null; done\n"
    )
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: pager)
    let terminal = try Tmux([Program.path, "--store", folder.store], environment: ["PAGER": pager])
    try terminal.wait(for: "2 active")
    try terminal.send("p")
    try terminal.wait(for: "paging 1 1 600 1")
    try terminal.send("X", "q")
    _ = try folder.file("typed", "")
    try terminal.wait(for: "2 active")
    #expect(try states(in: folder) == ["active", "active"])
    let path = try String(contentsOfFile: said, encoding: .utf8).trimmingCharacters(in: .newlines)
    #expect(!FileManager.default.fileExists(atPath: path))
    try terminal.send("q")
    try terminal.wait(for: "ended with 0")
  }

  @Test func `a pager with signs for a shell is refused`() throws {
    let folder = try folder()
    let terminal = try Tmux(
      columns: 140, [Program.path, "--store", folder.store],
      environment: ["PAGER": "less; touch \(folder.path)/touched"])
    try terminal.wait(for: "2 active")
    try terminal.send("p")
    try terminal.wait(for: "$PAGER has a sign for a shell in it")
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/touched"))
    try terminal.send("q")
    try terminal.wait(for: "ended with 0")
  }
}
