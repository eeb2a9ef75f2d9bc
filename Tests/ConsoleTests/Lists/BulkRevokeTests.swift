import Delegation
import PolicyEngine
import SessionStore
import Terminal
import Testing

@testable import Console

/// With marks `X` shows a card; what `Y` then ends is exactly what was marked.
@Suite struct BulkRevokeTests {
  private static let five = (1...5).map { row(key($0)) }

  /// Marks the first two and opens their card.
  private static func withCard(_ rows: [SessionRow] = five) -> Desk {
    var desk = Desk.open(rows)
    desk.press("Space", "Space", "X")
    desk.answer()
    desk.look()
    return desk
  }

  private static func lines(_ desk: Desk) -> String { desk.screen.joined(separator: "\n") }

  @Test func `X with marks revokes nothing and shows what it would`() {
    let desk = Self.withCard()
    #expect(desk.writes.isEmpty)
    expectScreen(
      Array(desk.screen[14...]),
      """


      ┌─ revoke what is marked ──────────────────────────────────────────────────────┐
      │  2 sessions of 1 wallet, 500 USD left to spend                               │
      │  first 0x0001…0001  last 0x0002…0002                                         │
      │  Y revokes them; Esc leaves                                                  │
      └──────────────────────────────────────────────────────────────────────────────┘
      ────────────────────────────────────────────────────────────────────────────────
       Y revoke these   Esc leave
      """)
  }

  @Test(arguments: ["X", "Enter", "y", "Space", "n", "2"])
  func `no other key fires`(name: String) {
    var desk = Self.withCard()
    desk.press(name)
    desk.answer()
    #expect(desk.writes.isEmpty)
  }

  @Test func `Y looks once more and revokes exactly what is marked`() {
    var desk = Self.withCard()
    #expect(desk.press("Y") == [.marked([key(1), key(2)])])
    desk.answer()
    #expect(desk.batches == [[key(1), key(2)]])
    #expect(desk.writes.count == 1)
  }

  @Test func `Y before the card was drawn, in a burst, or read-only does nothing`() {
    var desk = Desk.open(Self.five)
    desk.press("Space", "X")
    desk.answer()
    #expect(desk.type("Y") == [.bell])
    desk.look()
    #expect(desk.type("Y", isBurst: true) == [.bell])
    desk.answer()
    #expect(desk.batches.isEmpty)
    desk = Desk.open(Self.five, readOnly: true)
    desk.press("Space", "X")
    #expect(desk.model.overlay == nil)
    #expect(desk.statusLine.contains("read-only"))
  }

  @Test func `a key that is spelt out is revoked at once, marks or not`() {
    var desk = Desk.open(Self.five)
    desk.press("Space", ":")
    desk.write("revoke \(key(4).text)")
    desk.press("Enter")
    #expect(desk.revokes == [key(4)])
  }

  // MARK: A live store

  @Test func `reads that are always behind a store in traffic hold no revocation up`() {
    var desk = Desk.open(Self.five)
    desk.press("Space", "Space", "X")
    desk.now = desk.now + TimeSpan(milliseconds: 200)
    desk.send(.storeChanged)
    let read = Event.markedRead([key(1), key(2)], listing(Array(Self.five[..<2]), asOf: start))
    desk.send(read)
    desk.look()
    #expect(Self.lines(desk).contains("2 sessions of 1 wallet"))
    // The next look is on its way already when it is fired: only one that begins after it counts.
    desk.press("Y")
    desk.send(read)
    #expect(desk.batches.isEmpty)
    desk.now = desk.now + TimeSpan(milliseconds: 200)
    desk.send(.storeChanged)
    desk.send(read)
    #expect(desk.batches == [[key(1), key(2)]])
  }

