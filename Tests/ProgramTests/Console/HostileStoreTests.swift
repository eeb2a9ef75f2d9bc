import Foundation
import Testing

/// Text that its authors meant for the terminal, in every field that the commands take, seen on every screen.
@Suite(.serialized) struct `hostile text in a store` {
  /// A title, the clipboard, a C1 sequence, a reversal, the begin of the line, what has no width, and too many marks.
  static let text =
    "\u{1B}]0;owned\u{07}\u{1B}]52;c;b3duZWQ=\u{07}\u{9B}31m\u{202E}evil\r\u{200B}e"
    + String(repeating: "\u{301}", count: 9)

  /// Puts it wherever a command takes it.
  /// - Returns: the commands that did.
  private func fill(_ store: ConsoleStore) throws -> [String] {
    let quoted = try #require(String(data: JSONEncoder().encode(Self.text), encoding: .utf8))
    let founder = try #require(
      object(try store.succeed(["operators", "list", "--json"]).lines[0])["name"] as? String)
    let labelled = Sample.envelope(
      "0x1abe1000000000000000000000000000000001ab", more: ",\"labels\":{\"app\":\(quoted)}")
    let policy =
      try store.succeed(["policy", "show", "--yaml"]).output
      + "owners:\n  nft.list: \(quoted)\n"
    try store.succeed(
      ["authorize"], input: (1...5).map { Sample.request(nonce: $0, chain: 10) }.joined(separator: "\n"))
    let commands: [(name: String, arguments: [String], input: String, who: String?)] = [
      ("label", ["sessions", "grant", "-"], labelled, nil),
      (
        "policy", ["policy", "apply", try store.folder.file("p.yaml", policy), "--reason", Self.text], "", nil
      ),
      ("revocation", ["revoke", Sample.other, "--reason", Self.text], "", nil),
      ("operator", ["revoke", ConsoleStore.third, "--reason", "x", "--operator", Self.text], "", nil),
      (
        "list", ["lists", "import", "-", "--name", Self.text, "--reason", Self.text], "0xMarket \(Self.text)",
        nil
      ),
      (
        "entry", ["lists", "import", "-", "--name", "ours", "--reason", Self.text], "0xMarket \(Self.text)",
        nil
      ),
      ("incident", ["incident", "open", "--title", Self.text], "", nil),
      ("note", ["incident", "note", Self.text, "--incident", "INC-1"], "", nil),
      ("severity", ["incident", "severity", "1", "--reason", Self.text, "--incident", "INC-1"], "", nil),
      ("role", ["incident", "role", "scribe", Self.text, "--incident", "INC-1"], "", nil),
      ("skip", ["incident", "skip", "revoke", "--reason", Self.text, "--incident", "INC-1"], "", nil),
      ("drill", ["incident", "open", "--drill", "--title", Self.text], "", nil),
      ("mode", ["mode", "set", "lockdown", "--reason", Self.text], "", nil),
    ]
    var taken: [String] = []
    for command in commands {
      let result = try store.run(command.arguments, input: command.input, who: command.who)
      #expect(isClean(result.output) && isClean(result.error), "\(command.name)")
      if result.status == 0 { taken.append(command.name) }
    }
    let key = try #require(try store.run(["operators", "keygen", "bella"]).lines.first)
    try store.succeed(["operators", "add", "bella", "--key", key, "--reason", "on call"], who: founder)
    let asked = try store.run(["mode", "set", "normal", "--reason", Self.text], who: founder)
    if asked.error.contains("nothing has changed yet") { taken.append("approval") }
    return taken
  }

  /// Each screen, what Enter opens on its rows, and its end.
  private static let walk = (1...8).map { "\($0)" }.flatMap { screen in
    [
      screen, "\r", "G", "w", "\r", "\u{1B}", "\u{1B}", screen, "j", "\r", "\u{1B}", screen, "j", "j", "\r",
      "\u{1B}",
    ]
  }

  @Test func `reaches no terminal, and a sign stands where it was`() throws {
    let store = try ConsoleStore()
    let taken = try fill(store)
    #expect(taken.count >= 8, "only \(taken) took it")
    let console = try store.console(["--operator", "bella"], rows: 40, columns: 140)
    try console.wait(for: "0x91c4")
    var signs: Set<String> = []
    for key in Self.walk {
      console.pause()
      console.type(key)
      try console.settle()
      for sign in ["<U+202E>", "␛", "<U+009B>", "␍", "<U+200B>", "⚠"] where console.text.contains(sign) {
        signs.insert(sign)
      }
      try #require(console.terminal.strange.isEmpty, "\(key): \(console.terminal.strange)\n\(console.text)")
    }
    // Typed and pasted.
    for field in ["/", ":"] {
      console.pause()
      console.type(field)
      try console.settle()
      console.type("\u{1B}[200~\(Self.text)\u{1B}[201~")
      try console.settle()
      console.pause()
      console.type("\r")
      try console.settle()
      try console.leaveAll()
    }
    #expect(console.terminal.strange.isEmpty, "\(console.terminal.strange)")
    #expect(console.terminal.clipboard.isEmpty)
    #expect(signs == ["<U+202E>", "␛", "<U+009B>", "␍", "<U+200B>", "⚠"])
    console.type("q")
    #expect(try console.end() == .exited(0))
  }
}
