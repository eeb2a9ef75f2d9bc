import Terminal
import Testing

@testable import Console

/// What the first screen and an incident show at 120 by 40, whole but for the hints.
@Suite struct LargePictureTests {
  static let large: [Picture] = [
    Picture(
      "sessions", 0...10,
      """
       curfew  Sessions    NORMAL   3 alerts  1 request                                            local store  live ● 19:06Z
       TTTTTT  aaaaaaaa   NNNNNNNNwwwwwwwwwwwwwwwwwwwww                                            mmmmmmmmmmm  ggggggmmmmmmm
       3 active   3 at risk   1 critical   denied -   revoke p95 -   after revoke 0
                  wwwwwwwww   CCCCCCCCCC
       / all sessions                                                                                       sort risk ▼   1/7
       k mmmmmmmmmmmm                                                                                       mmmmmmmmmm
        RISK       SESSION      WALLET       CAPABILITY     CHAIN SPENT / LIMIT   DENIED STATE   EXPIRES LAST SIGNALS
        aaaaaaaaaa hhhhhhhhhhhh hhhhhhhhhhhh hhhhhhhhhhhhh hhhhhh hhhhhhhhhhhhhhh hhhhhh hhhhhhh hhhhhhh hhhh hhhhhhhhhhhhhhhh
      ▶  97 CRIT █ 0x0001a…0001 0x0077a…0077 swap.execute       1 ██████▊ 486/500      1 active    04:12   2s CTX BURST VELO
      sssssssssssssssssssssssssssssssssssssssssssssssssssssssssss wwwwwww         wwwwww ggggggg
         44 MED  ▄ 0x0002a…0002 0x0077a…0077 swap.execute       1 ▏░░░░░░   2/500      1 dormant     57m   3m DORM
        wwwwwwwwww                                                btttttt         wwwwww wwwwwww
         81 HIGH ▇ 0x0003a…0003 0x0077a…0077 swap.execute       1 ██░░░░░ 150/500      1 revoked       -    - POSTREV BURST
        mmmmmmmmmm mmmmmmmmmmmm mmmmmmmmmmmm mmmmmmmmmmmmm mmmmmm mmttttt mmmmmmm mmmmmm ddddddd mmmmmmm mmmm mmmmmmmmmmmmmmmm
          1 LOW  ▁ 0x0004a…0004 0x0077a…0077 swap.execute       1 ░░░░░░░   0/500      1 active    04:12    -
        mmmmmmmmmm                                                ttttttt         wwwwww ggggggg
          1 LOW  ▁ 0x0005a…0005 0x0077a…0077 swap.execute       1 ███▌░░░ 250/500      1 expired expired   2s
        mmmmmmmmmm mmmmmmmmmmmm mmmmmmmmmmmm mmmmmmmmmmmmm mmmmmm mmmmttt mmmmmmm mmmmmm mmmmmmm mmmmmmm mmmm mmmmmmmmmmmmmmmm
          1 LOW  ▁ 0x0006a…0006 0x0077a…0077 swap.execute       1 ░░░░░░░   0/500      1 pending     15m    -
        mmmmmmmmmm                                                ttttttt         wwwwww wwwwwww
         72 HIGH ▆ 0x0007a…0007 0x0077a…0077 swap.execute       1 ▌░░░░░░  40/500      1 active    00:40   2s BURST
        dddddddddd                                                btttttt         wwwwww ggggggg wwwwwww
      """),
    Picture(
      "incident", 0...36,
      """
       curfew  Incidents > Incident INC-1    NORMAL   3 alerts  1 request                          local store  live ● 19:06Z
       TTTTTT           mmmaaaaaaaaaaaaaa   NNNNNNNNwwwwwwwwwwwwwwwwwwwww                          mmmmmmmmmmm  ggggggmmmmmmm
       3 active   3 at risk   1 critical   denied -   revoke p95 -   after revoke 0
                  wwwwwwwww   CCCCCCCCCC
       INC-1 P2  odd swaps                                                                             C alice  S -  M -  A -
       TTTTTTdd                                                                                      hhhh     hhhhwhhhhwhhhhw
       since start 04:12   from detection: acknowledged 10.0 s, committed 52.0 s, effective not yet
       mmmmmmmmmmmm     mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm      mmmmmmmmmmmm      mmmmmmmmmmmmwwwwwww
       ▶ 0x0001aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0001  active   97 CRIT  486/500 USD
       aa                                          ggggggggCCCCCCCCCCmmmmmmmmmmmmm
       ✓ revoke                     ✓ tighten                    ▶ verify                     · notice
       gggggggg                     ggggggggg                    aaaaaaaa                     mmmmmmmm
         done 00:18 alice             done 00:24 alice             started 00:26 alice          open
         mmmmmmmmmmmmmmmm             mmmmmmmmmmmmmmmm             mmmmmmmmmmmmmmmmmmm          mmmm
      ── VERIFY ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
      --TTTTTTTT--------------------------------------------------------------------------------------------------------------
       quiet          in 00:43 if nothing is allowed
       mmmmmmmmmmmmmmm
       point          authorize@4711  ✓ refuses since 19:03:30Z
       mmmmmmmmmmmmmmmggggggggggggggggggggggggggggggggggggggggg
       point          gateway@4712  ✓ refuses since 19:03:31Z, 3 leaves behind
       mmmmmmmmmmmmmmmgggggggggggggggggggggggggggggggggggggggggggggggggggggggg
       point          authorize@4713  ✗ cannot be asked: no answer within 500 ms
       mmmmmmmmmmmmmmmwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww
       since revoked  0 allowed, 14 denied
       mmmmmmmmmmmmmmm
                      0xRouterA  chain 1  0 allowed (0 USD), 14 denied
       mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm
       before         4 allowed, 250 USD in the 5 minutes before
       mmmmmmmmmmmmmmm
       possible       2 related sessions may still spend 900 USD
       mmmmmmmmmmmmmmm
      ── TIMELINE  10, newest first   EVIDENCE 1: leaves 41 ──────────────────────────────────────────────────────────────────
      --TTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTT------------------------------------------------------------------
          +0:28 19:02:56Z alice    note: seen by two of us
                mmmmmmmmmmaaaaaaaaa
          +0:26 19:02:54Z alice    step verify started
                mmmmmmmmmmaaaaaaaaa
          +0:24 19:02:52Z alice    step tighten done: mode guarded for chain:1 cap:swap.execute
                mmmmmmmmmmaaaaaaaaa
          +0:22 19:02:50Z alice    mode guarded for chain:1 cap:swap.execute, leaf 44
                mmmmmmmmmmaaaaaaaaa
          +0:20 19:02:48Z alice    step tighten started
                mmmmmmmmmmaaaaaaaaa
          +0:18 19:02:46Z alice    step revoke done: 1 session revoked
                mmmmmmmmmmaaaaaaaaa
          +0:16 19:02:44Z alice    evidence, leaf 41: revocation of 0x0001aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0001
                mmmmmmmmmmaaaaaaaaa
          +0:14 19:02:42Z alice    revoked session 0x0001aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0001, leaf 41
                mmmmmmmmmmaaaaaaaaa
          +0:12 19:02:40Z alice    step revoke started
                mmmmmmmmmmaaaaaaaaa
          +0:10 19:02:38Z alice    opened from session 0x0001aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0001 as P2: odd swaps
                mmmmmmmmmmaaaaaaaaa









       NEXT v  ask every enforcement point: it has not been quiet for long enough
       hhhhhk                             mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm
      """),
  ]

  @Test(arguments: large) func `have their words and looks in place at 120 by 40`(picture: Picture) throws {
    try picture.expect(ScreenSize(rows: 40, columns: 120), .unicode)
  }
}
