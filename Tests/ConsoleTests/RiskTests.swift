import Delegation
import PolicyEngine
import RiskScoring
import SessionStore
import Terminal
import Testing

@testable import Console

/// Scores on the screen: what stands out, what fades, and what that costs.
@Suite struct RiskTests {
  private static func header(_ overview: Overview, columns: Int) -> String {
    var desk = Desk.open([row(key(1))], size: ScreenSize(rows: 24, columns: columns))
    desk.send(.overviewed(overview))
    return desk.screen[1]
  }

  private static let busy = overview(
    (1...4).map { row(key($0), risk: risk([97, 81, 44, 1][$0 - 1], .context)) }, denied: 18, allowed: 982,
    afterRevoke: 3, shares: [0, nil, 0.02, 0.05, 0.1, 0.2, 0.01, 0.02],
    p95: TimeSpan(milliseconds: 1_900))

  @Test(
    arguments: [
      (120, "4 active   3 at risk   1 critical   denied 1.8 % ▁ ▂▃▅█▁▂   revoke p95 1.9 s   after revoke 3"),
      (92, "4 active  3 at risk  1 critical  denied 1.8 % ▁ ▂▃▅█▁▂  revoke p95 1.9 s  after revoke 3"),
      (84, "4 active  3 at risk  1 critical  denied 1.8 % ▁ ▂▃▅█▁▂  p95 1.9 s  after revoke 3"),
      (80, "4 active  3 at risk  1 critical  denied 1.8 % ▅█▁▂  p95 1.9 s  after revoke 3"),
    ])
  func `the header counts what matters, and what gives way first is the latest trend`(
    columns: Int, text: String
  ) {
    expectScreen([Self.header(Self.busy, columns: columns)], " " + text)
  }

  @Test func `many sessions leave every count in sight at 80 columns`() {
    let many = Overview(
      sessions: 2_000_000, byLife: [.active: 1_234_567], executions: 0, recentAllowed: 0, recentDenied: 0,
      afterRevoke: 123_456, modes: [], policy: PolicyVersion(text: "sha256:0"), asOf: start, atRisk: 37_000,
      critical: 4_100, deniedShares: [], revokeP95: TimeSpan(milliseconds: 125_000))
    expectScreen(
      [Self.header(many, columns: 80)],
      " 1M active  37k at risk  4100 crit  denied -  p95 2 min  after revoke 123k")
  }

  @Test(
    arguments: [
      (0, "  0 LOW  ▁", "  0 LOW  _"), (100, "  1 LOW  ▁", "  1 LOW  _"), (3_999, " 39 LOW  ▄", " 39 LOW  ."),
      (4_000, " 40 MED  ▄", " 40 MED  ."), (6_999, " 69 MED  ▆", " 69 MED  ="),
      (7_000, " 70 HIGH ▆", " 70 HIGH ="), (8_999, " 89 HIGH █", " 89 HIGH #"),
      (9_000, " 90 CRIT █", " 90 CRIT #"), (10_000, "100 CRIT █", "100 CRIT #"),
    ])
  func `a score is a whole number rounded down, its band's word and a bar`(
    hundredths: Int, text: String, ascii: String
  ) {
    let score = RiskScore(hundredths: hundredths)
    #expect(RiskText.cell(score, glyphs: .unicode).string == text)
    #expect(RiskText.cell(score, glyphs: .ascii).string == ascii)
    #expect(RiskText.cell(score, glyphs: .unicode).width == RiskText.width)
  }

  @Test(arguments: [
    (40, "CTX BURST POSTREV"), (11, "CTX +2"), (8, "CTX +2"), (5, "+3"), (17, "CTX BURST POSTREV"),
  ])
  func `signals that do not fit are counted`(width: Int, text: String) {
    let shown = RiskText.signals([.context, .burst, .postRevocation], width: width)
    #expect(shown.string == text)
  }

  // MARK: Fading

  private static func queries(_ desk: inout Desk, seconds count: Int64) -> Int {
    let end = desk.now + seconds(count)
    var lists = 0
    while desk.now < end {
      desk.now = min(end, desk.model.nextWake)
      lists += desk.send(.tick).count { if case .list = $0 { true } else { false } }
      desk.answer()
      desk.look()
    }
    return lists
  }

  private static let still = RiskSummary(score: RiskScore(hundredths: 9_000), signals: [.ttl])

  @Test(
    arguments: [
      ([row(key(1), usedAgo: nil)], false),
      ([row(key(1), usedAgo: nil, risk: risk(1, .context))], false),
      // A state holds: nothing to wait for.
      ([row(key(1), usedAgo: nil, risk: still)], false),
      ([row(key(1), life: .revoked, usedAgo: nil, risk: risk(90, .revocationLag))], false),
      ([row(key(1), life: .revoked, usedAgo: nil, risk: risk(60, .postRevocation))], true),
      ([row(key(1), usedAgo: nil, risk: risk(90, .revocationLag))], true),
      ([row(key(1), usedAgo: nil), row(key(2), usedAgo: nil, risk: risk(2, .burst))], true),
    ])
  func `scores are read again every five seconds, and only while one that is shown can fade`(
    rows: [SessionRow], isRead: Bool
  ) {
    var desk = Desk.open(rows)
    #expect(Self.queries(&desk, seconds: 50) == (isRead ? 10 : 0))
  }

