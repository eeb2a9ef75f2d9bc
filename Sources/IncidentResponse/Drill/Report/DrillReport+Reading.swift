package import Delegation

extension DrillReport {
  /// Reads a report back from ``json``. What follows from the rest is not read: it is worked out anew.
  /// - Throws: ``FieldError``.
  package init(_ value: JSONValue) throws(FieldError) {
    var fields = try ObjectReader(value)
    let type = try fields.required("type", expected: DrillReport.type, Read.string)
    guard type == DrillReport.type else {
      throw FieldError(field: "type", expected: DrillReport.type, found: "`\(type)`")
    }
    self.init(
      id: try fields.required("drill", expected: "the drill's id", Read.name),
      kind: try fields.required("kind", expected: "a kind of drill", Read.drillKind),
      startedAt: try fields.required("startedAt", expected: "epoch seconds", Read.time),
      endedAt: try fields.required("endedAt", expected: "epoch seconds", Read.time),
      seed: try fields.required("seed", expected: "the seed", Read.seed),
      participants: try fields.list("participants", DrillParticipant.init(_:path:)),
      store: try fields.optional("store", Read.string),
      policy: try fields.required("policy", expected: "a version", Read.string),
      results: try fields.list("results", DrillResult.init(_:path:)),
      notes: try fields.list("notes", Read.string),
      trend: try fields.list("trend", DrillTrendRow.init(_:path:)))
    for derived in ["passed", "gaps", "actions"] { _ = fields.take(derived) }
    try fields.finish()
  }
}

extension DrillParticipant {
  fileprivate init(_ value: JSONValue, path: String) throws(FieldError) {
    var fields = try ObjectReader(value, path: path)
    self.init(
      role: try fields.required("role", expected: "a role", Read.string),
      name: try fields.required("name", expected: "a name", Read.string))
    try fields.finish()
  }
}

extension DrillTrendRow {
  fileprivate init(_ value: JSONValue, path: String) throws(FieldError) {
    var fields = try ObjectReader(value, path: path)
    self.init(
      drill: try fields.required("drill", expected: "a drill's id", Read.name),
      at: try fields.required("at", expected: "epoch seconds", Read.time),
      scenario: try fields.required("scenario", expected: "a scenario", Read.scenario),
      effectiveP95: try fields.required("effectiveP95", expected: "seconds or null", Read.spanOrNull),
      leaksAfterEffective: try fields.count("leaksAfterEffective"),
      passed: try fields.required("passed", expected: "a boolean", Read.bool))
    try fields.finish()
  }
}

extension DrillResult {
  fileprivate init(_ value: JSONValue, path: String) throws(FieldError) {
    var fields = try ObjectReader(value, path: path)
    self.init(
      scenario: try fields.required("scenario", expected: "a scenario", Read.scenario),
      target: try fields.required("target", expected: "what was drilled", Read.string),
      runs: try fields.list("runs", DrillRun.init(_:path:)))
    for derived in [
      "passed", "accepted", "effective", "toRevoke", "leaksAfterCommit", "leaksAfterEffective", "points",
      "checks",
    ] { _ = fields.take(derived) }
    try fields.finish()
  }
}

extension DrillRun {
  fileprivate init(_ value: JSONValue, path: String) throws(FieldError) {
    var fields = try ObjectReader(value, path: path)
    let start = try fields.required("alertedAt", expected: "epoch seconds", Read.time)
    var timeline = DrillTimeline(alertedAt: start)
    timeline.acknowledgedAt = try fields.moment("acknowledged", from: start)
    timeline.pressedAt = try fields.moment("pressed", from: start)
    timeline.committedAt = try fields.moment("committed", from: start)
    timeline.quietAt = try fields.moment("quiet", from: start)
    timeline.points = try fields.list("points") { (value, path) throws(FieldError) in
      try DrillTrace(value, path: path, from: start)
    }
    self.init(
      variant: try fields.required("variant", expected: "words", Read.string), timeline: timeline,
      findings: try fields.list("findings", DrillFinding.init(_:path:)))
    try fields.finish()
  }
}

extension DrillFinding {
  fileprivate init(_ value: JSONValue, path: String) throws(FieldError) {
    var fields = try ObjectReader(value, path: path)
    self.init(
      name: try fields.required("name", expected: "words", Read.string),
      expected: try fields.required("expected", expected: "words", Read.string),
      found: try fields.required("found", expected: "words", Read.string),
      holds: try fields.required("holds", expected: "a boolean", Read.bool))
    try fields.finish()
  }
}

extension DrillTrace {
  fileprivate init(_ value: JSONValue, path: String, from start: Timestamp) throws(FieldError) {
    var fields = try ObjectReader(value, path: path)
    self.init(name: try fields.required("name", expected: "a point's name", Read.string))
    probes = try fields.count("probes")
    allowedBefore = try fields.count("allowedBefore")
    staleBefore = try fields.count("staleBefore")
    unanswered = try fields.count("unanswered")
    acknowledgedAt = try fields.moment("acknowledged", from: start)
    firstDeniedAt = try fields.moment("firstDenied", from: start)
    settledAt = try fields.moment("settled", from: start)
    lastAllowedAt = try fields.moment("lastAllowed", from: start)
    leaksAfterCommit = try fields.count("leaksAfterCommit")
    leaksAfterEffective = try fields.count("leaksAfterEffective")
    reasons = try fields.list("reasons", Read.string)
    try fields.finish()
  }
}

extension ObjectReader {
  fileprivate mutating func list<T>(
    _ name: String, _ read: (JSONValue, String) throws(FieldError) -> T
  ) throws(FieldError) -> [T] {
    try required(name, expected: "an array") { (value, path) throws(FieldError) in
      guard case .array(let values) = value else {
        throw FieldError(field: path, expected: "an array", found: value.kind)
      }
      var list: [T] = []
      for (place, value) in values.enumerated() { list.append(try read(value, "\(path)[\(place)]")) }
      return list
    }
  }

  fileprivate mutating func count(_ name: String) throws(FieldError) -> Int {
    try required(name, expected: "a count") { (value, path) throws(FieldError) in
      Int(try Read.integer(value, path, in: 0...Read.largestInteger))
    }
  }

  /// A moment in seconds from `start`.
  fileprivate mutating func moment(_ name: String, from start: Timestamp) throws(FieldError) -> Timestamp? {
    try optional(name) { (value, path) throws(FieldError) in
      start + (try Read.time(value, path) - Timestamp.epoch)
    }
  }
}

extension Read {
  fileprivate static func spanOrNull(_ value: JSONValue, _ path: String) throws(FieldError) -> TimeSpan? {
    if case .null = value { return nil }
    return try time(value, path) - Timestamp.epoch
  }

  fileprivate static func scenario(_ value: JSONValue, _ path: String) throws(FieldError) -> DrillScenarioID {
    try word(value, path, of: DrillScenarioID.self, expected: "D1 to D13 or S1 to S5")
  }

  fileprivate static func drillKind(_ value: JSONValue, _ path: String) throws(FieldError) -> DrillKind {
    try word(value, path, of: DrillKind.self, expected: "scripted or live")
  }

  /// Written as a string: JSON's numbers may lose one of 64 bits.
  fileprivate static func seed(_ value: JSONValue, _ path: String) throws(FieldError) -> UInt64 {
    let text = try string(value, path)
    guard let seed = UInt64(text) else {
      throw FieldError(field: path, expected: "a seed", found: "`\(text)`")
    }
    return seed
  }
}
