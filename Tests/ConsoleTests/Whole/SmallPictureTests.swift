import Terminal
import Testing

@testable import Console

/// What little screens, and terminals without UTF-8, show.
@Suite struct SmallPictureTests {
  static let small: [Picture] = [
    Picture(
      "sessions", 0...5,
      """
      ▶ 0x0001aaaaaaaaaaaaaaaaaaaaaa…0001  1/7
      ssssssssssssssssssssssssssssssssssssssss
       97 CRIT █  CTX BURST VELO
      CCCCCCCCCC
      active  486/500  expires 04:12  last 2s
      gggggg
      wallet 0x0077aaaaaaaaaaaaaaaaaaaaa…0077
      swap.execute  chain 1
      40x10 is small: 80x24 shows all
      wwwwwwwwwwwwwwwwwwwwwwwwwwwwwww
      """),
    Picture(
      "alerts", 0...5,
      """
      ▶ 9 0x0001aaaaaaaaaaaaaaaaaaaa…0001  1/3
      ssssssssssssssssssssssssssssssssssssssss
      risk is critical
      dddddddddddddddd
       97 CRIT █  12x  opened 3m  last 2s
      CCCCCCCCCC
      open  owner payments
      wwww
      wallet 0x0077aaaaaaaaaaaaaaaaaaaaa…0077
      40x10 is small: 80x24 shows all
      wwwwwwwwwwwwwwwwwwwwwwwwwwwwwww
      """),
    Picture(
      "metrics", 0...6,
      """
      metrics
      executions            15,540  was 10,240
      mmmmmmmmmmmmmmmmmmmmmm
      denied                3.4 %  was 2.3 %
      mmmmmmmmmmmmmmmmmmmmmm
      allowed after revoke  0  was 0
      mmmmmmmmmmmmmmmmmmmmmm
      denied after revoke   120  was 80
      mmmmmmmmmmmmmmmmmmmmmm
      revoke p95            1.9 s  was 1.9 s
      mmmmmmmmmmmmmmmmmmmmmm
      40x10 is small: 80x24 shows all
      wwwwwwwwwwwwwwwwwwwwwwwwwwwwwww
      """),
    Picture(
      "incidents", 0...4,
      """
      P2 INC-1
      P2 INC-1
      dd
      ✓revoke ✓tighten ▶verify ·notice
      ggggggg gggggggg aaaaaaa mmmmmmm
      odd swaps
      40x10 is small: 80x24 shows all
      wwwwwwwwwwwwwwwwwwwwwwwwwwwwwww
      """),
    Picture(
      "incident", 0...8,
      """
      ▶ 0x0001aaaaaaaaaaaaaaaaaaaaaaaaaaa…0001
      ssssssssssssssssssssssssssssssssssssssss
      NEXT v  ask every enforcement point: it…
      hhhhhk                             mmmmm
      P2 INC-1
      dd
      ✓revoke ✓tighten ▶verify ·notice
      ggggggg gggggggg aaaaaaa mmmmmmm
       97 CRIT █  CTX BURST VELO
      CCCCCCCCCC
      active  486/500  expires 04:12  last 2s
      gggggg
      wallet 0x0077aaaaaaaaaaaaaaaaaaaaa…0077
      swap.execute  chain 1
      40x10 is small: 80x24 shows all
      wwwwwwwwwwwwwwwwwwwwwwwwwwwwwww
      """),
    Picture(
      "approvals", 0...8,
      """
      approvals
      asked          notice.publish by bob,
      mmmmmmmmmmmmmmm
                     until 2026-02-21
      mmmmmmmmmmmmmmm
                     19:21:12Z
      mmmmmmmmmmmmmmm
      reason         notice to users
      mmmmmmmmmmmmmmm
      signed         {"incident":"INC-1","kind
      mmmmmmmmmmmmmmm
                     ":"initial","form":"full"
      mmmmmmmmmmmmmmm
                     ,"sha256":"effda8a5bfea5a
      mmmmmmmmmmmmmmm
                     22dc30e074df78e0b124df2e4
      mmmmmmmmmmmmmmm
      """),
    Picture(
      "drills", 0...2,
      """
      drills
      DRILL-20260221-070502-a1b2  2026-02-21 …
      aaaaaaaaaaaaaaaaaaaaaaaaaaammmmmmmmmmmmm
      40x10 is small: 80x24 shows all
      wwwwwwwwwwwwwwwwwwwwwwwwwwwwwww
      """),
  ]

