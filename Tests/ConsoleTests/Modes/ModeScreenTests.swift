import Delegation
import PolicyEngine
import SessionStore
import Terminal
import Testing

@testable import Console

/// The list of scopes and modes, as it is seen.
@Suite struct ModeScreenTests {
  private static func desk(_ size: ScreenSize, modes: [ModeTable.Entry] = []) -> Desk {
    var desk = Desk([row(key(1)), row(key(2))], size: size)
    desk.modes = modes
    desk.effects += desk.model.start()
    desk.answer()
    desk.look()
    desk.press("m")
    desk.answer()
    desk.look()
    return desk
  }

  private static let locked = [
    ModeTable.Entry(scope: .everything, mode: .denyFirst, start: start - seconds(60)),
    ModeTable.Entry(scope: Scope(chainID: 1), mode: .lockdown, start: start - seconds(60)),
  ]

  @Test func `a tightening at 80 by 24`() {
    expectScreen(
      Self.desk(ScreenSize(rows: 24, columns: 80)).screen,
      """
       curfew  Sessions    NORMAL                          local store  live ● 19:06Z
       2 active   0 at risk   0 critical   denied -   revoke p95 -   after revoke 0
       / all sessions                                               sort risk ▼   1/2
        RISK       SESSION     CAPABILITY    SPENT / LIMIT   EXPIRES LAST SIGNALS
      ▶   1 LOW  ▁ 0x0001…0001 swap.execute  ███▌░░░ 250/500   04:12   2s
          1 LOW  ▁ 0x0002…0002 swap.execute  ███▌░░░ 250/500   04:12   2s


      ┌─ mode and scope ─────────────────────────────────────────────────────────────┐
      │▶ all                                                              NORMAL     │
      │  chain:1                                                          NORMAL     │
      │  cap:swap.execute                                                 NORMAL     │
      │  chain:1 cap:swap.execute                                         NORMAL     │
      │  chain:1 dest:0xRouterA                                           NORMAL     │
      │  domain:mobile                                                    NORMAL     │
      │  wallet:0x0077aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0077                NORMAL     │
      │  key:0x0001aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0001                   NORMAL     │
      │  mode  NORMAL  [GUARDED]  DENY-FIRST   LOCKDOWN                              │
      │  GUARDED for all is tighter than NORMAL: Enter sets it at once               │
      │  would deny: 31 good (9 sessions, 3100 USD), 14 bad (1, 250 USD), of 1,204   │
      └──────────────────────────────────────────────────────────────────────────────┘
      ────────────────────────────────────────────────────────────────────────────────
       ⏎ set   j k scope   Left Right mode   t reason   Esc leave
      """)
  }

  @Test func `a loosening with its reason at 120 by 40, in ASCII`() {
    var desk = Self.desk(ScreenSize(rows: 40, columns: 120), modes: Self.locked)
    desk.model.settings.glyphs = .ascii
    desk.press("j", "Left", "Left", "Enter")
    desk.write("it is over")
    expectScreen(
      desk.screen,
      """
       curfew  Sessions    DENY-FIRST  +1 scoped                                                   local store  live o 19:06Z
       2 active   0 at risk   0 critical   denied -   revoke p95 -   after revoke 0
       / all sessions                                                                                       sort risk v   1/2
        RISK       SESSION      WALLET       CAPABILITY     CHAIN SPENT / LIMIT   DENIED STATE   EXPIRES LAST SIGNALS
      >   1 LOW  _ 0x0001a~0001 0x0077a~0077 swap.execute       1 ###---- 250/500      1 active    04:12   2s
          1 LOW  _ 0x0002a~0002 0x0077a~0077 swap.execute       1 ###---- 250/500      1 active    04:12   2s

















      +- mode and scope -----------------------------------------------------------------------------------------------------+
      |  all                                                                       DENY-FIRST                                |
      |> chain:1                                                                   LOCKDOWN                                  |
      |  cap:swap.execute                                                          NORMAL                                    |
      |  chain:1 cap:swap.execute                                                  NORMAL                                    |
      |  chain:1 dest:0xRouterA                                                    NORMAL                                    |
      |  domain:mobile                                                             NORMAL                                    |
      |  wallet:0x0077aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0077                         NORMAL                                    |
      |  key:0x0001aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0001                            NORMAL                                    |
      |  mode  NORMAL  [GUARDED]  DENY-FIRST   LOCKDOWN                                                                      |
      |  GUARDED for chain:1 is LOOSER than LOCKDOWN: it takes a reason and a second operator                                |
      |  DENY-FIRST for all is tighter, and holds as long as it is there                                                     |
      |  reason: it is over                                                                                                  |
      +----------------------------------------------------------------------------------------------------------------------+
      ------------------------------------------------------------------------------------------------------------------------
       Enter sends it   Esc leaves the reason
      """)
  }

  @Test(arguments: [(8, 30), (10, 40), (24, 80)])
  func `a small terminal shows what would be set before it sets it`(rows: Int, columns: Int) {
    var desk = Self.desk(ScreenSize(rows: rows, columns: columns))
    #expect(desk.screen.contains { $0.contains("[GUARDED]") })
    #expect(desk.screen.contains { $0.contains("GUARDED for all is") })
    desk.press("Enter")
    #expect(desk.modeOrders.count == 1)
  }

  @Test(arguments: [(7, 80), (24, 29), (1, 1), (3, 20)])
  func `where the list cannot be seen nothing is set`(rows: Int, columns: Int) {
    var desk = Self.desk(ScreenSize(rows: rows, columns: columns))
    desk.press("Enter")
    #expect(desk.modeOrders.isEmpty)
  }

  @Test func `text from outside is cleaned before it is drawn`() {
    let hostile = Label(key: "app", value: "a\u{1B}[2Jb\u{202E}c")
    var desk = Desk(
      [row(key(1), envelope: envelope(key(1), labels: [hostile]))], size: ScreenSize(rows: 40, columns: 120))
    desk.effects += desk.model.start()
    desk.answer()
    desk.look()
    desk.press("m")
    let text = desk.screen.joined()
    #expect(text.contains("label.app:a"))
    #expect(!text.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x202E })
  }
}
