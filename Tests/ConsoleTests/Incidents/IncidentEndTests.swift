import Delegation
import IncidentResponse
import PolicyEngine
import SessionStore
import Terminal
import Testing

@testable import Console

/// The screens of an incident's later steps, and those that stand over them.
@Suite struct IncidentEndTests {
  @Test func `the notice that nothing calls for, at 80 by 24`() throws {
    expectScreen(
      Desk.at([try IncidentSamples.incident(doing: IncidentSamples.afterVerify)]).screen,
      """
       curfew  Incidents > Incident INC-1    NORMAL        local store  live ● 19:06Z
       3 active   0 at risk   0 critical   denied -   revoke p95 -   after revoke 0
       INC-1 P2  odd swaps                                     C alice  S -  M -  A -
       since start 04:12   acknowledged 10.0 s, committed 52.0 s, effective not yet
       ▶ 0x0001aaaaaaaaaaaaaaaaaaa…0001  active    1 LOW  250/500 USD
       ✓ revoke           ✓ tighten          ✓ verify           ▶ notice
         done 00:18 alice   done 00:24 alice   done 00:28 alice   open
      ── NOTICE ──────────────────────────────────────────────────────────────────────
       extent         1 wallet, 500 USD exposed, 250 USD spent
       called for     no: below 25 wallets and 100000 USD
       stage          nothing yet: D drafts it from the facts
      ── TIMELINE  10, newest first   EVIDENCE 1: leaves 41 ──────────────────────────
          +0:28 19:02:56Z alice    step verify done: 3 points refuse, quiet (after t…
          +0:26 19:02:54Z alice    step verify started
          +0:24 19:02:52Z alice    step tighten done: mode guarded for chain:1 cap:s…
          +0:22 19:02:50Z alice    mode guarded for chain:1 cap:swap.execute, leaf 44
          +0:20 19:02:48Z alice    step tighten started
          +0:18 19:02:46Z alice    step revoke done: 1 session revoked
          +0:16 19:02:44Z alice    evidence, leaf 41: revocation of 0x0001aaaaaaaaaa…
          +0:14 19:02:42Z alice    revoked session 0x0001aaaaaaaaaaaaaaaaaaaaaaaaaaa…
       NEXT n  skip notice: exposure is below 25 wallets and 100000 USD
      ────────────────────────────────────────────────────────────────────────────────
       X revoke  n next  m mode  S scope  t note  ⏎ details  : commands  ? keys
      """)
  }

