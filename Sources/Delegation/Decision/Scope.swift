/// Which sessions and requests a mode or a scoped revocation covers: all that is there must match, none is everything.
package struct Scope: Hashable, Sendable {
  package var sessionKey: Identifier?
  package var wallet: Identifier?
  package var chainID: UInt64?
  package var capability: Identifier?
  package var destination: Identifier?
  package var nonceDomain: Identifier?
  package var label: Label?
  /// Matches sessions with `issuedAt <` it.
  package var issuedBefore: Timestamp?

  package static let everything = Scope()

  package init(
    sessionKey: Identifier? = nil, wallet: Identifier? = nil, chainID: UInt64? = nil,
    capability: Identifier? = nil,
    destination: Identifier? = nil, nonceDomain: Identifier? = nil, label: Label? = nil,
    issuedBefore: Timestamp? = nil
  ) {
    self.sessionKey = sessionKey
    self.wallet = wallet
    self.chainID = chainID
    self.capability = capability
    self.destination = destination
    self.nonceDomain = nonceDomain
    self.label = label
    self.issuedBefore = issuedBefore
  }

  /// Whether it names something that only a known session has.
  package var namesSession: Bool { wallet != nil || label != nil || issuedBefore != nil }

  /// Whether the part that is compared with the request holds.
  package func matches(_ request: ExecutionRequest) -> Bool {
    (chainID.map { $0 == request.chainID } ?? true)
      && (sessionKey.map { $0 == request.sessionKey } ?? true)
      && (capability.map { $0 == request.capability } ?? true)
      && (destination.map { $0 == request.destination } ?? true)
      && (nonceDomain.map { $0 == request.nonceDomain } ?? true)
  }
}

extension Scope {
  /// Reads a scope object; `{}` is everything.
  /// - Throws: ``FieldError``.
  package init(_ value: JSONValue, path: String) throws(FieldError) {
    var fields = try ObjectReader(value, path: path)
    sessionKey = try fields.optional("sessionKey", Read.identifier)
    wallet = try fields.optional("wallet", Read.identifier)
    chainID = try fields.optional("chainId", Read.chainID)
    capability = try fields.optional("capability", Read.identifier)
    destination = try fields.optional("destination", Read.identifier)
    nonceDomain = try fields.optional("nonceDomain", Read.identifier)
    label = try fields.optional("label", Scope.readLabel)
    issuedBefore = try fields.optional("issuedBefore", Read.time)
    try fields.finish()
  }

  private static func readLabel(_ value: JSONValue, _ path: String) throws(FieldError) -> Label {
    var fields = try ObjectReader(value, path: path)
    let key = try fields.required("key", expected: "the label's name", Read.name)
    let text = try fields.required("value", expected: "the label's value") {
      (value, path) throws(FieldError) in
      try Read.text(value, path, limit: 256)
    }
    try fields.finish()
    return Label(key: key, value: text)
  }

  /// The canonical form: fields in a fixed order, only those that are there.
  package var json: String {
    JSONWriter.object { writer in
      if let sessionKey { writer.member("sessionKey", sessionKey.text) }
      if let wallet { writer.member("wallet", wallet.text) }
      if let chainID { writer.member("chainId", raw: String(chainID)) }
      if let capability { writer.member("capability", capability.text) }
      if let destination { writer.member("destination", destination.text) }
      if let nonceDomain { writer.member("nonceDomain", nonceDomain.text) }
      if let label {
        writer.key("label")
        writer.object {
          $0.member("key", label.key)
          $0.member("value", label.value)
        }
      }
      if let issuedBefore { writer.member("issuedBefore", raw: issuedBefore.seconds) }
    }
  }
}
