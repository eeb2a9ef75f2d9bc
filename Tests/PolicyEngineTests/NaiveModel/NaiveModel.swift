struct NaiveSession {
  let envelope: NaiveEnvelope
  let issuedAt: Int
  var expiresAt: Int
  var lastAttested: Int?
}

/// The decision document once more, written from its text alone: every allowed execution is kept in one list, and
/// every sum, count and set is made anew from it for each request.
struct NaiveModel {
  struct Revocation {
    let key: Text
    let id: Text
    var from: Int
  }

  struct Mode {
    let scope: NaiveScope
    let mode: Text
    let start: Int
  }

  let policy: NaivePolicy
  var line = 0
  var clock: Int?
  var sessions: [NaiveSession] = []
  var revocations: [Revocation] = []
  var modes: [Mode] = []
  var allowed: [NaiveRequest] = []

  init(policy: NaivePolicy) { self.policy = policy }

  /// What replay prints for this line, but for `detail`; nil for an event that is taken.
  mutating func consume(_ bytes: [UInt8]) -> String? {
    line += 1
    guard let members = try? NaiveJSON.line(bytes) else { return naiveRefusal(line, nil, ["malformed"]) }
    func string(_ name: Text) -> Text? {
      for member in members where member.key == name {
        if case .string(let text) = member.value { return text }
      }
      return nil
    }
    let hasType = members.contains { $0.key == "type" }
    let hasEvent = members.contains { $0.key == "event" }
    let type: Text
    if let written = string("type") {
      type = written
    } else if !hasType, string("event") == "session.revoked" {
      type = "session.revoked"
    } else {
      return naiveRefusal(line, nil, ["malformed"])
    }
    if hasType && hasEvent { return naiveRefusal(line, type, ["malformed"]) }
    do {
      if type == "execution.requested" { return try request(members) }
      let reasons = try change(type, members)
      return reasons.isEmpty ? nil : naiveRefusal(line, type, reasons)
    } catch {
      return naiveRefusal(line, type, ["malformed"])
    }
  }

  private mutating func change(_ type: Text, _ members: [NaiveMember]) throws -> [String] {
    switch type {
    case "session.granted": return try grant(members)
    case "session.attested": return try attest(members)
    case "session.extended": return try extend(members)
    case "session.revoked": return try revoke(members)
    case "session.reinstated": return try reinstate(members)
    case "user.loggedOut":
      let fields = try NaiveFields(members, only: ["type", "at", "wallet"])
      let at = try fields.required("at", Naive.time)
      _ = try fields.required("wallet", Naive.identifier)
      return take(at, [])
    case "mode.changed": return try changeMode(members)
    default: throw Malformed()
    }
  }

  private func isLate(_ at: Int) -> Bool { clock.map { at < $0 } ?? false }

  /// Adds `out_of_order`, and moves the clock when nothing is wrong.
  private mutating func take(_ at: Int, _ reasons: [String]) -> [String] {
    let all = reasons + (isLate(at) ? ["out_of_order"] : [])
    if all.isEmpty { clock = at }
    return all
  }

  private func revokedFrom(_ key: Text) -> Int? { revocations.filter { $0.key == key }.map(\.from).min() }

  private func session(_ key: Text) -> Int? { sessions.firstIndex { $0.envelope.key == key } }

  private func maxTtl(_ capabilities: [Text]) -> Int {
    capabilities.map { policy.active($0)?.maxTtl ?? policy.maxTtl }.min() ?? 0
  }

  private mutating func grant(_ members: [NaiveMember]) throws -> [String] {
    let fields = try NaiveFields(members, only: ["type", "at", "envelope"])
    let at = try fields.required("at", Naive.time)
    let envelope = try fields.required("envelope") { try NaiveEnvelope($0) }
    let issuedAt = envelope.issuedAt ?? at
    var reasons: [String] = []
    if session(envelope.key) != nil { reasons.append("duplicate_session") }
    if revokedFrom(envelope.key) != nil { reasons.append("session_revoked") }
    if envelope.capabilities.contains(where: { policy.active($0) == nil }) {
      reasons.append("capability_unregistered")
    }
    if envelope.expiresAt <= at { reasons.append("expired_on_arrival") }
    if envelope.expiresAt - issuedAt > maxTtl(envelope.capabilities)
      || envelope.expiresAt - at > policy.hardCeiling
    {
      reasons.append("ttl_over_limit")
    }
    reasons = take(at, reasons)
    if reasons.isEmpty {
      sessions.append(NaiveSession(envelope: envelope, issuedAt: issuedAt, expiresAt: envelope.expiresAt))
    }
    return reasons
  }

