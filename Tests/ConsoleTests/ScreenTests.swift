import RiskScoring
import Delegation
import PolicyEngine
import SessionStore
import Terminal
import Testing

@testable import Console

@Suite struct ScreenTests {
  private static let three = [
    row(key(1), spent: 486, risk: risk(97, .context, .burst, .velocity)),
    row(key(2), life: .dormant, spent: 2, expiresIn: 3_425, usedAgo: 180, risk: risk(44, .dormant)),
    row(
      key(3), life: .revoked, spent: 150, usedAgo: nil, revokedFrom: start,
      risk: risk(81, .postRevocation, .burst)),
    row(key(4), spent: 0, usedAgo: nil),
  ]

  @Test func `the list is whole at 80 by 24`() {
    let desk = Desk.open(Self.three)
    expectScreen(
      desk.screen,
      """
       curfew  Sessions    NORMAL                          local store  live ● 19:06Z
       2 active   2 at risk   1 critical   denied -   revoke p95 -   after revoke 0
       / all sessions                                               sort risk ▼   1/4
        RISK       SESSION     CAPABILITY    SPENT / LIMIT   EXPIRES LAST SIGNALS
      ▶  97 CRIT █ 0x0001…0001 swap.execute  ██████▊ 486/500   04:12   2s CTX BURST +1
         44 MED  ▄ 0x0002…0002 swap.execute  ▏░░░░░░   2/500 dormant   3m DORM
         81 HIGH ▇ 0x0003…0003 swap.execute  ██░░░░░ 150/500 revoked    - POSTREV +1
          1 LOW  ▁ 0x0004…0004 swap.execute  ░░░░░░░   0/500   04:12    -













      ────────────────────────────────────────────────────────────────────────────────
       X revoke  i incident  m mode  ⏎ details  / filter  s sort  : commands  ? keys
      """)
  }

  @Test func `the list at 120 by 40`() {
    let desk = Desk.open(Self.three, size: ScreenSize(rows: 40, columns: 120))
    expectScreen(
      desk.screen,
      """
       curfew  Sessions    NORMAL                                                                  local store  live ● 19:06Z
       2 active   2 at risk   1 critical   denied -   revoke p95 -   after revoke 0
       / all sessions                                                                                       sort risk ▼   1/4
        RISK       SESSION      WALLET       CAPABILITY     CHAIN SPENT / LIMIT   DENIED STATE   EXPIRES LAST SIGNALS
      ▶  97 CRIT █ 0x0001a…0001 0x0077a…0077 swap.execute       1 ██████▊ 486/500      1 active    04:12   2s CTX BURST VELO
         44 MED  ▄ 0x0002a…0002 0x0077a…0077 swap.execute       1 ▏░░░░░░   2/500      1 dormant     57m   3m DORM
         81 HIGH ▇ 0x0003a…0003 0x0077a…0077 swap.execute       1 ██░░░░░ 150/500      1 revoked       -    - POSTREV BURST
          1 LOW  ▁ 0x0004a…0004 0x0077a…0077 swap.execute       1 ░░░░░░░   0/500      1 active    04:12    -





























      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       X revoke   i incident   m mode   ⏎ details   / filter   s sort   : commands   2 alerts   3 metrics   ? keys
      """)
  }

  @Test func `a small terminal says so and shows the chosen session`() {
    let desk = Desk.open(Self.three, size: ScreenSize(rows: 10, columns: 40))
    expectScreen(
      desk.screen,
      """
      ▶ 0x0001aaaaaaaaaaaaaaaaaaaaaa…0001  1/4
       97 CRIT █  CTX BURST VELO
      active  486/500  expires 04:12  last 2s
      wallet 0x0077aaaaaaaaaaaaaaaaaaaaa…0077
      swap.execute  chain 1
      40x10 is small: 80x24 shows all
      X revoke  i incident  m mode  ? keys
      """)
  }

  @Test func `the keys are listed on a small terminal too`() {
    var desk = Desk.open(Self.three, size: ScreenSize(rows: 6, columns: 40))
    desk.press("?")
    expectScreen(
      desk.screen,
      """
      Acting on sessions and alerts
      X :revoke [KEY]
        Revoke the session under the cursor,
        or the alert's, at once; `u` undoes it
        within 30 s. Where sessions are
      j k scroll   / search   Esc close
      """)
    desk.press("G")
    #expect(desk.screen[4].contains("comes back"))
    #expect(desk.model.drawn.target == nil)
  }

  @Test func `one cell is no crash and no target`() {
    let desk = Desk.open(Self.three, size: ScreenSize(rows: 1, columns: 1))
    expectScreen(
      desk.screen,
      """
      …
      """)
    #expect(desk.model.drawn.target == nil)
  }

