import Delegation
import SessionStore
import Terminal
import Testing

@testable import Console

@Suite struct ActionTableTests {
  private static let rows = (1...3).map { row(key($0)) }

  @Test func `every action is in the table once`() {
    #expect(ActionTable.all.map(\.id).count == ActionID.allCases.count)
    #expect(Set(ActionTable.all.map(\.id)) == Set(ActionID.allCases))
  }

  @Test func `no two actions share a key`() {
    let keys = ActionTable.all.flatMap(\.keys)
    #expect(Set(keys).count == keys.count)
  }

  @Test func `every name and key can be read back`() {
    for action in ActionTable.all {
      #expect(ActionTable.action(named: action.id.name)?.id == action.id)
      for key in action.keys { #expect(Key(name: key.description) == key) }
    }
  }

  @Test func `help and palette show every action, and a wide line hints at all that can run`() {
    var model = Desk.open(Self.rows, size: ScreenSize(rows: 160, columns: 600)).model
    model.overlay = .help(top: 0)
    let help = view(model).canvas.lines.joined(separator: "\n")
    model.overlay = nil
    let hints = view(model).canvas.lines[158]
    for action in ActionTable.all {
      #expect(help.contains(":\(action.usage)"))
      #expect(ActionTable.markdown.contains("`:\(action.usage)` | \(action.help)"))
      #expect(ActionSearch.named(action.id.name, .standard).first?.id == action.id)
      let isShown = !action.keys.isEmpty && action.availability(model) == .enabled
      #expect(hints.contains(" \(action.title)") == isShown, "\(action.id)")
    }
  }

  @Test(arguments: ActionTable.all.filter { $0.risk != .read }.map(\.id))
  func `read-only refuses a write by key, by command and by argument`(id: ActionID) {
    var desk = Desk.open(Self.rows, readOnly: true)
    let action = ActionTable.all.first { $0.id == id }
    for key in action?.keys ?? [] {
      desk.send(.key(key, isBurst: false))
      #expect(desk.statusLine.contains("read-only"))
    }
    for text in [id.name, "\(id.name) \(key(2).text)"] {
      desk.press(":")
      desk.write(text)
      desk.press("Enter")
    }
    #expect(desk.writes.isEmpty)
    #expect(desk.statusLine.contains("read-only"))
  }

  @Test(arguments: [
    ("sort spent", "sort spent"), ("sort SPENT", "sort spent"), ("filter state:active", "/ state:active"),
  ])
  func `commands take an argument`(command: String, shown: String) {
    var desk = Desk.open(Self.rows)
    desk.press(":")
    desk.write(command)
    desk.press("Enter")
    #expect(desk.screen[2].contains(shown))
  }

  @Test(arguments: [
    ("sort sideways", "`sideways` is no order: expected newest, lastUsed, spent, expires, denied, risk"),
    ("quit now", "`quit` takes nothing behind it"),
    ("nonsense", "no command has `nonsense` in its name"), ("fly away", "`fly` is no command"),
    ("undo", "nothing was revoked from here"),
  ])
  func `a command that cannot run says why`(command: String, answer: String) {
    var desk = Desk.open(Self.rows, size: ScreenSize(rows: 24, columns: 160))
    desk.press(":")
    desk.write(command)
    let effects = desk.type("Enter")
    #expect(desk.screen.suffix(2).joined().contains(answer))
    #expect(effects == [.bell])
  }

  @Test(arguments: [
    ("q", Effect.quit), ("quit", .quit), ("theme light", .setTheme("light")),
    ("theme", .theme(.list)), ("dump a b.txt", .dump("a b.txt")),
    ("susp", .suspend),
  ])
  func `a command is found by the beginning of its name`(command: String, effect: Effect) {
    var desk = Desk.open(Self.rows)
    desk.press(":")
    desk.write(command)
    #expect(desk.type("Enter") == [effect])
  }

  @Test func `keys leave, suspend and repaint`() {
    var desk = Desk.open(Self.rows)
    #expect(desk.type("q") == [.quit])
    #expect(desk.type("^C") == [.quit])
    #expect(desk.type("^Z") == [.suspend])
    #expect(desk.type("^L") == [.repaint])
    #expect(desk.type("y") == [.copy(key(1).text)])
  }

  @Test(arguments: ["sort spent", "filter state:active"])
  func `a command of the list is refused elsewhere, with or without its argument`(command: String) {
    var desk = Desk.open(Self.rows)
    desk.press("Enter", ":")
    desk.write(command)
    #expect(desk.type("Enter") == [.bell])
    #expect(desk.model.sort == .risk)
    #expect(desk.model.filter.appliedText.isEmpty)
  }

  @Test func `a key without a meaning says where the keys are`() {
    var desk = Desk.open(Self.rows)
    #expect(desk.type("Q") == [.bell])
    #expect(desk.statusLine.contains("`Q` means nothing here: `?` lists the keys"))
  }
}
