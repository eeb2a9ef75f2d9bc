import Delegation
import IncidentResponse
import PolicyEngine
import SessionStore
import Terminal
import Testing

@testable import Console

/// Answers that come after Esc, or to another question than the one that is open.
@Suite struct LateAnswerTests {
  private static let rows = (1...3).map { row(key($0)) }

  private static func leave(_ desk: inout Desk) {
    desk.wait(TimeSpan(milliseconds: 300))
    desk.press("Esc")
    #expect(desk.statusLine.contains("stopped waiting"))
  }

  private static func card(_ words: String) throws -> RevokeCard {
    let scope = try Scope(words: words)
    return RevokeCard(
      incident: "INC-1", title: scope.words, scope: scope, preview: IncidentSamples.related[1].preview)
  }

  @Test func `the card of a scope that nobody waits for does not open`() throws {
    var desk = Desk.at([try IncidentSamples.incident()])
    let (first, second) = (try Self.card("chain:1"), try Self.card("chain:10"))
    desk.run("scope chain:1")
    Self.leave(&desk)
    desk.send(.cardRead(first))
    #expect(desk.model.overlay == nil)
    desk.run("scope chain:10")
    desk.send(.cardRead(first))
    #expect(desk.model.overlay == nil)
    desk.send(.cardRead(second))
    #expect(desk.model.overlay == .card(second))
  }

  @Test func `the latest scope is the one whose card opens`() throws {
    var desk = Desk.at([try IncidentSamples.incident()])
    let (first, second) = (try Self.card("chain:1"), try Self.card("chain:10"))
    desk.run("scope chain:1")
    #expect(desk.run("scope chain:10").contains(.scopeCard(second.scope, title: second.title, for: "INC-1")))
    desk.send(.cardRead(first))
    #expect(desk.model.overlay == nil)
    desk.send(.cardRead(second))
    #expect(desk.model.overlay == .card(second))
  }

  @Test func `marks are turned around once, and not after Esc`() {
    let rows = (1...700).map { row(key($0)) }
    var desk = Desk.open(rows)
    let answer = Event.matchingRead(.all, listing(rows, asOf: start))
    #expect(desk.press("*") == [.matching(.all)])
    Self.leave(&desk)
    desk.send(answer)
    #expect(desk.model.marks.isEmpty)
    #expect(desk.press("*") == [.matching(.all)])
    desk.send(answer)
    desk.send(answer)
    #expect(desk.model.marks.count == 700)
  }

  @Test func `the proof of another leaf is not shown`() throws {
    var desk = try AuditScreenTests.desk()
    desk.run("prove 640")
    Self.leave(&desk)
    desk.run("prove 641")
    #expect(desk.send(.proofRead(640, nil)).isEmpty)
    #expect(desk.send(.loadFailed(.why, .closed)).isEmpty)
    #expect(desk.send(.proofRead(641, nil)) == [.bell])
    #expect(desk.statusLine.contains("the log has no leaf 641"))
  }

  @Test func `the explanation of another execution is not shown`() {
    var desk = Desk.open(Self.rows)
    desk.run("why 7")
    Self.leave(&desk)
    desk.run("why 8")
    #expect(desk.send(.whyRead(7, nil)).isEmpty)
    #expect(desk.send(.whyRead(8, nil)) == [.bell])
    #expect(desk.statusLine.contains("leaf 8 is no execution"))
  }

  @Test func `the JSON of another session is not shown`() {
    var desk = Desk.open(Self.rows)
    desk.press("p")
    Self.leave(&desk)
    desk.press("j", "p")
    #expect(desk.send(.described(.session(key(1)), .pager, .text("{}"))).isEmpty)
    #expect(desk.send(.described(.session(key(2)), .pager, .text("{}"))) == [.show("{}", .pager)])
  }

  @Test func `an older page that does not go on from the rows that are shown is left out`() throws {
    var desk = try AuditScreenTests.desk((1...450).reversed().map { AuditSamples.entry(Int64($0)) })
    desk.press("G")
    #expect(desk.effects.contains(.auditOlder(before: 251)))
    func page(_ numbers: ClosedRange<Int64>, joins: Bool) -> AuditPage {
      AuditPage(
        rows: numbers.reversed().map { AuditRow(AuditSamples.entry($0)) }, reachesEnd: false, joins: joins)
    }
    desk.send(.auditRead(.newest(page(1_801...2_000, joins: false))))
    desk.send(.auditRead(.older(page(51...250, joins: true), before: 251)))
    #expect(desk.model.audit.rows.map(\.sequence) == Array((1_801...2_000).reversed()))
  }
}
