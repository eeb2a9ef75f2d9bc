import Foundation
import Testing

/// The real binary plays a script without a terminal.
@Suite struct `a script of the console` {
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let both = Sample.envelope() + "\n" + Sample.envelope(Sample.other)
    try Program.succeed(["sessions", "import", "-", "--store", folder.store], input: both)
    return folder
  }

  private func play(_ script: String, in folder: TemporaryFolder, _ more: [String] = []) throws
    -> Program.Result
  {
    let file = try folder.file("script.txt", script)
    return try Program.run(
      ["--store", folder.store, "--script", file] + more, environment: ["TERM": "nonsense"])
  }

  private func state(_ key: String, in folder: TemporaryFolder) throws -> String? {
    object(try Program.succeed(["sessions", "show", key, "--json", "--store", folder.store]).output)["state"]
      as? String
  }

  @Test func `fails before anything is pressed when a line is no step`() throws {
    let folder = try folder()
    let result = try play("key X\nkey Nonsense\n", in: folder)
    #expect(result.status == 1)
    #expect(result.error.contains("line 2: `Nonsense` is no key"))
    #expect(try state(Sample.other, in: folder) == "active")
  }

  @Test func `fails with the screen when what it expects is not there`() throws {
    let result = try play("key ?\nexpect KEYS AND COMMANDS\nexpect nowhere\n", in: try folder())
    #expect(result.status == 1)
    #expect(result.error.contains("KEYS AND COMMANDS"))
    #expect(result.error.hasSuffix("line 3: expected `nowhere` on the screen\n"))
  }

  @Test func `needs a script for its size, and a size that a screen has`() throws {
    #expect(try Program.run(["--script-size", "80x24"]).status == 64)
    let file = try folder().file("empty.txt", "")
    #expect(try Program.run(["--script", file, "--script-size", "80"]).status == 64)
    #expect(try Program.run(["--script", "/nowhere/script.txt"]).status == 1)
  }

  @Test func `shows the mode with who set it, the posture and the registry`() throws {
    let folder = try folder()
    try Program.succeed(
      ["mode", "set", "guarded", "--scope", "chain:10", "--reason", "odd swaps", "--store", folder.store])
    let result = try play(
      """
      key 7
      expect 1 fail
      expect chain:10
      key j
      expect odd swaps
      key Tab
      key Tab
      key /
      type listing
      key Enter
      expect 1 allow, 4 deny, all pass
      key Enter
      expect deny because chain_mismatch
      expect 2 live sessions with it
      """, in: folder)
    #expect(result.status == 0, "\(result.error)")
  }

  @Test func `a read-only one changes nothing`() throws {
    let folder = try folder()
    let result = try play("key X\nexpect read-only\nq\n", in: folder, ["--read-only"])
    #expect(result.status == 0, "\(result.error)")
    #expect(try state(Sample.other, in: folder) == "active")
  }

  @Test func `revokes, undoes, waits for what others do, and writes the screen`() throws {
    let folder = try folder()
    let dump = folder.path + "/screen.txt"
    let result = try play(
      """
      # The newest is on top.
      expect 0x3b07
      key X
      expect revoked: commit
      key u
      expect is reinstated
      keys j X
      wait until "0x91c4" 5s
      expect revoked: commit
      :dump \(dump)
      expect the screen is in
      """, in: folder, ["--script-size", "120x40"])
    #expect(result.status == 0, "\(result.error)")
    #expect(result.output.isEmpty)
    #expect(try state(Sample.other, in: folder) == "active")
    #expect(try state(Sample.key, in: folder) == "revoked")
    let screen = try String(contentsOfFile: dump, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(screen.count == 41)
    #expect(screen.contains { $0.contains("0x91c4") && $0.contains("revoked") })
  }

  @Test func `plays on the demo, and q ends it`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file(
      "demo.txt", "wait until active\nkey 2\nexpect Alerts\nkey q\nexpect never reached\n")
    let result = try Program.run(["demo", "--script", file, "--ascii"])
    #expect(result.status == 0, "\(result.error)")
  }
}
