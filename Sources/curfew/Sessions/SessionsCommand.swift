import ArgumentParser
import Delegation
import PolicyEngine
import SessionStore
import Terminal

struct SessionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sessions",
    abstract: "List, show, grant, import, export, attest and extend sessions; tell a log-out.",
    discussion: """
      Examples:
        curfew sessions list 'state:active spent>50% expires<5m'
        curfew sessions list --sort risk --limit 20
        curfew sessions show 0x91c4…full key…
        curfew sessions grant envelope.json
        curfew sessions import envelopes.ndjson
        curfew sessions export > events.ndjson
        curfew sessions extend 0x91c4…full key… --by 10m
      """,
    subcommands: [
      SessionsList.self, SessionsShow.self, SessionsGrant.self, SessionsImport.self, SessionsExport.self,
      SessionsAttest.self, SessionsExtend.self, SessionsLogOut.self,
    ])
}

struct SessionsList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List sessions, newest grant first.",
    discussion: """
      The filter is the console's: words that must all hold, such as
        state:active chain:1 cap:swap.* wallet:0x5e… spent>50% expires<5m !label.app:mobile text
      """)

  @Argument(help: "Only sessions that match this filter.")
  var filter: [String] = []

  @Option(
    help: ArgumentHelp("newest, lastUsed, spent, expires, denied or risk.", valueName: "order"),
    transform: readWord)
  var sort: SessionSort = .newest

  @Option(help: ArgumentHelp("At most this many.", valueName: "count"))
  var limit: Int?

  @OptionGroup var store: StoreOptions
  @OptionGroup var json: JSONOption

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("`--limit \(limit)`: expected 1 or more") }
  }

  func run() throws {
    let filter = try FilterText.parse(filter.joined(separator: " "))
    let store = try store.open()
    defer { store.close() }
    let output = Output()
    if json.json {
      try forEach(filter, in: store) { row in try output.line(json: row.json) }
    } else {
      var table = SessionTableText()
      let now = Surroundings.now()
      try forEach(filter, in: store) { row in table.add(row, now: now) }
      try table.write(to: output)
    }
    try output.flush()
  }

  /// Pages through the matching rows, so that a million sessions are never held at once.
  private func forEach(
    _ filter: SessionFilter, in store: any SessionStore, _ body: (SessionRow) throws -> Void
  ) throws {
    let page = 1000
    var left = limit ?? .max
    var offset = 0
    while left > 0 {
      let query = SessionQuery(filter: filter, sort: sort, window: .from(offset), limit: min(page, left))
      let rows = try store.list(query).rows
      for row in rows { try body(row) }
      if rows.count < min(page, left) { return }
      offset += rows.count
      left -= rows.count
    }
  }
}

struct SessionsShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one session, its revocations and its latest executions.")

  @Argument(help: "The session\'s key.", transform: KeyArgument.read)
  var key: KeyArgument

  @Option(help: ArgumentHelp("How many executions.", valueName: "count"))
  var executions = 20

  @OptionGroup var store: StoreOptions
  @OptionGroup var json: JSONOption

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    guard let detail = try store.session(key.identifier, executions: max(0, executions)) else {
      throw Failure("`\(key.identifier.text)` is no known session")
    }
    let output = Output()
    if json.json {
      try output.line(json: detail.json)
    } else {
      try SessionText(detail: detail).write(to: output)
    }
    try output.flush()
  }
}

struct SessionsAttest: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attest",
    abstract: "Record a fresh proof of the user, so that a dormant or guarded session acts again.")

  @Argument(help: "The session\'s key.", transform: KeyArgument.read)
  var key: KeyArgument

  @OptionGroup var store: StoreOptions
  @OptionGroup var acting: OperatorOptions

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    let refusals = try store.attest(key.identifier, by: acting.acting(in: store))
    try refuse(.attested(sessionKey: key.identifier), refusals)
    let output = Output()
    try output.line("attested \(key.identifier.text)")
    try output.flush()
  }
}

struct SessionsExtend: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "extend",
    abstract: "Let a session live longer, within the policy's limits.",
    discussion: """
      Examples:
        curfew sessions extend 0x91c4…full key… --by 10m
        curfew sessions extend 0x91c4…full key… --until 2026-11-22T12:30:00Z
      """)

  @Argument(help: "The session\'s key.", transform: KeyArgument.read)
  var key: KeyArgument

  @Option(
    help: ArgumentHelp("The new expiry, RFC 3339 in UTC or epoch seconds.", valueName: "time"),
    transform: TimeArgument.read)
  var until: TimeArgument?

  @Option(help: ArgumentHelp("How much later than now's expiry, such as 10m.", valueName: "duration"))
  var by: DurationArgument?

  @OptionGroup var store: StoreOptions
  @OptionGroup var acting: OperatorOptions

  func validate() throws {
    guard (until == nil) != (by == nil) else { throw ValidationError("expected one of --until and --by") }
  }

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    let expiresAt = try newExpiry(store)
    let event = SessionEvent.extended(sessionKey: key.identifier, expiresAt: expiresAt)
    try refuse(event, try store.extend(key.identifier, to: expiresAt, by: acting.acting(in: store)))
    let output = Output()
    try output.line("extended \(key.identifier.text) until \(expiresAt.utc)")
    try output.flush()
  }

  private func newExpiry(_ store: any SessionStore) throws -> Timestamp {
    if let until { return until.time }
    guard let detail = try store.session(key.identifier, executions: 0), let by else {
      throw Failure("`\(key.identifier.text)` is no known session")
    }
    return detail.row.expiresAt + by.span
  }
}

/// - Throws: ``Failure`` with a sentence for the first of `refusals`, if there is one.
func refuse(_ event: SessionEvent, _ refusals: [Refusal]) throws {
  guard let first = refusals.first else { return }
  let words = refusals.map(\.rawValue).joined(separator: ", ")
  throw Failure("refused with \(words): \(first.sentence(for: event))")
}

/// Filters as commands take them.
enum FilterText {
  static func parse(_ text: String) throws -> SessionFilter {
    do throws(FilterError) {
      return try SessionFilter.parse(text)
    } catch {
      throw Failure(error.message, status: 64)
    }
  }
}
