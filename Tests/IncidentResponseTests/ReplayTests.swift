import Delegation
import PolicyEngine
import Testing

@testable import IncidentResponse

@Suite struct ReplayTests {
  private static let seeds = Array(UInt64(0)..<120)

  @Test(arguments: seeds)
  func `a refused event changes nothing, and what was accepted replays to the same state`(seed: UInt64) throws
  {
    var maker = EventMaker(seed: seed)
    var refusals = 0
    let incident = try maker.run(120) { before, after in
      refusals += 1
      #expect(before == after, "seed \(seed)")
    }
    #expect(refusals > 0 && incident.events.count > 10, "seed \(seed)")
    var again = try Incident(incident.events[0])
    for event in incident.events.dropFirst() { #expect(try again.apply(event) == .changed, "seed \(seed)") }
    #expect(again == incident, "seed \(seed)")
  }

  @Test(arguments: seeds.prefix(20))
  func `after a crash at any event another console comes to the same end`(seed: UInt64) throws {
    var maker = EventMaker(seed: seed)
    let incident = try maker.run(50)
    for count in 1...incident.events.count {
      // What the first console recorded; the second reads it, is sent some of it again, and goes on.
      var book = IncidentBook()
      for event in incident.events.prefix(count) { _ = try book.apply(reread(event)) }
      for event in incident.events.prefix(count).suffix(3) { #expect(try book.apply(event) == .knownAlready) }
      for event in incident.events.dropFirst(count) { #expect(try book.apply(event) == .changed) }
      #expect(book["INC-1"] == incident, "seed \(seed), crash after \(count)")
    }
  }

  @Test(arguments: seeds)
  func `at every event the rules hold`(seed: UInt64) throws {
    var maker = EventMaker(seed: seed)
    let incident = try maker.run(120)
    var now = try Incident(incident.events[0])
    for event in incident.events.dropFirst() {
      _ = try now.apply(event)
      #expect(!now.nextActions(.standard).isEmpty, "seed \(seed)")
      #expect(now.roles[.commander] != nil && now.roles[.commander] != now.roles[.approver], "seed \(seed)")
      if now.isClosed { #expect(now.openSteps.isEmpty && now.handOver == nil, "seed \(seed)") }
      // Steps are settled from the front: no step that is open stands before one that is not.
      let settled = IncidentStep.allCases.map { now.state(of: $0).isSettled }
      #expect(settled == settled.filter { $0 } + settled.filter { !$0 }, "seed \(seed)")
      #expect(now.brief(.standard).unicodeScalars.count <= IncidentLimits.brief)
    }
  }

  @Test func `some seeds walk to the end, and are reopened`() throws {
    var (closed, reopened) = (0, 0)
    for seed in Self.seeds {
      var maker = EventMaker(seed: seed)
      let names = try maker.run(120).events.map(\.action.name)
      closed += names.contains("closed") ? 1 : 0
      reopened += names.contains("reopened") ? 1 : 0
    }
    #expect(closed > 10 && reopened > 10)
  }

  @Test(arguments: seeds.prefix(40))
  func `incidents at the same time do not touch one another`(seed: UInt64) throws {
    let incidents = try (0..<4).map { place in
      var maker = EventMaker(seed: seed * 4 + UInt64(place), incident: "INC-\(place)")
      return try maker.run(40)
    }
    var random = SeededRandom(seed: seed)
    var (book, left) = (IncidentBook(), incidents.map { $0.events[...] })
    while let place = left.indices.filter({ !left[$0].isEmpty }).randomElement(using: &random) {
      if let event = left[place].popFirst() { #expect(try book.apply(event) == .changed) }
    }
    #expect(Set(book.all) == Set(incidents), "seed \(seed)")
    #expect(book.open.allSatisfy { !$0.isClosed })
    #expect(book.open.map(\.severity) == book.open.map(\.severity).sorted(by: >))
  }

  @Test func `an event of an incident that the book does not know is refused`() throws {
    var book = IncidentBook()
    #expect(throws: IncidentProblem.unknownIncident("INC-1")) { try book.apply(events([.noteAdded("x")])[0]) }
    #expect(book.all.isEmpty)
    _ = try book.apply(events([opening()])[0])
    let again = IncidentEvent(
      id: "other", incident: "INC-1", happenedAt: start, recordedAt: start, who: "bob", action: opening())
    #expect(throws: IncidentProblem.openedAlready("INC-1")) { try book.apply(again) }
    #expect(book["INC-1"]?.events.count == 1)
  }
}
