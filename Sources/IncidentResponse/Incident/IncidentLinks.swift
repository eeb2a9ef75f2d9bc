package import Delegation

/// A revocation that belongs to an incident: of one key, or of all that a scope covered.
package struct IncidentRevocation: Hashable, Sendable {
  package enum Target: Hashable, Sendable {
    case session(Identifier)
    case scope(Scope)
  }

  /// The log's number of the leaf that revoked: `session.revoke`, or `scope.revoke` whose sessions' leaves stand before it.
  package let sequence: Int64
  package let target: Target
  /// How many sessions it ended.
  package let sessions: UInt64
  package let committedAt: Timestamp

  package init(sequence: Int64, target: Target, sessions: UInt64, committedAt: Timestamp) {
    self.sequence = sequence
    self.target = target
    self.sessions = sessions
    self.committedAt = committedAt
  }
}

/// A mode that was chosen in an incident.
package struct IncidentModeChange: Hashable, Sendable {
  /// The log's number of the leaf that set it.
  package let sequence: Int64
  package let mode: PolicyMode
  package let scope: Scope
  package let committedAt: Timestamp

  package init(sequence: Int64, mode: PolicyMode, scope: Scope, committedAt: Timestamp) {
    self.sequence = sequence
    self.mode = mode
    self.scope = scope
    self.committedAt = committedAt
  }
}

/// How far a notice has come. Each stage names the exact text by its digest.
package struct NoticeStage: Hashable, Sendable {
  package enum Stage: String, CaseIterable, Hashable, Sendable {
    /// Carries the text.
    case drafted
    /// A second person approved these bytes.
    case approved
    case exported
    case posted
  }

  package let stage: Stage
  package let kind: NoticeKind
  package let form: NoticeForm
  /// `sha256:` and 64 hex digits of the text's UTF-8.
  package let digest: String
  /// Of a draft, and of nothing else.
  package let text: String?
  /// What a draft was made from, and is held to until it goes out.
  package let facts: NoticeFacts?
  /// Where it went: a file, or a host.
  package let destination: String?

  package init(
    stage: Stage, kind: NoticeKind, form: NoticeForm = .full, digest: String, text: String? = nil,
    facts: NoticeFacts? = nil, destination: String? = nil
  ) {
    self.stage = stage
    self.kind = kind
    self.form = form
    self.digest = digest
    self.text = text
    self.facts = facts
    self.destination = destination
  }
}

extension IncidentRevocation {
  func writeFields(_ writer: inout JSONWriter) {
    writer.member("leaf", raw: String(sequence))
    switch target {
    case .session(let key): writer.member("session", key.text)
    case .scope(let scope): writer.member("scope", raw: scope.json)
    }
    writer.member("sessions", raw: String(sessions))
    writer.member("committedAt", raw: committedAt.seconds)
  }

  init(_ fields: inout ObjectReader) throws(FieldError) {
    sequence = try fields.required("leaf", expected: "the number of a leaf", Read.leaf)
    if let key = try fields.optional("session", Read.identifier) {
      target = .session(key)
    } else {
      target = .scope(try fields.required("scope", expected: "a session or a scope", Read.scope))
    }
    sessions = try fields.required("sessions", expected: "a count", Read.count)
    committedAt = try fields.required("committedAt", expected: "epoch seconds", Read.time)
  }

  /// As it stands in a timeline.
  package var text: String {
    switch target {
    case .session(let key): "revoked session \(key.text), leaf \(sequence)"
    case .scope(let scope): "revoked \(sessions) sessions of the scope \(scope.words), leaf \(sequence)"
    }
  }
}

extension IncidentModeChange {
  func writeFields(_ writer: inout JSONWriter) {
    writer.member("leaf", raw: String(sequence))
    writer.member("mode", mode.rawValue)
    writer.member("scope", raw: scope.json)
    writer.member("committedAt", raw: committedAt.seconds)
  }

  init(_ fields: inout ObjectReader) throws(FieldError) {
    let expected = "normal, guarded, denyFirst or lockdown"
    sequence = try fields.required("leaf", expected: "the number of a leaf", Read.leaf)
    mode = try fields.required("mode", expected: expected) { (value, path) throws(FieldError) in
      try Read.word(value, path, of: PolicyMode.self, expected: expected)
    }
    scope = try fields.required("scope", expected: "a scope", Read.scope)
    committedAt = try fields.required("committedAt", expected: "epoch seconds", Read.time)
  }

  package var text: String { "mode \(mode.rawValue) for \(scope.words), leaf \(sequence)" }
}

extension NoticeStage {
  func writeFields(_ writer: inout JSONWriter) {
    writer.member("stage", stage.rawValue)
    writer.member("kind", kind.rawValue)
    if form != .full { writer.member("form", form.rawValue) }
    writer.member("digest", digest)
    if let text { writer.member("text", text) }
    if let facts { writer.member("facts", raw: facts.json) }
    if let destination { writer.member("destination", destination) }
  }

  init(_ fields: inout ObjectReader) throws(FieldError) {
    let stages = "drafted, approved, exported or posted"
    stage = try fields.required("stage", expected: stages) { (value, path) throws(FieldError) in
      try Read.word(value, path, of: Stage.self, expected: stages)
    }
    let kinds = "a notice's kind"
    kind = try fields.required("kind", expected: kinds) { (value, path) throws(FieldError) in
      try Read.word(value, path, of: NoticeKind.self, expected: kinds)
    }
    let forms = "full or short"
    form =
      try fields.optional("form") { (value, path) throws(FieldError) in
        try Read.word(value, path, of: NoticeForm.self, expected: forms)
      } ?? .full
    digest = try fields.required("digest", expected: "the text's digest", Read.name)
    text = try fields.optional("text") { (value, path) throws(FieldError) in
      try Read.text(value, path, limit: IncidentLimits.notice)
    }
    facts = try fields.optional("facts") { (value, path) throws(FieldError) in
      try NoticeFacts(value, path: path)
    }
    destination = try fields.optional("destination") { (value, path) throws(FieldError) in
      try Read.text(value, path, limit: IncidentLimits.reason)
    }
  }

  /// As it stands in a timeline.
  package var words: String {
    let place = destination.map { ", \($0)" } ?? ""
    let name = form == .full ? kind.rawValue : "\(kind.rawValue), \(form.rawValue)"
    return "notice (\(name)) \(stage.rawValue)\(place), \(digest)"
  }
}

extension Read {
  static func scope(_ value: JSONValue, _ path: String) throws(FieldError) -> Scope {
    try Scope(value, path: path)
  }
}
