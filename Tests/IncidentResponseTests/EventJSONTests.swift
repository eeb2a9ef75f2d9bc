import Delegation
import PolicyEngine
import Testing

@testable import IncidentResponse

@Suite struct EventJSONTests {
  private static let head =
    #""id":"e1","incident":"INC-1","happenedAt":1,"recordedAt":2,"who":"alice""#

  /// The text after the head, and the field that is named.
  private static let refused: [(String, String)] = [
    (#""type":"incident.unheard""#, "type"), (#""type":"closed","summary":"x""#, "type"),
    (#""type":5"#, "type"), (#""note":"x""#, "type"),
    (#""type":"incident.note.added""#, "note"), (#""type":"incident.note.added","note":7"#, "note"),
    (#""type":"incident.note.added","note":"x","more":1"#, "more"),
    (#""type":"incident.note.added","note":"x","sequence":0"#, "sequence"),
    (#""type":"incident.note.added","note":"x","sequence":null"#, "sequence"),
    (#""type":"incident.severity.set","severity":"P5","reason":"x""#, "severity"),
    (#""type":"incident.severity.set","severity":"p1","reason":"x""#, "severity"),
    (#""type":"incident.severity.set","severity":"P1""#, "reason"),
    (#""type":"incident.role.assigned","role":"boss","to":"bob""#, "role"),
    (#""type":"incident.role.assigned","role":"scribe","to":"two words""#, "to"),
    (#""type":"incident.step.started","step":"Revoke""#, "step"),
    (#""type":"incident.step.skipped","step":"revoke""#, "reason"),
    (
      #""type":"incident.step.done","step":"verify","summary":"x","verification":{}"#,
      "verification.pendingPoints"
    ),
    (
      #""type":"incident.step.done","step":"verify","summary":"x","verification":{"pendingPoints":["a b"],"allowed":0,"denied":0,"quiet":true}"#,
      "verification.pendingPoints[0]"
    ),
    (
      #""type":"incident.step.done","step":"verify","summary":"x","verification":{"pendingPoints":[],"allowed":-1,"denied":0,"quiet":true}"#,
      "verification.allowed"
    ),
    (#""type":"incident.facts.found","facts":{"risk":100.01}"#, "facts.risk"),
    (#""type":"incident.facts.found","facts":{"risk":40.001}"#, "facts.risk"),
    (#""type":"incident.facts.found","facts":{"riskk":40}"#, "facts.riskk"),
    (#""type":"incident.facts.found","facts":{"exposedWallets":1.0}"#, "facts.exposedWallets"),
    (#""type":"incident.evidence.attached","title":"x","leaf":0"#, "leaf"),
    (#""type":"incident.handover.accepted""#, "offer"),
    (#""type":"incident.handover.accepted","offer":"e1","brief":"x""#, "brief"),
    (
      #""type":"incident.opened","origin":{"alert":1,"session":"k"},"title":"x","detectedAt":1,"facts":{},"severity":"P1""#,
      "origin.session"
    ),
    (
      #""type":"incident.opened","origin":{"scope":{"chain":1}},"title":"x","detectedAt":1,"facts":{},"severity":"P1""#,
      "origin.scope.chain"
    ),
    (#""type":"incident.opened","origin":{},"title":"x","detectedAt":1,"severity":"P1""#, "facts"),
  ]

  @Test(arguments: refused)
  func `an event that is not written as it must be is refused by field`(rest: String, field: String) throws {
    let value = try parseJSON("{\(Self.head),\(rest)}".utf8)
    let error = #expect(throws: FieldError.self) { try IncidentEvent(value) }
    #expect(error?.field == field)
  }

  @Test func `a field of every event is refused where it is wrong`() throws {
    for (wrong, field) in [
      (#""id":"a b","incident":"i","happenedAt":1,"recordedAt":2,"who":"a""#, "id"),
      (#""id":"e","incident":"","happenedAt":1,"recordedAt":2,"who":"a""#, "incident"),
      (#""id":"e","incident":"i","happenedAt":"1","recordedAt":2,"who":"a""#, "happenedAt"),
      (#""id":"e","incident":"i","happenedAt":1,"recordedAt":2.0001,"who":"a""#, "recordedAt"),
      (#""id":"e","incident":"i","happenedAt":1,"recordedAt":2"#, "who"),
    ] {
      let value = try parseJSON(#"{"type":"incident.handover.accepted","offer":"e1",\#(wrong)}"#.utf8)
      let error = #expect(throws: FieldError.self) { try IncidentEvent(value) }
      #expect(error?.field == field)
    }
  }

  private static let facts = IncidentFacts(
    allowedAfterRevoke: 0, exposedWallets: 3, exposedValue: Money(micros: 1_500_000),
    risk: RiskScore(hundredths: 9725), spent: .zero)

  private static let actions: [IncidentAction] = [
    opening(facts, origin: .alert(12), title: hostileText),
    opening(origin: .session(.opaque("0xKey"))),
    opening(origin: .scope(Scope(chainID: 1, label: Label(key: "app", value: hostileText)))),
    opening(origin: .scope(.everything)), opening(origin: .hand), opening(isDrill: true),
    .factsFound(.unknown), .factsFound(facts), .severitySet(.p1, reason: hostileText),
    .roleAssigned(.comms, to: "bob"), .noteAdded(hostileText),
    .detectionCorrected(from: start, to: Timestamp(milliseconds: 5), reason: "r"),
    .stepStarted(.tighten), .revoked(revocation), .tightened(modeChange),
    .noticeStaged(NoticeStage(stage: .drafted, kind: .update, digest: "sha256:00", text: hostileText)),
    .noticeStaged(NoticeStage(stage: .posted, kind: .initial, digest: "sha256:00", destination: hostileText)),
    .noticeStaged(
      NoticeStage(
        stage: .drafted, kind: .update, form: .short, digest: "sha256:00", text: "x",
        facts: try? IncidentResponseTests.facts())),
    done(.revoke), done(.verify, hostileText), .stepSkipped(.notice, reason: "r"),
    .steppedBack(to: .revoke, reason: "r"), .evidenceAttached(Evidence(title: hostileText, sequence: 41)),
    .handOverOffered(to: "bob", brief: hostileText), .handOverAccepted(offer: "e1"),
    .handOverDeclined(reason: "r"),
    .commandTaken(reason: "r"), .followUpAgreed(FollowUp(id: "f", what: hostileText, owner: "bob")),
    .followUpAgreed(FollowUp(id: "f", what: "w", owner: "bob", dueAt: at(5))), .followUpDone(id: "f"),
    .closed(summary: hostileText), .reopened(from: .verify, reason: "r"),
  ]

  @Test(arguments: actions)
  func `an event is read as it was written`(action: IncidentAction) throws {
    for sequence in [nil, 9] as [Int64?] {
      let event = events([action])[0].kept(as: sequence)
      let again = try reread(event)
      #expect(again == event)
      #expect(again.json == event.json)
      #expect(event.json.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
      #expect(!action.text.isEmpty)
    }
  }

  /// The reader neither stops nor takes a text for another: what it reads is written as one text, which reads the same.
  @Test(arguments: UInt64(0)..<200)
  func `a damaged event is refused, or is another event of its own`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    for action in Self.actions {
      var bytes = Array(events([action])[0].json.utf8)
      for _ in 0...random.next() % 3 {
        let place = Int(random.next() % UInt64(bytes.count))
        switch random.next() % 3 {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
        case 1: bytes.remove(at: place)
        default: bytes.insert(random.pick(Array("0\",:{}[]e-".utf8)), at: place)
        }
      }
      guard let value = try? parseJSON(bytes), let event = try? IncidentEvent(value) else { continue }
      #expect(try reread(event).json == event.json, "seed \(seed)")
    }
  }

  @Test func `every kind of event has a name of its own`() {
    #expect(Set(Self.actions.map(\.name)).count == 22)
  }
}
