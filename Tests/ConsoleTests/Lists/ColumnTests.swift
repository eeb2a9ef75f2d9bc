import Delegation
import PolicyEngine
import SessionStore
import Terminal
import Testing

@testable import Console

@Suite struct ColumnTests {
  private static let rows = [
    row(
      key(1), spent: 486,
      envelope: envelope(
        key(1), destinations: [.opaque("0xRouterA"), .opaque("0xRouterB")],
        labels: [Label(key: "app", value: "dex")]),
      risk: risk(97, .context)), row(key(2), risk: risk(44, .dormant)),
  ]

  @Test(arguments: [
    ("risk wallet", "`session` stays: a row is known by its key"),
    ("session wallet", "`risk` or `state` stays"), ("risk session risk", "`risk` stands twice"),
    ("risk session colour", "`colour` is no column: expected risk session wallet"),
    ("risk session:0", "`session:0` is no column"), ("risk session wallet:81", "`wallet:81` is no column"),
  ])
  func `columns that cannot be are refused and nothing changes`(words: String, answer: String) {
    var desk = Desk.open(Self.rows, size: ScreenSize(rows: 24, columns: 160))
    let before = desk.screen[3]
    desk.run("columns \(words)")
    #expect(desk.statusLine.contains(answer))
    #expect(desk.screen[3] == before)
    #expect(desk.keeps.isEmpty)
  }

  @Test func `columns set by words stand in their order, and are kept`() {
    var desk = Desk.open(Self.rows)
    desk.run("columns session state destination:14 limit executions label")
    expectScreen(
      Array(desk.screen[3...5]),
      """
        SESSION     STATE   DESTINATION       LIMIT  EXECS LABELS
      ▶ 0x0001…0001 active  0xRouterA +1        500      5 app=dex
        0x0002…0002 active  0xRouterA           500      5
      """)
    #expect(desk.statusLine.contains("6 columns, kept"))
    #expect(desk.keeps.count == 1)
    #expect(
      desk.model.kept.columns?.map(\.text) == [
        "session", "state", "destination:14", "limit", "executions", "label",
      ])
  }

  @Test func `what finds no room is said`() {
    var desk = Desk.open(Self.rows)
    desk.run("columns risk session:40 wallet:30 chain")
    #expect(desk.statusLine.contains("4 columns, kept; no room at this width for"))
    #expect(desk.screen[3].contains("SESSION"))
  }

  @Test func `a key's column is never too narrow to tell it, nor so wide that it finds no room`() {
    var desk = Desk.open(Self.rows)
    for width in [1, 80] {
      desk.run("columns risk session:\(width)")
      #expect(desk.screen[4].contains("0x0001"))
      #expect(desk.screen[4].contains("0001 ") || desk.screen[4].hasSuffix("0001"))
    }
  }

  @Test func `default goes back to the configuration's`() {
    var desk = Desk.open(Self.rows)
    desk.model.settings.columns = [ColumnChoice(.risk), ColumnChoice(.session)]
    desk.run("columns session state")
    desk.run("columns default")
    #expect(desk.model.shownColumns.map(\.id) == [.risk, .session])
    #expect(desk.keeps.last == .columns(nil))
  }

  @Test func `the chooser at 80 by 24 shows the table that comes of it`() {
    var desk = Desk.open(Self.rows)
    desk.press("c", "j", "j", "J", "K", "<")
    expectScreen(
      Array(desk.screen[3...]),
      """
        RISK       SESSION     CAPABILITY    SPENT / LIMIT   EXPIRES LAST SIGNALS
      ▶  97 CRIT █ 0x0001…0001 swap.execute  ██████▊ 486/500   04:12   2s CTX
         44 MED  ▄ 0x0002…0002 swap.execute  ███▌░░░ 250/500   04:12   2s DORM





      ┌─ columns ──────────────────────────────────────────────────────────── 3/17 ──┐
      │  ✓ risk        fits itself                                                   │
      │  ✓ session     fits itself                                                   │
      │▶ ✓ wallet      10 wide   no room at this width                               │
      │  ✓ capability  fits itself                                                   │
      │  ✓ chain       fits itself   no room at this width                           │
      │  ✓ spent       fits itself                                                   │
      │  ✓ denied      fits itself   no room at this width                           │
      │  ✓ state       fits itself   no room at this width                           │
      └──────────────────────────────────────────────────────────────────────────────┘
      ────────────────────────────────────────────────────────────────────────────────
       Space show   < > width   J K move   ⏎ keep   Esc leave as it was
      """)
  }

  @Test func `Enter keeps what the chooser shows, Esc leaves it as it was`() {
    var desk = Desk.open(Self.rows)
    desk.press("c", "G", "Space", "K", "Esc")
    #expect(desk.model.columns.isEmpty)
    #expect(desk.keeps.isEmpty)
    desk.press("c", "j", "j", "Space", "K", "Enter")
    #expect(desk.model.columns.map(\.id).contains(.wallet) == false)
    #expect(desk.keeps.count == 1)
  }

  @Test func `the chooser refuses to hide what must stay`() {
    var desk = Desk.open(Self.rows)
    desk.press("c", "j", "Space")
    #expect(desk.statusLine.contains("`session` stays"))
    desk.press("k", "Space")
    #expect(desk.model.shownColumns.contains { $0.id == .state })
    #expect(!desk.model.shownColumns.contains { $0.id == .risk })
  }

  /// Whatever is pressed, a row says which session it is and how it is.
  @Test func `no way through the chooser loses the key`() {
    let keys = ["Space", "<", ">", "J", "K", "j", "k", "g", "G"]
    for seed in UInt64(0)..<60 {
      var random = SplitMix(state: seed)
      var desk = Desk.open(Self.rows)
      desk.press("c")
      for _ in 0..<80 { desk.type(keys.randomElement(using: &random) ?? "j") }
      desk.look()
      desk.press("Enter")
      desk.now = desk.now + seconds(20)
      desk.send(.tick)
      let placed = SessionColumns.place(desk.model.shownColumns, size: desk.model.size)
      let ids = placed.map { desk.model.shownColumns[$0.index].id }
      #expect(ids.contains(.session) && (ids.contains(.risk) || ids.contains(.state)), "seed \(seed)")
      #expect(ColumnSet.problem(desk.model.columns.map(\.id)) == nil, "seed \(seed)")
    }
  }
}
