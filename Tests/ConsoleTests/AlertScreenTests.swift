import Delegation
import RiskScoring
import SessionStore
import Terminal
import Testing

@testable import Console

/// An operator at the Alerts screen.
enum AlertSamples {
  static let rows = (1...3).map { row(key($0)) }
  static let four = [
    alert(
      14, .riskCritical, session: key(3), owner: "swap-desk", revokedAt: start - seconds(100),
      effectiveAt: start - TimeSpan(milliseconds: 98_100)),
    alert(13, .contextViolations, session: key(2), peak: 81, state: .acknowledged, label: .useful),
    alert(
      12, .sharedNonceDomain, subject: "mobile", session: nil, wallet: nil, owner: nil, count: 3, peak: 1),
    alert(11, .burst, session: key(1), count: 12_345, peak: 44, openedAgo: 90_000, lastAgo: 3_700),
  ]

  static func open(
    _ alerts: [Alert] = four, size: ScreenSize = ScreenSize(rows: 24, columns: 80), readOnly: Bool = false
  ) -> Desk {
    var desk = Desk.open(rows, size: size, readOnly: readOnly)
    desk.alerts = alerts
    desk.press("2")
    desk.answer()
    desk.send(.overviewed(overview(rows, alerts: alerts.count { $0.state != .closed })))
    desk.look()
    // No hand is that quick.
    desk.now = desk.now + Model.settleSpan
    return desk
  }
}

@Suite struct AlertScreenTests {
  @Test func `the alerts at 80 by 24`() {
    expectScreen(
      AlertSamples.open().screen,
      """
       curfew  Alerts    NORMAL   4 alerts                 local store  live ● 19:06Z
       3 active   0 at risk   0 critical   denied -   revoke p95 -   after revoke 0
         alerts that are not closed                              newest first ▼   1/4
        PEAK       ALERT                 SUBJECT     COUNT OPENED LAST STATE
      ▶  97 CRIT █ risk is critical      0x0003…0003    12     3m   2s open
         81 HIGH ▇ context violations    0x0002…0002    12     3m   2s acked useful
          1 LOW  ▁ shared nonce domain   mobile          3     3m   2s open
         44 MED  ▄ burst                 0x0001…0001   12k    25h   1h open








      ────────────────────────────────────────────────────────────────────────────────
       alert 14 risk is critical  0x0003aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0003
       wallet 0x0077aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0077  owner swap-desk
       opened 2026-02-21 19:03:40Z
                   revoked 19:05:00Z, seen refused 1 min after the alert
      ────────────────────────────────────────────────────────────────────────────────
       X revoke  A ack  U useful  N noise  i incident  m mode  ⏎ details  ? keys
      """)
  }

  @Test func `the alerts at 120 by 40`() {
    expectScreen(
      AlertSamples.open(size: ScreenSize(rows: 40, columns: 120)).screen,
      """
       curfew  Alerts    NORMAL   4 alerts                                                         local store  live ● 19:06Z
       3 active   0 at risk   0 critical   denied -   revoke p95 -   after revoke 0
         alerts that are not closed                                                                      newest first ▼   1/4
        PEAK        ALERT                  SUBJECT           WALLET           OWNER         COUNT  OPENED  LAST  STATE
      ▶  97 CRIT █  risk is critical       0x0003aaaaa…0003  0x0077aaaa…0077  swap-desk        12      3m    2s  open
         81 HIGH ▇  context violations     0x0002aaaaa…0002  0x0077aaaa…0077  payments         12      3m    2s  acked useful
          1 LOW  ▁  shared nonce domain    mobile            -                -                 3      3m    2s  open
         44 MED  ▄  burst                  0x0001aaaaa…0001  0x0077aaaa…0077  payments        12k     25h    1h  open
























      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       alert 14 risk is critical  0x0003aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0003
       wallet 0x0077aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0077  owner swap-desk
       opened 2026-02-21 19:03:40Z  revoked 19:05:00Z, seen refused 1 min after the alert

      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       X revoke   A ack   U useful   N noise   i incident   m mode   ⏎ details   o all   / filter   s sort   ? keys
      """)
  }

  @Test func `a small terminal shows the chosen alert`() {
    expectScreen(
      AlertSamples.open(size: ScreenSize(rows: 10, columns: 40)).screen,
      """
      ▶ 14 0x0003aaaaaaaaaaaaaaaaaaa…0003  1/4
      risk is critical
       97 CRIT █  12x  opened 3m  last 2s
      open  owner swap-desk
      wallet 0x0077aaaaaaaaaaaaaaaaaaaaa…0077
      40x10 is small: 80x24 shows all
      X revoke  A ack  U useful  ? keys
      """)
  }

  @Test func `no alert says how to see the closed ones`() {
    var desk = AlertSamples.open([alert(1, state: .closed, label: .noise)])
    #expect(desk.screen[5].contains("No alert is open."))
    #expect(desk.screen[6].contains("Press o"))
    desk.press("o")
    desk.answer()
    #expect(desk.screen[4].contains("closed noise"))
    #expect(desk.screen[2].contains("all alerts"))
    desk = AlertSamples.open([])
    desk.press("o")
    desk.answer()
    #expect(desk.screen[5].contains("There were no alerts yet."))
  }
}
