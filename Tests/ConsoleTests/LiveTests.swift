import Delegation
import PolicyEngine
import SessionStore
import Terminal
import Testing

@testable import Console

/// Data that changes under the operator: held, frozen, filtered, stale, or as calm as can be.
@Suite struct LiveTests {
  private static let rows = (1...5).map { row(key($0)) }

  @Test func `a store is asked to make its lists quick when it is large, and once`() {
    func overview(_ sessions: Int) -> Overview {
      Overview(
        sessions: sessions, byLife: [.active: sessions], executions: 0, recentAllowed: 0, recentDenied: 0,
        afterRevoke: 0, modes: [], policy: PolicyVersion(text: "sha256:0"), asOf: start)
    }
    var desk = Desk.open(Self.rows)
    #expect(!desk.send(.overviewed(overview(Model.searchFrom - 1))).contains(.prepareSearch))
    #expect(desk.send(.overviewed(overview(Model.searchFrom))).contains(.prepareSearch))
    #expect(!desk.send(.overviewed(overview(Model.searchFrom + 1))).contains(.prepareSearch))
  }

  // MARK: Order

  @Test func `the order is held after a move while values go on`() {
    var desk = Desk.open(Self.rows)
    desk.press("j")
    desk.change(to: Self.rows.reversed().map { row($0.id, spent: 499) })
    #expect(desk.model.list.order == Self.rows.map(\.id))
    #expect(desk.screen[4].contains("499/500"))
    #expect(desk.screen[2].contains("4 waiting"))
  }

  @Test func `the badge counts what comes and what goes`() {
    var desk = Desk.open(Self.rows)
    desk.press("j")
    desk.change(to: [row(key(8)), row(key(9))] + Self.rows.dropLast())
    #expect(desk.screen[2].contains("3 waiting"))
  }

  @Test func `what waited takes its place once the operator rests`() {
    var desk = Desk.open(Self.rows)
    desk.press("j")
    desk.change(to: Self.rows.reversed())
    #expect(desk.model.nextWake <= desk.now + Model.holdSpan)
    desk.wait(Model.holdSpan)
    #expect(desk.model.list.order.first == key(5))
    #expect(!desk.screen[2].contains("waiting"))
  }

  @Test func `z freezes with a banner for as long as it takes`() {
    var desk = Desk.open(Self.rows)
    desk.press("z")
    desk.change(to: Self.rows.reversed())
    desk.wait(seconds(3_600))
    #expect(desk.model.list.order == Self.rows.map(\.id))
    #expect(desk.screen[21].contains("FROZEN since 19:06Z"))
    #expect(desk.screen[21].contains("4 waiting"))
    desk.press("z")
    #expect(desk.model.list.order.first == key(5))
    #expect(!desk.screen[21].contains("FROZEN"))
  }

  @Test func `the end of a window reads on without moving the rows that are held`() {
    var desk = Desk.open((1...500).map { row(key($0)) })
    for _ in 0..<199 { desk.press("j") }
    desk.answer()
    #expect(desk.model.list.cursor == key(200))
    #expect(desk.model.list.order.count > 200)
    desk.press("G")
    desk.answer()
    #expect(desk.model.list.cursor == key(500))
    #expect(desk.screen[2].contains("500/500"))
    desk.press("g")
    desk.answer()
    #expect(desk.model.list.cursor == key(1))
  }

  @Test func `a quiet list has nothing waiting wherever the cursor stands in it`() {
    let rows = (1...500).map { row(key($0)) }
    var desk = Desk.open(rows)
    for _ in 0..<150 { desk.type("j") }
    desk.answer()
    desk.look()
    desk.change(to: rows)
    #expect(desk.model.list.waitingChanges == 0)
    #expect(desk.model.list.rows.allSatisfy { $0.presence == .listed })
  }

  @Test func `the cursor is found again where its session went while the order was held`() {
    let rows = (1...900).map { row(key($0)) }
    var desk = Desk.open(rows)
    desk.press("j")
    desk.change(to: rows.reversed())
    #expect(desk.model.list.cursor == key(2))
    desk.wait(Model.holdSpan)
    desk.answer()
    desk.look()
    #expect(desk.model.list.cursor == key(2))
    #expect(desk.screen[2].contains("899/900"))
    #expect(desk.model.drawn.target == key(2))
  }

  // MARK: Filter

  @Test func `the filter shows its matches while it is typed`() {
    var desk = Desk.open(Self.rows)
    desk.press("/")
    desk.write("0003")
    desk.answer()
    #expect(desk.model.list.order == [key(3)])
    #expect(desk.model.filter.appliedText.isEmpty)
    desk.press("Enter")
    #expect(desk.model.filter.appliedText == "0003")
  }

  @Test func `Esc gives back the filter before and the session that was chosen`() {
    var desk = Desk.open(Self.rows)
    desk.press("j", "/")
    desk.write("0004")
    desk.answer()
    #expect(desk.model.list.cursor == key(4))
    desk.press("Esc")
    desk.answer()
    #expect(desk.model.list.cursor == key(2))
    #expect(desk.model.list.order.count == 5)
  }

  @Test func `a mistake is told and costs no filter`() {
    var desk = Desk.open(Self.rows)
    desk.press("/")
    desk.write("state:active")
    desk.press("Enter", "/")
    desk.write(" state:sleepy")
    #expect(desk.statusLine.contains("not applied: `sleepy`"))
    #expect(desk.type("Enter") == [.bell])
    #expect(desk.model.filter.isEditing)
    desk.press("Esc")
    #expect(desk.model.filter.appliedText == "state:active")
  }

