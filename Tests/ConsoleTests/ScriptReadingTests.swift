import Delegation
import SessionStore
import Terminal
import Testing

@testable import Console

@Suite struct ScriptReadingTests {
  @Test(arguments: [
    ("press X", 1, "`press`: expected key, keys, type, wait, expect, expect-not, q, or a command after `:`"),
    ("\n# fine\nkey\n", 3, "expected one key, such as `key X`: several stand behind `keys`"),
    ("key j j", 1, "expected one key, such as `key X`: several stand behind `keys`"),
    ("keys", 1, "expected names of keys, such as `keys j j Enter`"),
    (
      "key q\nkeys j Nonsense", 2,
      "`Nonsense` is no key: expected a character, or a name such as Enter, Esc, ^L, F1"
    ),
    ("type", 1, "expected text behind `type`"),
    ("type a\u{7}", 1, "expected printing characters behind `type`: controls are keys"),
    (":", 1, "expected a command after `:`"), (": ", 1, "expected a command after `:`"),
    (":rev", 1, "`:rev` is no command: `?` in the console lists them"),
    (":Revoke", 1, "`:Revoke` is no command: `?` in the console lists them"),
    ("wait", 1, "expected `wait idle` or `wait until TEXT [10s]`"),
    ("wait idle now", 1, "expected `wait idle` or `wait until TEXT [10s]`"),
    ("wait until", 1, "expected the text that is looked for behind `wait until`"),
    ("wait until x 0s", 1, "expected a time from 1ms to 1h, or the text in double quotes"),
    ("wait until x 2h", 1, "expected a time from 1ms to 1h, or the text in double quotes"),
    ("expect", 1, "expected the text that is looked for behind `expect`"),
    ("expect \"\"", 1, "expected the text that is looked for behind `expect`"),
    ("\r\n\r\nexpect-not", 3, "expected the text that is looked for behind `expect-not`"),
    ("q now", 1, "`q`: expected key, keys, type, wait, expect, expect-not, q, or a command after `:`"),
  ])
  func `a line that is no step names its number and what was expected`(
    text: String, line: Int, sentence: String
  ) {
    #expect(throws: ConsoleScript.Problem(line: line, sentence: sentence)) { try ConsoleScript(text) }
  }

  @Test(
    arguments: [
      ("key X", .press([Key("X")])), ("keys j  Down Enter", .press([Key("j"), Key(.down), Key(.enter)])),
      ("q", .quit), ("\tkey ^L ", .press([Key("l", .control)])), ("key #", .press([Key("#")])),
      ("type  a b", .type([Key(" "), Key("a"), Key(" "), Key("b")])),
      (":dump a b.txt ", .command("dump a b.txt")), (":quit", .command("quit")), ("wait idle", .waitIdle),
      ("wait until seen refused", .wait(until: "seen refused", patience: TimeSpan(seconds: 10))),
      ("wait until seen 500ms", .wait(until: "seen", patience: TimeSpan(milliseconds: 500))),
      ("wait until 10s", .wait(until: "10s", patience: TimeSpan(seconds: 10))),
      ("wait until \"in 10s\" 2m", .wait(until: "in 10s", patience: TimeSpan(seconds: 120))),
      ("wait until \"in 10s\"", .wait(until: "in 10s", patience: TimeSpan(seconds: 10))),
      ("expect \" NORMAL \"", .expect(" NORMAL ")), ("expect-not 10s", .expectNot("10s")),
    ] as [(String, ConsoleScript.Step)])
  func `a step is read as it is written`(text: String, step: ConsoleScript.Step) throws {
    #expect(try ConsoleScript(text).lines == [ConsoleScript.Line(number: 1, step: step)])
  }

  @Test func `comments and empty lines are passed over and counted`() throws {
    let script = try ConsoleScript("# one\n\n  # two\r\nkey X\n\n:quit\n")
    #expect(script.lines.map(\.number) == [4, 6])
  }
}

