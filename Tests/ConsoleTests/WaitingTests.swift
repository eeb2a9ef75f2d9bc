import Delegation
import SessionStore
import Testing

@testable import Console

struct WaitingTests {
  private static let rows = (1...3).map { row(key($0)) }

  @Test func `a read that was not asked for by hand is not announced`() {
    var desk = Desk.open(Self.rows)
    desk.now = desk.now + TimeSpan(seconds: 1)
    desk.send(.storeChanged)
    desk.wait(TimeSpan(milliseconds: 900))
    #expect(!desk.statusLine.contains("reading"))
    desk.type("Esc")
    #expect(!(desk.model.status?.text.contains("stopped waiting") ?? false))
  }

  @Test func `what was asked for is announced after 200 ms, with its seconds, and Esc stops the waiting`() {
    var desk = Desk.open(Self.rows)
    desk.press("s")
    desk.wait(TimeSpan(milliseconds: 199))
    #expect(!desk.statusLine.contains("reading"))
    #expect(desk.model.nextWake <= desk.now + TimeSpan(milliseconds: 1))
    desk.wait(TimeSpan(milliseconds: 1))
    #expect(desk.statusLine.contains("reading the sessions…   Esc stops waiting"))
    desk.wait(TimeSpan(milliseconds: 2_800))
    #expect(desk.statusLine.contains("reading the sessions… 3 s   Esc stops waiting"))
    desk.press("Esc")
    #expect(desk.statusLine.contains("stopped waiting for the sessions: `r` reads again"))
  }

  @Test func `rows of one filter never stand under another when the waiting was stopped`() {
    var desk = Desk.open(Self.rows)
    desk.press("/")
    desk.write("chain:1")
    desk.answer()
    desk.press("Enter")
    let listed = desk.model.list.order
    desk.press("/")
    desk.write(" spent>50%")
    desk.press("Enter", "s")
    desk.wait(TimeSpan(milliseconds: 300))
    desk.press("Esc")
    #expect(desk.model.filter.appliedText == "chain:1")
    #expect(desk.model.sort == .risk)
    #expect(desk.model.list.order == listed)
    let late = desk.effects
    desk.answer()
    #expect(desk.model.list.order == listed, "an answer that nobody waits for was taken: \(late)")
  }

  @Test func `an order that the store has not answered is announced and cannot be stopped`() {
    var desk = Desk.open(Self.rows)
    desk.press("i")
    desk.wait(TimeSpan(milliseconds: 1_300))
    #expect(desk.statusLine.contains("recording… 1 s"))
    desk.type("Esc")
    desk.wait(TimeSpan(milliseconds: 200))
    #expect(desk.statusLine.contains("recording… 1 s"))
  }
}
