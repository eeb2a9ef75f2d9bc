import Terminal
import Testing

@testable import Console

@Suite struct KeymapTests {
  private static func keys(_ names: String) -> [Key] {
    names.split(separator: " ").compactMap { Key(name: String($0)) }
  }

  @Test func `the keys of the table have nothing against them, whoever writes them down`() {
    let all = Dictionary(uniqueKeysWithValues: ActionTable.all.map { ($0.id, $0.keys) })
    #expect(Keymap.objections(to: all) == [])
    #expect(Keymap(all) == .standard)
  }

  @Test(arguments: [
    (ActionID.reload, "j", "`j` is the key of `down` too: expected another key, or `down: []` beside it"),
    (.reload, "Enter", "`Enter` stays with `open`: expected another key for `reload`"),
    (.palette, "Esc", "`Esc` stays with `back`: expected another key for `palette`"),
    (.revoke, "^C", "`^C` stays with `quit`: expected another key for `revoke`"),
    (.down, "", "no key would go down: expected one at least for `down`"),
    (.up, "", "no key would go up: expected one at least for `up`"),
    (.palette, "", "no key would open the command line: expected one at least for `palette`"),
    (
      .revoke, "Enter",
      "`Enter` would revoke: Enter, Space and y are pressed without a look, expected another key for `revoke`"
    ),
    (
      .revoke, "Space",
      "`Space` would revoke: Enter, Space and y are pressed without a look, expected another key for `revoke`"
    ),
    (
      .fire, "y",
      "`y` would revoke: Enter, Space and y are pressed without a look, expected another key for `fire`"
    ),
    (.fire, "7", "`7` types the count of what a card revokes: expected another key for `fire`"),
    (
      .revoke, "J",
      "`J` is the same key as `j`, which is `down`: a slip would revoke, expected `revoke` away from keys that move"
    ),
    (
      .revoke, "M-k",
      "`M-k` is the same key as `k`, which is `up`: a slip would revoke, expected `revoke` away from keys that move"
    ),
    (
      .revoke, "^G",
      "`^G` is the same key as `g`, which is `first`: a slip would revoke, expected `revoke` away from keys that move"
    ),
    (
      .revoke, "H",
      "`H` is next to `j`, which is `down`: a slip would revoke, expected `revoke` away from keys that move"
    ),
    (
      .fire, "<",
      "`<` is next to `k`, which is `up`: a slip would revoke, expected `fire` away from keys that move"
    ),
    (
      .down, "z Down",
      "`z` is the key of `freeze` too: expected another key, or `freeze: []` beside it"
    ),
    (
      .down, "x",
      "`x` is the same key as `X`, which is `revoke`: a slip would revoke, expected `revoke` away from keys that move"
    ),
    (
      .up, "^D",
      "`^D` is next to `X`, which is `revoke`: a slip would revoke, expected `revoke` away from keys that move"
    ),
  ])
  func `keys that may not be are refused with the reason`(id: ActionID, names: String, sentence: String) {
    let found = Keymap.objections(to: [id: Self.keys(names)])
    #expect(found.map(\.sentence) == [sentence])
    #expect(found.allSatisfy { $0.action == id })
  }

  @Test func `two changed actions on one key are said once, and a swap is none`() {
    let clash = Keymap.objections(to: [.reload: Self.keys("p"), .why: Self.keys("p")])
    #expect(clash.map(\.sentence) == ["`p` is the key of `why` too: expected one action a key"])
    #expect(clash.map(\.action) == [.reload])
    #expect(Keymap.objections(to: [.reload: Self.keys("w"), .why: Self.keys("r")]) == [])
    #expect(Keymap.objections(to: [.reload: Self.keys("j"), .down: Self.keys("n"), .next: []]) == [])
  }

  @Test func `Enter, Esc and the interrupt stay, even where they are taken away`() {
    let map = Keymap([.open: Self.keys("o"), .allAlerts: [], .back: [], .quit: []])
    #expect(map.names(of: .open) == "o Enter")
    #expect(map.names(of: .back) == "Esc")
    #expect(map.names(of: .quit) == "^C")
    #expect(map.action(for: Key("q")) == nil)
    #expect(map.name(of: .allAlerts) == ":all-alerts")
  }

  @Test(arguments: [
    ("x", "s", true), ("x", "z", true), ("x", "C", true), ("x", "a", false), ("x", "f", false),
    ("x", "X", false),
    ("y", "g", true), ("y", "7", true), ("y", "j", false), ("Up", "Down", true), ("Up", "PgDn", false),
    ("Up", "End", true), ("Delete", "PgDn", false), ("Delete", "End", true), ("Delete", "Insert", true),
    ("é", "è", false), ("F1", "F2", false), ("m", ",", true), ("?", "'", true), ("-", "p", true),
  ])
  func `keys that touch on the keyboard are neighbours`(first: String, second: String, expected: Bool) throws
  {
    let (one, two) = (try #require(Key(name: first)), try #require(Key(name: second)))
    #expect(Keyboard.areNeighbours(one, two) == expected)
    #expect(Keyboard.areNeighbours(two, one) == expected)
  }

  @Test func `a sentence of the table names the operator's key, and nothing else of it changes`() {
    let map = Keymap([.undo: Self.keys("^U"), .fire: []])
    #expect(map.spelled("at once; `u` undoes it") == "at once; `^U` undoes it")
    #expect(map.spelled("`Y` revokes, such as `chain:1`") == "`:fire` revokes, such as `chain:1`")
    #expect(map.spelled("`") == "`")
  }

  @Test func `what the table's sentences have in backticks and is a key is the key of an action`() {
    for action in ActionTable.all {
      for (index, part) in action.help.split(separator: "`", omittingEmptySubsequences: false).enumerated() {
        guard index % 2 == 1, let key = Key(name: String(part)) else { continue }
        #expect(Keymap.standard.action(for: key) != nil, "\(action.id): \(part)")
      }
    }
  }
}
