import Delegation
import PolicyEngine
import SessionStore
import Terminal
import Testing

@testable import Console

@Suite struct ScreenTests {
  private static let three = [
    row(key(1), spent: 486),
    row(key(2), life: .dormant, spent: 2, expiresIn: 3_425, usedAgo: 180),
    row(key(3), life: .revoked, spent: 150, usedAgo: nil, revokedFrom: start),
  ]

  @Test func `the list is whole at 80 by 24`() {
    let desk = Desk.open(Self.three)
    expectScreen(
      desk.screen,
      """
       curfew  Sessions    NORMAL                          local store  live ● 19:06Z
       1 active  1 dormant  0 expired  1 revoked  0 pending  denied -  after revoke 0
       / all sessions                                             sort newest ▼   1/3
        STATE   SESSION     WALLET      CAPABILITY   CHAIN SPENT / LIMIT  EXPIRES LAST
      ▶ active  0x0001…0001 0x0077…0077 swap.execute     1 █████▊ 486/500   04:12   2s
        dormant 0x0002…0002 0x0077…0077 swap.execute     1 ▏░░░░░   2/500     57m   3m
        revoked 0x0003…0003 0x0077…0077 swap.execute     1 █▊░░░░ 150/500       -    -














      ────────────────────────────────────────────────────────────────────────────────
       X revoke  ⏎ details  / filter  s sort  z freeze  : commands  ? keys  q quit
      """)
  }

  @Test func `the list at 120 by 40`() {
    let desk = Desk.open(Self.three, size: ScreenSize(rows: 40, columns: 120))
    expectScreen(
      desk.screen,
      """
       curfew  Sessions    NORMAL                                                                  local store  live ● 19:06Z
       1 active  1 dormant  0 expired  1 revoked  0 pending                                          denied -  after revoke 0
       / all sessions                                                                                     sort newest ▼   1/3
        STATE    SESSION           WALLET            CAPABILITY              CHAIN  SPENT / LIMIT        DENIED  EXPIRES  LAST
      ▶ active   0x0001aaaaa…0001  0x0077aaaaa…0077  swap.execute                1  ██████████▋ 486/500       1    04:12    2s
        dormant  0x0002aaaaa…0002  0x0077aaaaa…0077  swap.execute                1  ▏░░░░░░░░░░   2/500       1      57m    3m
        revoked  0x0003aaaaa…0003  0x0077aaaaa…0077  swap.execute                1  ███▎░░░░░░░ 150/500       1        -     -






























      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       X revoke   ⏎ details   / filter   s sort   z freeze   : commands   ? keys   q quit   j down   k up   PgDn page down
      """)
  }

  @Test func `a small terminal says so and shows the chosen session`() {
    let desk = Desk.open(Self.three, size: ScreenSize(rows: 10, columns: 40))
    expectScreen(
      desk.screen,
      """
      ▶ 0x0001aaaaaaaaaaaaaaaaaaaaaa…0001  1/3
      active  486/500  expires 04:12  last 2s
      wallet 0x0077aaaaaaaaaaaaaaaaaaaaa…0077
      swap.execute  chain 1
      40x10 is small: 80x24 shows all
      X revoke  ⏎ details  / filter  s sort
      """)
  }

  @Test func `the keys are listed on a small terminal too`() {
    var desk = Desk.open(Self.three, size: ScreenSize(rows: 6, columns: 40))
    desk.press("?")
    expectScreen(
      desk.screen,
      """
      X :revoke [KEY]
        Revoke the session under the cursor at
        once; `u` undoes it within 30 s.
      u :undo
        Undo your latest revocation, within 30
      j k scroll   Esc close
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
       0 active  0 dormant  0 expired  0 revoked  0 pending  denied -  after revoke 0
       / all sessions                                             sort newest ▼   -/0
        STATE   SESSION     WALLET      CAPABILITY   CHAIN SPENT / LIMIT  EXPIRES LAST

          This store has no sessions yet.

          curfew demo                   a store with traffic and attacks
          curfew sessions grant         grants one session
          curfew sessions import FILE   grants a session for each line
          curfew authorize < FILE       decides requests, records them

          Sessions appear here as soon as any process grants one.








      ────────────────────────────────────────────────────────────────────────────────
       X revoke  ⏎ details  / filter  s sort  z freeze  : commands  ? keys  q quit
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
       curfew  Session    NORMAL                           local store  live ● 19:06Z
       1 active  1 dormant  0 expired  1 revoked  0 pending  denied -  after revoke 0
       ▶ 0x0001aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0001
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
         19:06:32Z deny   swap.execute  100 USD  0xRouterA
      ────────────────────────────────────────────────────────────────────────────────
       X revoke  : commands  ? keys  q quit  j down  k up  PgDn page down
      """)
  }

  @Test func `help lists actions`() {
    var desk = Desk.open(Self.three)
    desk.press("?")
    expectScreen(
      desk.screen,
      """
       curfew  Sessions    NORMAL                          local store  live ● 19:06Z
       1 active  1 dormant  0 expired  1 revoked  0 pending  denied -  after revoke 0
       KEYS AND COMMANDS
       X          :revoke [KEY]   Revoke the session under the cursor at once; `u`
                                  undoes it within 30 s.
       u          :undo           Undo your latest revocation, within 30 s of its
                                  commit. Not now: nothing was revoked from here.
       Enter      :open [KEY]     Show the session under the cursor: its envelope,
                                  executions and revocations.
       /          :filter [TEXT]  Show only sessions that match, such as
                                  `state:active spent>50% !chain:1 text`; fields:
                                  state chain key wallet cap dest domain label.NAME
                                  spent limit execs denied expires used.
       s          :sort [ORDER]   Sort by the next order: newest, lastUsed, spent,
                                  expires, denied.
       z          :freeze         Freeze the order of rows, or let it go; values stay
                                  live.
       :          :palette        Run any action by its name.
       ? F1       :help           List every key and command.
       q ^C       :quit           Leave the console; nothing in the store changes.
       15 more below
      ────────────────────────────────────────────────────────────────────────────────
       j k scroll   Esc close
      """)
    desk.press("Esc", ":")
    desk.write("so")
    expectScreen(
      desk.screen,
      """
       curfew  Sessions    NORMAL                          local store  live ● 19:06Z
       1 active  1 dormant  0 expired  1 revoked  0 pending  denied -  after revoke 0
       / all sessions                                             sort newest ▼   1/3
        STATE   SESSION     WALLET      CAPABILITY   CHAIN SPENT / LIMIT  EXPIRES LAST
      ▶ active  0x0001…0001 0x0077…0077 swap.execute     1 █████▊ 486/500   04:12   2s
        dormant 0x0002…0002 0x0077…0077 swap.execute     1 ▏░░░░░   2/500     57m   3m
        revoked 0x0003…0003 0x0077…0077 swap.execute     1 █▊░░░░ 150/500       -    -











      ┌─ commands, on 0x0001…0001 ───────────────────────────────────────────────────┐
      │▶ sort [ORDER]   s          Sort by the next order: newest, lastUsed, spent,… │
      └──────────────────────────────────────────────────────────────────────────────┘
      ────────────────────────────────────────────────────────────────────────────────
       ⏎ run   Tab complete   Up Down choose   Esc leave
      :so
      """)
  }
}
