import Delegation
import SessionStore
import Terminal
import Testing

@testable import Console
@testable import IncidentResponse

/// The step notice as it is shown.
@Suite struct NoticeScreenTests {
  private static let large = ScreenSize(rows: 40, columns: 120)

  @Test func `a draft that a rule blocks, at 80 by 24`() throws {
    expectScreen(
      try NoticeSamples.desk(findings: [NoticeSamples.blocking, NoticeSamples.warning]).screen,
      """
       curfew  Incidents > Incident INC-1    NORMAL        local store  live ● 19:06Z
       3 active   0 at risk   0 critical   denied -   revoke p95 -   after revoke 0
       INC-1 P2  odd swaps                                     C alice  S -  M -  A -
       since start 04:12   acknowledged 10.0 s, committed 52.0 s, effective not yet
       ▶ 0x0001aaaaaaaaaaaaaaaaaaa…0001  active    1 LOW  250/500 USD
       ✓ revoke           ✓ tighten          ✓ verify           ▶ notice
         done 00:18 alice   done 00:24 alice   done 00:28 alice   started 00:30 a…
      ── NOTICE ──────────────────────────────────────────────────────────────────────
       extent         1 wallet, 500 USD exposed, 250 USD spent
       called for     no: below 25 wallets and 100000 USD
       stage          drafted; a rule keeps it from being asked for
       draft          initial sha256:effda8a5bfea by alice, 19:03:00Z
       lint           1 E block, 1 W warn: E3 in line 3
       text           # 21 February 2026: we ended some app sessions
                      Read this if you used a connected app. It is about the time si…
                      **What happened.** Some app sessions tried to act in ways thei…
      ── TIMELINE  12, newest first   EVIDENCE 1: leaves 41 ──────────────────────────
          +0:32 19:03:00Z alice    notice (initial) drafted, sha256:effda8a5bfea5a22…
          +0:30 19:02:58Z alice    step notice started
          +0:28 19:02:56Z alice    step verify done: 3 points refuse, quiet (after t…
       NEXT n  edit the notice: E3 in line 3 blocks it
      ────────────────────────────────────────────────────────────────────────────────
       X revoke  n next  m mode  S scope  t note  ⏎ details  : commands  ? keys
      """)
  }

  @Test func `a draft that waits for a second person, at 120 by 40`() throws {
    expectScreen(
      try NoticeSamples.desk(request: NoticeSamples.request(), size: Self.large).screen,
      """
       curfew  Incidents > Incident INC-1    NORMAL                                                local store  live ● 19:06Z
       3 active   0 at risk   0 critical   denied -   revoke p95 -   after revoke 0
       INC-1 P2  odd swaps                                                                             C alice  S -  M -  A -
       since start 04:12   from detection: acknowledged 10.0 s, committed 52.0 s, effective not yet
       ▶ 0x0001aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0001  active    1 LOW  250/500 USD
       ✓ revoke                     ✓ tighten                    ✓ verify                     ▶ notice
         done 00:18 alice             done 00:24 alice             done 00:28 alice             started 00:30 alice
      ── NOTICE ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
       extent         1 wallet, 500 USD exposed, 250 USD spent
       called for     no: below 25 wallets and 100000 USD
       stage          waits for approval a-1f2e3d4c5b, asked by alice, until 19:21:12Z
       draft          initial sha256:effda8a5bfea by alice, 19:03:00Z
       lint           0 E block, 1 W warn
       text           # 21 February 2026: we ended some app sessions
                      Read this if you used a connected app. It is about the time since 18:50 UTC.
                      **What happened.** Some app sessions tried to act in ways their owners had not allowed.
      ── TIMELINE  12, newest first   EVIDENCE 1: leaves 41 ──────────────────────────────────────────────────────────────────
          +0:32 19:03:00Z alice    notice (initial) drafted, sha256:effda8a5bfea5a22dc30e074df78e0b124df2e4d3493b712bc6ad895…
          +0:30 19:02:58Z alice    step notice started
          +0:28 19:02:56Z alice    step verify done: 3 points refuse, quiet (after the revocation 0 allowed, 14 denied)
          +0:26 19:02:54Z alice    step verify started
          +0:24 19:02:52Z alice    step tighten done: mode guarded for chain:1 cap:swap.execute
          +0:22 19:02:50Z alice    mode guarded for chain:1 cap:swap.execute, leaf 44
          +0:20 19:02:48Z alice    step tighten started
          +0:18 19:02:46Z alice    step revoke done: 1 session revoked
          +0:16 19:02:44Z alice    evidence, leaf 41: revocation of 0x0001aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0001
          +0:14 19:02:42Z alice    revoked session 0x0001aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0001, leaf 41
          +0:12 19:02:40Z alice    step revoke started
          +0:10 19:02:38Z alice    opened from session 0x0001aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0001 as P2: odd swaps







       NEXT t  wait for a second person, or write a note: a-1f2e3d4c5b waits until 19:21:12Z
      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       X revoke   m mode   S scope   t note   ⏎ details   : commands   D draft   e edit   l text   1 sessions   ? keys
      """)
  }

