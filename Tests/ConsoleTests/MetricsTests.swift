import Delegation
import SessionStore
import Terminal
import Testing

@testable import Console

@Suite struct MetricsTests {
  private static func open(
    size: ScreenSize = ScreenSize(rows: 24, columns: 80), glyphs: Glyphs = .unicode, late: Int64 = 0
  ) -> Desk {
    var desk = Desk([row(key(1))], size: size)
    desk.model.settings.glyphs = glyphs
    desk.effects += desk.model.start()
    desk.answer()
    desk.press("3")
    if late > 0 {
      desk.send(.measured(metricsReport(MetricsQuestion(at: start), late: late)))
    } else {
      desk.answer()
    }
    desk.look()
    return desk
  }

  @Test func `the week beside the week before at 80 by 24`() {
    expectScreen(
      Self.open().screen,
      """
       curfew  Metrics    NORMAL                           local store  live ● 19:06Z
       1 active   0 at risk   0 critical   denied -   revoke p95 -   after revoke 0
       last 7 days, and the 7 before   read 19:06:40Z                    4 more below
       EXECUTIONS in 6 h                       DENIED, percent
            ⠤⠤ 7 days  ⠄⠄ before                 ⠤⠤ 7 days  ⠄⠄ before
       1.5k│  ⢀    ⣀    ⡀   ⢀⡀   ⢀    ⣀    ⡀   6│ ⢀⡠⢄   ⡠⢄   ⣀⠤⡀  ⣀⠤⡀  ⢀⠤⡀  ⢀⠤⡀  ⢀⡠⢄
           │ ⢰⠁⢇  ⡎⡀⡇  ⡎⡸⡀ ⢰⠁⣸  ⢰⠁⡇  ⡎⡀⡇  ⡎⣸    │⢀⠎⡀⡈⢢⣀⠜⡀⡈⢢⣀⠜⡀⡀⢣⣀⡰⡁⡀⢣⣀⡠⠃⡀⠑⣄⡠⠃⡀⠑⣄⣀⠎⡀⡘⡄
           │ ⡎⠁⠺⡀⢰⠁ ⢵ ⢰⠁ ⣇ ⡎⠁⠈⡆⢀⠇⠁⢵ ⢰⠁ ⢵ ⡸⠁⠈⡆   │ ⡀  ⠄    ⠄    ⠂    ⠂  ⠄ ⠁⡀ ⠄ ⠁⡀ ⡀  ⡀
          0│⠠⠃  ⠧⠜  ⠘⠦⠜  ⠘⠤⠃  ⠧⠜  ⠘⠦⠜  ⠘⠤⠃  ⠇  0│⢀    ⠂⠁   ⠂⠁   ⠁⡀   ⠁⡀    ⡀    ⠄
            Sat Sun  Mon  Tue Wed  Thu  Fri      Sat  Sun  Mon  Tue  Wed  Thu  Fri

       DENIED BY REASON, and before            FIGURES                7 DAYS   BEFORE
       destination not allo… ██████ 480 / 320  executions             15,540   10,240
       chain mismatch        ███▊░░ 300 / 200  denied                  3.4 %    2.3 %
       session revoked       █▌░░░░  120 / 80  allowed after revoke        0        0
       nonce replayed        ▎░░░░░   21 / 14  denied after revoke       120       80
                                               revokes timed               4        4
                                               revoke p50              1.8 s    1.2 s
                                               revoke p95              1.9 s    1.9 s
                                               revoke worst            7.5 s    5.0 s
                                               critical, waiting           1        0
      ────────────────────────────────────────────────────────────────────────────────
       X revoke  m mode  : commands  1 sessions  2 alerts  4 incidents  ? keys
      """)
  }

