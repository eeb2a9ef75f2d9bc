import Foundation
import Testing

@Suite struct `alerts by command` {
  private let store: WatchedStore

  init() throws {
    store = try WatchedStore()
    try store.violate()
  }

  private var alerts: [[String: Any]] {
    get throws { try store.succeed(["alerts", "list", "--all", "--json"]).lines.map(object) }
  }

  private var violation: Int {
    get throws {
      let found = try alerts.first { $0["kind"] as? String == "context_violations" }
      return try #require(found?["alert"] as? Int)
    }
  }

  @Test func `a number that is no alert is said, and costs no other`() throws {
    let id = try violation
    let refused = try store.run(["alerts", "ack", "999", "\(id)"])
    #expect(refused.status == 1)
    #expect(
      refused.error == "curfew: `999` is no alert: expected a number that `curfew alerts list --all` shows\n")
    #expect(refused.output == "acknowledged alert \(id): context violations, \(Sample.key)\n")
    #expect(try store.run(["alerts", "close", "999"]).status == 1)
    #expect(try store.run(["alerts", "label", "999", "noise"]).status == 1)
  }

  @Test func `each is listed with owner, count, peak, and when it was seen first and last`() throws {
    let line = try #require(
      try store.succeed(["alerts", "list", "--json"]).lines.first { $0.contains("context_violations") })
    #expect(
      names(line) == [
        "alert", "kind", "state", "subject", "sessionKey", "wallet", "owner", "count", "peak", "firstSeen",
        "lastSeen", "sequence", "label", "acknowledgedBy", "acknowledgedAt", "closedBy", "closedAt",
        "revokedAt", "effectiveAt",
      ])
    let alert = object(line)
    #expect(alert["subject"] as? String == Sample.key && alert["wallet"] as? String == Sample.wallet)
    #expect(alert["owner"] is NSNull && alert["count"] as? Int == 1)
    #expect(Set((alert["peak"] as? [String: Any] ?? [:]).keys) == ["score", "band"])
    try store.violate(from: 10, count: 2)
    #expect(try alerts.first { $0["kind"] as? String == "context_violations" }?["count"] as? Int == 3)
    let table = try store.succeed(["alerts", "list"])
    #expect(table.lines[0].split(separator: "  ").first == "ALERT")
    #expect(table.lines.contains { $0.contains("context violations  \(Sample.key)  nobody  3      ") })
  }

  @Test func `it is acknowledged, closed and labelled, each once and in the log`() throws {
    let id = "\(try violation)"
    #expect(try store.succeed(["alerts", "ack", id]).output.hasPrefix("acknowledged alert \(id)"))
    #expect(try store.succeed(["alerts", "ack", id]).output.hasPrefix("alert \(id) is acknowledged by "))
    let closed = try store.succeed(
      ["alerts", "close", id, "--as", "noise", "--reason", "a router upgrade", "--json"])
    #expect(object(closed.output)["state"] as? String == "closed")
    #expect(object(closed.output)["label"] as? String == "noise")
    #expect(!(try store.succeed(["alerts", "list", "--json"]).output.contains("context_violations")))
    #expect(try store.succeed(["alerts", "list", "--all"]).output.contains(", noise"))
    #expect(try store.succeed(["alerts", "close", id]).output.contains("is closed by "))
    try store.succeed(["alerts", "label", id, "useful"])
    #expect(try alerts.first { "\($0["alert"] ?? 0)" == id }?["label"] as? String == "useful")
    let log = try store.succeed(["audit", "tail"]).output
    for word in ["alert.acknowledge  \(id)", "alert.close  \(id)", "a router upgrade", "alert.label  \(id)"] {
      #expect(log.contains(word), "\(word)")
    }
  }

  @Test func `none is a sentence`() throws {
    let calm = try WatchedStore()
    #expect(try calm.succeed(["alerts"]).output == "no alert is open\n")
    #expect(try calm.succeed(["alerts", "list", "--all"]).output == "there was no alert\n")
    #expect(try calm.succeed(["alerts", "list", "--json"]).output.isEmpty)
  }
}
