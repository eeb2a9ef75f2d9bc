/// A line that is not one well-formed event.
package struct MalformedLine: Error, Hashable, Sendable {
  /// The line's `type` as written, known or not; nil when the line has none that can be told.
  package let type: String?
  package let problem: Problem

  package init(type: String?, problem: Problem) {
    self.type = type
    self.problem = problem
  }

  package enum Problem: Hashable, Sendable {
    case json(JSONProblem)
    case notAnObject
    case unknownType
    case field(FieldError)
  }

  /// One sentence that names the field and what was expected.
  package var sentence: String {
    switch problem {
    case .json(.notUTF8): "the line is not UTF-8"
    case .json(let problem): problem.sentence
    case .notAnObject: "expected one JSON object"
    case .unknownType: "`type`: expected a known event type, found `\(type ?? "")`"
    case .field(let error): error.sentence
    }
  }
}

extension LoggedEvent {
  /// Reads one line, without its LF.
  /// - Parameter line: its number from 1, for the ids that default to it.
  /// - Throws: ``MalformedLine``; nothing is half accepted.
  package init(_ bytes: some Collection<UInt8>, line: Int) throws(MalformedLine) {
    let value: JSONValue
    do throws(JSONProblem) {
      value = try parseJSON(bytes)
    } catch {
      throw MalformedLine(type: nil, problem: .json(error))
    }
    guard case .object(let members) = value else { throw MalformedLine(type: nil, problem: .notAnObject) }
    let type = try LoggedEvent.type(of: members)
    let event: LoggedEvent?
    do throws(FieldError) {
      var fields = try ObjectReader(value)
      _ = fields.take(type.key)
      event = try LoggedEvent.read(type.name, &fields, line: line)
    } catch {
      throw MalformedLine(type: type.name, problem: .field(error))
    }
    guard let event else { throw MalformedLine(type: type.name, problem: .unknownType) }
    self = event
  }

  /// The event's type and the key that holds it: `type`, or `event` as the seed spells a revocation.
  private static func type(of members: [JSONMember]) throws(MalformedLine) -> (key: String, name: String) {
    let written = members.first { sameCodePoints($0.key, "type") }?.value
    if case .string(let name)? = written { return ("type", name) }
    if written == nil,
      case .string("session.revoked")? = members.first(where: { sameCodePoints($0.key, "event") })?.value
    {
      return ("event", "session.revoked")
    }
    let found = written.map(\.kind)
    throw MalformedLine(
      type: nil, problem: .field(FieldError(field: "type", expected: "an event type", found: found)))
  }

  private static func read(
    _ type: String, _ fields: inout ObjectReader, line: Int
  ) throws(FieldError) -> LoggedEvent? {
    let event: SessionEvent
    let at = try fields.optional("at", Read.time)
    switch type {
    case "session.granted":
      event = .granted(
        try fields.required("envelope", expected: "an envelope") { (value, path) throws(FieldError) in
          try Envelope(value, path: path)
        })
    case "session.attested": event = .attested(sessionKey: try key(&fields))
    case "session.extended":
      let expiresAt = try fields.required("expiresAt", expected: "epoch seconds", Read.time)
      event = .extended(sessionKey: try key(&fields), expiresAt: expiresAt)
    case "execution.requested": event = .requested(try ExecutionRequest(&fields, defaultID: "#\(line)"))
    case "session.revoked": event = .revoked(try RevocationNotice(&fields, defaultID: "#\(line)"))
    case "session.reinstated":
      let id = try fields.required("revocationId", expected: "a revocation's id", Read.name)
      event = .reinstated(sessionKey: try key(&fields), revocationID: id)
    case "user.loggedOut":
      event = .loggedOut(wallet: try fields.required("wallet", expected: "a wallet", Read.identifier))
    case "mode.changed":
      let scope = try fields.optional("scope") { (value, path) throws(FieldError) in
        try Scope(value, path: path)
      }
      event = .modeChanged(try mode(&fields), scope ?? .everything)
    default: return nil
    }
    try fields.finish()
    if case .revoked = event { return LoggedEvent(at: at, event: event) }
    guard let at else { throw FieldError(field: "at", expected: "epoch seconds", found: nil) }
    return LoggedEvent(at: at, event: event)
  }

  private static func key(_ fields: inout ObjectReader) throws(FieldError) -> Identifier {
    try fields.required("sessionKey", expected: "the session's key", Read.identifier)
  }

  private static func mode(_ fields: inout ObjectReader) throws(FieldError) -> PolicyMode {
    let expected = "normal, guarded, denyFirst or lockdown"
    return try fields.required("mode", expected: expected) { (value, path) throws(FieldError) in
      let text = try Read.string(value, path)
      guard let mode = PolicyMode.allCases.first(where: { sameCodePoints($0.rawValue, text) }) else {
        throw FieldError(field: path, expected: expected, found: "`\(text)`")
      }
      return mode
    }
  }
}

extension RevocationNotice {
  fileprivate init(_ fields: inout ObjectReader, defaultID: String) throws(FieldError) {
    self.init(
      sessionKey: try fields.required("sessionKey", expected: "the session's key", Read.identifier),
      effectiveAt: try fields.optional("effectiveAt", Read.time),
      revokedBy: try fields.optional("revokedBy", RevocationNotice.text),
      reason: try fields.optional("reason", RevocationNotice.text),
      invalidateCaches: try fields.optional("invalidateCaches", Read.bool),
      revocationID: try fields.optional("revocationId", Read.name) ?? defaultID)
  }

  private static func text(_ value: JSONValue, _ path: String) throws(FieldError) -> String {
    try Read.text(value, path, limit: 1024)
  }
}
