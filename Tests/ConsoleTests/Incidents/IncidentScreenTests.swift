import Delegation
import IncidentResponse
import PolicyEngine
import SessionStore
import Terminal
import Testing

@testable import Console

@Suite struct IncidentScreenTests {
  private static let large = ScreenSize(rows: 40, columns: 120)

  private static func several() throws -> [Incident] {
    [
      try IncidentSamples.incident(
        "INC-3", title: "risk is critical, 0x0002…", severity: .p1, doing: IncidentSamples.afterRevoke),
      try IncidentSamples.incident("INC-2", startedAgo: 7_400),
      try IncidentSamples.incident(
        "DRILL-1", severity: .p3, startedAgo: 90, isDrill: true, doing: IncidentSamples.afterTighten),
      try IncidentSamples.incident(
        "INC-1", severity: .p4, startedAgo: 90_000,
        doing: IncidentSamples.settled + [.closed(summary: "all quiet")]),
    ]
  }

  @Test func `the incidents at 80 by 24`() throws {
    expectScreen(
      Desk.at(try Self.several()).screen,
      """
       curfew  Incidents    NORMAL                         local store  live ● 19:06Z
       3 active   0 at risk   0 critical   denied -   revoke p95 -   after revoke 0
      ▶ P1 INC-3    ✓revoke ▶tighten ·verify ·notice  alice          4m  risk is cri…
                 next: choose a mode  risk is critical, 0x0002…
        P2 INC-2    ▶revoke ·tighten ·verify ·notice  alice          2h  odd swaps
                 next: revoke the session  odd swaps
        P3 DRILL-1  ✓revoke ✓tighten ▶verify ·notice  alice          1m  DRILL  odd …
                 next: ask every enforcement point  odd swaps
        P4 INC-1    ✓revoke ✓tighten ✓verify -notice  alice      closed  odd swaps
                 next: make the report  odd swaps











      ────────────────────────────────────────────────────────────────────────────────
       X revoke  ⏎ details  : commands  ? keys  1 sessions  2 alerts  3 metrics
      """)
  }

  @Test func `the incidents at 120 by 40`() throws {
    expectScreen(
      Desk.at(try Self.several(), size: Self.large).screen,
      """
       curfew  Incidents    NORMAL                                                                 local store  live ● 19:06Z
       3 active   0 at risk   0 critical   denied -   revoke p95 -   after revoke 0
      ▶ P1 INC-3    ✓revoke ▶tighten ·verify ·notice  alice          4m  risk is critical, 0x0002…
                 next: choose a mode
        P2 INC-2    ▶revoke ·tighten ·verify ·notice  alice          2h  odd swaps
                 next: revoke the session
        P3 DRILL-1  ✓revoke ✓tighten ▶verify ·notice  alice          1m  DRILL  odd swaps
                 next: ask every enforcement point
        P4 INC-1    ✓revoke ✓tighten ✓verify -notice  alice      closed  odd swaps
                 next: make the report



























      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       X revoke   ⏎ details   : commands   ? keys   1 sessions   2 alerts   3 metrics   q quit   j down   k up
      """)
  }

  @Test func `no incident says how to open one`() {
    let screen = Desk.at([]).screen
    #expect(screen[3].contains("There were no incidents yet."))
    #expect(screen[4].contains("Press i on a session or an alert"))
  }

  @Test func `an incident that was just opened, at 80 by 24`() throws {
    expectScreen(
      Desk.at([try IncidentSamples.incident()]).screen,
      """
       curfew  Incident    NORMAL                          local store  live ● 19:06Z
       3 active   0 at risk   0 critical   denied -   revoke p95 -   after revoke 0
       INC-1 P2  odd swaps                                     C alice  S -  M -  A -
       since start 04:12   acknowledged 10.0 s, committed not yet, effective not yet
       ▶ 0x0001aaaaaaaaaaaaaaaaaaa…0001  active    1 LOW  250/500 USD
       ▶ revoke           · tighten          · verify           · notice
         open               open               open               open
      ── REVOKE ──────────────────────────────────────────────────────────────────────
       extent         1 wallet, 500 USD exposed, 250 USD spent
       revoked        nothing yet: X ends the session above, S shows scopes
      ── TIMELINE  1, newest first   EVIDENCE none ───────────────────────────────────
          +0:10 19:02:38Z alice    opened from session 0x0001aaaaaaaaaaaaaaaaaaaaaaa…








       NEXT X  revoke the session: the key or the scope is revoked first, so that no…
      ────────────────────────────────────────────────────────────────────────────────
       X revoke  m mode  S scope  t note  ⏎ details  : commands  ? keys  1 sessions
      """)
  }

