import AuditTrail
import Delegation
import SessionStore
import Terminal
import Testing

@testable import Console

/// The Audit screen: what is seen of the log, and what its keys refuse.
@Suite struct AuditScreenTests {
  static func desk(
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
       X revoke  m mode  ⏎ details  / filter  : commands  1 sessions  ? keys
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
       X revoke   m mode   Enter details   / filter   : commands   1 sessions   2 alerts   3 metrics   4 incidents   ? keys
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
      #"""
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
      """#)
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
}
