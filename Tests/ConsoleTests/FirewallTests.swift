import Delegation
import SessionStore
import Terminal
import Testing

@testable import Console

/// Text that nobody typed never acts.
@Suite struct FirewallTests {
  private static let rows = (1...5).map { row(key($0)) }

  @Test func `a burst of keys never writes and is refused aloud at once`() {
    for seed in UInt64(0)..<200 {
      var random = SplitMix(state: seed)
      var desk = Desk.open(Self.rows)
      let keys = ["X", "u", ":", "r", "e", "Enter", "j", "k", "/", "Esc", "z", "y", "q", "^C", "s"]
      desk.type("a", isBurst: true)
      for _ in 0..<40 { desk.type(keys.randomElement(using: &random) ?? "X", isBurst: true) }
      desk.look()
      if !desk.writes.isEmpty || desk.effects.contains(.quit) { Issue.record("seed \(seed) acted") }
      #expect(desk.statusLine.contains("came at once"), "seed \(seed)")
    }
  }

  @Test func `the refused key is named so that an X on a slow line is not lost in silence`() {
    var desk = Desk.open(Self.rows)
    for name in ["e", "b", "X", "c", "d"] { desk.type(name, isBurst: true) }
    expectScreen(
      [desk.statusLine], " 5 keys came at once (`e` `b` `X` `c` `d` among them), as in a paste: none act…")
    #expect(desk.effects.filter { $0 == .bell }.count == 1)
  }

  @Test func `a burst that begins with a text field's key is text, and its Enter runs nothing`() {
    var desk = Desk.open(Self.rows)
    for name in ["/", "X", "X", "Enter", "X"] { desk.type(name, isBurst: true) }
    #expect(desk.model.filter.appliedText == "XX")
    #expect(desk.writes.isEmpty)
    desk = Desk.open(Self.rows)
    for name in [":", "r", "e", "v", "o", "k", "e", "Enter"] { desk.type(name, isBurst: true) }
    #expect(desk.writes.isEmpty)
    desk = Desk.open(Self.rows)
    for name in ["a", "/", "X"] { desk.type(name, isBurst: true) }
    #expect(!desk.model.filter.isEditing, "what does not begin with it is a paste")
  }

  @Test func `a burst of movement still moves`() {
    var desk = Desk.open(Self.rows)
    for _ in 0..<3 { desk.type("j", isBurst: true) }
    #expect(desk.model.list.cursor == key(4))
  }

  @Test func `Enter in a burst never runs a command or opens a session`() {
    var desk = Desk.open(Self.rows)
    desk.press(":")
    for name in ["r", "e", "v", "o", "k", "e", "Enter"] { desk.type(name, isBurst: true) }
    #expect(desk.writes.isEmpty)
    #expect(desk.model.overlay?.isPalette == true)
    #expect(desk.screen[22].contains("press it alone"))
  }

  @Test func `a paste into a command line is text and runs nothing`() {
    var desk = Desk.open(Self.rows)
    desk.press(":")
    desk.send(.paste("revoke\nX\n"))
    #expect(desk.writes.isEmpty)
    guard case .palette(let palette) = desk.model.overlay else {
      Issue.record("the command line closed")
      return
    }
    #expect(palette.field.text == "revoke")
  }

  @Test func `a paste into the filter is its text`() {
    var desk = Desk.open(Self.rows)
    desk.press("/")
    desk.send(.paste("0002"))
    #expect(desk.model.filter.field?.text == "0002")
  }

  @Test func `a paste is refused while the keys are listed`() {
    var desk = Desk.open(Self.rows)
    desk.press("?")
    #expect(desk.send(.paste("X")) == [.bell])
  }

  @Test func `one X by itself always acts`() {
    var desk = Desk.open(Self.rows)
    for name in ["a", "X", "b"] { desk.type(name, isBurst: true) }
    desk.look()
    desk.press("X")
    #expect(desk.revokes == [key(1)])
  }

  @Test func `X behind the list of keys is refused aloud, not lost`() {
    var desk = Desk.open(Self.rows)
    desk.press("?")
    #expect(desk.type("X") == [.bell])
    #expect(desk.writes.isEmpty)
  }
}