  @Test func `the end of the page at 80 by 24`() {
    var desk = Self.open()
    desk.press("G")
    expectScreen(
      desk.screen,
      """
       curfew  Metrics    NORMAL                           local store  live ● 19:06Z
       1 active   0 at risk   0 critical   denied -   revoke p95 -   after revoke 0
       last 7 days, and the 7 before   read 19:06:40Z
           │ ⡎⠁⠺⡀⢰⠁ ⢵ ⢰⠁ ⣇ ⡎⠁⠈⡆⢀⠇⠁⢵ ⢰⠁ ⢵ ⡸⠁⠈⡆   │ ⡀  ⠄    ⠄    ⠂    ⠂  ⠄ ⠁⡀ ⠄ ⠁⡀ ⡀  ⡀
          0│⠠⠃  ⠧⠜  ⠘⠦⠜  ⠘⠤⠃  ⠧⠜  ⠘⠦⠜  ⠘⠤⠃  ⠇  0│⢀    ⠂⠁   ⠂⠁   ⠁⡀   ⠁⡀    ⡀    ⠄
            Sat Sun  Mon  Tue Wed  Thu  Fri      Sat  Sun  Mon  Tue  Wed  Thu  Fri

       DENIED BY REASON, and before            FIGURES                7 DAYS   BEFORE
       destination not allo… ██████ 480 / 320  executions             15,540   10,240
       chain mismatch        ███▊░░ 300 / 200  denied                  3.4 %    2.3 %
       session revoked       █▌░░░░  120 / 80  allowed after revoke        0        0
       nonce replayed        ▎░░░░░   21 / 14  denied after revoke       120       80
                                               revokes timed               4        4
                                               revoke p50              1.8 s    1.2 s
                                               revoke p95              1.9 s    1.9 s
                                               revoke worst            7.5 s    5.0 s
                                               critical, waiting           1        0

       MEAN LIFE OF SESSIONS, and before       CONTEXT MISMATCHES by chain, family
       approval (4) ████▌░░░░ 15 min / 10 min  8453 unknown █████▋░░░ 63.0 % / 42.0 %
       swap (36)    █████████ 30 min / 30 min  1 dex-router ▏░░░░░░░░   1.0 % / 0.6 %
      ────────────────────────────────────────────────────────────────────────────────
       X revoke  m mode  : commands  1 sessions  2 alerts  4 incidents  ? keys
      """)
    desk.press("g")
    #expect(desk.screen[3].contains("EXECUTIONS in 6 h"))
  }

