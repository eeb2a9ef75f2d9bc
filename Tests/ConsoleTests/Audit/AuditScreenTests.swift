import AuditTrail
import Delegation
import SessionStore
import Terminal
import Testing

@testable import Console

/// The Audit screen: what is seen of the log, and what its keys ask.
@Suite struct AuditScreenTests {
  private static func desk(
    _ entries: [AuditEntry] = AuditSamples.entries, log: LogReading? = nil,
    size: ScreenSize = ScreenSize(rows: 24, columns: 80)
  ) throws -> Desk {
    var desk = Desk([row(key(1))], size: size)
    desk.entries = entries
    desk.log = try log ?? AuditSamples.reading()
    desk.effects += desk.model.start()
    desk.answer()
    desk.press("8")
    desk.answer()
    desk.look()
    desk.now = desk.now + Model.settleSpan
    return desk
  }

  private static func proof(_ verdict: LeafProof.Verdict, text: String) -> LeafProof {
    LeafProof(
      sequence: 640, text: text, hash: Merkle.leafHash(Array(text.utf8)), verdict: verdict, holdsKey: true)
  }

  private static let line =
    #"{"seq":640,"at":1771700440,"who":"alice","plane":"secops","action":"mode.change","target":"{\"chainId\":1}","before":"normal","after":"guarded","reason":"odd swaps","result":"ok"}"#

  // MARK: Refused

  @Test func `a log that cannot be read says so and leaves other screens fresh`() throws {
    var desk = try Self.desk([])
    #expect(desk.screen.contains { $0.contains("The log has no entry yet.") })
    desk.press("Enter")
    #expect(desk.statusLine.contains("no entry is chosen"))
    desk.send(.loadFailed(.log, .closed))
    #expect(desk.screen.contains { $0.contains("the store is closed") })
    #expect(!desk.model.isStale)
    desk.press("1")
    desk.send(.loadFailed(.audit, .closed))
    #expect(!desk.model.isStale)
  }

  @Test(arguments: [
    ("prove x", "`x` is no leaf: expected a number of the log, from 1"), ("prove 0", "`0` is no leaf"),
  ])
  func `a command that proves nothing says why`(command: String, answer: String) throws {
    var desk = try Self.desk(size: ScreenSize(rows: 24, columns: 120))
    desk.command(command)
    #expect(desk.statusLine.contains(answer))
  }

  @Test func `a leaf that the log does not have is said, and so is a screen without entries`() throws {
    var desk = try Self.desk(size: ScreenSize(rows: 24, columns: 120))
    desk.command("prove 900")
    #expect(desk.effects.contains(.proof(900)))
    desk.send(.proofRead(900, nil))
    #expect(desk.statusLine.contains("the log has no leaf 900"))
    desk.press("1")
    desk.command("prove")
    #expect(desk.statusLine.contains("`:prove LEAF` proves the one with that number"))
  }

  @Test func `no key of the screen changes the store`() throws {
    var desk = try Self.desk()
    for key in ["X", "A", "Y", "v", "a", "d"] { desk.press(key) }
    #expect(desk.writes.isEmpty)
  }

  // MARK: Seen

  @Test func `the log at 80 by 24`() throws {
    expectScreen(
      try Self.desk().screen,
      """
       curfew  Audit    NORMAL                             local store  live ● 19:06Z
       1 active   0 at risk   0 critical   denied -   revoke p95 -   after revoke 0
       812 leaves, 810 signed, the last of 19:03:30Z, 2 unsigned
       · its growth is not proved yet  key 0a1b2c3d, held here
                                                                               5 read
        LEAF     TIME      WHO           ACTION            TARGET           RESULT
      ▶ 812      19:03:32Z secops.bob    approval.approve  a-9              refused…
        811      19:03:31Z secops.alice  approval.request  a-9              pending
        640      19:00:40Z secops.alice  mode.change       chain:1          ok
        639      19:00:39Z user.0x0…0077 session.revoke    0x0001aaaaa…0001 ok
        1        18:50:01Z secops.alice  store.found       store            ok







      ── LEAF 812 ────────────────────────────────────────────────────────────────────
       2026-02-21 19:03:32Z  secops.bob  approval.approve  a-9
       refused: own  no reason
      ────────────────────────────────────────────────────────────────────────────────
       X revoke  m mode  ⏎ details  / filter  : commands  ? keys  1 sessions
      """)
  }

