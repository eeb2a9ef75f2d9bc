import ArgumentParser
import Delegation
import PolicyEngine
import RiskScoring
import SessionStore
import Terminal

struct RiskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "risk",
    abstract: "Show the riskiest sessions, or why one has its score; clear a score's floors.",
    discussion: """
      A score is from 0 to 100: LOW below 40, MED below 70, HIGH below 90, CRIT. Its evidence is counted in nats of
      log-odds and fades; a floor is a fact that does not fade, until an operator clears it with a reason.

      Examples:
        curfew risk
        curfew risk 0x91c4…full key…
        curfew risk clear 0x91c4…full key… --reason "the relayer sent it twice, INC-2026-0007"
      """,
    subcommands: [RiskShow.self, RiskClear.self],
    defaultSubcommand: RiskShow.self)
}

struct RiskShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show why a session has its score; without a key, the riskiest sessions that gave a signal.")

  @Argument(help: "The session\'s key.", transform: KeyArgument.read)
  var key: KeyArgument?

  @Option(help: ArgumentHelp("Without a key, at most this many sessions (default: 20).", valueName: "count"))
  var limit: Int?

  @OptionGroup var store: StoreOptions
  @OptionGroup var json: JSONOption

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("`--limit \(limit)`: expected 1 or more") }
    if limit != nil, key != nil { throw ValidationError("--limit: expected no key beside it") }
  }

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    let output = Output()
    if let key {
      guard let report = try store.risk(of: key.identifier) else {
        throw Failure("`\(key.identifier.text)` is no known session")
      }
      let noted = try NotedReport(report, store)
      if json.json { try output.line(json: noted.json) } else { try RiskText(noted: noted).write(to: output) }
    } else {
      let rows = try store.list(SessionQuery(sort: .risk, limit: limit ?? 20)).rows
      try show(rows.filter { !$0.risk.isClean }, to: output)
    }
    try output.flush()
  }

  private func show(_ rows: [SessionRow], to output: Output) throws {
    if json.json {
      for row in rows { try output.line(json: row.riskJSON) }
      return
    }
    guard !rows.isEmpty else { return try output.line("no session has given a signal that still speaks") }
    var table = TextTable(["RISK", "STATE", "SESSION", "SIGNALS"])
    for row in rows {
      table.add([
        SafeText(row.risk.score.words), SafeText(row.life.rawValue),
        SafeText(row.envelope.sessionKey.text),
        SafeText(row.risk.signals.map(\.code).joined(separator: " ")),
      ])
    }
    try table.write(to: output)
  }
}

extension RiskSummary {
  /// Nothing speaks against it.
  fileprivate var isClean: Bool { signals.isEmpty && score <= RiskSummary.clean.score }
}

extension SessionRow {
  fileprivate var riskJSON: String {
    JSONWriter.object { writer in
      writer.member("sessionKey", envelope.sessionKey.text)
      writer.member("wallet", envelope.wallet.text)
      writer.member("state", life.rawValue)
      risk.writeMember(&writer)
    }
  }
}

struct RiskClear: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clear",
    abstract: "Take away the floors under a session's score; what fades stays.")

  @Argument(help: "The session\'s key.", transform: KeyArgument.read)
  var key: KeyArgument

  @Option(help: "Why; it is recorded.")
  var reason: String

  @OptionGroup var store: StoreOptions
  @OptionGroup var acting: OperatorOptions

  func validate() throws { try checkReason(reason) }

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    let name = key.identifier.text
    let floors: [RiskFloor]
    switch try store.clearFloors(of: key.identifier, reason: reason, by: acting.acting(in: store)) {
    case .cleared(let cleared): floors = cleared
    case .unknownSession: throw Failure("`\(name)` is no known session")
    case .noFloor: throw Failure("`\(name)` has no floor under its score: there is nothing to clear")
    }
    let output = Output()
    let score = try store.risk(of: key.identifier)?.explanation.score
    try output.line(
      "cleared \(floors.map(\.word).joined(separator: ", ")) of \(name)\(score.map { ", whose score is \($0.words)" } ?? "")"
    )
    try output.flush()
  }
}
