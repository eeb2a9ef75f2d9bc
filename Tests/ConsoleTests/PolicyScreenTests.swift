import Delegation
import PolicyEngine
import SessionStore
import Terminal
import Testing

@testable import Console

/// The mode, the posture and the registry.
@Suite struct PolicyScreenTests {
  private static func desk(
    size: ScreenSize = ScreenSize(rows: 24, columns: 80), glyphs: Glyphs = .unicode,
    _ change: (inout Desk) throws -> Void = { _ in }
  ) throws -> Desk {
    var desk = Desk.open([row(key(1))], size: size)
    desk.model.settings.glyphs = glyphs
    desk.policy = try PolicySamples.reading()
    desk.posture = try PolicySamples.posture()
    try change(&desk)
    desk.press("7")
    desk.answer()
    desk.look()
    return desk
  }

  private static func reads(_ desk: Desk) -> [Effect] {
    desk.effects.filter { $0 == .policy || $0 == .posture }
  }

  // MARK: What cannot be shown

  @Test func `before the store answers it says that it reads`() throws {
    let desk = try Self.desk {
      $0.policy = nil
      $0.posture = nil
    }
    #expect(desk.screen.contains { $0.contains("reading the sessions") })
    #expect(desk.screen.contains { $0.contains("MODE") })
    #expect(desk.screen.contains { $0.contains("not read yet") })
  }

  @Test func `a posture that cannot be read keeps what was read, and says so`() throws {
    var desk = try Self.desk()
    desk.press("r")
    desk.send(.loadFailed(.posture, .failed(code: 5, message: "a disk is gone")))
    desk.look()
    #expect(desk.screen[2].contains("2 fail") && desk.screen[2].contains("not read anew: "))
    #expect(!desk.model.isStale)
  }

  @Test func `Esc stops waiting for a posture, and its late answer changes nothing`() throws {
    var desk = try Self.desk { $0.posture = nil }
    desk.wait(seconds(1))
    #expect(desk.statusLine.contains("reading the sessions for the posture… 1 s"))
    #expect(!desk.model.isStale)
    desk.press("Esc")
    #expect(desk.statusLine.contains("stopped waiting"))
    desk.send(.postureRead(try PolicySamples.posture()))
    #expect(desk.model.policy.findings.isEmpty)
  }

  @Test func `a screen that is too small says so and shows what to do about the chosen row`() throws {
    var desk = try Self.desk(size: ScreenSize(rows: 12, columns: 60))
    desk.press("Tab")
    #expect(desk.screen.contains { $0.contains("60x12 is small: 80x24 shows all") })
    #expect(desk.screen.contains { $0.contains("FAIL") && $0.contains("Over-broad capability") })
    #expect(desk.screen.contains { $0.contains("curfew revoke --scope") })
  }

  // MARK: Screens

  @Test func `the screen at 80 by 24`() throws {
    expectScreen(
      try Self.desk().screen,
      """
       curfew  Policy    NORMAL                            local store  live ● 19:06Z
       1 active   0 at risk   0 critical   denied -   revoke p95 -   after revoke 0
       ✗ 2 fail  ⚠ 3 warn  ✓ 11 pass  read 19:06Z                                1/26
       MODE  where, since when, and by whom
      ▶  GUARDED     all                          2026-02-21 19:02Z   4m  by alice
         DENY-FIRST  chain:1 cap:swap.execute     2026-02-21 19:02Z   4m  by bob
       POSTURE  16 checks, the worst first
        ✗ FAIL  over-broad capability                   1 live session of 3 with a c…
        ✗ FAIL  days 61-90: drills, continuous scoring  no live drill was ever run o…
        ⚠ warn  dormant reactivation                    the default inactivity of 30…
        ⚠ warn  destination controls                    5 of 7 active capabilities l…
        ⚠ warn  days 31-60: binding checks, telemetry   7 of 7 active capabilities w…
        ✓ pass  TTL abuse                               the longest life of 3 live s…
        ✓ pass  cross-context misuse                    0 sessions over the limit of…
        ✓ pass  weak revocation                         0 executions allowed after r…
      ────────────────────────────────────────────────────────────────────────────────
       mode           GUARDED for all
       since          2026-02-21 19:02:40Z, 4m ago, by alice
       reason         a leak upstream
       means          25 % of every spend limit; denied from risk 70 on, and with
                      more than 5m of life left until attested again
      ────────────────────────────────────────────────────────────────────────────────
       X revoke  m mode  ⏎ details  / filter  : commands  1 sessions  ? keys
      """)
  }

