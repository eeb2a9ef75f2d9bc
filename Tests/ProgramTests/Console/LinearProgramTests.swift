import Foundation
import Testing

/// The real binary as lines, by pipe and in a terminal.
@Suite struct `the console as lines` {
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let both = Sample.envelope() + "\n" + Sample.envelope(Sample.other)
    try Program.succeed(["sessions", "import", "-", "--store", folder.store], input: both)
    return folder
  }

  private func talk(_ lines: String..., in folder: TemporaryFolder, _ more: [String] = []) throws
    -> Program.Result
  {
    try Program.run(
      ["--linear", "--store", folder.store] + more, input: lines.map { $0 + "\n" }.joined(),
      environment: ["TERM": "nonsense"])
  }

  private func state(_ key: String, in folder: TemporaryFolder) throws -> String? {
    object(try Program.succeed(["sessions", "show", key, "--json", "--store", folder.store]).output)["state"]
      as? String
  }

  private func shortened(_ key: String) -> String { key.prefix(6) + "..." + key.suffix(4) }

  @Test func `does not stand beside a script`() throws {
    let file = try folder().file("empty.txt", "")
    #expect(try Program.run(["--linear", "--script", file]).status == 64)
  }

  @Test func `stops nothing by a number, by half a key, or when it is read-only`() throws {
    let folder = try folder()
    let result = try talk("list", "X 1", "X \(Sample.key.prefix(10))", "X", in: folder)
    #expect(result.status == 0, "\(result.error)")
    #expect(result.output.contains("is a number of a list"))
    #expect(result.output.contains("no session has the key"))
    let readOnly = try talk("X \(Sample.key)", in: folder, ["--read-only"])
    #expect(readOnly.output.contains("`revoke` was refused"))
    #expect(try state(Sample.key, in: folder) == "active")
  }

  @Test func `stops by a shortened key, undoes, and says each as a line`() throws {
    let folder = try folder()
    let result = try talk(
      "list", "X \(shortened(Sample.key))", "undo", "revoke \(Sample.other)", "quit", "list", in: folder)
    #expect(result.status == 0, "\(result.error)")
    #expect(result.error.isEmpty)
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(lines.contains("2 sessions, in the order of `sort risk`"))
    #expect(lines.contains("revoking \(Sample.key.lowercased())"))
    #expect(lines.contains { $0.contains("revoked: commit") && $0.contains("`undo` takes it back") })
    #expect(lines.contains { $0.contains("is reinstated") })
    #expect(lines.filter { $0.contains("in the order of") }.count == 1)
    #expect(result.output.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0.value != 0x7F })
    #expect(try state(Sample.key, in: folder) == "active")
    #expect(try state(Sample.other, in: folder) == "revoked")
  }

  @Test func `takes bytes that are no text, and lines without end`() throws {
    let folder = try folder()
    let result = try talk("\u{1B}[31m", String(repeating: "y", count: 100_000), "\u{0}", "status", in: folder)
    #expect(result.status == 0)
    #expect(result.output.contains("the data is live"))
    #expect(!result.output.contains("\u{1B}"))
  }

  @Test func `in a terminal it prompts, draws over nothing, and ends with the input`() throws {
    let folder = try folder()
    let tmux = try Tmux(
      columns: 200, [Program.path, "--linear", "--store", folder.store])
    try tmux.wait(for: "curfew>")
    #expect(try tmux.modes() == "0 1")
    try tmux.type("X \(shortened(Sample.key))")
    try tmux.send("Enter")
    try tmux.wait(for: "`undo` takes it back")
    #expect(try state(Sample.key, in: folder) == "revoked")
    try tmux.type("quiet on")
    try tmux.send("Enter")
    try tmux.wait(for: "quiet: alerts")
    try tmux.send("C-d")
    try tmux.wait(for: "ended with 0")
  }

  @Test func `what was typed before the end of the input is still done`() throws {
    let folder = try folder()
    let tmux = try Tmux(columns: 200, [Program.path, "--linear", "--store", folder.store])
    try tmux.wait(for: "curfew>")
    try tmux.type("X \(shortened(Sample.key))")
    try tmux.send("Enter", "C-d")
    try tmux.wait(for: "ended with 0")
    #expect(try state(Sample.key, in: folder) == "revoked")
  }

  @Test func `a script that waits for nothing fires nothing`() throws {
    let folder = try folder()
    let result = try talk("list", "fire", in: folder)
    #expect(result.output.contains("`fire` came before what it acts on was said: nothing was done"))
    #expect(try state(Sample.key, in: folder) == "active")
  }

  @Test(arguments: [("C-c", 130), ("TERM", 143), ("HUP", 129)])
  func `a signal ends it with the signal's status`(signal: String, status: Int) throws {
    let folder = try folder()
    let tmux = try Tmux([Program.path, "--linear", "--store", folder.store])
    try tmux.wait(for: "curfew>")
    if signal == "C-c" {
      try tmux.send(signal)
    } else {
      kill(try tmux.foregroundProcess(named: "curfew"), signal == "TERM" ? SIGTERM : SIGHUP)
    }
    try tmux.wait(for: "ended with \(status)")
  }

  @Test func `lines that are pasted together stop nothing`() throws {
    let folder = try folder()
    let tmux = try Tmux(columns: 200, [Program.path, "--linear", "--store", folder.store])
    try tmux.wait(for: "curfew>")
    try tmux.type("X \(Sample.key)\nX \(Sample.other)\n")
    try tmux.wait(for: "as in a paste")
    #expect(try state(Sample.other, in: folder) == "active")
  }

  @Test func `on the demo it says what comes`() throws {
    let result = try Program.run(["demo", "--linear", "--seed", "1"], input: "alerts\nmetrics\nincidents\n")
    #expect(result.status == 0, "\(result.error)")
    #expect(result.output.contains("Alerts: ") && result.output.contains("Incidents: none"))
  }
}
