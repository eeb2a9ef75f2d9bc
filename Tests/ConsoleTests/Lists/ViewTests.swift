import SessionStore
import Terminal
import Testing

@testable import Console

@Suite struct ViewTests {
  private static let rows = (1...5).map { row(key($0)) }

  @Test(arguments: [
    ("view night", "no view is called `night`"), ("delete-view night", "no view is called `night`"),
    ("save-view", "expected `:save-view NAME`"),
  ])
  func `a view that is not there is refused`(command: String, answer: String) {
    var desk = Desk.open(Self.rows, size: ScreenSize(rows: 24, columns: 120))
    desk.run(command)
    #expect(desk.screen.suffix(2).joined().contains(answer))
    #expect(desk.keeps.isEmpty)
  }

  @Test func `F without a view says how to save one`() {
    var desk = Desk.open(Self.rows)
    #expect(desk.press("F") == [.bell])
    #expect(desk.statusLine.contains("`:save-view NAME` saves what is shown"))
  }

  @Test func `a view brings back filter, order, groups and columns`() {
    var desk = Desk.open(Self.rows)
    desk.run("filter state:active")
    desk.run("sort spent")
    desk.run("columns session state")
    desk.run("save-view night")
    #expect(
      desk.keeps.last
        == .save(
          SavedView(
            name: "night", filter: "state:active", sort: .spent,
            columns: [ColumnChoice(.session), ColumnChoice(.state)])))
    desk.run("filter chain:2")
    desk.run("sort risk")
    desk.run("columns default")
    desk.run("group wallet")
    desk.run("view night")
    desk.answer()
    #expect(desk.model.filter.appliedText == "state:active")
    #expect(desk.model.sort == .spent)
    #expect(desk.model.grouping == nil)
    #expect(desk.model.columns.map(\.id) == [.session, .state])
  }

  @Test func `its name stands beside the filter as long as nothing was changed`() {
    var desk = Desk.open(Self.rows)
    desk.run("filter state:active")
    desk.run("save-view night")
    #expect(desk.screen[2].contains("/ state:active  view night"))
    desk.press("s")
    #expect(!desk.screen[2].contains("night"))
    desk.run("sort risk")
    #expect(desk.screen[2].contains("view night"))
  }

  @Test func `the chooser lists the operator's and the configuration's, and Enter takes one`() {
    var desk = Desk.open(Self.rows)
    desk.model.settings.views = [
      SavedView(name: "mine", filter: "chain:9"),
      SavedView(name: "given", filter: "chain:1", grouping: .chain),
    ]
    desk.run("save-view mine")
    desk.press("F")
    expectScreen(
      Array(desk.screen[16...]),
      """

      ┌─ views ──────────────────────────────────────────────────────────────────────┐
      │▶ mine                 sort risk  all sessions                                │
      │  given                by chain, sort risk  chain:1                           │
      └──────────────────────────────────────────────────────────────────────────────┘
      ────────────────────────────────────────────────────────────────────────────────
       ⏎ take   j k choose   Esc leave
      """)
    desk.press("j", "Enter")
    #expect(desk.model.filter.appliedText == "chain:1")
    #expect(desk.model.grouping == .chain)
    desk.run("delete-view given")
    #expect(desk.statusLine.contains("stands in the configuration"))
    desk.run("delete-view mine")
    #expect(desk.model.views.map(\.name) == ["mine", "given"])
    #expect(desk.model.views.first?.filter == "chain:9")
  }

  @Test func `a view whose filter does not read changes nothing`() {
    var desk = Desk.open(Self.rows)
    desk.model.settings.views = [SavedView(name: "odd", filter: "colour:red", sort: .spent)]
    #expect(desk.run("view odd").contains(.bell))
    #expect(desk.model.sort == .risk)
    #expect(desk.screen.joined().contains("`colour` is no field"))
  }
}
