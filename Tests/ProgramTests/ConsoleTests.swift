import Foundation
import Testing

/// A store with the two sample sessions, the second granted last and so drawn first.
private func storeWithTwo() throws -> TemporaryFolder {
  let folder = try TemporaryFolder()
  let both = Sample.envelope() + "\n" + Sample.envelope(Sample.other)
  try Program.succeed(["sessions", "import", "-", "--store", folder.store], input: both)
  return folder
}

private func console(
  _ folder: TemporaryFolder, _ more: [String] = [], columns: Int = 110, rows: Int = 30
) throws -> Tmux {
  try Tmux(columns: columns, rows: rows, [Program.path, "--store", folder.store] + more)
}

private func state(_ key: String, in folder: TemporaryFolder) throws -> String? {
  object(try Program.succeed(["sessions", "show", key, "--json", "--store", folder.store]).output)["state"]
    as? String
}

@Suite(.serialized) struct `the console in a terminal` {
  @Test func `an empty store says what to do next`() throws {
    let folder = try TemporaryFolder()
    let terminal = try console(folder)
    let screen = try terminal.wait(for: "This store has no sessions yet")
    #expect(screen.contains("curfew demo"))
    #expect(screen.contains("curfew sessions import FILE"))
    try terminal.send("q")
    try terminal.wait(for: "ended with 0")
  }

  @Test func `paste never acts`() throws {
    let folder = try storeWithTwo()
    let terminal = try console(folder)
    try terminal.wait(for: "0x3b07")
    try terminal.paste("XXXX\nX")
    try terminal.wait("a word about the paste") { $0.lowercased().contains("past") }
    #expect(try state(Sample.other, in: folder) == "active")
    #expect(try state(Sample.key, in: folder) == "active")
  }

  @Test func `read-only refuses what changes the store, by key and by command`() throws {
    let folder = try storeWithTwo()
    let terminal = try console(folder, ["--read-only"])
    try terminal.wait(for: "0x3b07")
    try terminal.send("X")
    try terminal.wait("the refusal") { $0.contains("read-only") || $0.contains("read only") }
    try terminal.type(":revoke")
    try terminal.send("Enter")
    #expect(try state(Sample.other, in: folder) == "active")
  }

  @Test func `X ends the session under the cursor in one key, and u undoes it`() throws {
    let folder = try storeWithTwo()
    let terminal = try console(folder)
    try terminal.wait(for: "0x3b07")
    try terminal.send("X")
    try terminal.wait("the receipt") { $0.contains("revoked") && $0.contains("ms") }
    #expect(try state(Sample.other, in: folder) == "revoked")
    #expect(try state(Sample.key, in: folder) == "active")
    try terminal.send("u")
    try terminal.wait(for: "reinstated")
    #expect(try state(Sample.other, in: folder) == "active")
    try terminal.send("j")
    try terminal.wait("the cursor on the second row") { screen in
      screen.split(separator: "\n").contains { $0.contains("▶") && $0.contains("0x91c4") }
    }
    try terminal.send("X")
    try terminal.wait("the receipt") { $0.contains("revoked") && $0.contains("0x91c4") }
    #expect(try state(Sample.key, in: folder) == "revoked")
  }

  @Test func `it is live while other processes write, and a revoke is seen effective`() throws {
    let folder = try storeWithTwo()
    let terminal = try console(folder)
    try terminal.wait(for: "0x3b07")
    try Program.succeed(
      ["authorize", "--store", folder.store], input: Sample.request(nonce: 1, value: "250"))
    try terminal.wait(for: "250/500")
    try Program.succeed(["revoke", Sample.key, "--reason", "phished", "--store", folder.store])
    try terminal.wait("the revoked row") { screen in
      screen.split(separator: "\n").contains { $0.contains("0x91c4") && $0.contains("revoked") }
    }
    try terminal.send("X")
    try terminal.wait("the receipt") { $0.contains("ms") && $0.contains("revoked") }
    try Program.succeed(
      ["authorize", "--store", folder.store], input: Sample.request(Sample.other, nonce: 1))
    try terminal.wait("the refusal that proves it") { $0.contains("seen refused") && $0.contains("later") }
  }

  @Test func `details show the envelope, executions and reasons`() throws {
    let folder = try storeWithTwo()
    try Program.succeed(
      ["authorize", "--store", folder.store],
      input: Sample.request(Sample.other, nonce: 7) + "\n"
        + Sample.request(Sample.other, nonce: 8, destination: "0xElsewhere"))
    let terminal = try console(folder)
    try terminal.wait(for: "0x3b07")
    try terminal.send("Enter")
    let screen = try terminal.wait("the executions") {
      $0.contains("0xElsewhere") && $0.contains("session:web")
    }
    #expect(screen.contains("destination not allowed") || screen.contains("destination_not_allowed"))
    try terminal.send("Escape")
    try terminal.wait(for: "0x91c4")
  }