  @Test func `the registry at 80 by 24`() throws {
    var desk = try Self.desk()
    desk.press("Tab", "Tab", "j", "j")
    expectScreen(
      desk.screen,
      """
       curfew  Policy    NORMAL                            local store  live ● 19:06Z
       1 active   0 at risk   0 critical   denied -   revoke p95 -   after revoke 0
       ✗ 2 fail  ⚠ 3 warn  ✓ 11 pass  read 19:06Z                               21/26
        ✓ pass  revocation in the UI only               0 executions allowed after r…
        ✓ pass  days 1-30: schema, hard TTL defaults    7 of 8 capabilities active, …
       CAPABILITIES  7 active, 1 draft; policy since 2026-02-21 18:06Z by alice, sha…
        CAPABILITY        CLASS    TIER STATUS TTL/MAX  USD      IDLE TESTS    LIVE
        bridge.transfer   bridge   high draft  5m/1d    250      30m  0+0 -5      0
        contract.call     contract high active 10m/1d   1000     5m   1+4 ok      0
      ▶ native.send       transfer high active 10m/1d   500      5m   1+4 ok      0
        nft.list          listing  low  active 30m/1d   2500     30m  1+4 ok      0
        quote.accept      quote    low  active 30m/1d   1000     30m  1+4 ok      0
        swap.execute      swap     high active 15m/1d   1000     10m  2+5 ok      2
        token.approve     approval high active 5m/1d    1000     2m   1+5 ok      0
        transfer.send     transfer high active 10m/1d   500      5m   1+4 ok      0
      ───────────────────────────────────────────────────────────────── ⏎ shows all ──
       capability     native.send, active, class transfer, tier high
       at most        10m when granted, extended to 1d; 500 USD; quiet for 5m
       tests          1 allow, 4 deny, all pass
       destinations   any that the envelope names
       sessions       0 live sessions with it
      ────────────────────────────────────────────────────────────────────────────────
       X revoke  m mode  ⏎ details  / filter  : commands  1 sessions  ? keys
      """)
  }

  @Test func `the screen at 120 by 40`() throws {
    var desk = try Self.desk(size: ScreenSize(rows: 40, columns: 120))
    desk.press("Tab", "j")
    expectScreen(
      desk.screen,
      """
       curfew  Policy    NORMAL                                                                    local store  live ● 19:06Z
       1 active   0 at risk   0 critical   denied -   revoke p95 -   after revoke 0
       ✗ 2 fail  ⚠ 3 warn  ✓ 11 pass  read 19:06Z                                                                        4/26
       POSTURE  16 checks, the worst first
        ✗ FAIL  over-broad capability                   1 live session of 3 with a capability that is a draft or not registe…
      ▶ ✗ FAIL  days 61-90: drills, continuous scoring  no live drill was ever run on this store
        ⚠ warn  dormant reactivation                    the default inactivity of 30m is not below the maxTtl of 30m: no ses…
        ⚠ warn  destination controls                    5 of 7 active capabilities let any destination of the envelope pass:…
        ⚠ warn  days 31-60: binding checks, telemetry   7 of 7 active capabilities without an owner of their telemetry: `con…
        ✓ pass  TTL abuse                               the longest life of 3 live sessions is 15 min
        ✓ pass  cross-context misuse                    0 sessions over the limit of 3 in 30m
        ✓ pass  weak revocation                         0 executions allowed after revocation in 7 days
        ✓ pass  capability scope                        7 active ids in the policy, 0 generic
        ✓ pass  TTL strategy                            default maxTtl 30m, extended explicitly up to 1d
        ✓ pass  nonce handling                          3 nonce domains over 5 sessions ever granted, nonces counted for eac…
        ✓ pass  temporarily long TTLs                   the policy was applied 1 h ago, on 2026-02-21T18:06:40Z
        ✓ pass  one nonce domain for unrelated actions  0 of 3 nonce domains shared by unrelated live sessions
        ✓ pass  product apart from policy enforcement   4 of 200 executions denied in 7 days (2 %)
        ✓ pass  revocation in the UI only               0 executions allowed after revocation in 7 days
        ✓ pass  days 1-30: schema, hard TTL defaults    7 of 8 capabilities active, each with its tests; maxTtl 30m by defau…
       CAPABILITIES  7 active, 1 draft; policy since 2026-02-21 18:06Z by alice, sha256:5c293f32…
        CAPABILITY        CLASS    TIER STATUS TTL/MAX  USD      IDLE TESTS    LIVE  FAMILIES
        bridge.transfer   bridge   high draft  5m/1d    250      30m  0+0 -5      0  any
        contract.call     contract high active 10m/1d   1000     5m   1+4 ok      0  any
        native.send       transfer high active 10m/1d   500      5m   1+4 ok      0  any
        nft.list          listing  low  active 30m/1d   2500     30m  1+4 ok      0  any
        quote.accept      quote    low  active 30m/1d   1000     30m  1+4 ok      0  dex-router
        swap.execute      swap     high active 15m/1d   1000     10m  2+5 ok      2  dex-router
        token.approve     approval high active 5m/1d    1000     2m   1+5 ok      0  any
      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       FAIL           Days 61-90: run revocation drills and introduce continuous session risk scoring
         ✗ no live drill was ever run on this store
           do: `curfew drill run --live`
         ✓ risk is scored continuously, acting at 97



      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       X revoke   m mode   ⏎ details   / filter   : commands   1 sessions   2 alerts   3 metrics   4 incidents   ? keys
      """)
  }