  @Test func `the metrics at 120 by 40`() {
    expectScreen(
      Self.open(size: ScreenSize(rows: 40, columns: 120)).screen,
      """
       curfew  Metrics    NORMAL                                                                   local store  live ● 19:06Z
       1 active   0 at risk   0 critical   denied -   revoke p95 -   after revoke 0
       last 7 days, and the 7 before   read 19:06:40Z
       EXECUTIONS in 6 h                                           DENIED, percent
            ⠤⠤ 7 days  ⠄⠄ before                                     ⠤⠤ 7 days  ⠄⠄ before
       1.5k│                                                       6│
           │    ⡠⡀     ⢀⢄      ⡠⡀     ⢀⢄      ⢀⢄      ⡠⡀     ⢀⢄     │   ⡔⠒⢢     ⡔⠒⢢     ⡔⠒⢢     ⡔⠒⢢     ⡔⠒⢢     ⡔⠒⢢     ⡔⠒⢢
           │  ⢰⠉ ⡇    ⡎⠁⢸    ⢰⠉ ⡇    ⢰⠁⢸     ⡎⠁⢸    ⢰⠉ ⡇    ⡎⠁⢸     │  ⡜   ⢣   ⡜   ⢣   ⡜   ⢣   ⡜   ⢣   ⡜   ⢣   ⡜   ⢣   ⡜   ⢣
           │  ⡜ ⡀⢸    ⡇ ⠄⡇   ⢸ ⡀⢸    ⡜ ⠄⡇   ⢠⠃ ⠜⡄   ⡜ ⡀⢣   ⢠⠃ ⠄⡇    │ ⠜ ⠄⠄⠄⠈⠦⠤⠜ ⠄⠄⠄⠈⠦⠤⠜ ⠄⠄⠄⠈⠦⠤⠜ ⠄⠄⠄⠈⠦⠤⠜ ⠄⠄⠄⠈⠦⠤⠜ ⠄⠄⠄⠈⠦⠤⠜ ⠄⠄⠄⠈⠆
        750│ ⢀⠇⠁ ⠌⡆  ⢸⠂⠁ ⢱   ⡇⠁ ⠌⡆  ⢀⠇⠁ ⢱   ⡸⠂⠁ ⡇  ⢀⠇⠁ ⣸   ⡸⠂⠁ ⢱   3│      ⠄       ⠄       ⠄       ⠄       ⠄       ⠄       ⠄
           │ ⢸⠁   ⢇  ⡸   ⠺⡀ ⢀⠇   ⢇  ⢸⠁  ⠺⡀  ⡇   ⢱  ⢸⠁  ⠈⡆  ⡇   ⠺⡀   │  ⡀    ⡀  ⡀    ⡀  ⡀    ⡀  ⡀    ⡀  ⡀    ⡀  ⡀    ⡀  ⡀    ⡀
           │ ⡇    ⢺  ⡇    ⡇ ⢸    ⢺  ⡇    ⡇ ⢸    ⢹  ⡇    ⡇ ⢸     ⡇   │        ⡀       ⡀       ⡀       ⡀       ⡀       ⡀
          0│⠰⠁     ⠋⠒⠁    ⠉⠓⠎     ⠋⠒⠁    ⠉⠓⠎     ⠋⠒⠁    ⠉⠓⠎     ⠁  0│ ⡀       ⡀       ⡀       ⡀       ⡀       ⡀       ⡀
            Sat    Sun     Mon    Tue     Wed    Thu     Fri         Sat     Sun     Mon     Tue     Wed     Thu     Fri

       DENIED BY REASON, and before                                FIGURES                                    7 DAYS   BEFORE
       destination not allowed ████████████████████████ 480 / 320  executions                                 15,540   10,240
       chain mismatch          ███████████████░░░░░░░░░ 300 / 200  denied                                      3.4 %    2.3 %
       session revoked         ██████░░░░░░░░░░░░░░░░░░  120 / 80  allowed after revoke                            0        0
       nonce replayed          █░░░░░░░░░░░░░░░░░░░░░░░   21 / 14  denied after revoke                           120       80
                                                                   revokes timed                                   4        4
                                                                   revoke p50                                  1.8 s    1.2 s
                                                                   revoke p95                                  1.9 s    1.9 s
                                                                   revoke worst                                7.5 s    5.0 s
                                                                   critical, waiting                               1        0

       MEAN LIFE OF SESSIONS, and before                           CONTEXT MISMATCHES by chain, family
       approval (4) ██████████████▌░░░░░░░░░░░░░░ 15 min / 10 min  8453 unknown ██████████████████▎░░░░░░░░░░ 63.0 % / 42.0 %
       swap (36)    █████████████████████████████ 30 min / 30 min  1 dex-router ▎░░░░░░░░░░░░░░░░░░░░░░░░░░░░   1.0 % / 0.6 %








      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       X revoke   m mode   : commands   1 sessions   2 alerts   4 incidents   5 approvals   6 drills   7 policy   ? keys
      """)
  }

  @Test func `the metrics in ASCII`() {
    expectScreen(
      Self.open(glyphs: .ascii).screen,
      """
       curfew  Metrics    NORMAL                           local store  live o 19:06Z
       1 active   0 at risk   0 critical   denied -   revoke p95 -   after revoke 0
       last 7 days, and the 7 before   read 19:06:40Z                    4 more below
       EXECUTIONS in 6 h                       DENIED, percent
            ## 7 days  oo before                 ## 7 days  oo before
       1.5k|   _    _   _    _    _   __   _   6|  _.   _.   _..  _..  __.  __.   _.
           |  =o  ==o  =o   =o   =o  =oo  =o    |__oo___oo___ooo__ooo__ooo__ooo___oo_
           |  o#  oo#  o#   o#   o#  o##  o#    |####oo###oo####o####o####o####o####o
          0|oo##oo###oo##ooo##ooo##oo###oo##o  0|oo####o####o####o####o####o####oo###
            Sat Sun  Mon  Tue Wed  Thu  Fri      Sat  Sun  Mon  Tue  Wed  Thu  Fri

       DENIED BY REASON, and before            FIGURES                7 DAYS   BEFORE
       destination not allo~ ###### 480 / 320  executions             15,540   10,240
       chain mismatch        ###--- 300 / 200  denied                  3.4 %    2.3 %
       session revoked       #-----  120 / 80  allowed after revoke        0        0
       nonce replayed        #-----   21 / 14  denied after revoke       120       80
                                               revokes timed               4        4
                                               revoke p50              1.8 s    1.2 s
                                               revoke p95              1.9 s    1.9 s
                                               revoke worst            7.5 s    5.0 s
                                               critical, waiting           1        0
      --------------------------------------------------------------------------------
       X revoke  m mode  : commands  1 sessions  2 alerts  4 incidents  ? keys
      """)
  }