  @Test func `the filter narrows as it is typed, and an error keeps the old one`() throws {
    let folder = try storeWithTwo()
    let terminal = try console(folder)
    try terminal.wait(for: "0x91c4")
    try terminal.type("/key:0x3b*")
    try terminal.wait("one row") { $0.contains("0x3b07") && !$0.contains("0x91c4") }
    try terminal.send("Enter")
    try terminal.wait(until: "apply")
    try terminal.type("/state:odd")
    try terminal.wait(for: "odd")
    try terminal.send("Escape")
    let old = try terminal.wait(until: "odd")
    #expect(old.contains("0x3b07") && !old.contains("0x91c4"), "the filter before still holds")
    try terminal.send("Escape")
    try terminal.wait(for: "0x91c4")
  }

  @Test func `hostile labels are shown harmlessly`() throws {
    let folder = try TemporaryFolder()
    let hostile = ",\"labels\":{\"app\":\"a\\u202eb\\u001b]0;owned\\u0007\\u009b31m\\r\\nX\"}"
    try Program.succeed(
      ["sessions", "grant", "-", "--store", folder.store], input: Sample.envelope(more: hostile))
    let terminal = try console(folder)
    try terminal.wait(for: "0x91c4")
    try terminal.send("Enter")
    let screen = try terminal.wait(for: "<U+202E>")
    #expect(!screen.unicodeScalars.contains { $0.value == 0x202E || $0.value == 0x9B || $0.value == 0x1B })
  }

  @Test func `help and palette list the actions`() throws {
    let folder = try storeWithTwo()
    let terminal = try console(folder)
    try terminal.wait(for: "0x3b07")
    try terminal.send("?")
    try terminal.wait(for: "undo")
    try terminal.send("Escape")
    try terminal.type(":rev")
    try terminal.wait(for: "revoke")
    try terminal.send("Escape")
  }

  @Test func `a terminal too small still shows the session and lets X end it`() throws {
    let folder = try storeWithTwo()
    let terminal = try console(folder, columns: 40, rows: 8)
    try terminal.wait(for: "0x3b07")
    try terminal.send("X")
    try terminal.wait(for: "revoked")
    #expect(try state(Sample.other, in: folder) == "revoked")
    try terminal.resize(columns: 110, rows: 30)
    try terminal.wait(for: "0x91c4")
  }
}

@Suite(.serialized) struct `every way out restores the terminal` {
  @Test func `quit`() throws {
    let folder = try storeWithTwo()
    let terminal = try console(folder)
    try terminal.wait(for: "0x3b07")
    #expect(try terminal.modes() == "1 0", "the alternate screen, without a cursor")
    try terminal.send("q")
    try terminal.wait(for: "ended with 0")
    #expect(try terminal.modes() == "0 1")
  }

  @Test(arguments: [(SIGTERM, 143), (SIGHUP, 129), (SIGINT, 130), (SIGQUIT, 131)])
  func `a signal`(number: Int32, status: Int) throws {
    let folder = try storeWithTwo()
    let terminal = try console(folder)
    try terminal.wait(for: "0x3b07")
    kill(try terminal.foregroundProcess(named: "curfew"), number)
    try terminal.wait(for: "ended with \(status)")
    #expect(try terminal.modes() == "0 1")
    try terminal.type("echo still-$((1+1))-sane")
    try terminal.send("Enter")
    try terminal.wait(for: "still-2-sane")
  }

  @Test(arguments: [SIGSEGV, SIGTRAP])
  func `a crash`(number: Int32) throws {
    let folder = try storeWithTwo()
    let terminal = try console(folder)
    try terminal.wait(for: "0x3b07")
    kill(try terminal.foregroundProcess(named: "curfew"), number)
    try terminal.wait("the shell again", 60) { $0.contains("ended with") }
    #expect(try terminal.modes() == "0 1")
  }

  @Test func `suspended and back`() throws {
    let folder = try storeWithTwo()
    let terminal = try console(folder)
    try terminal.wait(for: "0x3b07")
    try terminal.send("C-z")
    try terminal.wait("the shell") { $0.contains("Stopped") }
    #expect(try terminal.modes() == "0 1")
    try terminal.type("fg")
    try terminal.send("Enter")
    try terminal.wait("the console again") {
      $0.contains("0x3b07") && $0.contains("curfew") && !$0.contains("Stopped")
    }
    #expect(try terminal.modes() == "1 0")
    try terminal.send("q")
    try terminal.wait("the shell's prompt") { $0.contains("shell>") }
    #expect(try terminal.modes() == "0 1")
  }
}

@Suite(.serialized) struct `the demo` {
  @Test func `shows live sessions, attacks and denials without being asked`() throws {
    let terminal = try Tmux(columns: 120, rows: 36, [Program.path, "demo", "--rate", "40"])
    try terminal.wait("sessions", 30) { $0.contains("active") && $0.contains("0x") && $0.contains("live") }
    let first = try terminal.screen()
    try terminal.wait("it to change") { $0 != first }
    try terminal.send("q")
    try terminal.wait(for: "ended with 0")
  }
}