  @Test func `in ASCII nothing else is sent, and no mark is a colour alone`() throws {
    var desk = try Self.desk(glyphs: .ascii)
    desk.press("Tab")
    for _ in 0..<40 {
      #expect(desk.screen.joined().utf8.allSatisfy { $0 < 0x80 })
      desk.press("j")
    }
    desk.press("g", "Tab")
    #expect(desk.screen.contains { $0.contains("x FAIL  over-broad capability") })
    #expect(desk.screen.contains { $0.contains("! warn  ") })
  }

  // MARK: Moving

  @Test func `Tab goes to the next section and S-Tab back, round at the ends`() throws {
    var desk = try Self.desk()
    #expect(desk.model.policy.cursor == .mode(.everything))
    desk.press("Tab")
    #expect(desk.model.policy.cursor == .check(.overBroadCapability))
    #expect(desk.screen.contains { $0.contains("POSTURE  16 checks, the worst first") })
    desk.press("j", "Tab")
    #expect(desk.model.policy.cursor == .capability(.opaque("bridge.transfer")))
    #expect(desk.screen.contains { $0.contains("CAPABILITIES  7 active, 1 draft") })
    desk.press("Tab")
    #expect(desk.model.policy.cursor == .mode(.everything))
    desk.press("S-Tab")
    #expect(desk.model.policy.cursor == .capability(.opaque("bridge.transfer")))
    desk.press("1", "Tab")
    #expect(desk.statusLine.contains("only the screen Policy has sections"))
  }

  @Test func `the cursor holds on to what its row is about when the order changes`() throws {
    var desk = try Self.desk()
    desk.press("Tab", "j")
    #expect(desk.model.policy.cursor == .check(.days61To90))
    desk.posture = try PolicySamples.posture {
      $0.drills?.lastAt = start - seconds(60)
      $0.drills?.lastPassed = true
    }
    desk.press("r")
    desk.answer()
    desk.look()
    #expect(desk.model.policy.cursor == .check(.days61To90))
    #expect(desk.screen[2].contains("1 fail"))
  }

  @Test(arguments: UInt64(0)..<20)
  func `whatever is pressed, the row under the cursor is in sight with its heading`(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    var desk = try Self.desk()
    for _ in 0..<60 {
      let keys = ["j", "k", "Tab", "S-Tab", "PgDn", "PgUp", "g", "G"]
      desk.press(keys[Int(random.next() % UInt64(keys.count))])
      if random.next() % 8 == 0 {
        desk.send(.resized(ScreenSize(rows: 24 + Int(random.next() % 30), columns: 80)))
      }
      let page = desk.model.policy
      let shown = page.visible(height: desk.model.policyRows)
      let isInSight = shown.contains { if case .row(let row) = $0 { row.id == page.cursor } else { false } }
      #expect(isInSight, "seed \(seed)")
    }
  }

  // MARK: Enter

  @Test func `Enter shows all of a check, and what to do`() throws {
    var desk = try Self.desk()
    desk.press("Tab", "Enter")
    let text = desk.screen.joined(separator: "\n")
    #expect(text.contains("CHECK over-broad capability") && text.contains("Control matrix"))
    #expect(text.contains("1 live session of 3 with a capability that is a draft or not registered"))
    #expect(text.contains("do: end them: `curfew revoke --scope \"cap:swap.old\""))
    desk.press("Esc")
    #expect(desk.screen.contains { $0.contains("POSTURE") })
  }