  @Test func `the log at 120 by 40 in ASCII, with a growth that was proved`() throws {
    var desk = try Self.desk(size: ScreenSize(rows: 40, columns: 120))
    desk.model.settings.glyphs = .ascii
    desk.send(.logRead(try AuditSamples.reading(growth: .grew(from: 700, to: 810))))
    desk.press("j")
    expectScreen(
      desk.screen,
      """
       curfew  Audit    NORMAL                                                                     local store  live o 19:06Z
       1 active   0 at risk   0 critical   denied -   revoke p95 -   after revoke 0
       812 leaves, 810 signed, the last of 19:03:30Z, 2 unsigned
       v only grew from 700 to 810 since the console opened  key 0a1b2c3d, held here
                                                                                                                       5 read
        LEAF     TIME            WHO              ACTION            TARGET                RESULT       REASON
        812      02-21 19:03:32Z secops.bob       approval.approve  a-9                   refused: own
      > 811      02-21 19:03:31Z secops.alice     approval.request  a-9                   pending      it is over
        640      02-21 19:00:40Z secops.alice     mode.change       chain:1               ok           odd swaps
        639      02-21 19:00:39Z user.0x0077~0077 session.revoke    0x0001aaaaaaaaaa~0001 ok           lost ␛[2Jphone
        1        02-21 18:50:01Z secops.alice     store.found       store                 ok























      -- LEAF 811 ------------------------------------------------------------------------------------------------------------
       2026-02-21 19:03:31Z  secops.alice  approval.request  a-9
       pending  it is over
      ------------------------------------------------------------------------------------------------------------------------
       X revoke   m mode   Enter details   / filter   : commands   ? keys   1 sessions   2 alerts   3 metrics   4 incidents
      """)
  }

  @Test func `a log that is no continuation is called that`() throws {
    var desk = try Self.desk(size: ScreenSize(rows: 24, columns: 120))
    let sentence = ProofRefusal.notConsistent(from: 700, to: 810).sentence
    desk.send(.logRead(try AuditSamples.reading(growth: .broken(sentence))))
    #expect(desk.screen.contains { $0.contains("NOT A CONTINUATION: the log of 810 leaves does not begin") })
    desk.send(.logRead(try AuditSamples.reading(signed: nil, problem: "the checkpoint is not signed")))
    #expect(desk.screen.contains { $0.contains("NOT SIGNED: the checkpoint is not signed") })
  }

