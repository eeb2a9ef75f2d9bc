import AuditTrail
import Delegation
import IncidentResponse
import PolicyEngine
import SessionStore
import Terminal
import Testing

@testable import Console

/// What waits for a second operator, and how it is answered.
@Suite struct ApprovalScreenTests {
  private static let mode = Loosening.mode(.normal, Scope(chainID: 1), before: .lockdown)

  private static func desk(
    _ requests: [ApprovalRequest], as name: String = "bob",
    size: ScreenSize = ScreenSize(rows: 24, columns: 80), readOnly: Bool = false
  ) -> Desk {
    var desk = Desk.open([row(key(1))], size: size, readOnly: readOnly)
    desk.model.settings.operatorPlainName = name
    desk.requests = requests
    desk.press("5")
    desk.answer()
    desk.look()
    desk.now = desk.now + Model.settleSpan
    return desk
  }

  private static let both = [
    NoticeSamples.request(),
    NoticeSamples.request(
      "a-9", by: "bob", change: mode, text: nil, sentences: ["chain 1 goes back to normal"]),
  ]

  private static var answers: (Desk) -> [ApprovalAnswer] {
    { $0.effects.compactMap { if case .answer(let answer) = $0 { answer } else { nil } } }
  }

  @Test func `nothing to answer says so`() {
    var desk = Self.desk([], size: ScreenSize(rows: 24, columns: 120))
    #expect(desk.screen.contains { $0.contains("Nothing waits for an approval.") })
    desk.press("a")
    #expect(desk.statusLine.contains("no request waits for an answer"))
    desk.command("approve a-1")
    #expect(desk.statusLine.contains("no request `a-1` waits for an answer"))
  }

  @Test func `a console that only reads answers nothing`() {
    var desk = Self.desk(Self.both, readOnly: true)
    desk.press("Enter", "a")
    desk.press("Esc", "d")
    desk.command("approve a-1f2e3d4c5b")
    desk.command("deny a-1f2e3d4c5b no")
    #expect(desk.writes.isEmpty)
    #expect(desk.statusLine.contains("read-only"))
  }

  @Test func `the requests at 80 by 24`() {
    expectScreen(
      Self.desk(Self.both).screen,
      """
       curfew  Approvals    NORMAL   1 request             local store  live ● 19:06Z
       1 active   0 at risk   0 critical   denied -   revoke p95 -   after revoke 0
      ▶ a-1f2e3d4c5b  notice.publish    by alice         14m  INC-1
        a-9           mode.change       by bob           14m  NORMAL for chain:1, wa…
      ── WHAT IS ASKED ───────────────────────────────────────────────────────────────
       asked          notice.publish by alice, until 2026-02-21 19:21:12Z
       reason         notice to users
       signed         {"incident":"INC-1","kind":"initial","form":"full","sha256":"ef
                      fda8a5bfea5a22dc30e074df78e0b124df2e4d3493b712bc6ad895c121afdf"
                      }
       you            Enter shows the whole text; only then it can be approved
          1 │ # 21 February 2026: we ended some app sessions
          2 │
          3 │ Read this if you used a connected app. It is about the time since
            │ 18:50 UTC.
          4 │
          5 │ **What happened.** Some app sessions tried to act in ways their owners
            │ had not allowed.



      ────────────────────────────────────────────────────────────────────────────────
       X revoke  m mode  a accept  ⏎ details  / filter  : commands  d deny  ? keys
      """)
  }

