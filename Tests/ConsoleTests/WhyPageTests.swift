import Delegation
import IncidentResponse
import SessionStore
import Terminal
import Testing

@testable import Console

/// Why an execution acted, from the Session screen or by its leaf.
@Suite struct WhyPageTests {
  private static func desk(size: ScreenSize = ScreenSize(rows: 24, columns: 80)) -> Desk {
    var desk = Desk.open([row(key(1))], size: size)
    desk.executions = [execution(key(1), 2, reasons: [.chainMismatch]), execution(key(1), 1)]
    return desk
  }

  @Test(arguments: [
    ("why", "`why` is not possible: no executions are shown here: `:why LEAF`"),
    ("why x", "`x` is no leaf: expected the number of an execution's leaf"),
    ("why 9", "leaf 9 is no execution"),
  ])
  func `what cannot be explained says so`(command: String, answer: String) {
    var desk = Self.desk(size: ScreenSize(rows: 24, columns: 140))
    desk.command(command)
    desk.answer()
    #expect(desk.statusLine.contains(answer))
    #expect(desk.model.overlay == nil)
  }

  @Test func `w lists the executions, and Enter explains one, at 80 by 24`() {
    var desk = Self.desk()
    desk.press("Enter")
    desk.answer()
    desk.press("w", "j")
    #expect(desk.screen.contains { $0.contains("which execution is to be explained") })
    desk.press("Enter")
    desk.answer()
    expectScreen(
      desk.screen,
      """
       curfew  Sessions > Session 0x0001…0001    NORMAL    local store  live ● 19:06Z
       1 active   0 at risk   0 critical   denied -   revoke p95 -   after revoke 0
       WHY it acted, leaf 1
       Curfew was not told of any log-out of wallet
       0x0077aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0077 since this session key was granted
       at 2026-02-21T18:56:40Z. It would have changed nothing by itself: a session
       key keeps its own life, and this one was good until 2026-02-21T19:10:52Z.
       Nobody had revoked it before 2026-02-21T19:06:31Z, and nobody has since.
       This execution at 2026-02-21T19:06:31Z was allowed because nothing spoke
       against it: the session was in its time, swap.execute to 0xRouterA on chain 1
       and 100 USD were within its grant, and the mode was normal.
       Times are the store's, in whole seconds; a device's own clock may differ.
       What came first is told by the leaves' numbers.

       What the log says of 0x0001aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0001:
       ▶      1  2026-02-21 19:06:31Z  allowed 100 USD, swap.execute to 0xRouterA on
                 chain 1

       What would have stopped it:
       - Telling Curfew when the wallet logs out, and revoking its sessions then
       7 more below
      ────────────────────────────────────────────────────────────────────────────────
       j k scroll   Esc close
      """)
    desk.press("X")
    #expect(desk.writes.isEmpty)
    desk.press("Esc")
    #expect(desk.model.screen == .session(key(1)))
  }

  @Test func `a leaf is explained from any screen`() {
    var desk = Self.desk()
    desk.press("2")
    desk.answer()
    desk.command("why 2")
    desk.answer()
    #expect(desk.screen[2].contains("WHY it did not act, leaf 2"))
  }
}
