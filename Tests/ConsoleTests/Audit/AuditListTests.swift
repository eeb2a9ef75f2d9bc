import AuditTrail
import Delegation
import SessionStore
import Terminal
import Testing

@testable import Console

/// The rows of the log: the cursor is an entry's number, whatever comes in above it.
@Suite struct AuditListTests {
  private static func page(_ numbers: some Sequence<Int64>, reachesEnd: Bool = false, joins: Bool = true)
    -> AuditPage
  {
    AuditPage(rows: numbers.map { AuditRow(AuditSamples.entry($0)) }, reachesEnd: reachesEnd, joins: joins)
  }

  private static func list(_ numbers: some Sequence<Int64>) -> AuditList {
    var list = AuditList()
    list.show(newest: page(numbers))
    return list
  }

  @Test func `new entries come in above, and the cursor stays on its number`() {
    var list = Self.list((1...30).reversed())
    list.move(by: 4)
    list.scroll(height: 10)
    #expect(list.cursor == 26)
    list.show(newest: Self.page((20...33).reversed()))
    list.scroll(height: 10)
    #expect(list.cursor == 26)
    #expect(list.rows.map(\.sequence) == (1...33).reversed())
    #expect(list.visible(height: 10).first?.sequence == 33)
  }

  @Test func `rows that are looked at stay where they are`() {
    var list = Self.list((1...100).reversed())
    list.move(by: 50)
    list.scroll(height: 10)
    let seen = list.visible(height: 10).map(\.sequence)
    list.show(newest: Self.page((90...105).reversed()))
    list.scroll(height: 10)
    #expect(list.visible(height: 10).map(\.sequence) == seen)
  }

  @Test func `what does not join what was known takes its place`() {
    var list = Self.list((1...30).reversed())
    list.show(newest: Self.page((2_000...2_200).reversed(), joins: false))
    #expect(list.rows.map(\.sequence) == (2_000...2_200).reversed())
    #expect(!list.reachesEnd)
    #expect(list.cursorRow != nil)
  }

  @Test func `older entries are read near the end, until the first or the most`() {
    var list = Self.list((801...1_000).reversed())
    #expect(!list.needsMore(height: 20))
    list.move(by: 190)
    #expect(list.needsMore(height: 20))
    list.show(older: Self.page((601...800).reversed()))
    #expect(list.rows.count == 400)
    #expect(list.cursor == 810)
    list.show(older: Self.page((1...600).reversed(), reachesEnd: true))
    list.move(by: 5_000)
    #expect(list.cursor == 1)
    #expect(!list.needsMore(height: 20))
    list.show(older: Self.page([]))
    let most = Int64(AuditList.rowsMax)
    list.show(newest: Self.page((900...(most + 900)).reversed()))
    #expect(list.rows.count == AuditList.rowsMax)
    #expect(!list.reachesEnd && list.isFull)
    list.move(by: 9_000)
    #expect(!list.needsMore(height: 20))
  }

  @Test(arguments: [
    ("ALICE", [9, 6, 3] as [Int64]), ("mode.change", [9, 8, 7, 6, 5, 4, 3, 2, 1]), ("cap:swap", [8, 4]),
    ("odd 7", [7]),
    ("nothing has this", []),
  ])
  func `a filter looks at who, action, target, result and reason`(needle: String, expected: [Int64]) {
    var list = AuditList()
    list.show(
      newest: AuditPage(
        rows: (1...9).reversed().map { number in
          AuditRow(
            AuditSamples.entry(
              number, who: number % 3 == 0 ? "alice" : "bob",
              target: number % 4 == 0 ? "{\"capability\":\"swap.execute\"}" : "{}", reason: "odd \(number)"))
        }, reachesEnd: true, joins: true))
    list.filter(needle)
    #expect(list.shown.map(\.sequence) == expected)
    #expect(expected.isEmpty || list.cursorRow != nil)
    list.filter("")
    #expect(list.shown.count == 9)
  }

  /// Whatever comes in and however one moves, the cursor is an entry that is shown, and the order stays.
  @Test(arguments: 0..<30 as Range<UInt64>)
  func `the cursor keeps its entry under any order of answers and keys`(seed: UInt64) {
    var random = SplitMix(state: seed)
    var newest: Int64 = 300
    var list = Self.list((101...300).reversed())
    for _ in 0..<60 {
      let cursor = list.cursor
      switch Int.random(in: 0..<4, using: &random) {
      case 0:
        let from = newest - Int64.random(in: 0..<20, using: &random)
        newest += Int64.random(in: 0..<30, using: &random)
        list.show(newest: Self.page((from...newest).reversed()))
        #expect(list.cursor == cursor, "seed \(seed)")
      case 1: list.move(by: Int.random(in: -20...20, using: &random))
      case 2:
        guard let oldest = list.oldest, oldest > 1 else { continue }
        let from = max(1, oldest - 50)
        list.show(older: Self.page((from..<oldest).reversed(), reachesEnd: from == 1))
        #expect(list.cursor == cursor, "seed \(seed)")
      default: list.scroll(height: Int.random(in: 1...40, using: &random))
      }
      list.scroll(height: 12)
      let shown = list.shown.map(\.sequence)
      #expect(shown == shown.sorted(by: >) && Set(shown).count == shown.count, "seed \(seed)")
      #expect(list.visible(height: 12).contains { $0.sequence == list.cursor }, "seed \(seed)")
    }
  }
}