  @Test func `a small terminal gets the figures`() {
    expectScreen(
      Self.open(size: ScreenSize(rows: 10, columns: 40)).screen,
      """
      metrics
      executions            15,540  was 10,240
      denied                3.4 %  was 2.3 %
      allowed after revoke  0  was 0
      denied after revoke   120  was 80
      revoke p95            1.9 s  was 1.9 s
      40x10 is small: 80x24 shows all
      X revoke  m mode  : commands  ? keys
      """)
  }

  @Test func `an execution that was allowed after its revocation stands out`() {
    func styles(_ desk: Desk) -> String {
      let lines = desk.frame.canvas.styleLines { $0.role == .critical ? "!" : "." }
      let row = desk.screen.firstIndex { $0.contains("allowed after revoke") } ?? 0
      return lines[row]
    }
    #expect(!styles(Self.open()).contains("!"))
    #expect(styles(Self.open(late: 2)).contains("!"))
  }

  @Test func `they are read every ten seconds at most, and only where they show`() {
    var desk = Desk.open([row(key(1))])
    func asked(_ effects: [Effect]) -> Int {
      effects.count { if case .metrics = $0 { true } else { false } }
    }
    desk.now = desk.now + seconds(1)
    #expect(asked(desk.send(.storeChanged)) == 0)
    desk.answer()
    #expect(asked(desk.press("3")) == 1)
    desk.answer()
    var count = 0
    for _ in 0..<30 {
      desk.now = desk.now + seconds(1)
      count += asked(desk.send(.storeChanged))
      desk.answer()
    }
    #expect((2...3).contains(count))
    #expect(asked(desk.press("r")) == 1)
  }

  @Test func `a failed or slow read keeps what was read, says so, and does not make sessions stale`() {
    var desk = Self.open()
    desk.now = desk.now + seconds(20)
    desk.send(.storeChanged)
    desk.now = desk.now + seconds(3)
    #expect(desk.effects.contains { if case .metrics = $0 { true } else { false } })
    desk.effects.removeAll { if case .metrics = $0 { true } else { false } }
    desk.answer()
    desk.send(.tick)
    #expect(desk.screen[2].contains("read 19:06:40Z   reading…"))
    #expect(desk.screen[0].contains("live ●"))
    desk.send(.loadFailed(.metrics, .closed))
    #expect(desk.screen[2].contains("read 19:06:40Z   not read anew:"))
    #expect(desk.screen[0].contains("live ●"))
    #expect(desk.screen[3].contains("EXECUTIONS"))
  }

  @Test func `a store without executions says that there are none`() {
    var desk = Desk.open([])
    desk.press("3")
    let question = MetricsQuestion(at: start)
    let none = HealthMetrics(
      from: question.from, to: question.to, executions: .init(allowed: 0, denied: 0, byReason: []),
      lifetimes: [], timeToRevocation: .init(count: 0, pending: 0, p50: nil, p95: nil, worst: nil),
      mismatches: [], afterRevokeAllowed: 0, afterRevokeDenied: 0)
    desk.send(
      .measured(MetricsReport(question: question, week: none, before: none, points: [], pointsBefore: [])))
    let text = desk.screen.joined(separator: "\n")
    #expect(text.contains("nothing was denied"))
    desk.press("G")
    #expect(desk.screen.joined().contains("no session ended"))
    #expect(desk.screen.joined().contains("nothing was executed"))
  }

  @Test func `the weeks end with the hour, so that both are as long and hours are whole`() {
    let question = MetricsQuestion(at: start)
    #expect(UTC.full(question.to) == "2026-02-21 20:00:00Z")
    #expect(UTC.full(question.from) == "2026-02-14 20:00:00Z")
    #expect(UTC.full(question.before) == "2026-02-07 20:00:00Z")
    #expect(UTC.weekday(question.from).string == "Sat")
  }
}
