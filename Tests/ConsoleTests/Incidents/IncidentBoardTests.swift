import Delegation
import IncidentResponse
import PolicyEngine
import SessionStore
import Terminal
import Testing

@testable import Console

/// What enforcement points answered, on the screen.
@Suite struct IncidentBoardTests {
  private static let large = ScreenSize(rows: 40, columns: 120)

  @Test func `the board at 80 by 24`() throws {
    var desk = Desk.at([
      try IncidentSamples.incident(doing: IncidentSamples.afterTighten + [.stepStarted(.verify)])
    ])
    desk.answer()
    expectScreen(
      desk.screen,
      """
       curfew  Incidents > Incident INC-1    NORMAL        local store  live ● 19:06Z
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
          +0:22 19:02:50Z alice    mode guarded for chain:1 cap:swap.execute, leaf 44
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
       curfew  Incidents > Incident INC-1    NORMAL                                                local store  live ● 19:06Z
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
          +0:22 19:02:50Z alice    mode guarded for chain:1 cap:swap.execute, leaf 44
          +0:20 19:02:48Z alice    step tighten started
          +0:18 19:02:46Z alice    step revoke done: 1 session revoked
          +0:16 19:02:44Z alice    evidence, leaf 41: revocation of 0x0001aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0001
          +0:14 19:02:42Z alice    revoked session 0x0001aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0001, leaf 41
          +0:12 19:02:40Z alice    step revoke started
          +0:10 19:02:38Z alice    opened from session 0x0001aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0001 as P1: odd swaps










       NEXT v  ask every enforcement point: not seen to refuse yet: gateway@4712
       DRILL: canary sessions only; nothing of it goes to users
       X revoke   m mode   v verify   S scope   t note   ⏎ details   : commands   1 sessions   2 alerts   3 metrics   ? keys
      """)
  }
}