  static let ascii: [Picture] = [
    Picture(
      "sessions", 0...10,
      """
       curfew  Sessions    NORMAL   3 alerts  1 request    local store  live o 19:06Z
       3 active   3 at risk   1 critical   denied -   revoke p95 -   after revoke 0
       / all sessions                                               sort risk v   1/7
        RISK       SESSION     CAPABILITY    SPENT / LIMIT   EXPIRES LAST SIGNALS
      >  97 CRIT # 0x0001~0001 swap.execute  ######- 486/500   04:12   2s CTX BURST +1
         44 MED  - 0x0002~0002 swap.execute  #------   2/500 dormant   3m DORM
         81 HIGH # 0x0003~0003 swap.execute  ##----- 150/500 revoked    - POSTREV +1
          1 LOW  _ 0x0004~0004 swap.execute  -------   0/500   04:12    -
          1 LOW  _ 0x0005~0005 swap.execute  ###---- 250/500 expired   2s
          1 LOW  _ 0x0006~0006 swap.execute  -------   0/500 pending    -
         72 HIGH = 0x0007~0007 swap.execute  #------  40/500   00:40   2s BURST
      """),
    Picture(
      "alerts", 2...6,
      """
         alerts that are not closed                              newest first v   1/3
        PEAK       ALERT                 SUBJECT     COUNT OPENED LAST STATE
      >  97 CRIT # risk is critical      0x0001~0001    12     3m   2s open
         97 CRIT # context violations    0x0001~0001    12     3m   2s acked useful
         20 LOW  . shared nonce domain   mobile         12     3m   2s open
      """),
    Picture(
      "incidents", 2...7,
      """
      > P2 INC-1    vrevoke vtighten >verify .notice  alice          4m  odd swaps
                 next: ask every enforcement point  odd swaps
        P1 INC-2    >revoke .tighten .verify .notice  alice          4m  odd swaps
                 next: revoke the session  odd swaps
        P4 INC-0    vrevoke vtighten vverify -notice  alice      closed  odd swaps
                 next: make the report  odd swaps
      """),
    Picture(
      "incident", 2...9,
      """
       INC-1 P2  odd swaps                                     C alice  S -  M -  A -
       since start 04:12   acknowledged 10.0 s, committed 52.0 s, effective not yet
       > 0x0001aaaaaaaaaaaaaaaaaaa~0001  active   97 CRIT  486/500 USD
       v revoke           v tighten          > verify           . notice
         done 00:18 alice   done 00:24 alice   started 00:26 a~   open
      -- VERIFY ----------------------------------------------------------------------
       quiet          in 00:43 if nothing is allowed
       point          authorize@4711  v refuses since 19:03:30Z
      """),
  ]

  @Test(arguments: small) func `have their words and looks in place at 40 by 10`(picture: Picture) throws {
    try picture.expect(ScreenSize(rows: 10, columns: 40), .unicode)
  }

  @Test(arguments: ascii) func `have their words in ASCII`(picture: Picture) throws {
    try picture.expect(ScreenSize(rows: 24, columns: 80), .ascii, hasLooks: false)
  }

  @Test(arguments: Place.all) func `are one cell where there is one, and no target`(place: Place) throws {
    let desk = try place.desk(size: ScreenSize(rows: 1, columns: 1))
    #expect(desk.screen.count == 1 && desk.screen[0].unicodeScalars.count <= 1)
    #expect(desk.frame.drawn.target == nil)
    desk.frame.canvas[0, 0].map { #expect($0.grapheme != nil) }
  }
}
