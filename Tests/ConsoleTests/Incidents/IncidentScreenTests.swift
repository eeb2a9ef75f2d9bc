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











       DRILL DRILL-1 is open; what is not marked DRILL is real
       X revoke  m mode  ⏎ details  / filter  s sort  : commands  1 sessions  ? keys
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



























       DRILL DRILL-1 is open; what is not marked DRILL is real
       X revoke   m mode   ⏎ details   / filter   s sort   : commands   1 sessions   2 alerts   3 metrics   ? keys
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
       curfew  Incidents > Incident INC-1    NORMAL        local store  live ● 19:06Z
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
       X revoke  m mode  S scope  t note  ⏎ details  : commands  1 sessions  ? keys
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
       curfew  Incidents > Incident INC-1    NORMAL                                                local store  live ● 19:06Z
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
       X revoke   m mode   S scope   t note   ⏎ details   : commands   1 sessions   2 alerts   3 metrics   ? keys
      """)
  }

  @Test func `the list of modes at 80 by 24`() throws {
    var desk = Desk.at([try IncidentSamples.incident(doing: IncidentSamples.afterRevoke)])
    desk.press("m")
    desk.answer()
    expectScreen(
      desk.screen,
      """
       curfew  Incidents > Incident INC-1    NORMAL        local store  live ● 19:06Z
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
}
