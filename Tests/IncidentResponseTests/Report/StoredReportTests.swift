import Delegation
import Foundation
import IncidentResponse
import PolicyEngine
import SessionStore
import Testing

@Suite struct StoredReportTests {
  @Test(arguments: UInt64(0)..<6)
  func `a closed incident's report has the same bytes from the same store, a copy, and after other traffic`(
    seed: UInt64
  ) throws {
    let stage = try ReportStage(seed: seed)
    let id = try stage.walk()
    try stage.traffic(seconds: 130)
    try stage.close(id)
    let first = try ReportBytes(id, in: stage.store)
    #expect(try ReportBytes(id, in: stage.store) == first, "seed \(seed)")
    let copies = try stage.copied()
    #expect(try ReportBytes(id, in: copies.0) == first, "seed \(seed)")
    copies.0.close()
    // What has nothing to do with it, within the same second and long after.
    try stage.traffic(seconds: 90)
    let other = IncidentDesk(store: stage.store, operator: stage.alice)
    _ = try other.open(
      IncidentOpening(
        origin: .hand, title: "another", detectedAt: stage.clock.now, facts: .unknown, severity: .p4),
      eventID: "x")
    _ = try stage.store.revoke(
      RevocationOrder(sessionKey: .opaque("s-2"), reason: "another"), by: stage.alice)
    let yaml = try stage.store.policy().yaml.replacing("autoRevoke: enforce", with: "autoRevoke: alert")
    _ = try stage.store.apply(.load(yaml: yaml), yaml: yaml, reason: "another", by: stage.alice)
    try stage.traffic(seconds: 60)
    try stage.store.signHead()
    #expect(try ReportBytes(id, in: stage.store) == first, "seed \(seed)")
    let reopened = try ReportStage.open(stage.url, stage.clock)
    defer { reopened.close() }
    #expect(try ReportBytes(id, in: reopened) == first, "seed \(seed)")
  }

  @Test func `it is told from the log: clocks, attempts, metrics, proofs, what was skipped`() throws {
    let stage = try ReportStage(seed: 1)
    let id = try stage.walk()
    try stage.traffic(seconds: 130)
    let open = try ReportBytes(id, in: stage.store)
    #expect(open.markdown.contains("The incident is open: this report may change until it is closed"))
    #expect(try ReportBytes(id, in: stage.store) == open)
    try stage.close(id)
    let report = try ReportBytes(id, in: stage.store)
    #expect(!report.markdown.contains("The incident is open"))
    for text in [
      "Of the sessions that were revoked, from ", "| revocation committed | 0 ms |",
      "| effective at authorize\\@1 | 1 min ", "tighten, by alice: one key", "c2sp.org/tlog-proof@v1",
      "| window | ", "revocation, session s-1", "No notice was drafted.", "| session s-1 | 1 |",
    ] { #expect(report.markdown.contains(text), "\(text) in \(report.markdown)") }
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(report.json.utf8)) as? [String: Any])
    let attempts = try #require(json["attempts"] as? [String: Any])
    let columns = try #require(attempts["columns"] as? [[String: Any]])
    func sum(_ name: String, _ part: ArraySlice<[String: Any]>) -> Int {
      part.reduce(0) { $0 + ($1[name] as? Int ?? 0) }
    }
    #expect(sum("allowed", columns[..<12]) > 0 && sum("allowed", columns[13...]) == 0)
    #expect(sum("denied", columns[12...]) > 0)
    let proofs = try #require(json["proofs"] as? [[String: Any]])
    #expect(proofs.count == 1 && proofs[0]["proof"] != nil)
    #expect((json["revocations"] as? [Any])?.count == 1 && json["drill"] == nil)
  }

  @Test func `a drill's report says so before anything else, in each form`() throws {
    let stage = try ReportStage(seed: 2)
    let desk = IncidentDesk(store: stage.store, operator: stage.alice)
    let id = try desk.open(
      IncidentOpening(
        origin: .hand, title: "practice", detectedAt: stage.clock.now, facts: .unknown, severity: .p2,
        isDrill: true), eventID: "d"
    ).id
    let report = try ReportBytes(id, in: stage.store)
    #expect(report.markdown.hasPrefix("# DRILL – Incident DRILL-1: practice"))
    #expect(report.markdown.contains("DRILL: practice on canary sessions"))
    #expect(report.html.contains("<title>DRILL – "))
    #expect(report.json.contains("\"drill\":true"))
    #expect(
      report.markdown.contains("No revocation was committed.") && report.markdown.contains("No metrics were"))
  }
}
