import ArgumentParser
import Delegation
import Glibc
import SessionStore
import Terminal

struct Revoke: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "End a session, or every session that a scope covers.",
    discussion: """
      A key is ended at once. A scope shows first what it covers and asks; off a terminal it needs --yes.
      A scope is words that must all hold, or all: chain:1 cap:swap.execute wallet:0x5e… dest:… domain:… key:…
      label.app:mobile before:2026-11-22T12:00:00Z

      Examples:
        curfew revoke 0x91c4…full key… --reason phished
        curfew revoke --scope "chain:1 cap:swap.execute" --reason "router exploit"
        curfew revoke --scope all --preview --reason drill
      """)

  @Argument(help: "The session\'s key.", transform: KeyArgument.read)
  var key: KeyArgument?

  @Option(help: ArgumentHelp("Which sessions to end.", valueName: "words"), transform: ScopeArgument.read)
  var scope: ScopeArgument?

  @Option(help: "Why; it is recorded.")
  var reason: String

  @Option(
    help: ArgumentHelp(
      "From when on, RFC 3339 in UTC or epoch seconds (default: from the commit).", valueName: "time"),
    transform: TimeArgument.read)
  var effectiveAt: TimeArgument?

  @Option(
    help: ArgumentHelp("Name the revocation; the same id again keeps its earlier time.", valueName: "id"))
  var revocationID: String?

  @Flag(help: "Only show what the scope covers.")
  var preview = false

  @Flag(help: "End what the scope covers without asking.")
  var yes = false

  @OptionGroup var store: StoreOptions
  @OptionGroup var acting: OperatorOptions
  @OptionGroup var json: JSONOption

  func validate() throws {
    guard (key == nil) != (scope == nil) else {
      throw ValidationError("expected the key of a session, or --scope")
    }
    guard reason.unicodeScalars.count <= 1024 else {
      throw ValidationError("--reason: expected at most 1,024 characters")
    }
    if let revocationID, (try? checkName(revocationID.utf8)) == nil {
      throw ValidationError(
        "`\(revocationID)`: expected printable ASCII without spaces, up to 128 characters")
    }
    if scope != nil, effectiveAt != nil || revocationID != nil {
      throw ValidationError("--effective-at and --revocation-id go with one key")
    }
  }

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    if let key {
      try revoke(key.identifier, in: store)
    } else if let scope {
      try revoke(scope.scope, in: store)
    }
  }

  private func revoke(_ key: Identifier, in store: any SessionStore) throws {
    let order = RevocationOrder(
      sessionKey: key, reason: reason, effectiveAt: effectiveAt?.time, revocationID: revocationID)
    let receipt = try store.revoke(order, by: acting.acting(in: store))
    let output = Output()
    if json.json {
      try output.line(json: receipt.json)
    } else {
      try output.line(
        "revoked \(key.text), \(receipt.revocationID), committed in \(milliseconds(receipt.elapsed)), effective from \(receipt.effectiveAt.utc)"
      )
      if !receipt.sessionWasKnown {
        try output.line("no session has this key yet: its grant will be refused")
      }
      if receipt.wasRevokedAlready { try output.line("it was revoked already: the earliest time stands") }
    }
    try output.flush()
  }

  private func revoke(_ scope: Scope, in store: any SessionStore) throws {
    let covered = try store.preview(scope: scope)
    let output = Output()
    if !json.json || preview { try describe(covered, scope, to: output) }
    try output.flush()
    if preview || covered.sessions == 0 { return }
    guard yes || isInteractive else {
      throw Failure("nothing was revoked: a scope needs --yes off a terminal")
    }
    guard yes || confirmed(covered) else { throw Failure("nothing was revoked") }
    let receipt = try store.revoke(scope: scope, reason: reason, by: acting.acting(in: store))
    if json.json {
      try output.line(
        json: JSONWriter.object {
          $0.member("revoked", raw: String(receipt.revoked))
          $0.member("scope", raw: scope.json)
          $0.member("committedAt", raw: receipt.committedAt.seconds)
        })
    } else {
      try output.line("revoked \(receipt.revoked) sessions, committed in \(milliseconds(receipt.elapsed))")
    }
    try output.flush()
  }

  private func describe(_ covered: ScopePreview, _ scope: Scope, to output: Output) throws {
    let left = shortestDecimal(covered.remainingMicros, scale: Money.scale)
    if json.json {
      return try output.line(
        json: JSONWriter.object {
          $0.member("scope", raw: scope.json)
          $0.member("sessions", raw: String(covered.sessions))
          $0.member("wallets", raw: String(covered.wallets))
          $0.member("remainingUsd", left)
          $0.member("first", covered.first?.text ?? "")
          $0.member("last", covered.last?.text ?? "")
        })
    }
    try output.line(
      "`\(scope.words)` covers \(covered.sessions) live sessions of \(covered.wallets) wallets, \(left) USD still to spend"
    )
    if let first = covered.first, let last = covered.last {
      try output.line("first \(first.text), last \(last.text)")
    }
  }

  /// Asks for the count, so that no reflex answers.
  private func confirmed(_ covered: ScopePreview) -> Bool {
    let prompt = Output(descriptor: STDERR_FILENO)
    try? prompt.verbatim("type \(covered.sessions) to revoke them: ")
    try? prompt.flush()
    return readLine() == String(covered.sessions)
  }
}

struct Reinstate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Withdraw a revocation: within 30 s by who revoked, later with a second operator.",
    discussion: """
      Takes the key of an operator. After 30 s, or of somebody else's revocation, it is asked of a second
      operator (curfew approvals).

      Example:
        curfew reinstate 0x91c4…full key… --reason "wrong key"
      """)

  @Argument(help: "The session\'s key.", transform: KeyArgument.read)
  var key: KeyArgument

  @Option(
    help: ArgumentHelp("The revocation's id (default: the latest of this operator).", valueName: "id"))
  var revocationID: String?

  @Option(help: "Why; it is recorded.")
  var reason: String

  @OptionGroup var store: StoreOptions
  @OptionGroup var acting: OperatorOptions

  func validate() throws { try checkReason(reason) }

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    let result = try store.reinstate(
      key.identifier, revocationID: revocationID, reason: reason, by: acting.acting(in: store))
    switch result.outcome {
    case .refused(let refusals):
      try refuse(.reinstated(sessionKey: key.identifier, revocationID: revocationID ?? ""), refusals)
    case .waits(let request): throw Waiting.failure(request)
    case .reinstated(let id, _):
      let output = Output()
      try output.line("withdrew \(id) of \(key.identifier.text)")
      if result.stillRevoked { try output.line("the key is still revoked: other revocations stand") }
      try output.flush()
      if result.wasAlone { Waiting.complainOfBeingAlone() }
    }
  }
}

func milliseconds(_ duration: Duration) -> String {
  let value = Double(duration.components.seconds) * 1000 + Double(duration.components.attoseconds) / 1e15
  return value < 10 ? "\((value * 10).rounded() / 10) ms" : "\(Int(value.rounded())) ms"
}

extension RevocationReceipt {
  fileprivate var json: String {
    JSONWriter.object { writer in
      writer.member("sessionKey", sessionKey.text)
      writer.member("revocationId", revocationID)
      writer.member("committedAt", raw: committedAt.seconds)
      writer.member("effectiveAt", raw: effectiveAt.seconds)
      writer.member("sessionWasKnown", raw: String(sessionWasKnown))
      writer.member("wasRevokedAlready", raw: String(wasRevokedAlready))
    }
  }
}
