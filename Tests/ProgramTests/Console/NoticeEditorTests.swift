import Foundation
import Testing

/// The user's own editor, run from the console in a real terminal.
@Suite(.serialized) struct `a draft edited from the console` {
  private func console(_ incident: IncidentNotice, editor: String) throws -> Tmux {
    try Tmux(
      columns: 140, rows: 40, [Program.path, "--store", incident.folder.store],
      environment: [
        "CURFEW_OPERATOR": "alice", "CURFEW_KEYS": incident.folder.keys, "VISUAL": editor,
      ])
  }

  private func open(_ terminal: Tmux) throws {
    try terminal.wait(for: "active")
    try terminal.send("4")
    try terminal.wait(for: "INC-1")
    try terminal.send("Enter")
    try terminal.wait(for: "0 E block")
  }

  private func prepared() throws -> IncidentNotice {
    let incident = try IncidentNotice()
    try incident.must("alice", ["incident", "done"])
    try incident.must("alice", ["incident", "skip", "tighten", "--reason", "a test"])
    try incident.must("alice", ["incident", "skip", "verify", "--reason", "a test"])
    try incident.draft()
    return incident
  }

  @Test func `an editor that fails records nothing, and the console is back`() throws {
    let incident = try prepared()
    let terminal = try console(incident, editor: "/nonexistent/editor")
    try open(terminal)
    try terminal.send("e")
    try terminal.wait(for: "cannot run `/nonexistent/editor`")
    #expect(try incident.status.count == 1)
    try terminal.send("q")
    try terminal.wait(for: "ended with 0")
  }

  @Test func `what the editor wrote is a new draft, and what was typed beside it is thrown away`() throws {
    let incident = try prepared()
    // Waits until the test has typed, and reads nothing of it; the `;` and the `$` in its name are read by nobody.
    let typed = incident.folder.path + "/typed"
    let editor = try incident.folder.file(
      "ed;$x.sh",
      "#!/bin/bash\necho editing $#\nuntil [ -e '\(typed)' ]; do sleep 0.1; done\nsed -i 's/Read this/Please read this/' \"$1\"\n"
    )
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: editor)
    let terminal = try console(incident, editor: editor)
    try open(terminal)
    try terminal.send("e")
    try terminal.wait(for: "editing 1")
    try terminal.send("X", "q")
    _ = try incident.folder.file("typed", "")
    try terminal.wait(for: "the edited draft is recorded")
    try terminal.wait(for: "Please read this")
    #expect(try incident.status.count == 2)
    try terminal.send("q")
    try terminal.wait(for: "ended with 0")
  }
}