  @Test func `Enter shows each inline test of a capability, and each address`() throws {
    var desk = try Self.desk(size: ScreenSize(rows: 40, columns: 120))
    desk.press("G", "Enter")
    #expect(desk.screen.contains { $0.contains("CAPABILITY transfer.send") })
    #expect(desk.screen.contains { $0.contains("✓ line ") && $0.contains("deny because chain_mismatch") })
    desk.press("Esc")
    desk.press("k", "k", "Enter")
    let text = desk.screen.joined(separator: "\n")
    #expect(text.contains("dex-router, 2 addresses") && text.contains("0xRouterB"))
  }

  @Test func `a mode that ended while its page was read says so`() throws {
    var desk = try Self.desk()
    desk.press("j", "Enter")
    #expect(desk.screen.contains { $0.contains("MODE of chain:1 cap:swap.execute") })
    #expect(desk.screen.contains { $0.contains("ago, by bob") })
    desk.send(.policyRead(try PolicySamples.reading([])))
    desk.look()
    #expect(desk.screen.contains { $0.contains("any more") })
  }

  // MARK: Filter

  @Test func `words filter the rows as they are typed, Esc brings back what was`() throws {
    var desk = try Self.desk()
    desk.press("/")
    desk.write("Swap.Execute")
    #expect(desk.model.policy.rows.map(\.id).contains(.capability(.opaque("swap.execute"))))
    #expect(!desk.model.policy.rows.map(\.id).contains(.check(.days61To90)))
    #expect(desk.screen[2].contains("/ Swap.Execute"))
    desk.press("Esc")
    #expect(desk.model.policy.rows.count == 2 + 16 + 8)
    desk.press("/")
    desk.write("FAIL drill")
    desk.press("Enter")
    #expect(desk.model.policy.rows.map(\.id) == [.check(.days61To90)])
    desk.press("/")
    desk.write(" nothing like this")
    #expect(desk.screen.contains { $0.contains("No row has these words.") })
    desk.press("Enter", "Enter")
    #expect(desk.statusLine.contains("no row is chosen"))
    desk.command("filter swap")
    #expect(desk.model.policy.filter.applied == "swap")
    desk.press("1", "7")
    #expect(desk.model.policy.filter.applied.isEmpty)
  }

  @Test func `a paste goes into the filter, and keys of a burst act on nothing`() throws {
    var desk = try Self.desk()
    desk.press("/")
    desk.send(.paste("swap"))
    #expect(desk.model.policy.filter.text == "swap")
    desk.type("X", isBurst: true)
    #expect(desk.model.policy.filter.text == "swapX" && desk.writes.isEmpty)
  }

  // MARK: Reading

  @Test func `the sessions are run through on entering and on r, never because the store changed`() throws {
    var desk = try Self.desk()
    desk.effects = []
    for _ in 0..<20 { desk.change(to: desk.rows) }
    #expect(Self.reads(desk).filter { $0 == .posture }.isEmpty)
    #expect(desk.press("r").contains(.posture))
    desk.answer()
    desk.press("1")
    #expect(desk.press("7").contains(.posture))
  }

  @Test func `a mode that the header knows of is read at once`() throws {
    var desk = try Self.desk()
    desk.effects = []
    desk.send(.overviewed(overview(desk.rows, modes: [], asOf: desk.now)))
    #expect(Self.reads(desk) == [.policy])
  }

  @Test(arguments: HostileTextTests.attacks)
  func `hostile text in a mode's reason and scope moves nothing`(text: String) throws {
    for size in [ScreenSize(rows: 24, columns: 80), ScreenSize(rows: 10, columns: 40)] {
      var desk = try Self.desk(size: size) {
        let scope = Scope(label: Label(key: "app", value: text))
        $0.policy = try PolicySamples.reading([
          PolicySamples.mode(.lockdown, scope, by: text, reason: text)
        ])
      }
      desk.press("j")
      #expect(HostileTextTests.isHarmless(desk.screen))
      desk.press("Enter")
      #expect(HostileTextTests.isHarmless(desk.screen))
    }
  }
}

@Suite struct PolicyFilterTests {
  @Test(arguments: [
    ("", "anything", true), ("swap", "SWAP.execute", true), ("exec swap", "swap.execute", true),
    ("swap fail", "swap.execute", false),
  ])
  func `each word stands somewhere in the row, in either case`(text: String, row: String, matches: Bool) {
    var filter = PolicyFilter()
    filter.set(text)
    #expect(filter.matches(row) == matches)
  }
}
