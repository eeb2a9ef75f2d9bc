import Terminal
import Testing

@testable import Console

@Suite struct ConfigRefusalTests {
  private static let columns =
    "risk, session, wallet, capability, chain, spent, denied, state, expires, last, signals, destination, domain, limit, executions, granted, label"
  private static let settings =
    "theme, lockdown-theme, stores, refresh, confirm, read-only, ascii, tour, keys, columns, views"

  private static func said(_ yaml: String) -> [String] {
    ConfigReading.read(yaml).problems.map { problem in
      (problem.place.map { "\($0.line):\($0.column) " } ?? "") + problem.message
    }
  }

  @Test(arguments: [
    (
      "thme: light", "1:1 `thme` is no setting of `config`: did you mean `theme`? expected one of \(settings)"
    ),
    ("colour: red", "1:1 `colour` is no setting of `config`: expected one of \(settings)"),
    ("- a", "1:1 `config`: expected a mapping, found a list"),
    ("light", "1:1 `config`: expected a mapping, found `light`"),
    ("\ntheme: [a]", "2:8 `theme`: expected a text, found a list"),
    ("theme:", "1:1 `theme`: expected a text, found nothing"),
    ("theme: \"\"", "1:8 `theme`: expected a text, found an empty one"),
    ("theme: \"a\\nb\"", "1:8 `theme`: expected one line of at most 256 characters, found `a\u{FFFD}b`"),
    ("ascii: yes", "1:8 `ascii`: expected true or false, found `yes`"),
    ("read-only: 1", "1:12 `read-only`: expected true or false, found `1`"),
    ("tour: \"true\"", "1:7 `tour`: expected true or false, found `true`"),
    ("refresh: 20ms", "1:10 `refresh`: expected 50ms to 10s, found `20ms`"),
    ("refresh: 1m", "1:10 `refresh`: expected 50ms to 10s, found `1m`"),
    ("refresh: 100", "1:10 `refresh`: expected 50ms to 10s, such as 250ms, found `100`"),
    ("refresh: -1s", "1:10 `refresh`: expected 50ms to 10s, such as 250ms, found `-1s`"),
    (
      "confirm: never",
      "1:10 `confirm`: `never` is none: expected one of marks, always"
    ),
    ("confirm: mark", "1:10 `confirm`: `mark` is none: did you mean `marks`? expected one of marks, always"),
    ("confirm: {}", "1:10 `confirm`: expected one of marks, always, found a mapping"),
    ("columns: risk", "1:10 `columns`: expected a list of columns, found `risk`"),
    (
      "columns: [risk, wallets]",
      "1:17 `wallets` is no column: did you mean `wallet`? expected one of \(columns)"
    ),
    ("columns: [wallet:99]", "1:11 `wallet:99`: expected a width of 1 to 80 behind `wallet:`"),
    ("columns: [risk, risk:9]", "1:17 `risk` is here twice: expected each column once"),
    ("columns: [[risk]]", "1:11 expected a column, such as wallet or wallet:16, found a list"),
    (
      "theme: a\nascii: true\ntheme: b",
      "3:1 `theme` is here twice, first on line 1: expected each key once"
    ),
    (
      "stores:\n  - name: x",
      "2:5 `match` is missing: expected a path or URL, in which `*` stands for anything"
    ),
    (
      "stores:\n  - match: x\n    readonly: true",
      "3:5 `readonly` is no setting of `stores`: did you mean `read-only`? expected one of match, name, theme, read-only"
    ),
    ("views: [{filter: risk>1}]", "1:9 `name` is missing: expected the view's name"),
    (
      "views: [{name: a}, {name: a}]",
      "1:27 `a` is the name of two views: expected each name once"
    ),
    (
      "views: [{name: a, filter: \"risk>>1\"}]",
      "1:27 `filter`: `>1`: expected a score from 0 to 100, or LOW, MED, HIGH, CRIT"
    ),
    (
      "views: [{name: a, sort: spend}]",
      "1:25 `sort`: `spend` is none: did you mean `spent`? expected one of newest, lastUsed, spent, expires, denied, risk"
    ),
    (
      "views: [{name: a, group: key}]",
      "1:26 `group`: `key` is none: expected one of wallet, capability, chain, domain"
    ),
    ("keys: [j]", "1:7 `keys`: expected a mapping from actions to their keys, found a list"),
    (
      "keys: {dwon: j}",
      "1:8 `dwon` is no action: did you mean `down`? `curfew console --print-keys` lists them"
    ),
    ("keys: {down: }", "1:8 `down`: expected keys, such as [j, Down], or [] for none, found nothing"),
    (
      "keys: {down: [Dwn]}",
      "1:15 `Dwn` is no key: expected a character, or a name such as Enter, Down, PgUp, F1, ^L, M-x, C-Left"
    ),
    ("keys: {down: [n, n], next: []}", "1:18 `n` is here twice: expected each key once"),
    ("keys: {reload: ^M}", "1:16 `^M` is Enter to a terminal: expected another key"),
    ("keys: {reload: C-i}", "1:16 `C-i` is Tab to a terminal: expected another key"),
    ("keys: {reload: C-1}", "1:16 `C-1` is sent by no terminal: expected Control with a letter"),
    (
      "keys: {reload: S-x}",
      "1:16 `S-x` is sent by no terminal: a shifted character is one of its own, such as X"
    ),
    ("keys: {reload: [[j]]}", "1:17 expected a key's name, in quotes where YAML needs them, found a list"),
    (
      "keys:\n  reload: [0, j]",
      "2:15 `j` is the key of `down` too: expected another key, or `down: []` beside it"
    ),
    (
      "keys:\n  revoke: [k]\n  up: [Up]",
      "2:12 `k` is next to `j`, which is `down`: a slip would revoke, expected `revoke` away from keys that move"
    ),
    ("keys:\n  down: []", "2:3 no key would go down: expected one at least for `down`"),
    ("theme: !!binary aGk=", "1:8 the tag `tag:yaml.org,2002:binary` is not known here"),
    ("<<: {theme: a}", "1:1 `<<`: merge keys are not known here, expected the settings themselves"),
  ])
  func `what is wrong is said with its place, the word, and what was expected`(yaml: String, problem: String)
  {
    #expect(Self.said(yaml) == [problem])
  }

