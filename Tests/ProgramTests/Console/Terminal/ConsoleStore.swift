import Foundation
import Testing

/// A store with three sessions, and what tests of the console ask of it.
struct ConsoleStore {
  static let third = "0x77aa000000000000000000000000000000000b1c"
  static let keys = [Sample.key, Sample.other, third]

  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    // No score ends a session here: only the console does.
    try folder.onlyAlert()
    try succeed(
      ["sessions", "import", "-"], input: Self.keys.map { Sample.envelope($0) }.joined(separator: "\n"))
  }

  func console(
    _ more: [String] = [], environment: [String: String] = [:], rows: Int = 30, columns: Int = 110
  ) throws -> LiveConsole {
    let console = try LiveConsole(
      ["--store", folder.store] + more, environment: environment, rows: rows, columns: columns)
    return console
  }

  @discardableResult
  func run(_ arguments: [String], input: String = "", who: String? = nil) throws -> Program.Result {
    let environment = who.map { ["CURFEW_OPERATOR": $0] } ?? [:]
    return try Program.run(arguments + ["--store", folder.store], input: input, environment: environment)
  }

  @discardableResult
  func succeed(
    _ arguments: [String], input: String = "", who: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Program.Result {
    let result = try run(arguments, input: input, who: who)
    #expect(result.status == 0, "\(arguments): \(result.error)", sourceLocation: sourceLocation)
    return result
  }

  /// Another process lets a session spend.
  func spend(_ key: String, _ value: Int, nonce: Int = 1) throws {
    try succeed(["authorize"], input: Sample.request(key, nonce: nonce, value: "\(value)"))
  }

  /// The state of each session, in the order of ``keys``.
  func states() throws -> [String] {
    let lines = try succeed(["sessions", "list", "--json"]).lines.map(object)
    return Self.keys.map { key in
      lines.first { $0["sessionKey"] as? String == key }?["state"] as? String ?? "missing"
    }
  }

  /// Every leaf of its log.
  func log() throws -> String { try succeed(["audit", "export"]).output }
}

extension LiveConsole {
  /// The session of the row under the cursor.
  var chosen: String? {
    guard let line = screen.first(where: { $0.hasPrefix("▶") || $0.hasPrefix("> ") }) else { return nil }
    return ConsoleStore.keys.first { line.contains($0.prefix(6)) }
  }

  /// The sessions in the order of their rows.
  var order: [String] {
    screen.compactMap { line in
      ConsoleStore.keys.first { line.contains($0.prefix(6)) && !line.contains("revoked:") }
    }
  }

  /// As long as a hand takes between two keys that it means.
  func pause() { _ = poll(nil, 0, 40) }

  /// Whether the terminal shows what the program believes that it shows: a whole new frame changes nothing.
  ///
  /// Tried again where a minute, or a message, has ended in between.
  func isWhole() throws -> Bool {
    for _ in 0..<4 {
      try settle()
      let before = screen
      type("\u{0C}")
      try settle()
      if screen == before { return true }
    }
    return false
  }

  /// Out of whatever is open, to the list without a filter.
  func leaveAll() throws {
    for _ in 0..<6 {
      pause()
      type("\u{1B}")
      try settle()
    }
    pause()
    type("1")
    try settle()
    pause()
  }
}
