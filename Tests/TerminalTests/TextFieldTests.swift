import Testing

@testable import Terminal

@Suite struct TextFieldTests {
  private func field(after keys: String..., from text: String = "") -> TextField {
    var field = TextField(text)
    for name in keys {
      if let key = Key(name: name) { _ = field.handle(key) } else { Issue.record("no key \(name)") }
    }
    return field
  }

  @Test func `keys that mean nothing in a line are left to the caller`() throws {
    var field = TextField("x")
    for name in ["Enter", "Esc", "Tab", "Up", "F1", "^C", "M-x", "PgUp"] {
      let key = try #require(Key(name: name))
      let handled = field.handle(key)
      #expect(!handled, "\(name)")
    }
    #expect(field == TextField("x"))
  }

  @Test func `typing, moving and deleting work where the cursor is`() {
    #expect(field(after: "a", "b", "Left", "c").text == "acb")
    #expect(field(after: "Home", "Delete", from: "abc").text == "bc")
    #expect(field(after: "Backspace", from: "abc").text == "ab")
    #expect(field(after: "Home", "Backspace", "Left", from: "abc").text == "abc")
    #expect(field(after: "^W", from: "risk>=40 chain:1  ").text == "risk>=40 ")
    #expect(field(after: "M-b", "^U", from: "one two").text == "two")
    #expect(field(after: "Home", "M-f", "^K", from: "one two").text == "one")
    #expect(field(after: "^A", "^D", "^E", "x", from: "abc").text == "bcx")
    #expect(field(after: "Right", "C-Right", "C-Left", "x", from: "ab cd").text == "ab xcd")
  }

  @Test func `a mark joins its character and is deleted with it`() {
    var field = TextField("e")
    field.insert("\u{301}")
    #expect(field.cursor == 1)
    field.deleteBackward()
    #expect(field.isEmpty)
    #expect(field.cursor == 0)
  }

  @Test(arguments: [
    ("one\ntwo", "one", false), ("a\tb", "a b", true), ("a\u{1B}[31mb", "a[31mb", false),
    ("plain", "plain", true),
  ])
  func `a paste gives one line without controls, and says what it left out`(
    pasted: String, text: String, whole: Bool
  ) {
    var field = TextField()
    let wasWhole = field.insert(pasted)
    #expect(wasWhole == whole)
    #expect(field.text == text)
  }

  @Test func `a field is bounded`() {
    var field = TextField()
    let whole = field.insert(String(repeating: "x", count: 10_000))
    #expect(!whole)
    #expect(field.text.count == TextField.charactersMax)
    let more = field.insert("y")
    #expect(!more)
  }

  @Test func `the view scrolls so that the cursor is in sight`() {
    var field = TextField("abcdefgh")
    #expect(field.view(width: 20) == ("abcdefgh", 8))
    #expect(field.view(width: 5) == ("efgh", 4))
    field.moveHome()
    #expect(field.view(width: 5) == ("abcde", 0))
    #expect(field.view(width: 0) == ("", 0))
    field.replace(with: "a\u{202E}")
    #expect(field.view(width: 20) == (SafeText("a\u{202E}"), 9))
  }

  @Test(arguments: UInt64(0)..<100)
  func `no keys or pastes lose the cursor`(seed: UInt64) {
    var random = Seeded(seed)
    var field = TextField(random.hostileText())
    let names = ["Left", "Right", "Home", "End", "Backspace", "Delete", "^W", "^U", "^K", "M-b", "M-f", "x"]
    for _ in 0..<40 {
      if let key = Key(name: names.randomElement(using: &random) ?? "x") { _ = field.handle(key) }
      if Int.random(in: 0..<6, using: &random) == 0 { field.insert(random.hostileText()) }
      #expect((0...field.text.count).contains(field.cursor))
      let view = field.view(width: 7)
      #expect(view.text.width <= 7 && (0..<7).contains(view.cursor))
    }
  }
}