  @Test(arguments: ["theme: [a", "theme: a\n b: c", "\t", "theme: \"a", "a: *b", "\u{0}", "&a [*a]"])
  func `what is no YAML is refused with its place`(yaml: String) {
    let said = Self.said(yaml)
    #expect(said.count == 1)
    #expect(said.first?.contains("YAML") == true || said.first?.contains("expected") == true, "\(said)")
  }

  @Test func `all problems of a file are said, by place`() {
    let said = Self.said(
      """
      theme: a
      ascii: 1
      keys: {down: [q], nope: x}
      theme: b
      columns: [x]
      """)
    #expect(said.map { $0.prefix(2) } == ["2:", "3:", "3:", "4:", "5:"])
  }

  @Test func `a file that is too large, too deep or multiplies by aliases is refused at once`() {
    let large = "theme: " + String(repeating: "a", count: ConfigReader.bytesMax)
    #expect(Self.said(large) == ["it is larger than 64 KiB"])
    let deep = "theme: " + String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
    #expect(Self.said(deep).first?.contains("nested deeper than 12 levels") == true)
    let values =
      "a0: &a0 [x, x]\n" + (1...20).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" }.joined()
    #expect(Self.said(values).count >= 1)
    let keys =
      "a0: &a0 [x]\n" + (1...40).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" }.joined()
      + "? *a40\n: 1\n"
    #expect(Self.said(keys).first?.contains("as a key: expected a name") == true)
  }
}