  @Test(arguments: [(10, 40), (6, 30), (2, 20), (1, 1)])
  func `a small terminal shows the chosen entry`(rows: Int, columns: Int) throws {
    var desk = try Self.desk(size: ScreenSize(rows: rows, columns: columns))
    desk.press("j", "G", "g", "/")
    desk.write("odd")
    desk.press("Enter")
    if rows >= 6 { #expect(desk.screen.contains { $0.contains("LEAF 640") }) }
  }

  @Test func `text from outside is cleaned before it is drawn`() throws {
    let desk = try Self.desk(size: ScreenSize(rows: 24, columns: 140))
    let text = desk.screen.joined()
    #expect(text.contains("phone"))
    #expect(!text.unicodeScalars.contains { $0.value == 0x1B })
  }

  @Test func `the proof of an entry at 80 by 24`() throws {
    var desk = try Self.desk()
    desk.press("j", "j", "Enter")
    #expect(desk.effects.contains(.proof(640)))
    let checkpoint = try AuditSamples.checkpoint(810)
    let path = LeafProof.Path(
      index: 639, hashes: [AuditSamples.root(2), AuditSamples.root(3)], checkpoint: checkpoint,
      note: checkpoint.noteText + "\n\u{2014} curfew/1f2e3d4c5b6a7988 c2lnbmF0dXJl\n",
      key: "curfew/1f2e3d4c5b6a7988+0a1b2c3d")
    desk.send(.proofRead(640, Self.proof(.proved(path), text: Self.line)))
    desk.look()
    expectScreen(
      desk.screen,
      """
       curfew  Audit    NORMAL                             local store  live ● 19:06Z
       1 active   0 at risk   0 critical   denied -   revoke p95 -   after revoke 0
       LEAF 640
       ✓ proved part of the signed log of 810 leaves

       What was logged, as it is hashed:
         {"seq":640,"at":1771700440,"who":"alice","plane":"secops","action":"mode.cha
         nge","target":"{\"chainId\":1}","before":"normal","after":"guarded","reason"
         :"odd swaps","result":"ok"}

       Its members:
         seq                    640
         at                     1771700440
         who                    alice
         plane                  secops
         action                 mode.change
         target                 {"chainId":1}
         before                 normal
         after                  guarded
         reason                 odd swaps
       21 more below
      ────────────────────────────────────────────────────────────────────────────────
       j k scroll   Esc close
      """)
    desk.press("G")
    let end = desk.screen.joined(separator: "\n")
    for part in ["path 2", "root", "held by this account", "The checkpoint that is signed:"] {
      #expect(end.contains(part), "\(part)")
    }
  }

  @Test(arguments: [
    (LeafProof.Verdict.unsigned(signedLeaves: 12), "not signed yet: the latest checkpoint covers 12 leaves"),
    (.broken("the row reads otherwise"), "NOT PROVED: the row reads otherwise"),
  ])
  func `what is not proved is not called proved`(verdict: LeafProof.Verdict, words: String) throws {
    var desk = try Self.desk()
    desk.press("Enter")
    desk.send(.proofRead(812, Self.proof(verdict, text: Self.line)))
    #expect(desk.screen.contains { $0.contains(words) })
    #expect(!desk.screen.contains { $0.contains("proved part of") })
  }

  // MARK: Live

  @Test func `the log is followed at most once a second, and only while it is shown`() throws {
    var desk = try Self.desk()
    desk.effects = []
    desk.now = desk.now + TimeSpan(milliseconds: 200)
    desk.send(.storeChanged)
    #expect(!desk.effects.contains { if case .auditNewest = $0 { true } else { false } })
    #expect(desk.model.nextWake <= start + seconds(2))
    desk.entries.insert(AuditSamples.entry(813, reason: "after"), at: 0)
    desk.wait(seconds(1))
    #expect(desk.effects.contains(.auditNewest(known: 812)))
    desk.answer()
    #expect(desk.model.audit.cursor == 812)
    #expect(desk.model.audit.newest == 813)
    desk.press("1")
    desk.answer()
    desk.wait(seconds(2))
    desk.send(.storeChanged)
    #expect(!desk.effects.contains { if case .auditNewest = $0 { true } else { false } })
  }

  @Test func `the growth is proved seldom, from the first head that was seen`() throws {
    var desk = try Self.desk()
    let first = try AuditSamples.checkpoint(810)
    desk.wait(TimeSpan(milliseconds: 10))
    #expect(desk.effects.contains(.log(since: first)) || desk.model.log.growthAskedAt != nil)
    desk.answer()
    desk.send(.logRead(try AuditSamples.reading(growth: .grew(from: 810, to: 810))))
    desk.effects = []
    desk.send(.logRead(try AuditSamples.reading(size: 820, signed: 820)))
    desk.wait(seconds(5))
    #expect(!desk.effects.contains(.log(since: first)))
    desk.wait(seconds(6))
    #expect(desk.effects.contains(.log(since: first)))
  }

  @Test func `older entries are read when the end comes near`() throws {
    let many = (1...450).reversed().map { AuditSamples.entry(Int64($0)) }
    var desk = try Self.desk(many)
    #expect(desk.model.audit.rows.count == 200)
    desk.press("G")
    #expect(desk.effects.contains(.auditOlder(before: 251)))
    desk.answer()
    desk.press("G")
    desk.answer()
    desk.press("G")
    #expect(desk.model.audit.cursor == 1)
    #expect(desk.model.audit.reachesEnd)
  }

  // MARK: Filter

  @Test func `a filter is live, is kept by Enter and taken back by Esc`() throws {
    var desk = try Self.desk(size: ScreenSize(rows: 24, columns: 120))
    desk.press("/")
    desk.write("APPROVAL")
    #expect(desk.model.audit.shown.map(\.sequence) == [812, 811])
    #expect(desk.screen.contains { $0.contains("2 of 5 read") })
    desk.press("Enter", "j")
    #expect(desk.model.audit.cursor == 811)
    desk.press("/")
    desk.write(" nothing")
    #expect(desk.screen.contains { $0.contains("No entry that was read has this text") })
    desk.press("Esc")
    #expect(desk.model.audit.shown.count == 2)
    desk.press("Esc")
    #expect(desk.model.audit.shown.count == 5)
    #expect(desk.model.screen == .audit)
    desk.command("filter user.")
    #expect(desk.model.audit.shown.map(\.sequence) == [639])
  }

  @Test func `a filter that matches little reads on by itself, to the end`() throws {
    let many = (1...450).reversed().map { AuditSamples.entry(Int64($0), reason: $0 == 3 ? "needle" : nil) }
    var desk = try Self.desk(many)
    desk.command("filter needle")
    desk.answer()
    #expect(desk.model.audit.shown.map(\.sequence) == [3])
    #expect(desk.model.audit.reachesEnd)
  }

  @Test func `a paste goes into the filter`() throws {
    var desk = try Self.desk()
    desk.press("/")
    desk.send(.paste("it is over"))
    #expect(desk.model.audit.shown.map(\.sequence) == [811])
  }

  // MARK: Verification

  @Test func `a verification says that it runs, and Esc ends the waiting for it`() throws {
    var desk = try Self.desk(size: ScreenSize(rows: 24, columns: 120))
    desk.command("verify-log")
    #expect(desk.effects.contains(.verifyLog))
    desk.wait(seconds(3))
    #expect(desk.statusLine.contains("reading the whole log"))
    #expect(!desk.model.isStale)
    desk.command("verify-log")
    #expect(desk.effects.filter { $0 == .verifyLog }.count == 1)
    desk.wait(seconds(1))
    desk.press("Esc")
    desk.send(.logVerified(Self.report()))
    #expect(desk.model.overlay == nil)
    #expect(desk.model.screen == .audit)
  }

  @Test func `what a verification found is shown, finding by finding`() throws {
    var desk = try Self.desk(size: ScreenSize(rows: 24, columns: 120))
    desk.command("verify-log")
    desk.send(
      .logVerified(
        Self.report([
          AuditFinding(place: "sessions", row: "id 3", sentence: "`spent` is not what was allowed")
        ]
        )))
    let text = desk.screen.joined(separator: "\n")
    #expect(text.contains("NOT SOUND: 1 finding"))
    #expect(text.contains("id 3: `spent` is not what was allowed"))
    desk.press("Esc")
    desk.command("verify-log")
    desk.send(.logVerified(Self.report()))
    #expect(desk.screen.contains { $0.contains("sound: every table is as the log says") })
  }

  private static func report(_ findings: [AuditFinding] = []) -> AuditReport {
    AuditReport(
      leaves: 812, signedLeaves: 810, root: "00", witnessed: 0, witnessedLeaves: 0, findings: findings,
      findingCount: findings.count)
  }
}