  @Test func `no match says how to clear the filter, and Esc does`() {
    var desk = Desk.open(Self.rows)
    desk.press("/")
    desk.write("nothing")
    desk.press("Enter")
    desk.answer()
    #expect(desk.screen[5].contains("No session matches this filter."))
    #expect(desk.screen[6].contains("Press Esc to clear it"))
    desk.press("Esc")
    desk.answer()
    #expect(desk.model.list.order.count == 5)
  }

  @Test func `an answer about another filter is not shown`() {
    var desk = Desk.open(Self.rows)
    desk.press("/")
    desk.write("0003")
    guard case .list(let old)? = desk.effects.last else {
      Issue.record("nothing was asked")
      return
    }
    #expect(desk.effects.count == 1)
    let next = desk.send(.listed(old, listing([row(key(1))])))
    #expect(desk.model.list.order.count == 5)
    guard case .list(let new)? = next.first else {
      Issue.record("the filter was not asked for")
      return
    }
    #expect(new.filter == desk.model.filter.shown)
  }

  // MARK: Calm and freshness

  @Test func `the same model gives the same frame, and a tick of a quiet store changes nothing`() {
    var desk = Desk.open([row(key(1), expiresIn: 7_190, usedAgo: 119)])
    let before = desk.frame.canvas
    #expect(desk.frame.canvas == before)
    desk.now = desk.now + TimeSpan(milliseconds: 900)
    desk.send(.tick)
    #expect(desk.frame.canvas == before)
  }

  @Test func `a quiet screen sleeps until some text becomes another`() {
    // The clock turns at 19:07:00; the session was used 121 s ago and has a day left.
    var desk = Desk.open([row(key(1), expiresIn: 89_000, usedAgo: 121)])
    #expect(desk.model.nextWake == start + seconds(20))
    desk = Desk.open([row(key(1), expiresIn: 252)])
    #expect(desk.model.nextWake == start + seconds(1))
    desk = Desk.open([row(key(1), life: .revoked, usedAgo: nil)])
    #expect(desk.model.nextWake == start + seconds(20))
  }

  @Test func `the console never asks to be woken at once for ever`() {
    for seed in UInt64(0)..<100 {
      var random = SplitMix(state: seed)
      var desk = Desk.open(Self.rows)
      for _ in 0..<30 {
        switch Int.random(in: 0..<5, using: &random) {
        case 0: desk.type(["j", "X", "z", "u", "?", "Esc"].randomElement(using: &random) ?? "j")
        case 1: desk.send(.storeChanged)
        case 2: desk.send(.loadFailed(.list, .closed))
        case 3: desk.answer()
        default: desk.look()
        }
        desk.now = desk.now + TimeSpan(milliseconds: Int64.random(in: 0..<9_000, using: &random))
        // After a tick the next one is a while away: no loop without end.
        desk.send(.tick)
        if desk.model.nextWake - desk.now < TimeSpan(milliseconds: 2), desk.now.milliseconds % 1000 < 998 {
          desk.now = desk.model.nextWake
          desk.send(.tick)
          #expect(desk.model.nextWake - desk.now > TimeSpan(milliseconds: 2), "seed \(seed)")
        }
      }
    }
  }

  @Test func `changes are read ten times a second at most, one question at a time`() {
    var desk = Desk.open(Self.rows)
    desk.now = desk.now + seconds(1)
    var asked = 0
    for _ in 0..<1_000 {
      desk.now = desk.now + TimeSpan(milliseconds: 1)
      let new = desk.send(.storeChanged) + (desk.model.nextWake <= desk.now ? desk.send(.tick) : [])
      asked += new.count { if case .list = $0 { true } else { false } }
      #expect(desk.effects.count { if case .list = $0 { true } else { false } } <= 1)
      desk.answer()
    }
    #expect((8...11).contains(asked))
  }

  @Test func `a failed read makes the data stale, with its age and the reason`() {
    var desk = Desk.open(Self.rows)
    desk.now = desk.now + seconds(12)
    desk.send(.loadFailed(.list, .closed))
    #expect(desk.screen[0].contains("stale 12s"))
    #expect(desk.statusLine.contains("the store is closed"))
    desk.wait(seconds(2))
    desk.answer()
    #expect(desk.screen[0].contains("live ●"))
  }

  @Test func `a read that does not end makes the data stale`() {
    var desk = Desk.open(Self.rows)
    desk.now = desk.now + seconds(1)
    desk.send(.storeChanged)
    #expect(desk.screen[0].contains("live"))
    desk.wait(seconds(2))
    #expect(desk.screen[0].contains("stale 3s"))
  }

  @Test func `a session that runs out is shown as expired on time`() {
    var desk = Desk.open([row(key(1), expiresIn: 2)])
    desk.wait(seconds(1))
    #expect(desk.screen[4].contains("00:01"))
    desk.wait(seconds(1))
    #expect(desk.screen[4].contains(" expired "))
  }

  @Test func `the mode is a word`() {
    var desk = Desk.open(Self.rows)
    let entries = [
      ModeTable.Entry(scope: .everything, mode: .denyFirst, start: start),
      ModeTable.Entry(scope: Scope(chainID: 1), mode: .lockdown, start: start),
    ]
    desk.send(.overviewed(overview(modes: entries, denied: 2, allowed: 98)))
    #expect(desk.screen[0].contains(" DENY-FIRST  +1 scoped"))
    #expect(desk.screen[1].contains("denied 2.0 %"))
  }
}
