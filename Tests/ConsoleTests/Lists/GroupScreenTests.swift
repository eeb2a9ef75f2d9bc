import Delegation
import SessionStore
import Terminal
import Testing

@testable import Console

@Suite struct GroupScreenTests {
  private static let rows = (1...5).map { number in
    row(
      key(number), envelope: envelope(key(number), wallet: key(number % 2 == 0 ? 70 : 71)),
      risk: risk(number * 15))
  }

  private static func grouped() -> Desk {
    var desk = Desk.open(rows)
    desk.press("b")
    desk.answer()
    desk.look()
    return desk
  }

  @Test(arguments: ["moon", "Wallet", "risk"])
  func `what puts nothing together is refused`(name: String) {
    var desk = Desk.open(Self.rows)
    desk.run("group \(name)")
    #expect(desk.screen.joined().contains("`\(name)` puts nothing together: expected none, wallet"))
    #expect(desk.model.grouping == nil)
  }

  @Test func `groups at 80 by 24`() {
    expectScreen(
      Array(Self.grouped().screen),
      """
       curfew  Sessions    NORMAL                          local store  live ● 19:06Z
       5 active   3 at risk   0 critical   denied -   revoke p95 -   after revoke 0
       / all sessions                                    by wallet, worst first   1/2
        WORST      WALLET                 SESSIONS ACTIVE AT RISK SPENT / LIMIT DENIED
      ▶  75 HIGH ▆ 0x0071aaaaaaaaaaa…0071        3      3       2      750/1500      3
         60 MED  ▅ 0x0070aaaaaaaaaaa…0070        2      2       1      500/1000      2















      ────────────────────────────────────────────────────────────────────────────────
       X revoke  m mode  ⏎ details  / filter  : commands  2 alerts  3 metrics  ? keys
       sessions by wallet: Enter opens a group
      """)
  }

  @Test(arguments: ["X", "Space", "V", "*", "c", "s", "z", "W", "y"])
  func `nothing acts on a group, and X says what to do instead`(name: String) {
    var desk = Self.grouped()
    #expect(desk.press(name) == [.bell])
    #expect(desk.writes.isEmpty)
    #expect(desk.model.drawn.target == nil)
    if name == "X" { #expect(desk.statusLine.contains("Enter opens the group, `*` marks all of it")) }
  }

  @Test func `Enter opens a group, and Esc comes back to it`() {
    var desk = Self.grouped()
    desk.press("j", "Enter")
    desk.answer()
    desk.look()
    #expect(desk.model.list.order == [key(2), key(4)])
    #expect(desk.screen[0].contains("Sessions > wallet 0x0070"))
    #expect(desk.model.filter.appliedText == "wallet:\(key(70).text)")
    desk.press("Esc")
    desk.answer()
    desk.look()
    #expect(desk.model.grouping == .wallet)
    #expect(desk.model.groups.cursor == key(70).text)
    #expect(desk.model.filter.appliedText.isEmpty)
    desk.press("Esc")
    #expect(desk.model.grouping == nil)
  }

  @Test func `the filter holds for groups, and for the group that is opened`() {
    var desk = Self.grouped()
    desk.press("/")
    desk.write("risk>=40")
    desk.answer()
    desk.press("Enter")
    #expect(desk.model.groups.groups.map(\.sessions) == [2, 1])
    desk.press("Enter")
    desk.answer()
    #expect(desk.model.filter.appliedText == "risk>=40 wallet:\(key(71).text)")
    #expect(desk.model.list.order == [key(3), key(5)])
  }

  @Test func `b goes on to the next way and ends with sessions`() {
    var desk = Desk.open(Self.rows)
    var seen: [SessionGrouping?] = []
    for _ in 0..<5 {
      desk.press("b")
      seen.append(desk.model.grouping)
    }
    #expect(seen == [.wallet, .capability, .chain, .nonceDomain, nil])
  }

  /// A name that a filter would read as something else is quoted.
  @Test(arguments: ["swap.*", "a:b", "\"x\"", "!swap", "back\\slash", "plain", "0x91c4...0a7e", "risk>=40"])
  func `a group's filter leaves exactly its sessions`(name: String) throws {
    let capability = Identifier.opaque(name)
    let others = [
      row(key(1)), row(key(2), envelope: envelope(key(2), capabilities: [.opaque("swap.execute")])),
    ]
    let own = row(key(3), envelope: envelope(key(3), capabilities: [capability]))
    let term = try #require(SessionGrouping.capability.term(name))
    let filter = try SessionFilter.parse(term.description)
    #expect((others + [own]).filter { filter.matches($0, now: start) }.map(\.id) == [key(3)])
  }
}