/// The player on a desk, where every read is answered at once.
@Suite struct ScriptPlayerTests {
  /// Plays to the end; answers of the store come only while it waits.
  private func play(_ text: String, on desk: inout Desk) throws -> ScriptFailure? {
    var player = ScriptPlayer(try ConsoleScript(text))
    for _ in 0..<5_000 {
      let isIdle = desk.writes.isEmpty && desk.model.isIdle(since: desk.now, at: desk.now)
      switch player.next(desk.model, at: desk.now, isIdle: isIdle, screen: desk.screen) {
      case .press(let key):
        desk.send(.key(key, isBurst: false))
        desk.look()
      case .again, .dump: break
      case .wait:
        desk.answer()
        desk.now = desk.now + TimeSpan(milliseconds: 20)
        desk.look()
      case .ended: return nil
      case .failed(let failure): return failure
      }
    }
    Issue.record("the script does not end")
    return nil
  }

  private static let rows = (1...3).map { row(key($0)) }

  @Test(
    arguments: [
      ("expect nowhere", 1, "expected `nowhere` on the screen"),
      ("key j\n\nexpect-not 2/3", 3, "expected no `2/3` on the screen"),
      ("wait until nowhere 100ms", 1, "`nowhere` did not come on the screen within 100 ms"),
      ("wait until nowhere", 1, "`nowhere` did not come on the screen within 10 s"),
      ("type X", 1, "no text field is open: `key /` and `key :` open one"),
      ("key /\n:revoke", 2, "a text field is open: `key Enter` or `key Esc` ends it first"),
      ("key ?\n:undo", 2, "a list is open: `key Esc` closes it first"),
      (":theme", 1, nil),
    ] as [(String, Int, String?)])
  func `a step that cannot be done ends the script with its line, and no key acts`(
    text: String, line: Int, sentence: String?
  ) throws {
    var desk = Desk.open(Self.rows)
    let failure = try play(text, on: &desk)
    #expect(failure?.sentence == sentence)
    if sentence != nil {
      #expect(failure?.line == line)
      #expect(failure?.screen == desk.screen)
    }
    #expect(desk.writes.isEmpty)
  }

  @Test func `each key sees what the one before left`() throws {
    var desk = Desk.open(Self.rows)
    let failure = try play(
      "keys j j\nexpect 3/3\nkey /\ntype key:0x0002*\nkey Enter\nexpect 1/1\n:sort spent", on: &desk)
    #expect(failure?.sentence == nil, "\(failure?.screen ?? [])")
    #expect(desk.model.sort == .spent)
    #expect(desk.model.filter.appliedText == "key:0x0002*")
  }

  @Test func `nothing is pressed while a write is on its way`() throws {
    var desk = Desk.open(Self.rows)
    let failure = try play("key X\nkey u", on: &desk)
    #expect(failure?.sentence == "the console was still reading or writing after 1 min")
    #expect(failure?.line == 1)
    #expect(desk.revokes == [key(1)])
  }

  @Test func `a script of a read-only console is refused what a key is`() throws {
    var desk = Desk.open(Self.rows, readOnly: true)
    #expect(try play("key X\nexpect read-only\n:revoke\nexpect read-only", on: &desk) == nil)
    #expect(desk.writes.isEmpty)
  }
}

@Suite struct IdleTests {
  @Test func `a console is idle once all that was asked after a key is read, though more is being read`() {
    var desk = Desk.open((1...3).map { row(key($0)) })
    let touched = desk.now
    #expect(desk.model.isIdle(since: touched, at: touched))
    desk.now = desk.now + seconds(1)
    desk.send(.storeChanged)
    #expect(!desk.model.isIdle(since: desk.now, at: desk.now), "nothing of it is read yet")
    let later = desk.now
    desk.answer()
    #expect(desk.model.isIdle(since: later, at: desk.now))
    desk.now = desk.now + seconds(1)
    desk.send(.storeChanged)
    #expect(desk.model.isIdle(since: later, at: desk.now), "what others changed since is not waited for")
    #expect(!desk.model.isIdle(since: desk.now, at: desk.now))
  }

  @Test func `a change that is still to be read is waited for`() {
    var desk = Desk.open((1...3).map { row(key($0)) })
    desk.now = desk.now + TimeSpan(milliseconds: 10)
    desk.send(.storeChanged)
    #expect(!desk.model.isIdle(since: desk.now, at: desk.now))
    desk.wait(desk.model.settings.refresh)
    desk.answer()
    #expect(desk.model.isIdle(since: start, at: desk.now))
  }
}
