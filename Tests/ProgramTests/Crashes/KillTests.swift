import Foundation
import Testing

/// Processes that are killed at moments that nobody chose: 200 of them, or as many as `CURFEW_KILLS` says.
@Suite(.serialized) struct `a kill at any moment` {
  private static let seeds = 8
  private static let kills = Int(ProcessInfo.processInfo.environment["CURFEW_KILLS"] ?? "") ?? 200

  @Test(arguments: UInt64(0)..<UInt64(seeds))
  func `loses nothing that was said, and counts nothing twice`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let folder = try TemporaryFolder()
    let keys = (0..<4).map { "0x91c400000000000000000000000000000000a\($0)\(seed % 10)e" }
    for key in keys {
      let granted = try RunningProgram.run(
        ["sessions", "grant", "-", "--store", folder.store],
        input: [Sample.envelope(key, maxValue: "100000", life: 1500)],
        in: folder)
      #expect(granted.ending == .exited(0), "\(granted.error)")
    }
    var asking = Asking(folder: folder, keys: keys)
    for kill in 0..<max(1, Self.kills / Self.seeds) {
      if kill % 6 == 5 {
        try asking.revoke(
          keys[kill / 6 % (keys.count - 1)], killedAfter: Int.random(in: 0...40, using: &random))
      } else {
        // From the start, where a busy machine may not come to any answer, and from the first answer on.
        try asking.authorize(
          killedAfter: Int.random(in: 0...60, using: &random), answers: kill.isMultiple(of: 2), &random)
      }
    }
    var verification = StoreVerification(folder, asking.observations, keys: keys)
    let problems = try verification.run()
    #expect(problems.isEmpty, "seed \(seed): \(problems.prefix(5))")
    #expect(
      asking.observations.requests.values.contains { $0.isAllowed }, "seed \(seed): nothing was allowed")
  }
}

/// Asks a store through processes that are killed.
private struct Asking {
  let folder: TemporaryFolder
  let keys: [String]
  var observations = Observations()
  private var nonce = 0

  init(folder: TemporaryFolder, keys: [String]) {
    self.folder = folder
    self.keys = keys
  }

  /// - Parameters:
  ///   - milliseconds: until the kill, counted from the start of the process.
  ///   - answers: counted from its first answer instead.
  mutating func authorize(
    killedAfter milliseconds: Int, answers: Bool, _ random: inout SeededRandom
  ) throws {
    let running = try RunningProgram(["authorize", "--store", folder.store], in: folder)
    var mustKill = true
    if !answers { killLater(running, milliseconds, &mustKill) }
    while true {
      var asked: [String] = []
      var lines: [String] = []
      for _ in 0..<Int.random(in: 1...64, using: &random) {
        nonce += 1
        asked.append("r\(nonce)")
        lines.append(
          observations.ask("r\(nonce)", random.pick(keys), nonce: nonce, micros: nonce % 7 * 1_000_003))
      }
      running.write(lines.joined(separator: "\n"))
      for id in asked {
        guard let line = try running.line() else {
          _ = running.wait()
          return
        }
        observations.hear(line, for: id)
        if mustKill { killLater(running, milliseconds, &mustKill) }
      }
    }
  }

  mutating func revoke(_ key: String, killedAfter milliseconds: Int) throws {
    let running = try RunningProgram(
      ["revoke", key, "--reason", "killed", "--store", folder.store], in: folder)
    var mustKill = true
    killLater(running, milliseconds, &mustKill)
    let lines = try running.lines()
    // What was printed was done, even if the process was killed behind it.
    if running.wait() == .exited(0) || !lines.isEmpty { observations.hearRevoked(key) }
  }

  private func killLater(_ running: RunningProgram, _ milliseconds: Int, _ mustKill: inout Bool) {
    mustKill = false
    Thread.detachNewThread {
      poll(nil, 0, Int32(milliseconds))
      running.signal(SIGKILL)
    }
  }
}
