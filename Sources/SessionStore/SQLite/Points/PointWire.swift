package import Delegation

/// What a point and who asks it say to each other: one line of strict JSON a message.
///
/// The point says who it is (`hello`); then each line of requests (`ask`) is answered by one line of decisions
/// (`answer`). A line that does not read ends the connection.
package enum PointWire {
  /// Requests that one line may ask for.
  package static let requestsMax = 256
  /// Bytes of a line, without its LF.
  package static let lineBytesMax = 1 << 18

  package struct Answer: Hashable, Sendable {
    package let decisions: [Decision]
    package let seenLeaves: UInt64

    package init(decisions: [Decision], seenLeaves: UInt64) {
      self.decisions = decisions
      self.seenLeaves = seenLeaves
    }
  }

  // MARK: Writing

  package static func hello(_ point: EnforcementPoint) -> String {
    JSONWriter.object { writer in
      writer.member("point", point.name)
      writer.member("kind", point.kind)
      writer.member("process", raw: String(point.process))
      writer.member("startedAt", raw: point.startedAt.seconds)
      if let last = point.lastDecisionAt { writer.member("lastDecisionAt", raw: last.seconds) }
    }
  }

  package static func ask(_ requests: some Sequence<ExecutionRequest>) -> String {
    JSONWriter.object { writer in
      writer.key("requests")
      writer.array { for request in requests { $0.object(request.writeFields) } }
    }
  }

  package static func answer(_ answer: Answer) -> String {
    JSONWriter.object { writer in
      writer.member("seenLeaves", raw: String(answer.seenLeaves))
      writer.key("decisions")
      writer.array { for decision in answer.decisions { $0.raw(decision.json()) } }
    }
  }

  // MARK: Reading

  /// - Throws: ``Problem``.
  package static func readHello(_ line: some Collection<UInt8>) throws(Problem) -> EnforcementPoint {
    try read(line) { fields throws(FieldError) in
      let name = try fields.required("point", expected: "the point's name", pointName)
      let kind = try fields.required("kind", expected: "the point's kind", Read.name)
      let process = try fields.required("process", expected: "a process id") {
        (value, path) throws(FieldError) in
        Int32(clamping: try Read.integer(value, path, in: 1...UInt64(Int32.max)))
      }
      guard let parts = PointName(name), parts.kind == kind, parts.process == process else {
        throw FieldError(field: "point", expected: "its own kind and process", found: "`\(name)`")
      }
      return EnforcementPoint(
        name: name, kind: kind, process: process,
        startedAt: try fields.required("startedAt", expected: "a time", Read.time),
        lastDecisionAt: try fields.optional("lastDecisionAt", Read.time))
    }
  }

  /// - Throws: ``Problem``.
  package static func readAsk(_ line: some Collection<UInt8>) throws(Problem) -> [ExecutionRequest] {
    try read(line) { fields throws(FieldError) in
      try fields.required("requests", expected: "requests") { (value, path) throws(FieldError) in
        try list(value, path) { (value, path) throws(FieldError) in
          var fields = try ObjectReader(value, path: path)
          let request = try ExecutionRequest(&fields, defaultID: "-")
          try fields.finish()
          return request
        }
      }
    }
  }

  /// - Throws: ``Problem``.
  package static func readAnswer(_ line: some Collection<UInt8>) throws(Problem) -> Answer {
    try read(line) { fields throws(FieldError) in
      Answer(
        decisions: try fields.required("decisions", expected: "decisions") {
          (value, path) throws(FieldError) in
          try list(value, path, Decision.init(wire:path:))
        },
        seenLeaves: try fields.required("seenLeaves", expected: "a count") {
          (value, path) throws(FieldError) in
          try Read.integer(value, path, in: 0...UInt64.max)
        })
    }
  }

  package enum Problem: Error, Hashable, Sendable {
    case tooLong
    case json(JSONProblem)
    case field(FieldError)

    package var sentence: String {
      switch self {
      case .tooLong: "longer than \(lineBytesMax) bytes"
      case .json(let problem): problem.sentence
      case .field(let error): error.sentence
      }
    }
  }

  private static func read<T>(
    _ line: some Collection<UInt8>, _ body: (inout ObjectReader) throws(FieldError) -> T
  ) throws(Problem) -> T {
    guard line.count <= lineBytesMax else { throw .tooLong }
    let value: JSONValue
    do throws(JSONProblem) {
      value = try parseJSON(Array(line))
    } catch {
      throw .json(error)
    }
    do throws(FieldError) {
      var fields = try ObjectReader(value)
      let result = try body(&fields)
      try fields.finish()
      return result
    } catch {
      throw .field(error)
    }
  }

  private static func pointName(_ value: JSONValue, _ path: String) throws(FieldError) -> String {
    let text = try Read.string(value, path)
    guard PointName(text) != nil else {
      throw FieldError(field: path, expected: "a point's name", found: "`\(text)`")
    }
    return text
  }

  /// 1 … ``requestsMax`` elements.
  private static func list<T>(
    _ value: JSONValue, _ path: String, _ element: (JSONValue, String) throws(FieldError) -> T
  ) throws(FieldError) -> [T] {
    if case .array(let values) = value, !(1...requestsMax).contains(values.count) {
      throw FieldError(field: path, expected: "1 to \(requestsMax) of them", found: "\(values.count)")
    }
    return try Read.array(value, path, element)
  }
}

extension Decision {
  /// As ``json(line:adding:)`` writes it.
  fileprivate init(wire value: JSONValue, path: String) throws(FieldError) {
    var fields = try ObjectReader(value, path: path)
    let reasons = try fields.required("reasons", expected: "a list of reasons", Decision.reasons)
    let verdict = try fields.required("decision", expected: "allow or deny", Read.string)
    guard verdict == (reasons.isEmpty ? "allow" : "deny") else {
      throw FieldError(
        field: fields.path(of: "decision"), expected: "allow without a reason, deny with one",
        found: "`\(verdict)`")
    }
    self.init(
      requestID: try fields.required("requestId", expected: "the request's id", Read.name),
      sessionKey: try fields.required("sessionKey", expected: "the session's key", Read.identifier),
      reasons: reasons, mode: try fields.required("mode", expected: "a mode", Decision.mode),
      at: try fields.required("at", expected: "a time", Read.time),
      policy: PolicyVersion(
        text: try fields.required("policy", expected: "a policy version") {
          (value, path) throws(FieldError) in
          try Read.text(value, path, limit: 128)
        }),
      remaining: try fields.optional("remainingUsd", Read.money))
    try fields.finish()
  }

  private static func reasons(_ value: JSONValue, _ path: String) throws(FieldError) -> Reasons {
    var reasons = Reasons.none
    let named = try Read.array(value, path) { (value, path) throws(FieldError) in
      let name = try Read.string(value, path)
      guard let reason = Reasons(name: name) else {
        throw FieldError(field: path, expected: "a reason", found: "`\(name)`")
      }
      return reason
    }
    for reason in named { reasons.formUnion(reason) }
    return reasons
  }

  private static func mode(_ value: JSONValue, _ path: String) throws(FieldError) -> PolicyMode {
    let name = try Read.string(value, path)
    guard let mode = PolicyMode(rawValue: name) else {
      throw FieldError(field: path, expected: "a mode", found: "`\(name)`")
    }
    return mode
  }
}
