/// One attempt to act with a session key.
package struct ExecutionRequest: Hashable, Sendable {
  /// Echoed in the decision; neither unique nor an idempotency key.
  package let requestID: String
  package let sessionKey: Identifier
  package let capability: Identifier
  package let destination: Identifier
  /// 1 … 2^53 − 1.
  package let chainID: UInt64
  package let value: Money
  package let nonceDomain: Identifier
  package let nonce: UInt64

  package init(
    requestID: String, sessionKey: Identifier, capability: Identifier, destination: Identifier,
    chainID: UInt64,
    value: Money, nonceDomain: Identifier, nonce: UInt64
  ) {
    self.requestID = requestID
    self.sessionKey = sessionKey
    self.capability = capability
    self.destination = destination
    self.chainID = chainID
    self.value = value
    self.nonceDomain = nonceDomain
    self.nonce = nonce
  }

  /// Takes the request's fields from `fields`; the caller finishes the object.
  /// - Parameter defaultID: the request id when the object has none.
  /// - Throws: ``FieldError``.
  package init(_ fields: inout ObjectReader, defaultID: String) throws(FieldError) {
    requestID = try fields.optional("requestId", Read.name) ?? defaultID
    sessionKey = try fields.required("sessionKey", expected: "the session's key", Read.identifier)
    capability = try fields.required("capability", expected: "a capability id", Read.identifier)
    destination = try fields.required("destination", expected: "a destination", Read.identifier)
    chainID = try fields.required("chainId", expected: "a chain id", Read.chainID)
    value = try fields.required("valueUsd", expected: "US dollars", Read.money)
    nonceDomain = try fields.required("nonceDomain", expected: "a nonce domain", Read.identifier)
    nonce = try fields.required("nonce", expected: "an unsigned 64-bit integer") {
      (value, path) throws(FieldError) in
      try Read.integer(value, path, in: 0...UInt64.max)
    }
  }

  /// Reads a request that stands alone, as `curfew authorize` takes it.
  /// - Throws: ``FieldError``.
  package init(_ value: JSONValue, defaultID: String) throws(FieldError) {
    var fields = try ObjectReader(value)
    try self.init(&fields, defaultID: defaultID)
    try fields.finish()
  }

  package func writeFields(_ writer: inout JSONWriter) {
    writer.member("requestId", requestID)
    writer.member("sessionKey", sessionKey.text)
    writer.member("capability", capability.text)
    writer.member("destination", destination.text)
    writer.member("chainId", raw: String(chainID))
    writer.member("valueUsd", value.dollars)
    writer.member("nonceDomain", nonceDomain.text)
    writer.member("nonce", raw: String(nonce))
  }

  package var json: String { JSONWriter.object(writeFields) }
}
