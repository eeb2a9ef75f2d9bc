import Delegation
import IncidentResponse
import PolicyEngine
import RiskScoring
import SessionStore
import Terminal
import Testing

@testable import Console

/// The filters and orders of the lists beside the sessions'.
@Suite struct RowFilterTests {
  @Test(arguments: [
    ("", true), ("swap", true), ("SWAP alice", true), ("swap bob", false), ("owner:alice", true),
    ("owner:bob", false), ("!bob", true), ("!alice", false), ("!owner:bob swap", true), ("other:x", false),
    ("a:b", true), ("!", false), ("owner:", true),
  ])
  func `every word must be found, in its field or in any`(filter: String, isFound: Bool) {
    let fields = [(name: "alert", value: "Swap a:b"), (name: "owner", value: "alice")]
    #expect(RowFilter.matches(filter, fields) == isFound)
  }

  private static func open() throws -> Desk {
    var desk = Desk.open()
    desk.incidents = [
      try IncidentSamples.incident("INC-1", title: "odd swaps", severity: .p2, startedAgo: 300),
      try IncidentSamples.incident("INC-2", title: "stolen phone", severity: .p1, startedAgo: 900),
      try IncidentSamples.incident("INC-3", title: "odd quotes", severity: .p3, startedAgo: 20),
    ]
    desk.press("4")
    desk.answer()
    desk.look()
    return desk
  }

  @Test func `the list narrows as the operator types, and Esc brings back all and the cursor`() throws {
    var desk = try Self.open()
    desk.press("j", "/")
    desk.write("odd")
    #expect(desk.model.incidents.shown.map(\.id) == ["INC-1", "INC-3"])
    #expect(desk.screen[21].contains(" / odd"))
    #expect(desk.screen[21].contains("2 of 3"))
    desk.press("Esc")
    #expect(desk.model.incidents.shown.count == 3)
    #expect(desk.model.incidents.cursor == "INC-2")
  }

  @Test func `Enter applies, what is applied is shown, and Esc clears it before it goes back`() throws {
    var desk = try Self.open()
    desk.press("/")
    desk.write("title:odd !quotes")
    desk.press("Enter")
    #expect(desk.screen[21].contains("title:odd !quotes"))
    #expect(desk.screen[21].contains("1 of 3"))
    desk.press("Esc")
    #expect(desk.model.screen == .incidents)
    #expect(desk.model.incidents.shown.count == 3)
    desk.press("Esc")
    #expect(desk.model.screen == .sessions)
  }

  @Test func `a filter of one list is not that of another`() throws {
    var desk = try Self.open()
    desk.run("filter phone")
    #expect(desk.model.incidents.shown.map(\.id) == ["INC-2"])
    desk.press("6", "4")
    #expect(desk.model.incidents.shown.map(\.id) == ["INC-2"])
    #expect(desk.model.rowFilters[.drills] == nil)
    #expect(desk.model.filter.appliedText.isEmpty)
  }

  @Test func `incidents stand in the order that is asked for`() throws {
    var desk = try Self.open()
    desk.press("s")
    #expect(desk.model.incidents.shown.map(\.id) == ["INC-3", "INC-1", "INC-2"])
    desk.press("s")
    #expect(desk.model.incidents.shown.map(\.id) == ["INC-2", "INC-1", "INC-3"])
    desk.run("sort open")
    #expect(desk.model.incidents.shown.map(\.id) == ["INC-1", "INC-2", "INC-3"])
    desk.run("sort colour")
    #expect(desk.screen.joined().contains("`colour` is no order: expected open, newest, severity"))
  }

  @Test(arguments: ["5", "6"])
  func `where there is one order only, another is refused`(name: String) {
    var desk = Desk.open()
    desk.press(name)
    desk.answer()
    #expect(desk.press("s") == [.bell])
  }

  @Test func `the filter of the screen without a list is refused`() {
    var desk = Desk.open()
    desk.press("3")
    #expect(desk.press("/") == [.bell])
    #expect(desk.statusLine.contains("nothing here has a filter"))
  }

  @Test func `a paste is text in the field, and nothing else`() throws {
    var desk = try Self.open()
    desk.press("/")
    desk.send(.paste("phone\nX"))
    #expect(desk.model.incidents.shown.map(\.id) == ["INC-2"])
    #expect(desk.writes.isEmpty)
  }
}
