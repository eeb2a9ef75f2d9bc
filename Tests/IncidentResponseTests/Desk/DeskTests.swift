import Delegation
import Foundation
import IncidentResponse
import SessionStore
import Testing

/// A store in a folder of its own, and desks that stand at it.
final class DeskFolder {
  let url = FileManager.default.temporaryDirectory.appending(path: "curfew-desk-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(at: url) }

  func desk(_ name: String = "alice") throws -> IncidentDesk {
    let store = try Stores.open(
      url: url.appending(path: "curfew.db").path, clock: { at(100) }, makeID: { UUID().uuidString })
    return IncidentDesk(store: store, operator: Operator(name: name))
  }
}

private func opened(isDrill: Bool = false) -> IncidentOpening {
  IncidentOpening(
    origin: .hand, title: "keys of the router", detectedAt: start, facts: .unknown, severity: .p2,
    isDrill: isDrill)
}

@Suite struct DeskTests {
  @Test func `what is refused is not recorded`() throws {
    let folder = try DeskFolder()
    let desk = try folder.desk()
    defer { withExtendedLifetime(folder) {} }
    #expect(throws: DeskError.incident(.unknownIncident("INC-1"))) { try desk.incident("INC-1") }
    #expect(throws: DeskError.incident(.unknownIncident("INC-1"))) {
      try desk.perform(.noteAdded("x"), on: "INC-1", eventID: "e1")
    }
    let incident = try desk.open(opened(), eventID: "e0")
    #expect(throws: DeskError.incident(.nothingRevoked)) {
      try desk.perform(
        [.stepStarted(.revoke), .stepDone(.revoke, StepResult(summary: "x"))], on: incident.id,
        eventIDs: ["e1", "e2"])
    }
    #expect(throws: DeskError.incident(.happenedAfterRecorded)) {
      try desk.perform(.noteAdded("x"), on: incident.id, eventID: "e1", happenedAt: at(101))
    }
    #expect(try desk.book()["INC-1"] == incident)
  }

  @Test func `incidents and drills are numbered each by themselves, and another desk goes on`() throws {
    let folder = try DeskFolder()
    let alice = try folder.desk()
    let bob = try folder.desk("bob")
    #expect(try alice.open(opened(), eventID: "a").id == "INC-1")
    #expect(try bob.open(opened(isDrill: true), eventID: "b").id == "DRILL-1")
    #expect(try bob.open(opened(), eventID: "c").id == "INC-2")
    _ = try alice.perform(.noteAdded("seen"), on: "INC-2", eventID: "d", happenedAt: at(3))
    let second = try bob.incident("INC-2")
    #expect(second.events.map(\.action.name) == ["opened", "note.added"])
    #expect(second.events.map(\.who) == ["bob", "alice"])
    #expect(second.events[1].happenedAt == at(3) && second.events[1].recordedAt == at(100))
    #expect(second.events.allSatisfy { $0.sequence != nil })
    #expect(try alice.book().all.map(\.isDrill) == [false, true, false])
    // The same event once more, as after a crash that left its sender without an answer.
    #expect(try bob.book().open.map(\.id) == ["INC-1", "DRILL-1", "INC-2"])
  }

  @Test func `an event of another build is named, and keeps nobody from the other incidents`() throws {
    let folder = try DeskFolder()
    let desk = try folder.desk()
    defer { withExtendedLifetime(folder) {} }
    _ = try desk.open(opened(), eventID: "e0")
    let draft = IncidentDraft(
      incident: "INC-1", action: "teleported", json: #"{"type":"incident.teleported"}"#)
    let records = try desk.store.record(incident: nil, by: desk.operator) { _, _ in
      Result<_, IncidentProblem>.success([draft])
    }.get()
    let error = #expect(throws: DeskError.self) { try desk.incident("INC-1") }
    guard case .unreadable(let sequence, let field)? = error else {
      Issue.record("not told")
      return
    }
    #expect(sequence == records[0].sequence && field.field == "id")
    #expect(try desk.shelf().unreadable == ["INC-1": error])
    #expect(try desk.open(opened(), eventID: "e1").id == "INC-2")
    #expect(try desk.book().ids == ["INC-2"])
  }
}