  @Test func `the card of a scope at 80 by 24`() throws {
    var desk = Desk.at([try IncidentSamples.incident()])
    desk.press("S")
    desk.answer()
    desk.press("j", "Enter")
    expectScreen(
      desk.screen,
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
       shares         same wallet: 3 sessions, 1 wallet, 750 USD left
       shares         same nonce domain: 1,204 sessions, 877 wallets, 12.4k USD left
      ── TIMELINE  1, newest first   EVIDENCE none ───────────────────────────────────
          +0:10 19:02:38Z alice    opened from session 0x0001aaaaaaaaaaaaaaaaaaaaaaa…

      ┌─ revoke for INC-1 ───────────────────────────────────────────────────────────┐
      │  1,204 sessions of 877 wallets, 12.4k USD left to spend                      │
      │  first 0x0001…0001  last 0x0009…0009                                         │
      │  scope domain:mobile                                                         │
      │  Y revokes them all at once; Esc leaves                                      │
      └──────────────────────────────────────────────────────────────────────────────┘
      ────────────────────────────────────────────────────────────────────────────────
       Y revoke these   Esc leave
      """)
  }

  @Test func `a hand-over shows the brief that is accepted, at 80 by 24`() throws {
    expectScreen(
      Desk.at([
        try IncidentSamples.incident(doing: [
          .handOverOffered(to: "bob", brief: "Where it stands\nNext: revoke")
        ])
      ]).screen,
      """
       curfew  Incidents > Incident INC-1    NORMAL        local store  live ● 19:06Z
       3 active   0 at risk   0 critical   denied -   revoke p95 -   after revoke 0
       INC-1 P2  odd swaps                                     C alice  S -  M -  A -
       since start 04:12   acknowledged 10.0 s, committed not yet, effective not yet
       ▶ 0x0001aaaaaaaaaaaaaaaaaaa…0001  active    1 LOW  250/500 USD
       ▶ revoke           · tighten          · verify           · notice
         open               open               open               open
      ── HAND-OVER ───────────────────────────────────────────────────────────────────
       offered        by alice to bob, 19:02:40Z
         Where it stands
         Next: revoke
      ── TIMELINE  2, newest first   EVIDENCE none ───────────────────────────────────
          +0:12 19:02:40Z alice    hand-over offered to bob, with the brief
          +0:10 19:02:38Z alice    opened from session 0x0001aaaaaaaaaaaaaaaaaaaaaaa…






       NEXT X  revoke the session: the key or the scope is revoked first, so that no…
      ────────────────────────────────────────────────────────────────────────────────
       X revoke  m mode  S scope  t note  ⏎ details  : commands  1 sessions  ? keys
      """)
  }

  @Test func `a small terminal names the session, the next action and the steps`() throws {
    expectScreen(
      Desk.at([try IncidentSamples.incident()], size: ScreenSize(rows: 10, columns: 40)).screen,
      """
      ▶ 0x0001aaaaaaaaaaaaaaaaaaaaaaaaaaa…0001
      NEXT X  revoke the session: the key or …
      P2 INC-1
      ▶revoke ·tighten ·verify ·notice
        1 LOW  ▁
      active  250/500  expires 04:12  last 2s
      wallet 0x0077aaaaaaaaaaaaaaaaaaaaa…0077
      swap.execute  chain 1
      40x10 is small: 80x24 shows all
      """)
  }

  @Test func `a closed incident says what was done`() throws {
    let incident = try IncidentSamples.incident(
      doing: IncidentSamples.settled + [
        .followUpAgreed(FollowUp(id: "F1", what: "rotate the router", owner: "bob")),
        .closed(summary: "all quiet"),
      ])
    expectScreen(
      Desk.at([incident]).screen,
      """
       curfew  Incidents > Incident INC-1    NORMAL        local store  live ● 19:06Z
       3 active   0 at risk   0 critical   denied -   revoke p95 -   after revoke 0
       INC-1 P2 closed  odd swaps                              C alice  S -  M -  A -
       since start 00:34   acknowledged 10.0 s, committed 52.0 s, effective not yet
       ▶ 0x0001aaaaaaaaaaaaaaaaaaa…0001  active    1 LOW  250/500 USD
       ✓ revoke           ✓ tighten          ✓ verify           - notice
         done 00:18 alice   done 00:24 alice   done 00:28 alice   skipped 00:30 a…
      ── CLOSED ──────────────────────────────────────────────────────────────────────
       revoke         1 session revoked
       tighten        mode guarded for chain:1 cap:swap.execute
       verify         3 points refuse, quiet (after the revocation 0 allowed, 14
                      denied)
       notice         skipped: exposure is below 25 wallets
       follow-up      F1 bob: rotate the router, open
      ── TIMELINE  13, newest first   EVIDENCE 1: leaves 41 ──────────────────────────
          +0:34 19:03:02Z alice    closed: all quiet
          +0:32 19:03:00Z alice    follow-up F1 for bob: rotate the router
          +0:30 19:02:58Z alice    step notice skipped: exposure is below 25 wallets
          +0:28 19:02:56Z alice    step verify done: 3 points refuse, quiet (after t…
          +0:26 19:02:54Z alice    step verify started
       NEXT n  bob finishes follow-up F1: it was agreed and is not done
      ────────────────────────────────────────────────────────────────────────────────
       X revoke  n next  m mode  t note  ⏎ details  : commands  1 sessions  ? keys
      """)
  }
}
