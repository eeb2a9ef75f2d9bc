import Delegation
import SessionStore
import Terminal
import Testing

@testable import Console

/// What is under the cursor as JSON, in a program of the operator's.
@Suite struct JSONTests {
  private static let rows = (1...3).map { row(key($0)) }

  @Test(arguments: [
    ("3", "nothing here is kept as JSON"), ("2", "no alert is chosen"), ("b", "groups are shown"),
  ])
  func `where nothing is chosen nothing is shown`(name: String, answer: String) {
    var desk = Desk.open(Self.rows)
    desk.press(name)
    desk.answer()
    #expect(desk.press("p") == [.bell])
    #expect(desk.statusLine.contains(answer))
  }

  @Test func `p reads the session under the cursor, and gives the terminal away once it came`() {
    var desk = Desk.open(Self.rows)
    desk.press("j")
    #expect(desk.press("p") == [.describe(.session(key(2)), .pager)])
    let effects = desk.send(.described(.session(key(2)), .pager, .text("{}")))
    #expect(effects == [.show("{}", .pager)])
  }

  @Test func `commands write it into a file, or show a copy in an editor`() {
    var desk = Desk.open(Self.rows)
    #expect(desk.run("json /tmp/a b.json") == [.describe(.session(key(1)), .file("/tmp/a b.json"))])
    desk.send(.described(.session(key(1)), .file("/tmp/a b.json"), .refused("it is not there")))
    #expect(desk.screen.joined().contains("is not shown: it is not there"))
    #expect(desk.run("editor") == [.describe(.session(key(1)), .editor)])
  }

  @Test func `the terminal is not taken from under what is typed`() {
    var desk = Desk.open(Self.rows)
    desk.press("p", ":")
    #expect(desk.send(.described(.session(key(1)), .pager, .text("{}"))) == [.bell])
    desk.press("Esc", "p", "/")
    #expect(desk.send(.described(.session(key(1)), .pager, .text("{}"))) == [.bell])
  }

  @Test func `what nobody waits for any more is not shown`() {
    var desk = Desk.open(Self.rows)
    desk.press("p")
    desk.now = desk.now + seconds(1)
    desk.press("Esc")
    #expect(desk.send(.described(.session(key(1)), .pager, .text("{}"))).isEmpty)
  }

  @Test func `an execution that is explained is shown by its leaf`() {
    var desk = Desk.open(Self.rows)
    desk.executions = [execution(key(1), 7)]
    desk.run("why 7")
    desk.answer()
    desk.look()
    #expect(desk.press("p") == [.describe(.execution(7), .pager)])
    #expect(desk.send(.described(.execution(7), .pager, .text("{}"))) == [.show("{}", .pager)])
  }

  @Test(arguments: [
    ("1", "1\n"), ("[]", "[]\n"), ("{\"a\":1}", "{\n  \"a\": 1\n}\n"),
    (
      "{\"a\":[1,{\"b\":\"x\\u202ey\"}]}",
      "{\n  \"a\": [\n    1,\n    {\n      \"b\": \"x\\u202ey\"\n    }\n  ]\n}\n"
    ),
    ("{", nil), ("", nil),
  ])
  func `it is indented, and nothing invisible stays so`(json: String, expected: String?) {
    #expect(PrettyJSON.text(json)?.lowercased() == expected)
  }
}