  @Test func `one's own request says why it cannot be approved, at 120 by 40 in ASCII`() {
    var desk = Self.desk(Self.both, size: ScreenSize(rows: 40, columns: 120))
    desk.model.settings.glyphs = .ascii
    desk.press("j")
    expectScreen(
      desk.screen,
      """
       curfew  Approvals    NORMAL   1 request                                                     local store  live o 19:06Z
       1 active   0 at risk   0 critical   denied -   revoke p95 -   after revoke 0
        a-1f2e3d4c5b  notice.publish    by alice         14m  INC-1
      > a-9           mode.change       by bob           14m  NORMAL for chain:1, was LOCKDOWN
      -- WHAT IS ASKED -------------------------------------------------------------------------------------------------------
       asked          mode.change by bob, until 2026-02-21 19:21:12Z
       scope          chain:1
       mode           from LOCKDOWN to NORMAL
       reason         notice to users
       signed         {"mode":"normal","scope":{"chainId":1},"before":"lockdown"}
       looser         chain 1 goes back to normal
       you            a-9 is your own: another operator answers it

























      ------------------------------------------------------------------------------------------------------------------------
       X revoke   m mode   Enter details   / filter   : commands   1 sessions   2 alerts   3 metrics   4 incidents   ? keys
      """)
    desk.press("a")
    #expect(desk.statusLine.contains("a-9 is your own: another operator answers it"))
    desk.command("approve a-9")
    #expect(desk.statusLine.contains("a-9 is your own"))
    #expect(desk.writes.isEmpty)
  }

  @Test func `a text is approved only once it was opened, and by the command line`() throws {
    var desk = Self.desk(Self.both, size: ScreenSize(rows: 24, columns: 120))
    desk.press("a", "Enter")
    #expect(desk.statusLine.contains("was not read here: Enter shows it, nothing was approved"))
    desk.press("Enter")
    #expect(desk.screen[2].contains("REQUEST a-1f2e3d4c5b"))
    desk.press("a")
    #expect(Self.answers(desk).isEmpty)
    desk.press("Enter")
    let answer = ApprovalAnswer(request: "a-1f2e3d4c5b", denial: nil)
    #expect(Self.answers(desk) == [answer])
    desk.command("approve a-1f2e3d4c5b")
    #expect(desk.statusLine.contains("is being answered already"))
    desk.requests.removeFirst()
    desk.send(.answered(answer, .done(NoticeSamples.request(state: .approved))))
    desk.answer()
    desk.look()
    #expect(desk.statusLine.contains("a-1f2e3d4c5b is approved and done: notice.publish"))
    #expect(desk.model.approvals.cursor == "a-9")
  }

  @Test func `every screen counts the requests that its operator could answer`() {
    var desk = Desk.open([row(key(1))])
    desk.model.settings.operatorPlainName = "bob"
    desk.requests = Self.both
    desk.now = desk.now + IncidentList.span
    desk.change(to: desk.rows)
    #expect(desk.screen[0].contains("NORMAL   1 request "))
    desk.now = desk.now + seconds(872)
    desk.send(.loadFailed(.approvals, .closed))
    #expect(!desk.model.isStale)
    #expect(!desk.screen[0].contains("request"))
  }

  @Test func `a denial needs a reason`() {
    var desk = Self.desk(Self.both, size: ScreenSize(rows: 24, columns: 120))
    desk.press("d", "Enter")
    #expect(desk.statusLine.contains("expected `:deny ID REASON`"))
    desk.press("d")
    desk.write("too early")
    desk.press("Enter")
    #expect(Self.answers(desk) == [ApprovalAnswer(request: "a-1f2e3d4c5b", denial: "too early")])
    desk.send(
      .answered(
        ApprovalAnswer(request: "a-1f2e3d4c5b", denial: "too early"), .refused("it was approved already")))
    #expect(desk.statusLine.contains("a-1f2e3d4c5b was NOT denied: it was approved already"))
  }

  @Test func `a request that somebody answered meanwhile is not shown any more`() {
    var desk = Self.desk(Self.both)
    desk.press("Enter")
    desk.requests = []
    desk.change(to: desk.rows)
    #expect(desk.screen.contains { $0.contains("it was answered, or has expired") })
    desk.press("a", "Enter")
    #expect(desk.writes.isEmpty)
  }
}
