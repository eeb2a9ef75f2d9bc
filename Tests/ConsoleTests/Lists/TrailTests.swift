import Delegation
import SessionStore
import Terminal
import Testing

@testable import Console

/// Related sessions in one key, and back to where one was.
@Suite struct TrailTests {
  private static let rows = (1...6).map { number in
    row(
      key(number),
      envelope: envelope(
        key(number), wallet: key(number % 2 == 0 ? 70 : 71),
        destinations: number == 1 ? [.opaque("0xRouterA"), .opaque("0xRouterB")] : [.opaque("0xRouterB")],
        domain: .opaque(number < 4 ? "mobile" : "web")))
  }

  @Test(arguments: [
    ("W", "wallet", [2, 4, 6]), ("O", "domain", [1, 2, 3]), ("E", "destination", [1, 2, 3, 4, 5, 6]),
  ])
  func `one key shows what is related, and Esc goes back`(name: String, kind: String, related: [Int]) {
    var desk = Desk.open(Self.rows, size: ScreenSize(rows: 40, columns: 120))
    desk.run("filter !0003")
    desk.answer()
    desk.look()
    desk.press("g", "j", name)
    desk.answer()
    desk.look()
    #expect(desk.model.list.order == related.map { key($0) })
    #expect(desk.model.list.cursor == key(2))
    #expect(desk.screen[0].contains("Sessions > \(kind) "))
    desk.press("Esc")
    desk.answer()
    desk.look()
    #expect(desk.model.filter.appliedText == "!0003")
    #expect(desk.model.list.cursor == key(2))
    #expect(desk.model.trail.isEmpty)
  }

  @Test func `from the page of a session, and back to that page`() {
    var desk = Desk.open(Self.rows, size: ScreenSize(rows: 40, columns: 120))
    desk.press("Enter")
    desk.answer()
    desk.look()
    desk.press("W")
    desk.answer()
    desk.look()
    #expect(desk.screen[0].contains("Sessions > Session 0x0001…0001 > wallet 0x0071"))
    desk.press("j", "Enter")
    desk.answer()
    desk.look()
    #expect(desk.screen[0].contains("wallet 0x0071…0071 > Session 0x0003…0003"))
    desk.press("Esc", "Esc")
    desk.answer()
    desk.look()
    #expect(desk.model.screen == .session(key(1)))
    #expect(desk.model.page.detail != nil)
  }

  @Test func `of several destinations the operator chooses one`() {
    var desk = Desk.open(Self.rows)
    desk.press("E")
    #expect(desk.model.filter.appliedText.isEmpty)
    desk.press("Enter")
    desk.answer()
    #expect(desk.model.list.order == [key(1)])
    #expect(desk.model.filter.appliedText == "dest:0xroutera")
  }

  @Test func `where no session is shown there is nothing related`() {
    var desk = Desk.open(Self.rows)
    desk.press("3")
    #expect(desk.press("W") == [.bell])
    #expect(desk.statusLine.contains("no session is shown here"))
  }

  @Test func `the way gives way on a narrow screen, where one is never does`() {
    var desk = Desk.open(Self.rows)
    for name in ["W", "O", "W", "O", "Enter"] {
      desk.press(name)
      desk.answer()
      desk.look()
    }
    #expect(desk.screen[0].contains("… > "))
    #expect(desk.screen[0].contains("> Session 0x0001…0001    NORMAL"))
    #expect(desk.screen[0].hasSuffix("live ● 19:06Z"))
  }

  @Test func `tabs stand where there is room for all of them`() {
    let narrow = Desk.open(Self.rows).screen[0]
    #expect(!narrow.contains("2 Alerts"))
    let wide = Desk.open(Self.rows, size: ScreenSize(rows: 24, columns: 160)).screen[0]
    #expect(wide.contains("1 Sessions  2 Alerts  3 Metrics  4 Incidents  5 Approvals  6 Drills"))
  }
}
