package import Delegation

/// Why bytes are no facts of a notice.
package enum NoticeFactsProblem: Error, Hashable, Sendable {
  case json(JSONProblem)
  case field(FieldError)

  package var sentence: String {
    switch self {
    case .json(let problem): problem.sentence
    case .field(let error): error.sentence
    }
  }
}

extension NoticeFacts {
  /// Reads one JSON object, strictly: no unknown field, no hidden character, times in epoch seconds.
  /// - Throws: ``NoticeFactsProblem``.
  package init(json bytes: some Collection<UInt8>) throws(NoticeFactsProblem) {
    let value: JSONValue
    do throws(JSONProblem) { value = try parseJSON(bytes) } catch { throw .json(error) }
    do throws(FieldError) { self = try NoticeFacts(value) } catch { throw .field(error) }
  }

  init(_ value: JSONValue, path: String = "") throws(FieldError) {
    var reader = try ObjectReader(value, path: path)
    incidentID = try reader.required("incidentId", expected: FactReading.code, FactReading.incidentID)
    kind = try reader.required("kind", expected: FactReading.words(NoticeKind.self), FactReading.word)
    languages = try reader.optional("languages", FactReading.languages) ?? ["en"]
    isDrill = try reader.optional("isDrill", Read.bool) ?? false
    publishedAt = try reader.required("publishedAt", expected: "a time", Read.time)
    nextUpdateAt = try reader.optional("nextUpdateAt", Read.time)
    apps = try reader.optional("apps", FactReading.names) ?? []
    chains = try reader.optional("chains", FactReading.names) ?? []
    notAffected = try reader.optional("notAffected", FactReading.names) ?? []
    since = try reader.required("since", expected: "a time", Read.time)
    detectedAt = try reader.required("detectedAt", expected: "a time", Read.time)
    revokedAt = try reader.optional("revokedAt", Read.time)
    effectiveAt = try reader.optional("effectiveAt", Read.time)
    walletsAffected = try reader.optional("walletsAffected", FactReading.count)
    attemptsBlocked = try reader.optional("attemptsBlocked", FactReading.count)
    paymentsMade = try reader.optional("paymentsMade", FactReading.count)
    valueAtStake = try reader.optional("valueAtStakeUsd", Read.money)
    valueSpent = try reader.optional("valueSpentUsd", Read.money)
    let cause = try reader.optional("cause", FactReading.cause)
    causeStatus = cause?.status ?? .unknown
    self.cause = cause?.text
    correction = try reader.optional("correction", FactReading.correction)
    officialHosts = try reader.required("officialHosts", expected: "a list of hosts", FactReading.hosts)
    compromisedHosts = try reader.optional("compromisedHosts", FactReading.hosts) ?? []
    approvedClaims = try reader.optional("approvedClaims", FactReading.claims) ?? []
    confidential = try reader.optional("confidential", FactReading.names) ?? []
    thirdParties = try reader.optional("thirdParties", FactReading.names) ?? []
    approval = try reader.optional("approval", FactReading.approval)
    try reader.finish()
    try checkTogether()
  }

  /// What no single field shows.
  private func checkTogether() throws(FieldError) {
    if officialHosts.isEmpty {
      throw FieldError(field: "officialHosts", expected: "one host at least", found: "an empty list")
    }
    if nextUpdateAt == nil, kind != .resolved {
      throw FieldError(field: "nextUpdateAt", expected: "a time, unless it is resolved", found: nil)
    }
    if let nextUpdateAt, nextUpdateAt.milliseconds <= publishedAt.milliseconds {
      throw FieldError(
        field: "nextUpdateAt", expected: "a time after publishedAt, \(publishedAt.utc)",
        found: nextUpdateAt.utc)
    }
    if causeStatus == .confirmed, cause == nil {
      throw FieldError(field: "cause.text", expected: "the confirmed cause", found: nil)
    }
    if kind == .correction, correction == nil {
      throw FieldError(field: "correction", expected: "what was wrong, and what is right", found: nil)
    }
    try checkOrder("detectedAt", detectedAt, isNotBefore: "since", since)
    try checkOrder("publishedAt", publishedAt, isNotBefore: "detectedAt", detectedAt)
    if let revokedAt {
      try checkOrder("publishedAt", publishedAt, isNotBefore: "revokedAt", revokedAt)
    }
    if let effectiveAt {
      guard let revokedAt else {
        throw FieldError(field: "revokedAt", expected: "a time, because `effectiveAt` is there", found: nil)
      }
      try checkOrder("effectiveAt", effectiveAt, isNotBefore: "revokedAt", revokedAt)
    }
  }

  private func checkOrder(
    _ field: String, _ later: Timestamp, isNotBefore name: String, _ earlier: Timestamp
  ) throws(FieldError) {
    guard later < earlier else { return }
    throw FieldError(field: field, expected: "a time not before `\(name)`, \(earlier.utc)", found: later.utc)
  }
}
