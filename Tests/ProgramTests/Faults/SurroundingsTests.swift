import Foundation
import Testing

/// What the machine around a store can do to it: each is said plainly, denied, and never hangs.
@Suite(.serialized) struct `a store in trouble` {
  private func run(
    _ folder: TemporaryFolder, _ store: String, _ arguments: String..., input: [String] = []
  ) throws -> (ending: Spawn.Ending, lines: [String], error: String) {
    try RunningProgram.run(arguments + ["--store", store], input: input, in: folder)
  }

  private func grant(_ folder: TemporaryFolder, _ store: String) throws {
    let granted = try run(
      folder, store, "sessions", "grant", "-", input: [Sample.envelope(maxValue: "1000000", life: 1500)])
    #expect(granted.ending == .exited(0), "\(granted.error)")
  }

  // MARK: Disks

  @Test func `on a full disk denies as stale, and is whole when there is room again`() throws {
    let disk = try SmallDisk(kibibytes: 1024)
    let folder = try TemporaryFolder()
    let store = disk.path + "/store.db"
    try grant(folder, store)
    var observations = Observations()
    var nonce = 0
    var isFull = false
    for _ in 0..<200 where !isFull {
      var lines: [String] = []
      let first = nonce + 1
      for _ in 0..<100 {
        nonce += 1
        lines.append(observations.ask("r\(nonce)", Sample.key, nonce: nonce, micros: 1_000_000))
      }
      let (ending, answers, error) = try run(folder, store, "authorize", input: lines)
      for (index, answer) in answers.enumerated() {
        observations.hear(answer, for: "r\(first + index)", expecting: [])
      }
      isFull = observations.staleCount > 0
      #expect(ending == .exited(isFull ? 1 : 0), "\(error)")
      if isFull {
        #expect(error.contains("no space left for `\(store)`: free some and try again"), "\(error)")
      }
    }
    #expect(isFull)
    let revoke = try run(folder, store, "revoke", Sample.key, "--reason", "full")
    if revoke.ending == .exited(0) { observations.hearRevoked(Sample.key) }
    try disk.remount("size=16m")
    let again = try run(folder, store, "revoke", Sample.key, "--reason", "room again")
    #expect(again.ending == .exited(0), "\(again.error)")
    observations.hearRevoked(Sample.key)
    var verification = StoreVerification(folder, observations, keys: [Sample.key], store: store)
    let problems = try verification.run()
    #expect(problems.isEmpty, "\(problems.count): \(problems.prefix(5))")
  }