  @Test func `a score that is out of sight is not waited for`() {
    var desk = Desk.open(
      (1...40).map { row(key($0), usedAgo: nil, risk: $0 == 40 ? risk(50, .burst) : .clean) })
    #expect(Self.queries(&desk, seconds: 50) == 0)
    desk.press("?")
    #expect(Self.queries(&desk, seconds: 20) <= 1)
  }

  @Test func `a faded score shows without a change in the store`() {
    var desk = Desk.open([row(key(1), risk: risk(90, .context))])
    #expect(desk.screen[4].contains(" 90 CRIT █"))
    desk.rows = [row(key(1), risk: risk(89, .context))]
    desk.wait(Model.fadeSpan)
    desk.answer()
    #expect(desk.screen[4].contains(" 89 HIGH █"))
  }

  // MARK: Why

  private static let critical = row(key(1), spent: 486, risk: risk(97, .context, .burst))

  private static func why(_ report: RiskReport?, size: ScreenSize = ScreenSize(rows: 24, columns: 80)) -> Desk
  {
    var desk = Desk.open([critical], size: size)
    if let report { desk.reports = [key(1): report] }
    desk.press("Enter")
    desk.answer()
    desk.look()
    return desk
  }

  @Test func `the session page says why it has its score`() {
    let executions = [
      execution(key(1), 812, reasons: [.chainMismatch]), execution(key(1), 813),
    ]
    let full = report(
      Self.critical, 97,
      [
        contribution(.context, nats: 4_120_000, without: 61, denied: 9, completing: 2, log: [809, 812]),
        contribution(.burst, nats: 1_030_000, without: 93, allowed: 11, denied: 0, seenAgo: 200, log: [813]),
        contribution(.dormant, nats: 1_000, without: 97, seenAgo: 90_000, log: [3]),
      ], floors: [.nonceReplayAccepted], leavesBandIn: 2_600, executions: executions)
    expectScreen(
      Self.why(full).screen,
      """
       curfew  Sessions > Session 0x0001…0001    NORMAL    local store  live ● 19:06Z
       1 active   1 at risk   1 critical   denied -   revoke p95 -   after revoke 0
       ▶ 0x0001aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0001
       risk            97 CRIT █  falls below CRIT in 43 min if quiet
       floor          90 until cleared: one nonce was accepted twice
         SIGNAL  EVIDENCE  NATS WITHOUT ALLOWED DENIED  SEEN  LOG
         CTX     ████████  4.12      61       0      9    2s  812 809
                 2 of them completed a loss path
         BURST   ██░░░░░░  1.03      93      11      0    3m  813
         1 more faded to nothing
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
      ────────────────────────────────────────────────────────────────────────────────
       X revoke  i incident  m mode  : commands  1 sessions  2 alerts  ? keys
      """)
  }

  @Test(
    arguments: [
      (
        [contribution(.context, nats: 5_000_000, without: 1)], [], 2_600,
        "falls below CRIT in 43 min if quiet"
      ),
      (
        [contribution(.context, nats: 5_000_000, without: 1)], [.allowedAfterRevocation], nil,
        "no time makes better"
      ),
      ([contribution(.revocationLag, nats: 1_000_000, without: 1)], [], nil, "grows until it is revoked"),
      ([contribution(.ttl, nats: 1_000_000, without: 1)], [], nil, "does not fade out of CRIT"),
    ] as [([RiskExplanation.Contribution], [RiskFloor], Int64?, String)])
  func `what becomes of a score if nothing more happens`(
    parts: [RiskExplanation.Contribution], floors: [RiskFloor], leaves: Int64?, text: String
  ) {
    let desk = Self.why(report(Self.critical, 95, parts, floors: floors, leavesBandIn: leaves))
    #expect(desk.screen[3].contains(" 95 CRIT █"))
    #expect(desk.screen[3].contains(text))
  }

  @Test func `before the answer the page shows the score of the list`() {
    #expect(Self.why(nil).screen[3].contains(" 97 CRIT █  reading why"))
  }

  @Test func `executions that speak for the score say for what, and older ones are found below`() {
    let full = report(
      Self.critical, 97, [contribution(.context, nats: 4_000_000, without: 60, log: [2, 7])],
      executions: [execution(key(1), 2, reasons: [.chainMismatch])])
    var desk = Self.why(full, size: ScreenSize(rows: 60, columns: 120))
    desk.send(
      .detailed(
        key(1),
        SessionDetail(
          row: Self.critical, executions: [execution(key(1), 7, reasons: [.destinationNotAllowed])],
          revocations: [])))
    let lines = desk.screen
    let marked = lines.firstIndex { $0.contains("destination not allowed") && $0.contains("CTX") }
    let heading = lines.firstIndex { $0.contains("EARLIER ONES that the score rests on  1") }
    #expect(marked != nil && heading != nil)
    if let heading {
      #expect(lines[heading + 1].contains("chain mismatch") && lines[heading + 1].contains("CTX"))
    }
  }
}
