import Delegation
import SessionStore
import Terminal
import Testing

@testable import Console

/// A console whose operator has other keys.
@Suite struct ReboundTests {
  private static let rows = (1...3).map { row(key($0)) }
  private static let wide = ScreenSize(rows: 160, columns: 600)

  /// Each single key with Alt, so that no key of the table is left but those that stay.
  static let alt = Keymap(
    Dictionary(
      uniqueKeysWithValues: ActionTable.all.map { action in
        (action.id, action.keys.map { Key($0.code, $0.modifiers.union(.alt)) })
      }))

  private static func desk(_ keymap: Keymap, size: ScreenSize = ScreenSize(rows: 24, columns: 200)) -> Desk {
    var desk = Desk(rows, size: size)
    desk.model.settings.keymap = keymap
    desk.effects += desk.model.start()
    desk.answer()
    desk.look()
    return desk
  }

  @Test func `the old key means nothing, and the new one acts`() {
    var desk = Self.desk(Keymap([.revoke: [Key("R", .alt)], .help: [Key(.function(9))]]))
    desk.press("X")
    #expect(desk.revokes.isEmpty)
    #expect(desk.statusLine.contains("`X` means nothing here: `F9` lists the keys"))
    desk.press("M-R")
    #expect(desk.revokes == [key(1)])
  }

  @Test func `hints, help and command line show the operator's keys and none of the table's`() {
    var desk = Self.desk(Self.alt, size: Self.wide)
    let hints = desk.screen[158]
    desk.model.overlay = .help(top: 0)
    let help = desk.screen.joined(separator: "\n")
    for action in ActionTable.all where !action.keys.isEmpty {
      #expect(help.contains(Self.alt.names(of: action.id) + "  "), "\(action.id)")
      guard action.availability(desk.model) == .enabled, action.id != .open else { continue }
      let first = Self.alt.name(of: action.id)
      #expect(hints.contains("\(first) \(action.title)"), "\(action.id)")
    }
    #expect(help.contains("`M-u` undoes it"))
    desk.model.overlay = nil
    desk.press("M-:")
    desk.write("revoke")
    #expect(desk.screen.contains { $0.contains("revoke [KEY]") && $0.contains("M-X") })
  }

  @Test func `lists and pages over the screen are moved in by the operator's keys`() {
    var desk = Self.desk(Self.alt)
    desk.press("M-?")
    #expect(desk.screen[22].contains("M-j M-k scroll"))
    desk.press("j")
    #expect(desk.statusLine.contains("`j` did nothing"))
    desk.press("M-j")
    guard case .help(let top) = desk.model.overlay else {
      Issue.record("the help is closed")
      return
    }
    #expect(top == 1)
    desk.press("Esc")
    #expect(desk.model.overlay == nil)
  }

  /// Keys of the table that a sentence names in backticks, and that are not the operator's.
  private static func literals(_ text: String) -> [String] {
    let parts = text.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
    return parts.indices.filter { $0 % 2 == 1 }.map { parts[$0] }.filter { part in
      let first = String(part.prefix { $0 != " " })
      guard let key = Key(name: first), let action = Keymap.standard.action(for: key) else { return false }
      return !alt.keys(of: action.id).contains(key)
    }
  }

  @Test(arguments: [Screen.sessions, .alerts, .approvals, .policy, .incidents, .metrics, .audit, .drills])
  func `no reason why an action cannot run names a key of the table`(screen: Screen) {
    var desk = Self.desk(Self.alt)
    desk.effects += desk.model.go(to: screen)
    desk.answer()
    desk.look()
    for action in ActionTable.all {
      guard case .disabled(let reason) = action.availability(desk.model) else { continue }
      #expect(Self.literals(reason).isEmpty, "\(action.id): \(reason)")
    }
    for line in desk.screen { #expect(Self.literals(line).isEmpty, "\(line)") }
    desk.press("M-?")
    #expect(desk.screen[2].contains("M-/ searches"))
    desk.press("j")
    #expect(desk.statusLine.contains("over the screen, `M-/` searches"), "\(desk.statusLine)")
  }

  @Test func `line mode greets and helps with the operator's keys`() {
    var desk = LinearDesk.open(Self.rows) { $0.model.settings.keymap = Self.alt }
    let said = desk.said + desk.type("help")
    #expect(said.contains { $0.contains("`M-X ID` stops one") })
    #expect(said.contains { $0.contains("`M-X 0x91c4…0a7e`") })
    for line in said { #expect(Self.literals(line).isEmpty, "\(line)") }
  }

  @Test func `what has no key is named by its command`() {
    let desk = Self.desk(Keymap([.help: [], .revoke: []]), size: Self.wide)
    #expect(!desk.screen[158].contains("keys"))
    var model = desk.model
    _ = model.handle(Key("~"), isBurst: false)
    #expect(model.status?.text == "`~` means nothing here: `:help` lists the keys")
  }

  @Test func `a frozen order and a lost cursor name the keys that go on`() {
    var desk = Self.desk(Self.alt)
    desk.press("M-z")
    #expect(desk.screen.contains { $0.contains("M-z lets go") })
  }
}

/// Where the operator wants a card before each revocation.
@Suite struct ConfirmAlwaysTests {
  private static func desk(size: ScreenSize = ScreenSize(rows: 24, columns: 80)) -> Desk {
    var desk = Desk((1...3).map { row(key($0)) }, size: size)
    desk.model.settings.confirm = .always
    desk.effects += desk.model.start()
    desk.answer()
    desk.look()
    return desk
  }

  @Test func `X shows the card of the session under the cursor, and the other key ends it`() {
    var desk = Self.desk()
    desk.press("X")
    desk.answer()
    desk.look()
    #expect(desk.revokes.isEmpty)
    #expect(desk.screen.contains { $0.contains(key(1).text) && !$0.contains("▶") })
    #expect(desk.screen.contains { $0.contains("Y revokes it; Esc leaves") })
    desk.press("X")
    #expect(desk.statusLine.contains("`X` did nothing: `Y` revokes what is shown, Esc leaves"))
    desk.press("Y")
    desk.answer()
    #expect(desk.revokes == [key(1)])
    #expect(desk.model.overlay == nil)
  }

  @Test func `Esc leaves the session alone, and a key that is typed out needs no card`() {
    var desk = Self.desk()
    desk.press("X", "Esc")
    #expect(desk.statusLine.contains("nothing was revoked"))
    desk.press(":")
    desk.write("revoke \(key(2).text)")
    desk.press("Enter")
    #expect(desk.revokes == [key(2)])
  }

  @Test func `without room for the card nothing is revoked, and the command is named`() {
    var desk = Self.desk(size: ScreenSize(rows: 8, columns: 110))
    desk.press("X")
    #expect(desk.revokes.isEmpty)
    #expect(desk.statusLine.contains("the card has no room here"))
    #expect(desk.statusLine.contains("`:revoke KEY`"))
  }
}