  @Test func `an empty store says what to do next`() {
    let desk = Desk.open([])
    expectScreen(
      desk.screen,
      """
       curfew  Sessions    NORMAL                          local store  live ● 19:06Z
       0 active   0 at risk   0 critical   denied -   revoke p95 -   after revoke 0
       / all sessions                                               sort risk ▼   -/0
        RISK       SESSION     CAPABILITY    SPENT / LIMIT   EXPIRES LAST SIGNALS

          This store has no sessions yet.

          curfew demo                   a store with traffic and attacks
          curfew sessions grant         grants one session
          curfew sessions import FILE   grants a session for each line
          curfew authorize < FILE       decides requests, records them

          Sessions appear here as soon as any process grants one.








      ────────────────────────────────────────────────────────────────────────────────
       X revoke  m mode  ⏎ details  / filter  s sort  : commands  2 alerts  ? keys
      """)
  }

  @Test func `the session page`() {
    var desk = Desk.open(Self.three)
    desk.press("Enter")
    desk.send(
      .detailed(
        key(1),
        SessionDetail(
          row: row(key(1), spent: 486),
          executions: [
            execution(key(1), 2, reasons: [.chainMismatch, .valueOverBudget]), execution(key(1), 1),
          ], revocations: [revocation(key(1))])))
    expectScreen(
      desk.screen,
      """
       curfew  Sessions > Session 0x0001…0001    NORMAL    local store  live ● 19:06Z
       2 active   2 at risk   1 critical   denied -   revoke p95 -   after revoke 0
       ▶ 0x0001aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0001
       risk             1 LOW  ▁  reading why
       state          active
       spent          ███████████████████▍ 486 of 500 USD
       executions     4 allowed, 1 denied
       granted        2026-02-21 18:56:40Z
       expires        2026-02-21 19:10:52Z, in 04:12
       last use       2026-02-21 19:06:38Z, 2s ago
       wallet         0x0077aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0077
       capabilities   swap.execute
       destinations   0xRouterA
       chain          1, nonces in mobile
       limits         500 USD in all

       REVOCATIONS  1
         2026-02-21 19:06:40Z secops by secops.alice: revoked from console
                     committed 19:06:40Z

       EXECUTIONS, newest first  2
      ────────────────────────────────────────────────────────────────────────────────
       X revoke  i incident  m mode  w why  : commands  1 sessions  2 alerts  ? keys
      """)
  }

  @Test func `help lists actions`() {
    var desk = Desk.open(Self.three)
    desk.press("?")
    expectScreen(
      desk.screen,
      """
       curfew  Sessions    NORMAL                          local store  live ● 19:06Z
       2 active   2 at risk   1 critical   denied -   revoke p95 -   after revoke 0
       KEYS AND COMMANDS   / searches, by a word or a key
       Acting on sessions and alerts
       X          :revoke [KEY]         Revoke the session under the cursor, or the
                                        alert's, at once; `u` undoes it within 30 s.
                                        Where sessions are marked, show what revoking
                                        them would end; `Y` does it.
       u          :undo                 Undo your latest revocation, within 30 s of
                                        its commit. Not now: nothing was revoked from
                                        here.
       A          :acknowledge          Acknowledge the alert under the cursor:
                                        somebody looks into it. Not now: no alert is
                                        shown here.
       U          :close-useful         Close the alert under the cursor as useful.
                                        Not now: no alert is shown here.
       N          :close-noise          Close the alert under the cursor as noise; of
                                        a critical one the revocation lag ends. Not
                                        now: no alert is shown here.
       L          :label                Label the alert under the cursor useful;
       215 more below
      ────────────────────────────────────────────────────────────────────────────────
       j k scroll   / search   Esc close
      """)
    desk.press("Esc", ":")
    desk.write("so")
    expectScreen(
      desk.screen,
      """
       curfew  Sessions    NORMAL                          local store  live ● 19:06Z
       2 active   2 at risk   1 critical   denied -   revoke p95 -   after revoke 0
       / all sessions                                               sort risk ▼   1/4
        RISK       SESSION     CAPABILITY    SPENT / LIMIT   EXPIRES LAST SIGNALS
      ▶  97 CRIT █ 0x0001…0001 swap.execute  ██████▊ 486/500   04:12   2s CTX BURST +1
         44 MED  ▄ 0x0002…0002 swap.execute  ▏░░░░░░   2/500 dormant   3m DORM
         81 HIGH ▇ 0x0003…0003 swap.execute  ██░░░░░ 150/500 revoked    - POSTREV +1
          1 LOW  ▁ 0x0004…0004 swap.execute  ░░░░░░░   0/500   04:12    -



      ┌─ commands, on 0x0001…0001 ───────────────────────────────────────────────────┐
      │▶ sort [ORDER]   s          Sort by the next order, alerts and incidents by … │
      │  scope [WORDS]  S          not now: no incident is shown here                │
      │  show-notice    l          not now: no incident is shown here                │
      │  json [FILE]    p          Show what is under the cursor as JSON in $PAGER,… │
      │  sessions       1          not now: it is shown already                      │
      │  same-domain    O          Show the sessions of the same nonce domain; Esc … │
      │  close-noise    N          not now: no alert is shown here                   │
      │  ask-approval [REASON]            not now: no incident is shown here         │
      └──────────────────────────────────────────────────────────────────────────────┘
      ────────────────────────────────────────────────────────────────────────────────
       ⏎ run   Tab complete   Up Down choose   Esc leave
      :so
      """)
  }
}