  @Test func `what was not tried when the console ended is said`() {
    var run = BulkRevocation((1...600).map { key($0) }, at: start)
    #expect(LastWords.of([], nil).isEmpty)
    #expect(
      LastWords.of([.revokeManyFailed(run.next, .closed)], run).last?.string
        == "344 marked sessions NOT revoked: the console ended first")
    run.rest = run.rest.dropFirst(599)
    #expect(LastWords.of([], run).map(\.string) == ["1 marked session NOT revoked: the console ended first"])
    run.rest = []
    #expect(LastWords.of([], run).isEmpty)
  }

  // MARK: What is hidden

  @Test func `hidden marks are counted on the card and need the count typed before Y`() {
    var desk = Desk.open(Self.five)
    desk.press("Space", "Space", "/")
    desk.write("!0001")
    desk.answer()
    desk.press("Enter", "X")
    desk.answer()
    desk.look()
    #expect(Self.lines(desk).contains("1 hidden by the filter: type 2 to arm `Y`"))
    desk.press("Y")
    #expect(desk.statusLine.contains("type 2, the count"))
    desk.press("3", "Y")
    #expect(desk.writes.isEmpty)
    desk.press("Backspace", "2")
    desk.press("Y")
    desk.answer()
    #expect(desk.batches == [[key(1), key(2)]])
  }

  @Test func `the count cannot be pasted`() {
    var desk = Desk.open(Self.five)
    desk.press("Space", "/")
    desk.write("!0001")
    desk.answer()
    desk.press("Enter", "X")
    desk.answer()
    desk.look()
    desk.send(.paste("1"))
    desk.press("Y")
    desk.answer()
    #expect(desk.batches.isEmpty)
  }

  // MARK: What changes meanwhile

  @Test(arguments: [
    (row(key(2), life: .revoked, revokedFrom: start), "was revoked by somebody else", 1),
    (row(key(2), expiresIn: 9_000), "was extended to", 2), (nil, "is gone", 1),
  ])
  func `a marked session that changed is said, and asked about again`(
    changed: SessionRow?, words: String, left: Int
  ) {
    var desk = Self.withCard()
    desk.rows = [Self.five[0]] + [changed].compactMap { $0 } + Self.five[2...]
    desk.press("Y")
    desk.answer()
    #expect(desk.batches.isEmpty)
    #expect(desk.statusLine.contains("has changed: look again"))
    #expect(Self.lines(desk).contains("CHANGED 0x0002…0002 \(words)"))
    desk.look()
    #expect(desk.press("Y") == [.bell], "too soon for a hand that has read it")
    desk.now = desk.now + Model.settleSpan
    desk.press("Y")
    desk.answer()
    #expect(desk.batches == [Array([key(1), key(2)].prefix(left))])
  }

  @Test func `what is marked later is not on the card`() {
    var desk = Self.withCard()
    desk.press("Space", "j", "Space")
    desk.press("Y")
    desk.answer()
    #expect(desk.batches == [[key(1), key(2)]])
  }

  @Test func `sessions that cannot be read are not revoked`() {
    var desk = Self.withCard()
    desk.press("Y")
    desk.send(.loadFailed(.marked, .closed))
    #expect(desk.writes.isEmpty)
    #expect(desk.statusLine.contains("nothing was revoked"))
    desk.effects = []
    desk.press("Y")
    desk.answer()
    #expect(desk.batches == [[key(1), key(2)]])
  }

  @Test func `ended ones are left out, and none left is nothing to revoke`() {
    var desk = Self.withCard([row(key(1), life: .revoked, revokedFrom: start), row(key(2), life: .expired)])
    #expect(Self.lines(desk).contains("left out: 2 revoked or expired already, 0 gone"))
    desk.press("Y")
    desk.answer()
    #expect(desk.writes.isEmpty)
    #expect(desk.statusLine.contains("none of them is left to revoke"))
  }

  // MARK: Batches

  private static func running(_ count: Int) -> Desk {
    var desk = Desk.open((1...count).map { row(key($0)) })
    desk.press("*")
    desk.answer()
    desk.press("X")
    desk.answer()
    desk.look()
    desk.press("Y")
    desk.answer()
    desk.look()
    return desk
  }

  @Test func `batch follows batch until all are done, with progress`() {
    var desk = Self.running(600)
    #expect(Self.lines(desk).contains("0 of 600"))
    while let batch = desk.batches.last, desk.model.bulk != nil {
      desk.send(.revokedMany(batch.prefix(100).map { receipt($0) }))
    }
    #expect(desk.batches.count == 6)
    #expect(desk.model.marks.isEmpty)
    #expect(desk.model.overlay == nil)
    #expect(desk.statusLine.contains("600 sessions revoked, 6 commits"))
  }

  @Test func `Esc stops after the batch in hand, and the rest stay marked`() {
    var desk = Self.running(600)
    desk.press("Esc")
    #expect(Self.lines(desk).contains("stops after the batch in hand"))
    let batch = desk.batches[0]
    let effects = desk.send(.revokedMany(batch.map { receipt($0) }))
    #expect(!effects.contains { if case .revokeMany = $0 { true } else { false } })
    #expect(desk.statusLine.contains("stopped: 256 of 600 sessions revoked, 344 stay marked"))
    #expect(Set(desk.model.marks.order) == Set((1...600).map { key($0) }).subtracting(batch))
  }

  @Test func `a store that cannot write ends it, and all that is left stays marked with the reason`() {
    var desk = Self.running(300)
    desk.send(.revokedMany(desk.batches[0].prefix(100).map { receipt($0) }))
    desk.send(.revokeManyFailed(desk.batches[1], .closed))
    #expect(desk.model.marks.count == 200)
    #expect(desk.model.marks.order.allSatisfy { desk.model.marks[$0]?.failure != nil })
    #expect(desk.statusLine.contains("200 NOT revoked, they stay marked"))
    #expect(desk.model.overlay == nil)
  }

  @Test func `one session whose rows are damaged keeps no other from being revoked`() {
    var desk = Self.running(4)
    let bad = key(3)
    var done: Set<Identifier> = []
    for _ in 0..<10 where desk.model.bulk != nil {
      let batch = desk.batches.last ?? []
      if batch.contains(bad) {
        desk.send(.revokeManyFailed(batch, .corrupt(message: "its row does not read")))
      } else {
        done.formUnion(batch)
        desk.send(.revokedMany(batch.map { receipt($0) }))
      }
    }
    #expect(done == [key(1), key(2), key(4)])
    #expect(desk.model.marks.order == [bad])
    #expect(desk.statusLine.contains("1 NOT revoked"))
    #expect(desk.screen[6].hasPrefix("▶✗") || desk.screen[6].hasPrefix(" ✗"))
  }

  /// Marks, looks and changes of the store in any order: what is fired is what was marked when the card opened, and lives.
  @Test func `the targets are exactly the marked sessions`() {
    var fired = 0
    for seed in UInt64(0)..<150 {
      var random = SplitMix(state: seed)
      var desk = Desk.open((1...14).map { row(key($0)) })
      var next = 15
      for _ in 0..<100 {
        let marked = desk.model.marks.order
        var onCard: [Identifier]?
        if case .bulk(let card) = desk.model.overlay { onCard = card.keys }
        let before = desk.batches.count
        Self.step(&desk, &next, &random)
        if case .bulk(let card) = desk.model.overlay, onCard == nil {
          #expect(card.keys == marked, "seed \(seed)")
        }
        for batch in desk.batches.dropFirst(before) {
          fired += 1
          let living = Set(desk.rows.filter { $0.life == .active }.map(\.id))
          #expect(batch == (onCard ?? []).filter(living.contains), "seed \(seed)")
          desk.send(.revokedMany(batch.map { receipt($0) }))
        }
      }
    }
    #expect(fired > 30)
  }

  private static func step(_ desk: inout Desk, _ next: inout Int, _ random: inout SplitMix) {
    switch Int.random(in: 0..<16, using: &random) {
    case 0, 1: desk.type(["j", "k", "g", "G"].randomElement(using: &random) ?? "j")
    case 2, 3, 4: desk.type("Space")
    case 5: desk.type(["V", "*", "Esc", "s", "z"].randomElement(using: &random) ?? "V")
    case 6, 7: desk.type("Y")
    case 8: if !desk.model.marks.isEmpty { desk.type("X") }
    case 9: desk.wait(TimeSpan(milliseconds: Int64.random(in: 1..<6_000, using: &random)))
    case 10:
      desk.rows.shuffle(using: &random)
      desk.send(.storeChanged)
    case 11:
      desk.rows.removeAll { _ in Int.random(in: 0..<8, using: &random) == 0 }
      desk.send(.storeChanged)
    case 12:
      desk.rows.insert(row(key(next)), at: Int.random(in: 0...desk.rows.count, using: &random))
      next += 1
      desk.send(.storeChanged)
    case 13:
      if let index = desk.rows.indices.randomElement(using: &random) {
        desk.rows[index] = row(desk.rows[index].id, life: .revoked, revokedFrom: start)
      }
      desk.send(.storeChanged)
    default:
      desk.answer()
      desk.look()
    }
  }
}
