import Foundation
import Glibc
import Testing

@Suite struct VerifyCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for key in [Sample.key, Sample.other] {
      let granted = try run(["sessions", "grant", "-"], input: [Sample.envelope(key)])
      #expect(granted.ending == .exited(0), "\(granted.error)")
    }
  }

  private func run(
    _ arguments: [String], input: [String] = []
  ) throws -> (ending: Spawn.Ending, lines: [String], error: String) {
    try RunningProgram.run(arguments + ["--store", folder.store], input: input, in: folder)
  }

  private func revoke(_ key: String = Sample.key) throws {
    #expect(try run(["revoke", key, "--reason", "test"]).ending == .exited(0))
  }

  /// A process that has decided once.
  private func gateway(nonce: Int) throws -> RunningProgram {
    let running = try RunningProgram(["authorize", "--store", folder.store], in: folder)
    running.write(Sample.request(Sample.other, nonce: nonce))
    #expect(try running.line()?.contains("allow") == true)
    return running
  }

  private func verify(_ more: [String] = [], _ key: String = Sample.key) throws -> (
    ending: Spawn.Ending, board: [String: Any], error: String
  ) {
    // A machine that is busy beyond measure is waited for; what is stopped never answers.
    let result = try run(["verify", key, "--json"] + (more.isEmpty ? ["--timeout", "40s"] : more))
    return (result.ending, object(result.lines.last ?? ""), result.error)
  }

  private func points(_ board: [String: Any]) -> [String: String] {
    let points = board["points"] as? [[String: Any]] ?? []
    return Dictionary(
      points.map { ($0["name"] as? String ?? "", $0["state"] as? String ?? "") }
    ) { first, _ in first }
  }

  @Test(arguments: [
    [], ["verify-nothing key"], ["--scope", "colour:red"], ["--leaf", "x"], [Sample.key, "--quiet", "soon"],
  ])
  func `what names no revocation is wrong usage`(arguments: [String]) throws {
    let result = try run(["verify"] + arguments)
    #expect(result.ending == .exited(64), "\(result.error)")
  }

  @Test func `what was never revoked cannot be verified`() throws {
    for arguments in [[Sample.key], ["--scope", "chain:1"], ["--leaf", "1"]] {
      let result = try run(["verify"] + arguments)
      #expect(result.ending == .exited(1) && result.lines.isEmpty && !result.error.isEmpty)
    }
  }

  @Test func `every process that decides is seen to refuse, once for the log`() throws {
    let (one, two) = (try gateway(nonce: 1), try gateway(nonce: 2))
    try revoke()
    let names = Set([one, two].map { "authorize@\($0.process)" })
    for _ in 0..<2 {
      let found = try verify()
      #expect(found.ending == .exited(0), "\(found.error) \(found.board)")
      #expect(points(found.board) == Dictionary(uniqueKeysWithValues: names.map { ($0, "refusing") }))
      #expect((found.board["pending"] as? [String]) == [])
    }
    let entries = try run(["audit", "tail", "--lines", "50", "--json"]).lines.filter {
      $0.contains("point.effective")
    }
    #expect(entries.count == 2)
    #expect(try run(["audit", "verify"]).ending == .exited(0))
    let text = try run(["verify", Sample.key, "--timeout", "40s"]).lines
    #expect(text.contains { $0.hasPrefix("POINT") } && text.last == "verified: all that can be asked refuse")
    #expect(try run(["verify", "--leaf", "1"]).ending == .exited(1))
    for running in [one, two] {
      running.endInput()
      running.wait()
    }
    #expect(points(try verify().board).isEmpty)
  }

  @Test
  func `a process that is stopped cannot be asked, one that was killed is gone, one that goes on refuses`()
    throws
  {
    let (stopped, killed) = (try gateway(nonce: 1), try gateway(nonce: 2))
    try revoke()
    killed.signal(SIGKILL)
    killed.wait()
    stopped.signal(SIGSTOP)
    let name = "authorize@\(stopped.process)"
    let open = try verify(["--timeout", "1s"])
    #expect(open.ending == .exited(1))
    #expect(points(open.board) == [name: "silent"])
    #expect((open.board["pending"] as? [String]) == [name])
    stopped.signal(SIGCONT)
    let closed = try verify()
    #expect(closed.ending == .exited(0) && points(closed.board) == [name: "refusing"], "\(closed.board)")
  }

  @Test func `a revocation that was withdrawn, and one of a key without a session, are told`() throws {
    try revoke()
    #expect(try run(["reinstate", Sample.key, "--reason", "test"]).ending == .exited(0))
    let withdrawn = try verify()
    #expect(withdrawn.ending == .exited(1))
    #expect((withdrawn.board["notes"] as? [String])?.contains { $0.contains("withdrawn") } == true)
    try revoke("0xNobody")
    let unknown = try verify([], "0xNobody")
    #expect(unknown.ending == .exited(0), "\(unknown.board)")
  }

  @Test func `it stays until all refuse and it was quiet`() throws {
    let running = try gateway(nonce: 1)
    try revoke()
    let followed = try run(["verify", Sample.key, "--follow", "--quiet", "1s", "--timeout", "40s", "--json"])
    #expect(followed.ending == .exited(0))
    #expect(object(followed.lines.last ?? "")["isQuiet"] as? Bool == true)
    running.endInput()
  }

  @Test func `a scoped revocation is verified over all that it ended`() throws {
    let running = try gateway(nonce: 1)
    #expect(try run(["revoke", "--scope", "chain:1", "--reason", "all", "--yes"]).ending == .exited(0))
    running.write(Sample.request(Sample.other, nonce: 2))
    #expect(try running.line()?.contains("session_revoked") == true)
    let result = try run(["verify", "--scope", "chain:1", "--timeout", "40s", "--json"])
    let board = object(result.lines.last ?? "")
    #expect(result.ending == .exited(0), "\(result.error)")
    #expect(board["sessions"] as? Int == 2 && board["probed"] as? Int == 2)
    let denied = (board["attempts"] as? [String: Any])?["denied"] as? [String: Any]
    #expect(denied?["count"] as? Int == 1)
    running.endInput()
  }
}
