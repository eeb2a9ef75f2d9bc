import AuditTrail
package import Delegation
import Digests
import PolicyEngine
import RiskScoring

/// Reads evidence as ``Transaction`` writes it, strictly: what has another form is not taken for evidence.
extension RevocationEvidence {
  /// The evidence in an entry's detail, beside whatever else stands there; nil where there is none, as in entries of an
  /// earlier build.
  /// - Throws: ``FieldError``.
  package init?(detail: String?) throws(FieldError) {
    guard let detail else { return nil }
    let value: JSONValue
    do throws(JSONProblem) {
      value = try parseJSON(Array(detail.utf8))
    } catch {
      throw FieldError(field: "detail", expected: "JSON", found: error.sentence)
    }
    guard case .object(let members) = value else { return nil }
    guard let evidence = members.first(where: { $0.key == "evidence" })?.value else { return nil }
    try self.init(evidence)
  }

  private init(_ value: JSONValue) throws(FieldError) {
    var fields = try ObjectReader(value, path: "evidence")
    figures = try fields.optional("session", Figures.init)
    lastExecution = try fields.optional("lastExecution", Read.whole)
    executions =
      try fields.optional("executions") { (value, path) throws(FieldError) in
        try Read.array(value, path, Execution.init)
      } ?? []
    score = try fields.optional("score", Read.score)
    signals =
      try fields.optional("signals") { (value, path) throws(FieldError) in
        try Read.array(value, path, Signal.init)
      } ?? []
    floors =
      try fields.optional("floors") { (value, path) throws(FieldError) in
        try Read.array(value, path, Read.floor)
      } ?? []
    policy = try fields.optional("policy") { (value, path) throws(FieldError) in
      PolicyVersion(text: try Read.string(value, path))
    }
    modes =
      try fields.optional("modes") { (value, path) throws(FieldError) in
        try Read.array(value, path, Mode.init)
      } ?? []
    unread =
      try fields.optional("unread") { (value, path) throws(FieldError) in
        try Read.array(value, path, Read.string)
      } ?? []
    try fields.finish()
  }
}

extension RevocationEvidence.Figures {
  fileprivate init(_ value: JSONValue, _ path: String) throws(FieldError) {
    var fields = try ObjectReader(value, path: path)
    expiresAt = try fields.required("expiresAt", expected: "a time", Read.time)
    spent = try fields.required("spentUsd", expected: "US dollars", Read.money)
    allowed = try fields.required("allowed", expected: "a count", Read.count)
    denied = try fields.required("denied", expected: "a count", Read.count)
    lastUsed = try fields.optional("lastUsed", Read.time)
    revokedFrom = try fields.optional("revokedFrom", Read.time)
    assertedUntil = try fields.optional("assertedUntil", Read.time)
    try fields.finish()
  }
}

extension RevocationEvidence.Execution {
  fileprivate init(_ value: JSONValue, _ path: String) throws(FieldError) {
    var fields = try ObjectReader(value, path: path)
    sequence = try fields.required("sequence", expected: "a number of the log", Read.whole)
    at = try fields.required("at", expected: "a time", Read.time)
    leaf = try fields.required("leaf", expected: "a hash", Read.hash)
    let names = try fields.required("reasons", expected: "a list") { (value, path) throws(FieldError) in
      try Read.array(value, path, Read.reason)
    }
    reasons = names.reduce(Reasons.none) { $0.union($1) }
    try fields.finish()
  }
}

extension RevocationEvidence.Signal {
  fileprivate init(_ value: JSONValue, _ path: String) throws(FieldError) {
    var fields = try ObjectReader(value, path: path)
    signal = try fields.required("signal", expected: "a signal", Read.signal)
    nats = try fields.required("nats", expected: "a number of nats", Read.nats)
    scoreWithout = try fields.required("scoreWithout", expected: "a score", Read.score)
    count = try fields.required("count", expected: "a count", Read.count)
    allowed = try fields.required("allowed", expected: "a count", Read.count)
    denied = try fields.required("denied", expected: "a count", Read.count)
    lastSeen = try fields.optional("lastSeen", Read.time)
    executions = try fields.required("executions", expected: "a list") { (value, path) throws(FieldError) in
      try Read.array(value, path, Read.whole)
    }
    try fields.finish()
  }
}

extension RevocationEvidence.Mode {
  fileprivate init(_ value: JSONValue, _ path: String) throws(FieldError) {
    var fields = try ObjectReader(value, path: path)
    mode = try fields.required("mode", expected: "a mode") { (value, path) throws(FieldError) in
      let text = try Read.string(value, path)
      guard let mode = PolicyMode(rawValue: text) else {
        throw FieldError(field: path, expected: "a mode", found: "`\(text)`")
      }
      return mode
    }
    scope = try fields.required("scope", expected: "a scope", Scope.init)
    try fields.finish()
  }
}

extension Read {
  /// A number of the log.
  fileprivate static func whole(_ value: JSONValue, _ path: String) throws(FieldError) -> Int64 {
    Int64(try integer(value, path, in: 1...UInt64(Int64.max)))
  }

  fileprivate static func count(_ value: JSONValue, _ path: String) throws(FieldError) -> UInt64 {
    try integer(value, path, in: 0...UInt64(Int64.max))
  }

  fileprivate static func hash(_ value: JSONValue, _ path: String) throws(FieldError) -> MerkleHash {
    let text = try string(value, path)
    guard let bytes = try? Hex.decode(text), let hash = MerkleHash(bytes), Hex.encode(bytes) == text else {
      throw FieldError(field: path, expected: "64 hex digits", found: "`\(text)`")
    }
    return hash
  }

  fileprivate static func reason(_ value: JSONValue, _ path: String) throws(FieldError) -> Reasons {
    let text = try string(value, path)
    guard let reason = Reasons(name: text) else {
      throw FieldError(field: path, expected: "a reason", found: "`\(text)`")
    }
    return reason
  }

  fileprivate static func signal(_ value: JSONValue, _ path: String) throws(FieldError) -> RiskSignal {
    let text = try string(value, path)
    guard let signal = RiskSignal.allCases.first(where: { $0.code == text }) else {
      throw FieldError(field: path, expected: "a signal", found: "`\(text)`")
    }
    return signal
  }

  fileprivate static func floor(_ value: JSONValue, _ path: String) throws(FieldError) -> RiskFloor {
    let text = try string(value, path)
    guard let floor = RiskFloor.allCases.first(where: { $0.word == text }) else {
      throw FieldError(field: path, expected: "a floor of the score", found: "`\(text)`")
    }
    return floor
  }

  fileprivate static func score(_ value: JSONValue, _ path: String) throws(FieldError) -> RiskScore {
    let hundredths = try decimal(value, path, scale: 2, expected: "a score from 0 to 100")
    guard hundredths <= 10_000 else {
      throw FieldError(field: path, expected: "a score from 0 to 100", found: value.kind)
    }
    return RiskScore(hundredths: Int(hundredths))
  }

  fileprivate static func nats(_ value: JSONValue, _ path: String) throws(FieldError) -> UInt64 {
    try decimal(value, path, scale: 6, expected: "nats with at most 6 decimals")
  }

  private static func decimal(
    _ value: JSONValue, _ path: String, scale: Int, expected: String
  ) throws(FieldError) -> UInt64 {
    guard case .number(let text) = value, let count = try? exactCount(ofNumber: text.utf8, scale: scale)
    else { throw FieldError(field: path, expected: expected, found: value.kind) }
    return count
  }
}
