/// Allow or deny, and why. Allow means that no reason holds.
package struct Decision: Hashable, Sendable {
  package let requestID: String
  package let sessionKey: Identifier
  package let reasons: Reasons
  /// The effective mode.
  package let mode: PolicyMode
  package let at: Timestamp
  package let policy: PolicyVersion
  /// On an allow: what `value_over_budget` would still let through after this execution.
  package let remaining: Money?

  package var isAllowed: Bool { reasons.isEmpty }

  package init(
    requestID: String, sessionKey: Identifier, reasons: Reasons, mode: PolicyMode, at: Timestamp,
    policy: PolicyVersion, remaining: Money?
  ) {
    self.requestID = requestID
    self.sessionKey = sessionKey
    self.reasons = reasons
    self.mode = mode
    self.at = at
    self.policy = policy
    self.remaining = remaining
  }

  /// One line of JSON; with `line` first where the request came from a log.
  /// - Parameter adding: a last member, its value JSON already.
  package func json(line: Int? = nil, adding: (name: String, json: String)? = nil) -> String {
    JSONWriter.object { writer in
      if let line { writer.member("line", raw: String(line)) }
      writer.member("requestId", requestID)
      writer.member("sessionKey", sessionKey.text)
      writer.member("decision", isAllowed ? "allow" : "deny")
      writer.member("reasons", strings: reasons.names)
      writer.member("mode", mode.rawValue)
      writer.member("at", raw: at.seconds)
      writer.member("policy", policy.text)
      if let remaining { writer.member("remainingUsd", remaining.dollars) }
      if let adding { writer.member(adding.name, raw: adding.json) }
    }
  }
}

/// `sha256:` and the digest of a policy's canonical form: equal versions decide equally.
package struct PolicyVersion: Hashable, Sendable {
  package let text: String

  package init(text: String) { self.text = text }
}
