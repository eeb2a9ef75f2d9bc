import SessionStore
import Terminal
import Testing

@testable import Console

/// The first look around never stands between the operator and a session.
@Suite struct TourTests {
  private static let rows = (1...3).map { row(key($0)) }

  private func onTour(_ size: ScreenSize = ScreenSize(rows: 24, columns: 80)) -> Desk {
    var desk = Desk.open(Self.rows, size: size)
    desk.model.overlay = .tour(0)
    desk.look()
    return desk
  }

  @Test func `each card says its place, what is there, and how to leave`() {
    var desk = onTour()
    let cards = TourCard.all(glyphs: .unicode)
    for index in cards.indices {
      let screen = desk.screen.joined(separator: "\n")
      #expect(screen.contains("\(index + 1) of \(cards.count): \(cards[index].title)"))
      #expect(screen.contains("Esc leaves the tour"))
      #expect(screen.contains("0x0001…0001"))
      let effects = desk.press("Enter")
      #expect(effects == (index == cards.count - 1 ? [.noteTour] : []))
    }
    #expect(desk.model.overlay == nil)
    #expect(desk.model.screen == .sessions)
  }

  @Test func `cards name the keys as they are in the table`() {
    let text = TourCard.all(glyphs: .unicode).flatMap(\.lines).map { $0.pieces.map(\.text.string).joined() }
    for id in [ActionID.revoke, .undo, .incident, .filter, .help, .palette, .quit, .alerts] {
      let key = ActionTable.all.first { $0.id == id }?.keys.first?.description ?? ""
      #expect(text.contains { $0.contains(key + " ") }, "\(id)")
    }
  }

  @Test func `no line of a card is cut at 80 columns`() {
    for card in TourCard.all(glyphs: .ascii) {
      for line in card.lines { #expect(line.width <= 75, "\(card.title)") }
    }
  }

  @Test func `Esc leaves it at any card and touches nothing`() {
    var desk = onTour()
    desk.press("Enter")
    #expect(desk.press("Esc") == [.noteTour])
    #expect(desk.model.overlay == nil)
    #expect(desk.statusLine.contains("`:tour` shows the tour again"))
    #expect(desk.writes.isEmpty)
  }

  @Test func `X ends the session in sight at once, and the tour is over`() {
    var desk = onTour()
    desk.press("X")
    #expect(desk.revokes == [key(1)])
    #expect(desk.model.overlay == nil)
  }

  @Test func `a session that a card covers is not acted on`() {
    var desk = Desk.open((1...40).map { row(key($0)) })
    desk.press("G")
    desk.answer()
    desk.look()
    desk.model.overlay = .tour(0)
    desk.look()
    desk.press("X")
    #expect(desk.revokes.isEmpty)
    #expect(desk.statusLine.contains("nothing was done"))
  }

  @Test func `a burst acts no more than without it, and a small screen has no card`() {
    var desk = onTour()
    desk.type("X", isBurst: true)
    #expect(desk.revokes.isEmpty)
    var small = onTour(ScreenSize(rows: 10, columns: 40))
    #expect(!small.screen.joined().contains("tour"))
    small.press("X")
    #expect(small.revokes == [key(1)])
  }

  @Test func `the command shows it again`() {
    var desk = Desk.open(Self.rows)
    desk.press(":")
    desk.write("tour")
    desk.press("Enter")
    #expect(desk.model.overlay == .tour(0))
  }
}