  @Test func `the step tighten with its preview, at 120 by 40`() throws {
    var desk = Desk.at([try IncidentSamples.incident(doing: IncidentSamples.afterRevoke)], size: Self.large)
    desk.press("m")
    desk.answer()
    desk.press("Esc")
    expectScreen(
      desk.screen,
      """
       curfew  Incident    NORMAL                                                                  local store  live ● 19:06Z
       3 active   0 at risk   0 critical   denied -   revoke p95 -   after revoke 0
       INC-1 P2  odd swaps                                                                             C alice  S -  M -  A -
       since start 04:12   from detection: acknowledged 10.0 s, committed 52.0 s, effective not yet
       ▶ 0x0001aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0001  active    1 LOW  250/500 USD
       ✓ revoke                     ▶ tighten                    · verify                     · notice
         done 00:18 alice             open                         open                         open
      ── TIGHTEN ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
       proposed       GUARDED for chain:1 cap:swap.execute
                      at P2 spending is cut and what is at risk is denied
                      it is what the session could do
       would deny     31 good (9 sessions, 3100 USD), 14 bad (1, 250 USD), of 1,204
      ── TIMELINE  5, newest first   EVIDENCE 1: leaves 41 ───────────────────────────────────────────────────────────────────
          +0:18 19:02:46Z alice    step revoke done: 1 session revoked
          +0:16 19:02:44Z alice    evidence, leaf 41: revocation of 0x0001aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0001
          +0:14 19:02:42Z alice    revoked session 0x0001aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0001, leaf 41
          +0:12 19:02:40Z alice    step revoke started
          +0:10 19:02:38Z alice    opened from session 0x0001aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0001 as P2: odd swaps


















       NEXT m  choose a mode: a mode and its scope are chosen, so that other keys cannot do the same
      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       X revoke   m mode   S scope   t note   ⏎ details   : commands   ? keys   1 sessions   2 alerts   3 metrics
      """)
  }

  @Test func `the list of modes at 80 by 24`() throws {
    var desk = Desk.at([try IncidentSamples.incident(doing: IncidentSamples.afterRevoke)])
    desk.press("m")
    desk.answer()
    expectScreen(
      desk.screen,
      """
       curfew  Incident    NORMAL                          local store  live ● 19:06Z
       3 active   0 at risk   0 critical   denied -   revoke p95 -   after revoke 0
       INC-1 P2  odd swaps                                     C alice  S -  M -  A -
       since start 04:12   acknowledged 10.0 s, committed 52.0 s, effective not yet
       ▶ 0x0001aaaaaaaaaaaaaaaaaaa…0001  active    1 LOW  250/500 USD
       ✓ revoke           ▶ tighten          · verify           · notice
         done 00:18 alice   open               open               open
      ── TIGHTEN ─────────────────────────────────────────────────────────────────────
       proposed       GUARDED for chain:1 cap:swap.execute
                      at P2 spending is cut and what is at risk is denied
                      it is what the session could do
       would deny     31 good (9 sessions, 3100 USD), 14 bad (1, 250 USD), of 1,204
      ┌─ the mode for INC-1, set at once ────────────────────────────────────────────┐
      │▶ GUARDED    chain:1 cap:swap.execute  proposed                               │
      │  DENY-FIRST chain:1 cap:swap.execute                                         │
      │  LOCKDOWN   chain:1 cap:swap.execute                                         │
      │  GUARDED    all                                                              │
      │  DENY-FIRST all                                                              │
      │  LOCKDOWN   all                                                              │
      │  would deny: 31 good (9 sessions, 3100 USD), 14 bad (1, 250 USD), of 1,204   │
      └──────────────────────────────────────────────────────────────────────────────┘
      ────────────────────────────────────────────────────────────────────────────────
       ⏎ take   j k choose   Esc leave
      """)
  }

