import Glibc
import Testing

@Suite(.serialized) struct `an answer` {
  private func granted() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try Program.succeed(["sessions", "grant", "-", "--store", folder.store], input: Sample.envelope())
    return folder
  }

  @Test func `of allow that was read is in the store, though the process is killed at that moment`() throws {
    let folder = try granted()
    for nonce in 1...20 {
      let running = try RunningProgram(["authorize", "--store", folder.store], in: folder)
      running.write(Sample.request(nonce: nonce))
      let line = try running.line()
      running.signal(SIGKILL)
      #expect(object(line ?? "")["decision"] as? String == "allow")
      #expect(running.wait() == .killed(SIGKILL))
      let row = object(
        try Program.succeed(["sessions", "show", Sample.key, "--json", "--store", folder.store]).output)
      #expect(row["allowed"] as? Int == nonce)
      #expect(micros(row["spentUsd"]) == nonce * 1_000_000)
    }
  }

  @Test func `is printed only after everything written was synced`() throws {
    let folder = try granted()
    let log = folder.path + "/calls"
    let running = try RunningProgram(
      ["authorize", "--store", folder.store], environment: try Shim.counting(folder.store, log: log),
      in: folder)
    for nonce in 1...50 {
      running.write(Sample.request(nonce: nonce))
      #expect(object(try running.line() ?? "")["decision"] as? String == "allow")
    }
    running.endInput()
    #expect(running.wait() == .exited(0))
    let counts = try #require(CallCounts(log: log))
    #expect(counts.order.count { $0 == "a" } == 50)
    var isUnsynced = false
    for event in counts.order.prefix(through: counts.order.lastIndex(of: "a") ?? counts.order.startIndex) {
      switch event {
      case "w": isUnsynced = true
      case "s": isUnsynced = false
      case "a": #expect(!isUnsynced, "answered before the sync: \(counts.order)")
      default: break
      }
    }
    // One answer, one commit: a sync for each at least.
    #expect(counts.syncs >= 50)
  }

  @Test func `shares its commit with the others in flight`() throws {
    let folder = try granted()
    let log = folder.path + "/calls"
    let running = try RunningProgram(
      ["authorize", "--store", folder.store], environment: try Shim.counting(folder.store, log: log),
      in: folder)
    let requests = 4096
    var asked = 0
    var heard = 0
    while heard < requests {
      while asked < min(heard + 64, requests) {
        asked += 1
        running.write(Sample.request(nonce: asked, value: "0"))
      }
      #expect(object(try running.line() ?? "")["decision"] as? String == "allow")
      heard += 1
    }
    running.endInput()
    #expect(running.wait() == .exited(0))
    let counts = try #require(CallCounts(log: log))
    #expect(counts.syncs > 0)
    // A commit that held one request each would need 4,096.
    #expect(counts.syncs < requests / 4, "\(counts.syncs) syncs for \(requests) requests")
  }
}
