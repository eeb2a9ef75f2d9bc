import Foundation
import Testing

/// A store whose policy asks for a second of quiet, so that a whole incident is walked within a test.
struct IncidentStore {
  let store: WatchedStore

  init(_ keys: [String] = [Sample.key]) throws {
    store = try WatchedStore(keys)
    let path = store.folder.path + "/policy.yaml"
    try Program.succeed(["policy", "init", path])
    let yaml = try String(contentsOfFile: path, encoding: .utf8)
    #expect(yaml.contains("quiet: 2m"))
    try yaml.replacingOccurrences(of: "quiet: 2m", with: "quiet: 1s")
      .write(toFile: path, atomically: true, encoding: .utf8)
    try store.succeed(["policy", "apply", path, "--reason", "a test's quiet"])
  }

  func incident(_ id: String = "INC-1") throws -> [String: Any] {
    object(try store.succeed(["incident", "show", id, "--json"]).output)
  }

  func steps(_ id: String = "INC-1") throws -> [String: String] {
    try incident(id)["steps"] as? [String: String] ?? [:]
  }

  func names(_ id: String = "INC-1") throws -> [String] {
    (try incident(id)["events"] as? [[String: Any]] ?? []).compactMap { $0["type"] as? String }
  }
}

@Suite struct `an incident by command` {
  @Test func `what names no incident, or one of several, is refused with what to do`() throws {
    let desk = try IncidentStore()
    let none = try desk.store.run(["incident", "note", "x"])
    #expect(none.status == 1 && none.error.contains("no incident is open"))
    #expect(try desk.store.run(["incident", "show", "INC-9"]).error.contains("`INC-9`"))
    #expect(try desk.store.run(["incident", "open"]).status == 64)
    #expect(try desk.store.run(["incident", "open", "--alert", "12"]).error.contains("`alert 12`"))
    try desk.store.succeed(["incident", "open", "--title", "one"])
    try desk.store.succeed(["incident", "open", "--title", "two"])
    let two = try desk.store.run(["incident", "note", "x"])
    #expect(two.status == 1 && two.error.contains("`INC-1`, `INC-2`"))
  }

  static let refused: [([String], String)] = [
    (["done"], "nothing speaks for revoke yet"),
    (["start", "verify"], "the step revoke comes before verify"),
    (["skip", "notice", "--reason", "x"], "the step revoke comes before notice"),
    (["close", "--summary", "x"], "expected each step to be done or skipped"),
    (["verify"], "nothing is revoked yet"), (["revoke", "--link", "1"], "ended no session"),
    (["revoke", "--link", "99"], "ended no session"), (["evidence", "99", "--title", "x"], "no leaf `99`"),
    (["role", "commander", "bob"], "expected a hand-over"), (["accept"], "no hand-over"),
    (["detected", "2099-01-01T00:00:00Z", "--reason", "x"], "expected a detection time"),
    (["note", "  "], "expected words"), (["followup", "f", "--done"], "no follow-up `f`"),
    (["severity", "P3", "--reason", "x"], "is P3 already"),
  ]

  @Test(arguments: refused)
  func `what is out of order is refused, and nothing is recorded`(row: ([String], String)) throws {
    let desk = try IncidentStore()
    try desk.store.succeed(["incident", "open", "--session", Sample.key])
    let before = try desk.names()
    let result = try desk.store.run(["incident"] + row.0)
    #expect(result.status == 1 && result.error.contains(row.1), "\(result.error)")
    #expect(try desk.names() == before)
  }

  @Test(arguments: [["skip"], ["severity", "P9", "--reason", "x"], ["revoke"], ["followup", "f"], ["take"]])
  func `a command that lacks something is wrong usage`(arguments: [String]) throws {
    #expect(try Program.run(["incident"] + arguments).status == 64)
  }

  @Test func `a key is ended though the incident is none, and the leaf that is to be linked is named`() throws
  {
    let desk = try IncidentStore()
    let result = try desk.store.run(
      ["incident", "revoke", "--incident", "INC-7", "--session", Sample.key, "--reason", "phished"])
    #expect(result.status == 1 && result.error.contains("but not linked"))
    let leaf = try #require(
      result.error.split(separator: "`").last { $0.contains("--link ") }?.split(separator: " ").last)
    #expect(reasons(try desk.store.authorize([Sample.request(nonce: 1)])[0]).contains("session_revoked"))
    try desk.store.succeed(["incident", "open", "--session", Sample.key])
    try desk.store.succeed(["incident", "revoke", "--link", String(leaf)])
    #expect(try desk.steps()["revoke"] == "started")
    let again = try desk.store.run(["incident", "revoke", "--link", String(leaf)])
    #expect(again.status == 1 && again.error.contains("belongs to the incident already"))
  }

  @Test func `goes from an alert to its end, through two operators`() throws {
    let desk = try IncidentStore()
    try desk.store.violate()
    let alert = object(try desk.store.succeed(["alerts", "list", "--json"]).lines.last ?? "")
    try desk.store.succeed(["incident", "open", "--alert", "\(alert["alert"] ?? "")"])
    try desk.store.succeed(["incident", "revoke", "--session", Sample.key, "--reason", "phished"])
    let proposed = try desk.store.succeed(["incident", "tighten"])
    #expect(proposed.output.contains("proposed: "))
    #expect(try desk.steps()["tighten"] == "open")
    try desk.store.succeed(["incident", "tighten", "guarded"])
    #expect(try desk.steps() == ["revoke": "done", "tighten": "done", "verify": "open", "notice": "open"])
    try desk.store.succeed(["incident", "handover", "bob", "--note", "the router is suspect"])
    let offer = try #require(
      (try desk.incident()["events"] as? [[String: Any]])?.last?["id"] as? String)
    #expect(try desk.store.run(["incident", "accept", "--offer", offer]).status == 1)
    try desk.store.succeed(["incident", "accept", "--offer", offer, "--operator", "bob"])
    #expect((try desk.incident()["roles"] as? [String: String])?["commander"] == "bob")
    let verified = try desk.store.run(["incident", "verify", "--follow", "--operator", "bob"])
    #expect(verified.status == 0, "\(verified.error)")
    #expect(try desk.steps()["verify"] == "done")
    try desk.store.succeed(["incident", "skip", "--reason", "one wallet", "--operator", "bob"])
    try desk.store.succeed(
      ["incident", "followup", "cap", "--what", "cap the router", "--owner", "dex", "--operator", "bob"])
    try desk.store.succeed(["incident", "close", "--summary", "a phished key", "--operator", "bob"])
    #expect(try desk.store.succeed(["incident", "list"]).output.contains("no incident is open"))
    #expect(try desk.store.succeed(["incident", "list", "--all"]).output.contains("INC-1"))
    try desk.store.succeed(["audit", "verify"])
  }

  @Test func `the extent and the severity come from the store`() throws {
    let other = Sample.other
    let desk = try IncidentStore([Sample.key, other])
    try desk.store.authorize([Sample.request(nonce: 1)])
    try desk.store.succeed(["incident", "open", "--title", "both"])
    #expect(try desk.incident()["severity"] as? String == "P3")
    try desk.store.succeed(["incident", "revoke", "--scope", "all", "--reason", "x", "--yes"])
    let facts = try #require(try desk.incident()["facts"] as? [String: Any])
    #expect(facts["allowedAfterRevoke"] as? Int == 0)
    #expect(facts["spentUsd"] as? String != "0" && facts["exposedWallets"] as? Int ?? 0 >= 1)
  }
}
