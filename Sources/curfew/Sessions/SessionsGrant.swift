import ArgumentParser
import Delegation
import PolicyEngine
import SessionStore
import Terminal

struct SessionsGrant: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grant",
    abstract: "Grant one session from its envelope.",
    discussion: """
      Examples:
        curfew sessions grant envelope.json
        wallet-export 0x5e1f… | curfew sessions grant -
      """)

  @Argument(help: "A file with one envelope as JSON; - for standard input.")
  var file: String

  @OptionGroup var store: StoreOptions
  @OptionGroup var acting: OperatorOptions
  @OptionGroup var json: JSONOption

  func run() throws {
    let envelope = try readEnvelope(try InputSource.contents(of: file, limit: JSONLimits.lineBytes))
    let store = try store.open()
    defer { store.close() }
    let outcome = try store.grant([Grant(envelope: envelope)], by: acting.acting(in: store)).first
    switch outcome {
    case .granted(let time)?:
      let output = Output()
      if json.json {
        try output.line(json: LoggedEvent(at: time, event: .granted(envelope)).json)
      } else {
        try output.line("granted \(envelope.sessionKey.text) until \(envelope.expiresAt.utc)")
      }
      try output.flush()
    case .refused(let refusals)?: try refuse(.granted(envelope), refusals)
    case nil: throw Failure("the store gave no answer")
    }
  }

  private func readEnvelope(_ bytes: [UInt8]) throws -> Envelope {
    do {
      return try Envelope(try parseJSON(bytes))
    } catch let error as FieldError {
      throw Failure("`\(file)` is no envelope: \(error.sentence)")
    } catch let error as JSONProblem {
      throw Failure("`\(file)` is no envelope: \(MalformedLine(type: nil, problem: .json(error)).sentence)")
    }
  }
}

struct SessionsImport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract:
      "Grant sessions from newline-delimited JSON: envelopes, or an event log's grants and revocations.",
    discussion: """
      Each line is an envelope, or an event of an event log. Grants are decided at the store's own time, under
      the policy in force. A session.revoked line revokes, so that no imported key is more alive than it was;
      other events are refused. Every refused line is printed as JSON with its number and reasons, and costs no
      other line. Exit status 1 when any line was refused.

      Example:
        curfew sessions import envelopes.ndjson
      """)

  @Argument(help: "The file; - for standard input.")
  var file: String

  @OptionGroup var store: StoreOptions
  @OptionGroup var acting: OperatorOptions

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    let importer = Importer(store: store, acting: acting.acting(in: store))
    try InputSource.forEachLine(of: file) { line in try importer.take(line) }
    try importer.finish()
    complain("imported \(importer.granted), revoked \(importer.revoked), refused \(importer.refused)")
    if importer.refused > 0 { throw Silent(status: 1) }
  }
}
