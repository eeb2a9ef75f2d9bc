import Foundation
import Testing

/// Commands of an incident that are killed at any moment; another process goes on with what there is.
@Suite(.serialized) struct `an incident whose consoles are killed` {
  /// What is done, and what shows that it was.
  private static let walk: [(arguments: [String], shows: String)] = [
    (["open", "--session", Sample.key], "incident.opened"),
    (["note", "seen"], "incident.note.added"),
    (["revoke", "--session", Sample.key, "--reason", "phished"], "incident.revocation.linked"),
    (["tighten", "guarded"], "incident.mode.linked"),
    (["skip", "verify", "--reason", "x"], "incident.step.skipped"),
    (["skip", "notice", "--reason", "x"], "incident.step.skipped"),
    (["close", "--summary", "over"], "incident.closed"),
  ]

  @Test(arguments: UInt64(0)..<6)
  func `comes to its end step by step, and its log is sound`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let folder = try TemporaryFolder()
    let granted = try RunningProgram.run(
      ["sessions", "grant", "-", "--store", folder.store], input: [Sample.envelope()], in: folder)
    #expect(granted.ending == .exited(0), "\(granted.error)")
    var kills = 0
    for (place, step) in Self.walk.enumerated() {
      // Killed at least once a step, until one that was not killed in time has said that it is done.
      for attempt in 0..<4 {
        let before = try names(in: folder)
        let isDone =
          Self.walk.prefix(place + 1).filter { $0.shows == step.shows }.count
          <= before.filter { $0 == step.shows }.count
        if isDone { break }
        let running = try RunningProgram(
          ["incident"] + step.arguments + ["--store", folder.store], in: folder)
        if attempt < 3 {
          _ = poll(nil, 0, Int32.random(in: 0...60, using: &random))
          running.signal(SIGKILL)
          kills += 1
        }
        _ = running.wait()
      }
    }
    let names = try names(in: folder)
    #expect(names.last == "incident.closed", "seed \(seed): \(names)")
    #expect(names.filter { $0 == "incident.opened" }.count >= 1 && kills > 0, "seed \(seed)")
    let verified = try Program.run(
      ["audit", "verify", "--store", folder.store], environment: ["CURFEW_KEYS": folder.keys])
    #expect(verified.status == 0, "seed \(seed): \(verified.output)")
    let shown = try Program.run(["incident", "list", "--all", "--json", "--store", folder.store])
    let incident = object(shown.lines.last ?? "")
    #expect((incident["steps"] as? [String: String])?["revoke"] == "done", "seed \(seed)")
    let ids = (incident["events"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
    #expect(Set(ids).count == ids.count, "seed \(seed)")
  }

  /// What was recorded of all incidents, in order.
  private func names(in folder: TemporaryFolder) throws -> [String] {
    let result = try Program.run(["incident", "list", "--all", "--json", "--store", folder.store])
    #expect(result.status == 0, "\(result.error)")
    return result.lines.flatMap {
      (object($0)["events"] as? [[String: Any]] ?? []).compactMap { $0["type"] as? String }
    }
  }
}