  @Test func `an approved notice of a drill in ASCII`() throws {
    var desk = try NoticeSamples.desk(NoticeSamples.incident([.approved], isDrill: true), isApproved: true)
    desk.model.settings.glyphs = .ascii
    expectScreen(
      desk.screen,
      """
       curfew  Incidents > Incident INC-1    NORMAL        local store  live o 19:06Z
       3 active   0 at risk   0 critical   denied -   revoke p95 -   after revoke 0
       INC-1 P2 DRILL   odd swaps                              C alice  S -  M -  A -
       since start 04:12   acknowledged 10.0 s, committed 52.0 s, effective not yet
       > 0x0001aaaaaaaaaaaaaaaaaaa~0001  active    1 LOW  250/500 USD
       v revoke           v tighten          v verify           > notice
         done 00:18 alice   done 00:24 alice   done 00:28 alice   started 00:30 a~
      -- NOTICE ----------------------------------------------------------------------
       extent         1 wallet, 500 USD exposed, 250 USD spent
       called for     no: below 25 wallets and 100000 USD
       stage          approved by bob, asked by alice, 19:06:10Z, leaf 51
       draft          initial sha256:effda8a5bfea by alice, 19:03:00Z
       lint           0 E block, 1 W warn
       text           # 21 February 2026: we ended some app sessions
                      Read this if you used a connected app. It is about the time si~
                      **What happened.** Some app sessions tried to act in ways thei~
      -- TIMELINE  13, newest first   EVIDENCE 1: leaves 41 --------------------------
          +0:34 19:03:02Z alice    notice (initial) approved, markdown, INC-1.md, sh~
          +0:32 19:03:00Z alice    notice (initial) drafted, sha256:effda8a5bfea5a22~
          +0:30 19:02:58Z alice    step notice started
       NEXT n  export the notice: it is approved; `:post` says how to post it
       DRILL: canary sessions only; nothing of it goes to users
       X revoke  n next  m mode  S scope  t note  Enter details  : commands  ? keys
      """)
  }

  @Test func `the whole text with what the rules find, at 80 by 24`() throws {
    var desk = try NoticeSamples.desk(findings: [NoticeSamples.blocking, NoticeSamples.warning])
    desk.press("l")
    expectScreen(
      desk.screen,
      """
       curfew  Incidents > Incident INC-1    NORMAL        local store  live ● 19:06Z
       3 active   0 at risk   0 critical   denied -   revoke p95 -   after revoke 0
       NOTICE of INC-1
       stage          drafted; a rule keeps it from being asked for
       draft          initial sha256:effda8a5bfea by alice, 19:03:00Z
       lint           1 E block, 1 W warn: E3 in line 3
         E3 line 3    `verify your wallet`: never ask for anything
         W1 line 5    `24 words`: expected at most 20 words

          1 │ # 21 February 2026: we ended some app sessions
          2 │
          3 │ Read this if you used a connected app. It is about the time since
            │ 18:50 UTC.
          4 │
          5 │ **What happened.** Some app sessions tried to act in ways their owners
            │ had not allowed.





      ────────────────────────────────────────────────────────────────────────────────
       j k scroll   e edit   : commands   Esc close
      """)
  }

  @Test func `the text scrolls to its end and no further, and no key on it reaches a session`() throws {
    var desk = try NoticeSamples.desk(size: ScreenSize(rows: 12, columns: 40))
    desk.press("l", "X", "n", "2")
    #expect(desk.writes.isEmpty)
    #expect(desk.model.screen == .incident("INC-1"))
    desk.press("G", "j", "j")
    #expect(desk.screen.contains { $0.contains("not allowed") })
    #expect(!desk.screen.contains { $0.contains("more below") })
    desk.press("g")
    #expect(desk.screen.contains { $0.contains("more below") })
    desk.press("Esc")
    #expect(desk.model.overlay == nil)
  }

  @Test func `a small terminal names the text and how far it has come`() throws {
    var desk = try NoticeSamples.desk(size: ScreenSize(rows: 10, columns: 60))
    #expect(desk.screen.contains { $0.hasPrefix("notice effda8a5bfea drafted; a second person") })
    desk.press("n")
    #expect(desk.orders.count == 1)
  }

  @Test func `hostile words of a text are shown harmlessly`() throws {
    let finding = NoticeFinding(
      rule: .hiddenCharacter, line: 1, words: "a\u{202E}b\u{1B}[2J", remedy: "expected none")
    var desk = try NoticeSamples.desk(findings: [finding])
    desk.press("l")
    #expect(desk.screen.contains { $0.contains("`a<U+202E>b␛[2J`: expected none") })
  }
}
