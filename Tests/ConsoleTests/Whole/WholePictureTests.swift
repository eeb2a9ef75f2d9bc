import Terminal
import Testing

@testable import Console

/// What the screens show at 80 by 24, and under each row the letters of its looks: see `Style.letter`.
@Suite struct WholePictureTests {
  static let whole: [Picture] = [
    Picture(
      "sessions", 0...10,
      """
       curfew  Sessions    NORMAL   3 alerts  1 request    local store  live ● 19:06Z
       TTTTTT  aaaaaaaa   NNNNNNNNwwwwwwwwwwwwwwwwwwwww    mmmmmmmmmmm  ggggggmmmmmmm
       3 active   3 at risk   1 critical   denied -   revoke p95 -   after revoke 0
                  wwwwwwwww   CCCCCCCCCC
       / all sessions                                               sort risk ▼   1/7
       k mmmmmmmmmmmm                                               mmmmmmmmmm
        RISK       SESSION     CAPABILITY    SPENT / LIMIT   EXPIRES LAST SIGNALS
        aaaaaaaaaa hhhhhhhhhhh hhhhhhhhhhhhh hhhhhhhhhhhhhhh hhhhhhh hhhh hhhhhhhhhhhh
      ▶  97 CRIT █ 0x0001…0001 swap.execute  ██████▊ 486/500   04:12   2s CTX BURST +1
      ssssssssssssssssssssssssssssssssssssss wwwwwww
         44 MED  ▄ 0x0002…0002 swap.execute  ▏░░░░░░   2/500 dormant   3m DORM
        wwwwwwwwww                           btttttt         wwwwwww
         81 HIGH ▇ 0x0003…0003 swap.execute  ██░░░░░ 150/500 revoked    - POSTREV +1
        mmmmmmmmmm mmmmmmmmmmm mmmmmmmmmmmmm mmttttt mmmmmmm ddddddd mmmm mmmmmmmmmmmm
          1 LOW  ▁ 0x0004…0004 swap.execute  ░░░░░░░   0/500   04:12    -
        mmmmmmmmmm                           ttttttt
          1 LOW  ▁ 0x0005…0005 swap.execute  ███▌░░░ 250/500 expired   2s
        mmmmmmmmmm mmmmmmmmmmm mmmmmmmmmmmmm mmmmttt mmmmmmm mmmmmmm mmmm mmmmmmmmmmmm
          1 LOW  ▁ 0x0006…0006 swap.execute  ░░░░░░░   0/500 pending    -
        mmmmmmmmmm                           ttttttt         wwwwwww
         72 HIGH ▆ 0x0007…0007 swap.execute  ▌░░░░░░  40/500   00:40   2s BURST
        dddddddddd                           btttttt         wwwwwww
      """),
    Picture(
      "session", 2...6,
      """
       ▶ 0x0001aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0001
       aaTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTT
       risk            97 CRIT █  reading why
       mmmmmmmmmmmmmmm
       state          active
       mmmmmmmmmmmmmmmgggggg
       spent          ███████████████████▍ 486 of 500 USD
       mmmmmmmmmmmmmmm
       executions     4 allowed, 1 denied
       mmmmmmmmmmmmmmm
      """),
    Picture(
      "session", 18...20,
      """
                     nonce 2  NORMAL  log 2
                   mmmmmmmmmmmmmmmmmmmmmmmm
         19:06:31Z allow  swap.execute  100 USD  0xRouterA  nonce 1  NORMAL  log 1
         mmmmmmmmmmggggg                                  mmmmmmmmmmmmmmmmmmmmmmmm

      """),
    Picture(
      "alerts", 2...6,
      """
         alerts that are not closed                              newest first ▼   1/3
         mmmmmmmmmmmmmmmmmmmmmmmmmm                              mmmmmmmmmmmmm
        PEAK       ALERT                 SUBJECT     COUNT OPENED LAST STATE
        hhhhhhhhhh hhhhhhhhhhhhhhhhhhhhh hhhhhhhhhhh hhhhh hhhhhh hhhh hhhhhhhhhhhhh
      ▶  97 CRIT █ risk is critical      0x0001…0001    12     3m   2s open
      ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss
         97 CRIT █ context violations    0x0001…0001    12     3m   2s acked useful
        CCCCCCCCCC wwwwwwwwwwwwwwwwwwwww
         20 LOW  ▂ shared nonce domain   mobile         12     3m   2s open
        mmmmmmmmmm                                                     wwwwwwwwwwwww
      """),
    Picture(
      "alerts", 16...19,
      """
      ────────────────────────────────────────────────────────────────────────────────
      --------------------------------------------------------------------------------
       alert 9 risk is critical  0x0001aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0001
       TTTTTTTTdddddddddddddddd
       wallet 0x0077aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0077  owner payments
       opened 2026-02-21 19:03:40Z  not revoked yet
                                  ddddddddddddddddd
      """),
    Picture(
      "incidents", 2...7,
      """
      ▶ P2 INC-1    ✓revoke ✓tighten ▶verify ·notice  alice          4m  odd swaps
      ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss
                 next: ask every enforcement point  odd swaps
                 mmmmmm                           mmmmmmmmmmm
        P1 INC-2    ▶revoke ·tighten ·verify ·notice  alice          4m  odd swaps
        CC          aaaaaaa mmmmmmmm mmmmmmm mmmmmmm            mmmmmmm
                 next: revoke the session  odd swaps
                 mmmmmm                  mmmmmmmmmmm
        P4 INC-0    ✓revoke ✓tighten ✓verify -notice  alice      closed  odd swaps
                    ggggggg gggggggg ggggggg wwwwwww            mmmmmmm
                 next: make the report  odd swaps
                 mmmmmm               mmmmmmmmmmm
      """),
    Picture(
      "incident", 2...10,
      """
       INC-1 P2  odd swaps                                     C alice  S -  M -  A -
       TTTTTTdd                                              hhhh     hhhhwhhhhwhhhhw
       since start 04:12   acknowledged 10.0 s, committed 52.0 s, effective not yet
       mmmmmmmmmmmm     mmmmmmmmmmmmmmmm      mmmmmmmmmmmm      mmmmmmmmmmmmwwwwwww
       ▶ 0x0001aaaaaaaaaaaaaaaaaaa…0001  active   97 CRIT  486/500 USD
       aa                              ggggggggCCCCCCCCCCmmmmmmmmmmmmm
       ✓ revoke           ✓ tighten          ▶ verify           · notice
       gggggggg           ggggggggg          aaaaaaaa           mmmmmmmm
         done 00:18 alice   done 00:24 alice   started 00:26 a…   open
         mmmmmmmmmmmmmmmm   mmmmmmmmmmmmmmmm   mmmmmmmmmmmmmmmm   mmmm
      ── VERIFY ──────────────────────────────────────────────────────────────────────
      --TTTTTTTT----------------------------------------------------------------------
       quiet          in 00:43 if nothing is allowed
       mmmmmmmmmmmmmmm
       point          authorize@4711  ✓ refuses since 19:03:30Z
       mmmmmmmmmmmmmmmggggggggggggggggggggggggggggggggggggggggg
       point          gateway@4712  ✓ refuses since 19:03:31Z, 3 leaves behind
       mmmmmmmmmmmmmmmgggggggggggggggggggggggggggggggggggggggggggggggggggggggg
      """),
    Picture(
      "approvals", 2...5,
      """
      ▶ a-1f2e3d4c5b  notice.publish    by bob           14m  INC-1
      ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss
        a-9           notice.publish    by alice         14m  INC-1
        aaaaaaaaaaaaa                                wwwwwwwmmmmmmm
      ── WHAT IS ASKED ───────────────────────────────────────────────────────────────
      --TTTTTTTTTTTTTTT---------------------------------------------------------------
       asked          notice.publish by bob, until 2026-02-21 19:21:12Z
       mmmmmmmmmmmmmmm
      """),
    Picture(
      "drills", 2...5,
      """
        DRILL                       AT                SCEN  VERDICT  ACCEPTED  EFFEC…
        hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh
      ▶ DRILL-20260221-070502-a1b2  2026-02-21 18:51Z    1  passed      23 ms      8…
      ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss
        DRILL-20260221-070501-a1b2  2026-02-21 18:51Z    1  passed      23 ms      8…
        aaaaaaaaaaaaaaaaaaaaaaaaaaammmmmmmmmmmmmmmmmm       ggggggg
        DRILL-0                     2026-02-21 19:06Z its report does not read
        aaaaaaaaaaaaaaaaaaaaaaaaaaammmmmmmmmmmmmmmmmmddddddddddddddddddddddddd
      """),
    Picture(
      "metrics", 2...6,
      """
       last 7 days, and the 7 before   read 19:06:40Z                    4 more below
       TTTTTTTTTTTTTTTTTTTTTTTTTTTTTmmmmmmmmmmmmmmmmm                  mmmmmmmmmmmmmm
       EXECUTIONS in 6 h                       DENIED, percent
       hhhhhhhhhhhhhhhhh                       hhhhhhhhhhhhhhh
            ⠤⠤ 7 days  ⠄⠄ before                 ⠤⠤ 7 days  ⠄⠄ before
            bb         mm                        bb         mm
       1.5k│  ⢀    ⣀    ⡀   ⢀⡀   ⢀    ⣀    ⡀   6│ ⢀⡠⢄   ⡠⢄   ⣀⠤⡀  ⣀⠤⡀  ⢀⠤⡀  ⢀⠤⡀  ⢀⡠⢄
       mmmm-  b    b    b   bb   b    b    b   m- bbb   bb   bbb  bbb  bbb  bbb  bbb
           │ ⢰⠁⢇  ⡎⡀⡇  ⡎⡸⡀ ⢰⠁⣸  ⢰⠁⡇  ⡎⡀⡇  ⡎⣸    │⢀⠎⡀⡈⢢⣀⠜⡀⡈⢢⣀⠜⡀⡀⢣⣀⡰⡁⡀⢣⣀⡠⠃⡀⠑⣄⡠⠃⡀⠑⣄⣀⠎⡀⡘⡄
           - bbb  bmb  bbb bbb  bbb  bmb  bb    -bbmbbbbmbbbbmmbbbbmbbbbmbbbbmbbbbmbb
      """),
    Picture(
      "command line", 10...12,
      """
         72 HIGH ▆ 0x0007…0007 swap.execute  ▌░░░░░░  40/500   00:40   2s BURST
        dddddddddd                           btttttt         wwwwwww
      ┌─ commands, on 0x0001…0001 ───────────────────────────────────────────────────┐
      --TTTTTTTTTTTTTTTTTTTTTTTTTT----------------------------------------------------
      │▶ sort [ORDER]   s          Sort by the next order, alerts and incidents by … │
      -ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss-
      """),
    Picture(
      "mistaken filter", 2...2,
      """
       / >                                                          sort risk ▼   -/0
       k                                                            mmmmmmmmmm
      """),
    Picture(
      "mistaken filter", 23...23,
      """

      """),
    Picture(
      "frozen", 21...21,
      """
       FROZEN since 19:06Z: order is held, values are live; z lets go
      BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
      """),
    Picture(
      "revoking", 4...4,
      """
      ▶  97 CRIT █ 0x0001…0001 swap.execute  ██████▊ 486/500 revoke…   2s CTX BURST +1
      ssssssssssssssssssssssssssssssssssssss wwwwwww         wwwwwww
      """),
    Picture(
      "revoking", 23...23,
      """
       0x0001aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0001 revoking…
       wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww
      """),
    Picture(
      "card", 17...21,
      """
      ┌─ revoke for INC-1, after one more look ──────────────────────────────────────┐
      --TTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTT---------------------------------------
      │▶ same wallet: 3 sessions, 1 wallet, 750 USD left                             │
      -ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss-
      │  same nonce domain: 1,204 sessions, 877 wallets, 12.4k USD left              │
      -                                                                              -
      └──────────────────────────────────────────────────────────────────────────────┘
      --------------------------------------------------------------------------------
      ────────────────────────────────────────────────────────────────────────────────
      --------------------------------------------------------------------------------
      """),
    Picture(
      "marks", 2...6,
      """
       / all sessions                                    2 marked   sort risk ▼   4/7
       k mmmmmmmmmmmm                                   !!!!!!!!!!  mmmmmmmmmm
        RISK       SESSION     CAPABILITY    SPENT / LIMIT   EXPIRES LAST SIGNALS
        aaaaaaaaaa hhhhhhhhhhh hhhhhhhhhhhhh hhhhhhhhhhhhhhh hhhhhhh hhhh hhhhhhhhhhhh
       ◆ 97 CRIT █ 0x0001…0001 swap.execute  ██████▊ 486/500   04:12   2s CTX BURST +1
       MCCCCCCCCCC                           wwwwwww
         44 MED  ▄ 0x0002…0002 swap.execute  ▏░░░░░░   2/500 dormant   3m DORM
        wwwwwwwwww                           btttttt         wwwwwww
       ◆ 81 HIGH ▇ 0x0003…0003 swap.execute  ██░░░░░ 150/500 revoked    - POSTREV +1
       Mmmmmmmmmmm mmmmmmmmmmm mmmmmmmmmmmmm mmttttt mmmmmmm ddddddd mmmm mmmmmmmmmmmm
      """),
    Picture(
      "card of marks", 16...20,
      """
      ┌─ revoke what is marked ──────────────────────────────────────────────────────┐
      --TTTTTTTTTTTTTTTTTTTTTTT-------------------------------------------------------
      │  2 sessions of 1 wallet, 512 USD left to spend                               │
      -  dddddddddd                                                                  -
      │  first 0x0001…0001  last 0x0002…0002                                         │
      -  mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm                                         -
      │  Y revokes them; Esc leaves                                                  │
      -  k               kkk                                                         -
      └──────────────────────────────────────────────────────────────────────────────┘
      --------------------------------------------------------------------------------
      """),
    Picture(
      "policy", 2...10,
      """
       ✗ 2 fail  ⚠ 3 warn  ✓ 11 pass  read 19:06Z                                1/26
       ddddddddddwwwwwwwwwwgggggggggggmmmmmmmmmmm
       MODE  where, since when, and by whom
       hhhhmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm
      ▶  GUARDED     all                          2026-02-21 19:02Z   4m  by alice
      ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss
         DENY-FIRST  chain:1 cap:swap.execute     2026-02-21 19:02Z   4m  by bob
        DDDDDDDDDDDD                                               wwwwwmmmmmmmm
       POSTURE  16 checks, the worst first
       hhhhhhhmmmmmmmmmmmmmmmmmmmmmmmmmmmm
        ✗ FAIL  over-broad capability                   1 live session of 3 with a c…
        dddddd                                        mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm
        ✗ FAIL  days 61-90: drills, continuous scoring  no live drill was ever run o…
        dddddd                                        mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm
        ⚠ warn  dormant reactivation                    the default inactivity of 30…
        wwwwww                                        mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm
        ⚠ warn  destination controls                    5 of 7 active capabilities l…
        wwwwww                                        mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm
      """),
    Picture(
      "audit", 2...8,
      """
       812 leaves, 810 signed, the last of 19:03:30Z, 2 unsigned
                             mmmmmmmmmmmmmmmmmmmmmmmwwwwwwwwwwww
       · its growth is not proved yet  key 0a1b2c3d, held here
       mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm
                                                                               5 read
                                                                               mmmmmm
        LEAF     TIME      WHO           ACTION            TARGET           RESULT
        hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh
      ▶ 812      19:03:32Z secops.bob    approval.approve  a-9              refused…
      ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss
        811      19:03:31Z secops.alice  approval.request  a-9              pending
        aaaaaaaaammmmmmmmmm
        640      19:00:40Z secops.alice  mode.change       chain:1          ok
        aaaaaaaaammmmmmmmmm
      """),
    Picture(
      "mode chooser", 12...20,
      """
      │  chain:1 cap:swap.execute                                         NORMAL     │
      -                                                                 NNNNNNNN     -
      │  chain:1 dest:0xRouterA                                           NORMAL     │
      -                                                                 NNNNNNNN     -
      │  domain:mobile                                                    NORMAL     │
      -                                                                 NNNNNNNN     -
      │  wallet:0x0077aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0077                NORMAL     │
      -                                                                 NNNNNNNN     -
      │  key:0x0001aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0001                   NORMAL     │
      -                                                                 NNNNNNNN     -
      │  mode  NORMAL  [GUARDED]  DENY-FIRST   LOCKDOWN                              │
      -  mmmmmmmmmmmmmmaaaaaaaaaammmmmmmmmmmmmmmmmmmmmmmm                            -
      │  GUARDED for all is tighter than NORMAL: Enter sets it at once               │
      -  ggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggg               -
      │  would deny: 31 good (9 sessions, 3100 USD), 14 bad (1, 250 USD), of 1,204   │
      -  mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm   -
      └──────────────────────────────────────────────────────────────────────────────┘
      --------------------------------------------------------------------------------
      """),
    Picture(
      "columns", 6...14,
      """
         81 HIGH ▇ 0x0003…0003 swap.execute  ██░░░░░ 150/500 revoked    - POSTREV +1
        mmmmmmmmmm mmmmmmmmmmm mmmmmmmmmmmmm mmttttt mmmmmmm ddddddd mmmm mmmmmmmmmmmm
          1 LOW  ▁ 0x0004…0004 swap.execute  ░░░░░░░   0/500   04:12    -
        mmmmmmmmmm                           ttttttt
          1 LOW  ▁ 0x0005…0005 swap.execute  ███▌░░░ 250/500 expired   2s
        mmmmmmmmmm mmmmmmmmmmm mmmmmmmmmmmmm mmmmttt mmmmmmm mmmmmmm mmmm mmmmmmmmmmmm
          1 LOW  ▁ 0x0006…0006 swap.execute  ░░░░░░░   0/500 pending    -
        mmmmmmmmmm                           ttttttt         wwwwwww
         72 HIGH ▆ 0x0007…0007 swap.execute  ▌░░░░░░  40/500   00:40   2s BURST
        dddddddddd                           btttttt         wwwwwww
      ┌─ columns ──────────────────────────────────────────────────────────── 1/17 ──┐
      --TTTTTTTTT------------------------------------------------------------mmmmmm---
      │▶ ✓ risk        fits itself                                                   │
      -ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss-
      │  ✓ session     fits itself                                                   │
      -  g             mmmmmmmmmmm                                                   -
      │  ✓ wallet      fits itself   no room at this width                           │
      -  g             mmmmmmmmmmmwwwwwwwwwwwwwwwwwwwwwwww                           -
      """),
    Picture(
      "groups", 2...4,
      """
       / all sessions                                    by wallet, worst first   1/1
       k mmmmmmmmmmmm                                    mmmmmmmmmmmmmmmmmmmmmm
        WORST      WALLET                 SESSIONS ACTIVE AT RISK SPENT / LIMIT DENIED
        hhhhhhhhhh hhhhhhhhhhhhhhhhhhhhhh hhhhhhhh hhhhhh hhhhhhh hhhhhhhhhhhhh hhhhhh
      ▶  97 CRIT █ 0x0077aaaaaaaaaaa…0077        7      3       4      928/3500      7
      ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss
      """),
  ]

  @Test(arguments: whole) func `have their words and looks in place`(picture: Picture) throws {
    try picture.expect(ScreenSize(rows: 24, columns: 80), .unicode)
  }
}
