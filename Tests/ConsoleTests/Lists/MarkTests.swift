import Delegation
import SessionStore
import Terminal
import Testing

@testable import Console

/// Marks are sessions, never rows.
@Suite struct MarkTests {
  private static let five = (1...5).map { row(key($0)) }

  @Test func `a session that was not shown under the cursor is not marked`() {
    var desk = Desk.open(Self.five)
    desk.type("j")
    #expect(desk.type("Space") == [.bell])
    #expect(desk.model.marks.isEmpty)
  }

  @Test func `a session that is gone is not marked, and no neighbour is`() {
    var desk = Desk.open(Self.five)
    desk.press("j")
    desk.wait(seconds(10))
    desk.change(to: Self.five.filter { $0.id != key(2) })
    #expect(desk.type("Space") == [.bell])
    #expect(desk.model.marks.isEmpty)
  }

  @Test func `Space marks what was shown, unmarks it again, and goes down`() {
    var desk = Desk.open(Self.five)
    desk.press("Space", "Space")
    #expect(desk.model.marks.order == [key(1), key(2)])
    #expect(desk.model.list.cursor == key(3))
    desk.press("k", "Space")
    #expect(desk.model.marks.order == [key(1)])
  }

  @Test func `marks have a sign of their own, and their number stands above the list`() {
    var desk = Desk.open(Self.five)
    desk.press("Space", "Space")
    #expect(desk.screen[4].hasPrefix(" ◆"))
    #expect(desk.screen[6].hasPrefix("▶ "))
    #expect(desk.screen[2].contains("2 marked   sort risk"))
  }

  @Test func `marks stay with their sessions through another order, filter and screen`() {
    var desk = Desk.open(Self.five)
    desk.press("Space", "j", "Space")
    desk.wait(seconds(10))
    desk.change(to: Self.five.reversed())
    desk.press("3", "1", "s")
    desk.answer()
    desk.press("/")
    desk.write("0005")
    desk.answer()
    desk.press("Enter")
    #expect(desk.model.marks.order == [key(1), key(3)])
    #expect(desk.screen[2].contains("2 marked, 2 hidden"))
  }

  @Test func `a marked session that is gone is counted as such`() {
    var desk = Desk.open(Self.five)
    desk.press("Space", "Space")
    desk.wait(seconds(10))
    desk.change(to: Self.five.filter { $0.id != key(2) })
    #expect(desk.screen[2].contains("2 marked, 1 gone"))
  }

  @Test func `Esc clears the marks first and the filter afterwards`() {
    var desk = Desk.open(Self.five)
    desk.press("/")
    desk.write("0x")
    desk.press("Enter")
    desk.answer()
    desk.look()
    desk.now = desk.now + seconds(1)
    desk.press("Space", "Esc")
    #expect(desk.model.marks.isEmpty)
    #expect(desk.model.filter.appliedText == "0x")
    desk.press("Esc")
    #expect(desk.model.filter.appliedText.isEmpty)
  }

  // MARK: Ranges

  @Test func `a range without a mark has no beginning`() {
    var desk = Desk.open(Self.five)
    #expect(desk.type("V") == [.bell])
    #expect(desk.statusLine.contains("a range begins at a mark"))
  }

  @Test func `a range marks the rows between, in either direction`() {
    var desk = Desk.open(Self.five)
    desk.press("G", "Space", "k", "k", "V")
    #expect(Set(desk.model.marks.order) == Set((3...5).map { key($0) }))
    desk.press("g", "V")
    #expect(desk.model.marks.count == 5)
  }

  @Test func `rows that were never shown are in no range`() {
    let rows = (1...100).map { row(key($0)) }
    var desk = Desk.open(rows)
    desk.press("Space", "G", "V")
    #expect(desk.model.marks.order == [key(1)])
    #expect(desk.statusLine.contains("not seen in this order"))
    desk.press("g", "PgDn", "PgDn", "V")
    let expected = (desk.model.list.cursorIndex ?? 0) + 1
    #expect(desk.model.marks.count == expected)
  }

  @Test func `rows that stand in another order since the mark are in no range`() {
    var desk = Desk.open(Self.five)
    desk.press("Space")
    desk.wait(seconds(10))
    desk.change(to: [row(key(1)), row(key(9)), row(key(8)), row(key(2))])
    desk.type("V")
    #expect(desk.model.marks.order == [key(1)])
    desk.look()
    desk.type("V")
    #expect(desk.model.marks.count == 4)
  }

  // MARK: Inversion

  @Test func `inversion turns around what matches and leaves what is hidden`() {
    var desk = Desk.open(Self.five)
    desk.press("Space", "Space", "/")
    desk.write("!0001")
    desk.answer()
    desk.press("Enter", "*")
    #expect(Set(desk.model.marks.order) == [key(1), key(3), key(4), key(5)])
    #expect(desk.statusLine.contains("3 sessions marked, 1 no more; 1 that the filter hides stay marked"))
  }

  @Test func `where not all rows are read, those that match are read first`() {
    var desk = Desk.open((1...700).map { row(key($0)) })
    #expect(desk.press("*") == [.matching(.all)])
    desk.answer()
    #expect(desk.model.marks.count == 700)
  }

  @Test func `more than may be marked are refused with their number`() {
    var desk = Desk.open((1...700).map { row(key($0)) })
    desk.press("*")
    desk.send(
      .matchingRead(.all, SessionListing(rows: Self.five, offset: 0, matching: 9_000, asOf: start)))
    #expect(desk.statusLine.contains("9,000 match: at most 5,000 sessions can be marked"))
    #expect(desk.model.marks.isEmpty)
  }

  @Test func `an answer about another filter marks nothing`() throws {
    var desk = Desk.open((1...700).map { row(key($0)) })
    desk.press("*", "/")
    desk.write("0001")
    desk.answer()
    #expect(desk.model.marks.isEmpty)
    #expect(desk.statusLine.contains("the filter changed meanwhile"))
  }
}
