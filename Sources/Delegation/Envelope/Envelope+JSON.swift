extension Envelope {
  /// Reads an envelope, strictly: unknown fields and wrong types are errors.
  /// - Throws: ``FieldError`` naming the field.
  package init(_ value: JSONValue, path: String = "") throws(FieldError) {
    var fields = try ObjectReader(value, path: path)
    let capabilities = try fields.required(
      "capabilities", expected: "a list of capability ids", readCapabilities)
    self.init(
      sessionKey: try fields.required("sessionKey", expected: "the session's key", Read.identifier),
      wallet: try fields.required("wallet", expected: "the wallet that delegates", Read.identifier),
      capabilities: capabilities,
      maxValue: try fields.required("maxValueUsd", expected: "US dollars", Read.money),
      destinations: try fields.required("allowedDestinations", expected: "a list, or an object of lists") {
        (value, path) throws(FieldError) in try readDestinations(value, path, granted: capabilities)
      },
      chainID: try fields.required("chainId", expected: "a chain id", Read.chainID),
      expiresAt: try fields.required("expiresAt", expected: "epoch seconds", Read.time),
      nonceDomain: try fields.required("nonceDomain", expected: "a nonce domain", Read.identifier),
      issuedAt: try fields.optional("issuedAt", Read.time),
      notBefore: try fields.optional("notBefore", Read.time),
      maxValuePerExecution: try fields.optional("maxValuePerExecutionUsd", Read.money),
      spendWindow: try fields.optional("spendWindow", readSpendWindow),
      maxExecutions: try fields.optional("maxExecutions") { (value, path) throws(FieldError) in
        try Read.integer(value, path, in: 0...Read.largestInteger)
      },
      inactivity: try fields.optional("inactivitySeconds", Read.seconds),
      labels: try fields.optional("labels", readLabels) ?? [])
    try fields.finish()
  }

  /// The envelope as JSON, fields in the seed's order, optional ones only where present.
  package var json: String { JSONWriter.object(writeFields) }

  package func writeFields(_ writer: inout JSONWriter) {
    writer.member("sessionKey", sessionKey.text)
    writer.member("wallet", wallet.text)
    writer.member("capabilities", strings: capabilities.map(\.text))
    writer.member("maxValueUsd", maxValue.dollars)
    writer.key("allowedDestinations")
    destinations.write(&writer)
    writer.member("chainId", raw: String(chainID))
    writer.member("expiresAt", raw: expiresAt.seconds)
    writer.member("nonceDomain", nonceDomain.text)
    writeOptionalFields(&writer)
  }

  private func writeOptionalFields(_ writer: inout JSONWriter) {
    if let issuedAt { writer.member("issuedAt", raw: issuedAt.seconds) }
    if let notBefore { writer.member("notBefore", raw: notBefore.seconds) }
    if let maxValuePerExecution { writer.member("maxValuePerExecutionUsd", maxValuePerExecution.dollars) }
    if let spendWindow {
      writer.key("spendWindow")
      writer.object {
        $0.member("valueUsd", spendWindow.value.dollars)
        $0.member("seconds", raw: String(spendWindow.length.milliseconds / 1000))
      }
    }
    if let maxExecutions { writer.member("maxExecutions", raw: String(maxExecutions)) }
    if let inactivity { writer.member("inactivitySeconds", raw: String(inactivity.milliseconds / 1000)) }
    if !labels.isEmpty {
      writer.key("labels")
      writer.object { for label in labels { $0.member(label.key, label.value) } }
    }
  }
}

extension AllowedDestinations {
  fileprivate func write(_ writer: inout JSONWriter) {
    switch self {
    case .shared(let list): writer.array { for item in list { $0.string(item.text) } }
    case .perCapability(let lists):
      writer.object {
        for item in lists { $0.member(item.capability.text, strings: item.destinations.map(\.text)) }
      }
    }
  }
}

func readCapabilities(_ value: JSONValue, _ path: String) throws(FieldError) -> [Identifier] {
  let capabilities = try Read.array(value, path, Read.identifier)
  guard !capabilities.isEmpty else {
    throw FieldError(field: path, expected: "at least one capability", found: "none")
  }
  var seen: Set<Identifier> = []
  for capability in capabilities where !seen.insert(capability).inserted {
    throw FieldError(field: path, expected: "each capability once", found: "`\(capability.text)` twice")
  }
  return capabilities
}

private func readDestinations(
  _ value: JSONValue, _ path: String, granted: [Identifier]
) throws(FieldError) -> AllowedDestinations {
  switch value {
  case .array: return .shared(try Read.array(value, path, Read.identifier))
  case .object(let members):
    var lists: [CapabilityDestinations] = []
    for member in members {
      let capability = try Read.identifier(.string(member.key), path)
      guard granted.contains(capability) else {
        throw FieldError(field: path, expected: "only granted capabilities as keys", found: "`\(member.key)`")
      }
      guard !lists.contains(where: { $0.capability == capability }) else {
        throw FieldError(field: path, expected: "each capability once", found: "`\(member.key)` twice")
      }
      let list = try Read.array(member.value, "\(path).\(member.key)", Read.identifier)
      lists.append(CapabilityDestinations(capability: capability, destinations: list))
    }
    return .perCapability(lists)
  default:
    throw FieldError(field: path, expected: "a list, or an object from capability to list", found: value.kind)
  }
}

private func readSpendWindow(_ value: JSONValue, _ path: String) throws(FieldError) -> SpendWindow {
  var fields = try ObjectReader(value, path: path)
  let limit = try fields.required("valueUsd", expected: "US dollars", Read.money)
  let length = try fields.required("seconds", expected: "whole seconds", Read.seconds)
  try fields.finish()
  return SpendWindow(value: limit, length: length)
}

private func readLabels(_ value: JSONValue, _ path: String) throws(FieldError) -> [Label] {
  guard case .object(let members) = value else {
    throw FieldError(field: path, expected: "an object of strings", found: value.kind)
  }
  guard members.count <= 32 else {
    throw FieldError(field: path, expected: "at most 32 labels", found: "\(members.count) of them")
  }
  var labels: [Label] = []
  for member in members {
    let key = try Read.name(.string(member.key), path)
    labels.append(Label(key: key, value: try Read.text(member.value, "\(path).\(key)", limit: 256)))
  }
  return labels
}

extension Read {
  package static func chainID(_ value: JSONValue, _ path: String) throws(FieldError) -> UInt64 {
    try integer(value, path, in: 1...largestInteger)
  }

  /// Whole seconds, 1 … 31,536,000 (a year).
  package static func seconds(_ value: JSONValue, _ path: String) throws(FieldError) -> TimeSpan {
    TimeSpan(seconds: Int64(try integer(value, path, in: 1...31_536_000)))
  }
}