  @Test func `the board at 80 by 24`() throws {
    var desk = Desk.at([
      try IncidentSamples.incident(doing: IncidentSamples.afterTighten + [.stepStarted(.verify)])
    ])
    desk.answer()
    expectScreen(
      desk.screen,
      """
       curfew  Incident    NORMAL                          local store  live ● 19:06Z
       3 active   0 at risk   0 critical   denied -   revoke p95 -   after revoke 0
       INC-1 P2  odd swaps                                     C alice  S -  M -  A -
       since start 04:12   acknowledged 10.0 s, committed 52.0 s, effective not yet
       ▶ 0x0001aaaaaaaaaaaaaaaaaaa…0001  active    1 LOW  250/500 USD
       ✓ revoke           ✓ tighten          ▶ verify           · notice
         done 00:18 alice   done 00:24 alice   started 00:26 a…   open
      ── VERIFY ──────────────────────────────────────────────────────────────────────
       quiet          in 00:43 if nothing is allowed
       point          authorize@4711  ✓ refuses since 19:03:30Z
       point          gateway@4712  ✓ refuses since 19:03:31Z, 3 leaves behind
       point          authorize@4713  ✗ cannot be asked: no answer within 500 ms
       since revoked  0 allowed, 14 denied
                      0xRouterA  chain 1  0 allowed (0 USD), 14 denied
       before         4 allowed, 250 USD in the 5 minutes before
       possible       2 related sessions may still spend 900 USD
      ── TIMELINE  9, newest first   EVIDENCE 1: leaves 41 ───────────────────────────
          +0:26 19:02:54Z alice    step verify started
          +0:24 19:02:52Z alice    step tighten done: mode guarded for chain:1 cap:s…
          +0:22 19:02:50Z alice    mode guarded for {"chainId":1,"capability":"swap.…
       NEXT v  ask every enforcement point: it has not been quiet for long enough
      ────────────────────────────────────────────────────────────────────────────────
       X revoke  m mode  v verify  S scope  t note  ⏎ details  : commands  ? keys
      """)
  }

  @Test func `the board of a point that allows, at 120 by 40`() throws {
    var desk = Desk.at([], size: Self.large)
    desk.board = IncidentSamples.board(pending: ["gateway@4712"])
    desk.incidents = [
      try IncidentSamples.incident(
        severity: .p1, isDrill: true, doing: IncidentSamples.afterTighten + [.stepStarted(.verify)])
    ]
    desk.send(.storeChanged)
    desk.answer()
    desk.press("r")
    desk.answer()
    desk.press("Enter")
    desk.answer()
    expectScreen(
      desk.screen,
      """
       curfew  Incident    NORMAL                                                                  local store  live ● 19:06Z
       3 active   0 at risk   0 critical   denied -   revoke p95 -   after revoke 0
       INC-1 P1 DRILL   odd swaps                                                                      C alice  S -  M -  A -
       since start 04:12   from detection: acknowledged 10.0 s, committed 52.0 s, effective not yet
       ▶ 0x0001aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0001  active    1 LOW  250/500 USD
       ✓ revoke                     ✓ tighten                    ▶ verify                     · notice
         done 00:18 alice             done 00:24 alice             started 00:26 alice          open
      ── VERIFY ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
       quiet          in 00:43 if nothing is allowed
       point          authorize@4711  ✓ refuses since 19:03:30Z
       point          gateway@4712  ⚠ ALLOWS, 3 leaves behind
       point          authorize@4713  ✗ cannot be asked: no answer within 500 ms
       since revoked  0 allowed, 14 denied
                      0xRouterA  chain 1  0 allowed (0 USD), 14 denied
       before         4 allowed, 250 USD in the 5 minutes before
       possible       2 related sessions may still spend 900 USD
      ── TIMELINE  9, newest first   EVIDENCE 1: leaves 41 ───────────────────────────────────────────────────────────────────
          +0:26 19:02:54Z alice    step verify started
          +0:24 19:02:52Z alice    step tighten done: mode guarded for chain:1 cap:swap.execute
          +0:22 19:02:50Z alice    mode guarded for {"chainId":1,"capability":"swap.execute"}, leaf 44
          +0:20 19:02:48Z alice    step tighten started
          +0:18 19:02:46Z alice    step revoke done: 1 session revoked
          +0:16 19:02:44Z alice    evidence, leaf 41: revocation of 0x0001aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0001
          +0:14 19:02:42Z alice    revoked session 0x0001aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0001, leaf 41
          +0:12 19:02:40Z alice    step revoke started
          +0:10 19:02:38Z alice    opened from session 0x0001aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0001 as P1: odd swaps










       NEXT v  ask every enforcement point: not seen to refuse yet: gateway@4712
       DRILL: canary sessions only; nothing of it goes to users
       X revoke   m mode   v verify   S scope   t note   ⏎ details   : commands   ? keys   1 sessions   2 alerts   3 metrics
      """)
  }
}
