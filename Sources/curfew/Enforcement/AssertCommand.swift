import ArgumentParser
import Delegation
import Glibc
import SessionStore
import Terminal

struct AssertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assert",
    abstract: "Issue a short-lived signed assertion that a session is active, or verify one.",
    discussion: """
      A token says for at most 30 seconds (--life: up to 5m) that a session is active, to verifiers that have the
      store's public key and never ask the store. A revocation kills it here at once; there it holds until it
      expires, and a revocation says until when.

      Examples:
        curfew assert 0x91c4…full key… --life 10s
        curfew assert --verify - < token
        curfew assert --public-key
      """)

  @Argument(help: "The session\'s key.", transform: KeyArgument.read)
  var key: KeyArgument?

  @Option(help: ArgumentHelp("How long it holds: 1s to 5m.", valueName: "duration"))
  var life: DurationArgument?

  @Option(help: ArgumentHelp("Verify this token; - for standard input.", valueName: "token"))
  var verify: String?

  @Flag(help: "Print the public key that verifies tokens, as a JSON Web Key.")
  var publicKey = false

  @OptionGroup var store: StoreOptions
  @OptionGroup var acting: OperatorOptions
  @OptionGroup var json: JSONOption

  func validate() throws {
    let asked = [key != nil, verify != nil, publicKey].count { $0 }
    guard asked == 1 else {
      throw ValidationError("expected the key of a session, --verify, or --public-key")
    }
    guard key != nil || life == nil else { throw ValidationError("--life goes with the key of a session") }
  }

  func run() throws {
    let store = try store.open()
    defer { store.close() }
    let output = Output()
    if let key {
      let issued = try store.assert(
        key.identifier, life: life?.span ?? SessionAssertion.defaultLife, by: acting.acting(in: store))
      try output.line(json: json.json ? issued.json : issued.token)
    } else if let verify {
      let assertion = try store.verify(token: try token(verify))
      if json.json {
        try output.line(json: assertion.claims)
      } else {
        try output.line("\(assertion.sessionKey.text) is active, asserted until \(assertion.expiresAt.utc)")
      }
    } else {
      guard let key = store.identity.assertionKey else { throw StoreError.assertion(.noKey) }
      try output.line(json: JWK(key).json)
    }
    try output.flush()
  }

  private func token(_ argument: String) throws -> String {
    guard argument == "-" else { return argument }
    let bytes = try InputSource.contents(of: "-", limit: 1 << 16)
    return String(decoding: bytes, as: UTF8.self).trimmingASCIISpace
  }
}

extension String {
  /// Without the line end that a shell leaves.
  fileprivate var trimmingASCIISpace: String {
    var text = self[...]
    while let last = text.utf8.last, last == 0x0A || last == 0x0D || last == 0x20 { text = text.dropLast() }
    return String(text)
  }
}

extension IssuedAssertion {
  fileprivate var json: String {
    JSONWriter.object { writer in
      writer.member("token", token)
      writer.member("sessionKey", assertion.sessionKey.text)
      writer.member("id", assertion.id)
      writer.member("expiresAt", raw: assertion.expiresAt.seconds)
    }
  }
}