  private func lifeReasons(_ key: Text, at: Int) -> [String] {
    guard let index = session(key) else { return ["unknown_session"] }
    var reasons: [String] = []
    if let from = revokedFrom(key), at >= from { reasons.append("session_revoked") }
    if at >= sessions[index].expiresAt { reasons.append("session_expired") }
    return reasons
  }

  private mutating func attest(_ members: [NaiveMember]) throws -> [String] {
    let fields = try NaiveFields(members, only: ["type", "at", "sessionKey"])
    let at = try fields.required("at", Naive.time)
    let key = try fields.required("sessionKey", Naive.identifier)
    let reasons = take(at, lifeReasons(key, at: at))
    if reasons.isEmpty, let index = session(key) { sessions[index].lastAttested = at }
    return reasons
  }

  private mutating func extend(_ members: [NaiveMember]) throws -> [String] {
    let fields = try NaiveFields(members, only: ["type", "at", "sessionKey", "expiresAt"])
    let at = try fields.required("at", Naive.time)
    let key = try fields.required("sessionKey", Naive.identifier)
    let expiresAt = try fields.required("expiresAt", Naive.time)
    guard let index = session(key) else { return take(at, ["unknown_session"]) }
    if expiresAt <= sessions[index].expiresAt { throw Malformed() }
    var reasons = lifeReasons(key, at: at)
    let limit = maxTtl(sessions[index].envelope.capabilities)
    if expiresAt - at > limit || expiresAt - sessions[index].issuedAt > policy.hardCeiling {
      reasons.append("ttl_over_limit")
    }
    reasons = take(at, reasons)
    if reasons.isEmpty { sessions[index].expiresAt = expiresAt }
    return reasons
  }

  private mutating func revoke(_ members: [NaiveMember]) throws -> [String] {
    let fields = try NaiveFields(
      members,
      only: [
        "type", "event", "at", "sessionKey", "effectiveAt", "revokedBy", "reason", "invalidateCaches",
        "revocationId",
      ])
    let key = try fields.required("sessionKey", Naive.identifier)
    let effectiveAt = try fields.optional("effectiveAt", Naive.time)
    _ = try fields.optional("revokedBy", Naive.text(upTo: 1024))
    _ = try fields.optional("reason", Naive.text(upTo: 1024))
    _ = try fields.optional("invalidateCaches", Naive.bool)
    let id = try fields.optional("revocationId", Naive.name) ?? Text("#\(line)")
    guard let at = try fields.optional("at", Naive.time) ?? clock ?? effectiveAt else { throw Malformed() }
    let from = effectiveAt ?? at
    if let index = revocations.firstIndex(where: { $0.key == key && $0.id == id }) {
      revocations[index].from = min(revocations[index].from, from)
    } else {
      revocations.append(Revocation(key: key, id: id, from: from))
    }
    if !isLate(at) { clock = at }
    return []
  }

  private mutating func reinstate(_ members: [NaiveMember]) throws -> [String] {
    let fields = try NaiveFields(members, only: ["type", "at", "sessionKey", "revocationId"])
    let at = try fields.required("at", Naive.time)
    let key = try fields.required("sessionKey", Naive.identifier)
    let id = try fields.required("revocationId", Naive.name)
    let index = revocations.firstIndex { $0.key == key && $0.id == id }
    let reasons = take(at, index == nil ? ["unknown_revocation"] : [])
    if reasons.isEmpty, let index { revocations.remove(at: index) }
    return reasons
  }

  private mutating func changeMode(_ members: [NaiveMember]) throws -> [String] {
    let fields = try NaiveFields(members, only: ["type", "at", "mode", "scope"])
    let at = try fields.required("at", Naive.time)
    let mode = try fields.required("mode", Naive.text)
    if !["normal", "guarded", "denyFirst", "lockdown"].contains(mode) { throw Malformed() }
    let scope = try fields.optional("scope") { try NaiveScope($0) } ?? NaiveScope()
    let reasons = take(at, [])
    if reasons.isEmpty {
      modes.removeAll { $0.scope == scope }
      if mode != "normal" { modes.append(Mode(scope: scope, mode: mode, start: at)) }
    }
    return reasons
  }

  private mutating func request(_ members: [NaiveMember]) throws -> String {
    let request = try NaiveRequest(members, line: line)
    if isLate(request.at) { return naiveRefusal(line, "execution.requested", ["out_of_order"]) }
    clock = request.at
    let verdict = decide(request)
    if verdict.reasons.isEmpty { allowed.append(request) }
    return naiveDecision(line, request, verdict, policy: policy.version)
  }
}
