import ArgumentParser
import Delegation
import SessionStore
import Terminal

struct Revoke: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "End a session, or every session that a scope covers.",
    discussion: """
      A key is ended at once. A scope shows first what it covers and asks; off a terminal it needs --yes.
      A scope is words that must all hold, or all: chain:1 cap:swap.execute wallet:0x5e… dest:… domain:… key:…
      label.app:mobile before:2026-11-22T12:00:00Z
      --like ends a session with every other that has the same wallet, destination (and chain), nonce domain or label,
      or the same pattern: capabilities, chain, destinations and nonce domain. It shows and asks as a scope does. Which
      sessions share an app's key cannot be known: a session's key is its own, and key: names that one session.
      A wallet ends its own session by signing a text (EIP-191), without a gateway and without the session's key:
      --as-user prints the text, and takes it with the signature. It works past expiry, and repeats are harmless.

      Examples:
        curfew revoke 0x91c4…full key… --reason phished
        curfew revoke --scope "chain:1 cap:swap.execute" --reason "router exploit"
        curfew revoke --scope all --preview --reason drill
        curfew revoke --like 0x91c4…full key… --by destination --reason "router exploit"
        curfew revoke 0x91c4…full key… --as-user > text      then sign it with the wallet (personal_sign)
        curfew revoke --as-user --message text --signature 0x…
      """)

  @Argument(help: "The session\'s key.", transform: KeyArgument.read)
  var key: KeyArgument?

  @Option(help: ArgumentHelp("Which sessions to end.", valueName: "words"), transform: ScopeArgument.read)
  var scope: ScopeArgument?

  @Option(
    help: ArgumentHelp("With --by: a session, known by its key, to end with others.", valueName: "key"),
    transform: KeyArgument.read)
  var like: KeyArgument?

  @Option(
    help: ArgumentHelp(
      "What the others share with it: wallet, destination, domain, label.NAME or pattern.", valueName: "what"),
    transform: RelationArgument.read)
  var by: RelationArgument?

  @Option(help: "Why; it is recorded.")
  var reason: String?

  @Flag(help: "Act as the session's wallet: print the text to sign, or take it signed.")
  var asUser = false

  @Option(help: ArgumentHelp("With --as-user: the signed text; - for standard input.", valueName: "file"))
  var message: String?

  @Option(
    help: ArgumentHelp("With --as-user: the wallet's signature, 0x and 130 hex digits.", valueName: "hex"))
  var signature: String?

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
    if asUser { return try validateAsUser() }
    guard message == nil, signature == nil else {
      throw ValidationError("--message and --signature go with --as-user")
    }
    guard let reason else { throw ValidationError("missing expected argument `--reason <reason>`") }
    guard (like == nil) == (by == nil) else { throw ValidationError("--like and --by go together") }
    guard [key != nil, scope != nil, like != nil].count(where: \.self) == 1 else {
      throw ValidationError("expected one of: the key of a session, --scope, --like with --by")
    }
    guard reason.unicodeScalars.count <= 1024 else {
      throw ValidationError("--reason: expected at most 1,024 characters")
    }
    if let revocationID, (try? checkName(revocationID.utf8)) == nil {
      throw ValidationError(
        "`\(revocationID)`: expected printable ASCII without spaces, up to 128 characters")
    }
    if key == nil, effectiveAt != nil || revocationID != nil {
      throw ValidationError("--effective-at and --revocation-id go with one key")
    }
  }

  private func validateAsUser() throws {
    guard scope == nil, like == nil, by == nil, effectiveAt == nil, revocationID == nil, !preview, !yes else {
      throw ValidationError("--as-user takes the key of one session, or --message with --signature")
    }
    guard (message == nil) == (signature == nil), (key == nil) != (message == nil) else {
      throw ValidationError("expected the key of a session, or --message with --signature")
    }
  }

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    if asUser {
      let user = UserPlane(store: store, isJSON: json.json)
      if let key { return try user.printText(for: key.identifier) }
      return try user.revoke(message: message ?? "-", signature: signature ?? "")
    }
    if let key { return try revoke(key.identifier, in: store) }
    let mass = MassRevocation(store: store, isJSON: json.json, reason: reason ?? "", acting: acting)
    let which: MassRevocation.Which? =
      if let like, let by { .like(like.identifier, by.related) } else { scope.map { .scope($0.scope) } }
    if let which { try mass.run(which, onlyPreview: preview, mayAsk: !yes) }
  }

  private func revoke(_ key: Identifier, in store: any SessionStore) throws {
    let order = RevocationOrder(
      sessionKey: key, reason: reason ?? "", effectiveAt: effectiveAt?.time, revocationID: revocationID)
    try store.revoke(order, by: acting.acting(in: store)).show(json: json.json)
  }
}

func milliseconds(_ duration: Duration) -> String {
  let value = Double(duration.components.seconds) * 1000 + Double(duration.components.attoseconds) / 1e15
  return value < 10 ? "\((value * 10).rounded() / 10) ms" : "\(Int(value.rounded())) ms"
}

/// Until when a revoked session could still pass where nobody asks the store.
func offlineWarning(_ until: Timestamp) -> SafeText {
  "an assertion of it is out: verifiers that never ask the store may believe it until \(until.utc)"
}

extension RevocationReceipt {
  func show(json isJSON: Bool) throws {
    let output = Output()
    if isJSON {
      try output.line(json: json)
    } else if wasTakenBefore {
      let now: SafeText = wasRevokedAlready ? "it stands" : "it was withdrawn since: sign a new text"
      try output.line("this text was taken before, as \(revocationID): \(now)")
    } else {
      try output.line(
        "revoked \(sessionKey.text), \(revocationID), committed in \(milliseconds(elapsed)), effective from \(effectiveAt.utc)"
      )
      if !sessionWasKnown { try output.line("no session has this key yet: its grant will be refused") }
      if wasRevokedAlready { try output.line("it was revoked already: the earliest time stands") }
      if let assertedUntil { try output.line(offlineWarning(assertedUntil)) }
    }
    try output.flush()
  }

  private var json: String {
    JSONWriter.object { writer in
      writer.member("sessionKey", sessionKey.text)
      writer.member("revocationId", revocationID)
      writer.member("sequence", raw: String(sequence))
      writer.member("committedAt", raw: committedAt.seconds)
      writer.member("effectiveAt", raw: effectiveAt.seconds)
      writer.member("assertedUntil", raw: assertedUntil?.seconds ?? "null")
      writer.member("sessionWasKnown", raw: String(sessionWasKnown))
      writer.member("wasRevokedAlready", raw: String(wasRevokedAlready))
      writer.member("wasTakenBefore", raw: String(wasTakenBefore))
    }
  }
}