  @Test func `on a disk that became read-only denies and says so`() throws {
    let disk = try SmallDisk(kibibytes: 4096)
    let folder = try TemporaryFolder()
    let store = disk.path + "/store.db"
    try grant(folder, store)
    try disk.remount("ro")
    for arguments in [
      ["revoke", Sample.key, "--reason", "odd"], ["mode", "set", "lockdown", "--reason", "odd"],
    ] {
      let refused = try RunningProgram.run(arguments + ["--store", store], in: folder)
      #expect(refused.ending == .exited(1))
      #expect(
        refused.error.contains("`\(store)") && refused.error.contains("cannot be written"), "\(refused.error)"
      )
    }
    let denied = try run(folder, store, "authorize", input: [Sample.request(nonce: 1)])
    #expect(denied.ending == .exited(1))
    #expect(!denied.lines.contains { $0.contains("\"allow\"") })
    try disk.remount("rw")
    let allowed = try run(folder, store, "authorize", input: [Sample.request(nonce: 1)])
    #expect(allowed.lines.first?.contains("\"allow\"") == true, "\(allowed.error)")
  }

  @Test func `a store whose file alone is read-only denies and says so`() throws {
    let disk = try SmallDisk(kibibytes: 4096)
    let folder = try TemporaryFolder()
    let store = disk.path + "/store.db"
    try grant(folder, store)
    try disk.bindReadOnly(store)
    let refused = try run(folder, store, "revoke", Sample.key, "--reason", "odd")
    #expect(refused.ending == .exited(1))
    #expect(refused.error.contains("`\(store)`"), "\(refused.error)")
    let denied = try run(folder, store, "authorize", input: [Sample.request(nonce: 1)])
    #expect(denied.ending == .exited(1))
    #expect(!denied.lines.contains { $0.contains("\"allow\"") })
    #expect(!denied.error.isEmpty)
  }

  @Test func `a file that may grow no further denies as stale`() throws {
    let folder = try TemporaryFolder()
    try grant(folder, folder.store)
    var observations = Observations()
    let running = try RunningProgram(["authorize", "--store", folder.store], in: folder)
    let limit = ["--pid", "\(running.process)", "--fsize=300000"]
    let limited = try Program.collect(
      "prlimit", limit, input: "", environment: Program.surroundings(), in: try TemporaryFolder())
    #expect(limited.status == 0, "\(limited.error)")
    for nonce in 1...3000 where observations.staleCount == 0 {
      running.write(observations.ask("r\(nonce)", Sample.key, nonce: nonce, micros: 1))
      observations.hear(try #require(try running.line()), for: "r\(nonce)")
    }
    running.endInput()
    #expect(running.wait() == .exited(1))
    #expect(observations.staleCount > 0)
    #expect(running.errorText.hasPrefix("curfew: "))
    var verification = StoreVerification(folder, observations, keys: [Sample.key])
    let problems = try verification.run()
    #expect(problems.isEmpty, "\(problems.count): \(problems.prefix(5))")
  }

  // MARK: Files

  @Test(arguments: ["hello, I am a text", String(repeating: "\u{0}", count: 4096)])
  func `a file that is no store is refused and left alone`(text: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("store.db", text)
    for arguments in [["authorize"], ["revoke", "0xKey", "--reason", "x"], ["audit", "verify"]] {
      let refused = try RunningProgram.run(arguments + ["--store", path], in: folder)
      #expect(refused.ending == .exited(1))
      #expect(refused.error == "curfew: `\(path)` is no Curfew store: name another file with --store\n")
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
  }

  @Test(arguments: [(99, "has schema 99"), (1, "has schema 1 from before the audit log")])
  func `another schema is refused and said`(version: Int, words: String) throws {
    let folder = try TemporaryFolder()
    try grant(folder, folder.store)
    let python =
      "import sqlite3,sys; c = sqlite3.connect(sys.argv[1]); c.execute('PRAGMA user_version = ' + sys.argv[2])"
    let edited = try Program.collect(
      "python3", ["-c", python, folder.store, "\(version)"], input: "", environment: Program.surroundings(),
      in: folder)
    #expect(edited.status == 0, "\(edited.error)")
    let refused = try run(folder, folder.store, "authorize", input: [Sample.request(nonce: 1)])
    #expect(refused.ending == .exited(1))
    #expect(refused.error.contains(words), "\(refused.error)")
    #expect(refused.lines.isEmpty)
  }

  @Test func `a lock file that was left behind holds nobody up`() throws {
    let folder = try TemporaryFolder()
    try grant(folder, folder.store)
    try Data("999999 ghost                                                   \n".utf8).write(
      to: URL(filePath: folder.store + ".lock"))
    let revoked = try run(folder, folder.store, "revoke", Sample.key, "--reason", "odd")
    #expect(revoked.ending == .exited(0), "\(revoked.error)")
  }

  // MARK: Processes

  @Test func `a stopped holder of the lock is named, others deny, and nobody hangs`() throws {
    let folder = try TemporaryFolder()
    try grant(folder, folder.store)
    let flood = try RunningProgram(["authorize", "--store", folder.store], in: folder)
    defer { flood.signal(SIGKILL) }
    let flooding = Shared(true)
    Thread.detachNewThread {
      var nonce = 0
      while flooding.read({ $0 }) {
        let lines = (1...500).map { Sample.request(nonce: nonce + $0, value: "0") }
        nonce += 500
        guard flood.write(lines.joined(separator: "\n")) else { return }
      }
    }
    Thread.detachNewThread { while (try? flood.line()) ?? nil != nil {} }
    var random = SeededRandom(seed: 5)
    var wasHeld = false
    for _ in 0..<60 where !wasHeld {
      poll(nil, 0, Int32.random(in: 1...30, using: &random))
      flood.signal(SIGSTOP)
      let revoke = try run(folder, folder.store, "revoke", Sample.other, "--reason", "odd")
      if revoke.ending == .exited(1) {
        wasHeld = true
        #expect(
          revoke.error.contains("the store is held, last by process \(flood.process) (curfew)"),
          "\(revoke.error)")
        let denied = try run(folder, folder.store, "authorize", input: [Sample.request(nonce: 1)])
        #expect(denied.ending == .exited(1))
        #expect(reasons(denied.lines.first ?? "") == ["state_stale"])
        let shown = try run(folder, folder.store, "sessions", "show", Sample.key, "--json")
        #expect(shown.ending == .exited(0), "reading waits for nobody")
      }
      flood.signal(SIGCONT)
    }
    #expect(wasHeld, "the holder was never stopped while it held the lock")
    flooding.with { $0 = false }
    let revoked = try run(folder, folder.store, "revoke", Sample.key, "--reason", "odd")
    #expect(revoked.ending == .exited(0), "\(revoked.error)")
  }
}

/// A small file system of its own, in memory. The tests run as root, on a machine of their own.
private final class SmallDisk {
  let path: String
  private var bound: [String] = []

  struct Failed: Error {
    let arguments: [String]
    let error: String
  }

  init(kibibytes: Int) throws {
    path = NSTemporaryDirectory() + "curfew-disk-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try SmallDisk.run("mount", ["-t", "tmpfs", "-o", "size=\(kibibytes)k", "tmpfs", path])
  }

  func remount(_ options: String) throws { try SmallDisk.run("mount", ["-o", "remount,\(options)", path]) }

  func bindReadOnly(_ file: String) throws {
    try SmallDisk.run("mount", ["--bind", file, file])
    bound.append(file)
    try SmallDisk.run("mount", ["-o", "remount,ro,bind", file])
  }

  deinit {
    for file in bound { try? SmallDisk.run("umount", [file]) }
    try? SmallDisk.run("umount", ["-l", path])
    try? FileManager.default.removeItem(atPath: path)
  }

  private static func run(_ command: String, _ arguments: [String]) throws {
    let result = try Program.collect(
      command, arguments, input: "", environment: Program.surroundings(), in: try TemporaryFolder())
    guard result.status == 0 else { throw Failed(arguments: [command] + arguments, error: result.error) }
  }
}
