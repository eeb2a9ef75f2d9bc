import SessionStore
import Terminal
import Testing

@testable import Console

/// What an operator remembers of an action finds it.
@Suite struct HelpSearchTests {
  private static let size = ScreenSize(rows: 40, columns: 120)

  private func found(_ text: String) -> ActionID? { ActionSearch.matches(text).first?.id }

  @Test(arguments: ["nowhere at all", "key:Q", "key:", "§"]) func `what nothing is called finds nothing`(
    text: String
  ) {
    #expect(ActionSearch.matches(text).isEmpty)
  }

  @Test(arguments: ActionTable.all.flatMap { action in action.keys.map { (action.id, $0.description) } })
  func `a key's name finds that key's action first, in the list and in the command line`(
    id: ActionID, key: String
  ) {
    #expect(found(key) == id)
    #expect(found("key:" + key) == id)
    #expect(ActionSearch.matches("key:" + key).count == 1)
    let typed = ActionSearch.named("key:" + key, .standard)
    #expect(typed.map(\.id) == [id])
  }

  @Test(arguments: [
    ("Ctrl-F", ActionID.pageDown), ("ctrl+f", .pageDown), ("^f", .pageDown), ("enter", .open), ("esc", .back),
    ("f1", .help), ("pgdn", .pageDown), ("home", .first),
  ]) func `a key is found however operators write it`(text: String, id: ActionID) {
    #expect(found(text) == id)
  }

  @Test(arguments: [
    ("revoke", ActionID.revoke), ("rev", .revoke), ("clipboard", .copy), ("somebody looks", .acknowledge),
    ("close-n", .closeNoise),
  ]) func `a word of its name or of its sentence finds an action`(text: String, id: ActionID) {
    #expect(found(text) == id)
  }

  @Test func `every action stands under one heading`() {
    let all = ActionTable.bySubject.flatMap { $0.actions.map(\.id) }
    #expect(all.count == ActionTable.all.count)
    #expect(Set(all) == Set(ActionTable.all.map(\.id)))
    for (subject, _) in ActionTable.bySubject {
      #expect(ActionTable.markdown.contains("## \(subject.heading)"))
    }
  }

  // MARK: On the screen

  @Test func `in the list of keys, j scrolls, and a search takes letters`() {
    var desk = Desk.open([row(key(1))], size: Self.size)
    desk.press("?")
    #expect(desk.screen[2].contains("/ searches"))
    let before = desk.screen[3]
    desk.press("j")
    #expect(desk.screen[3] != before)
    desk.press("/")
    desk.write("X")
    #expect(desk.screen[3].contains("X          :revoke [KEY]"))
    desk.write("\u{7F}")
    desk.press("Backspace")
    desk.write("clipboard")
    #expect(desk.screen[3].contains(":copy"))
    #expect(!desk.screen.joined().contains(":revoke"))
    desk.press("Enter")
    desk.press("j")
    #expect(desk.screen[2].contains("/ clipboard"))
    desk.press("Esc")
    #expect(desk.screen.joined().contains(":revoke"))
    desk.press("Esc")
    #expect(desk.model.overlay == nil)
    #expect(desk.writes.isEmpty)
  }

  @Test func `a search that is left shows all again, and none of its letters acted`() {
    var desk = Desk.open([row(key(1))], size: Self.size)
    desk.press("?", "/")
    desk.write("XXq")
    #expect(desk.screen.joined().contains("nothing is called so"))
    desk.send(.paste("undo\nX"))
    desk.press("Esc")
    #expect(desk.model.helpSearch == HelpSearch())
    #expect(desk.model.overlay == .help(top: 0))
    #expect(desk.writes.isEmpty)
  }

  @Test func `asked for by its key in the command line, an action is said and not done`() {
    var desk = Desk.open([row(key(1))], size: Self.size)
    desk.press(":")
    desk.write("key:X")
    desk.press("Enter")
    #expect(desk.statusLine.contains("`X` is `:revoke [KEY]`: Revoke the session"))
    #expect(desk.writes.isEmpty)
  }

  @Test func `on a small screen the search is in the last line`() {
    var desk = Desk.open([row(key(1))], size: ScreenSize(rows: 10, columns: 40))
    desk.press("?", "/")
    desk.write("undo")
    #expect(desk.screen[9] == "/undo")
    #expect(desk.screen[0].contains(":undo"))
  }
}
