struct NaiveVerdict {
  var reasons: [String] = []
  var mode: Text = "normal"
  /// Micro-dollars left after this execution, where it is allowed.
  var remaining: UInt128 = 0
}

extension NaiveModel {
  private func effectiveMode(_ request: NaiveRequest, _ session: NaiveSession?) -> (mode: Text, start: Int) {
    let matching = modes.filter { $0.scope.matches(request, session) }
    for mode in ["lockdown", "denyFirst", "guarded"] as [Text] {
      let starts = matching.filter { $0.mode == mode }.map(\.start)
      if let start = starts.max() { return (mode, start) }
    }
    return ("normal", 0)
  }

  func decide(_ request: NaiveRequest) -> NaiveVerdict {
    let session = sessions.first { $0.envelope.key == request.key }
    let effective = effectiveMode(request, session)
    let rule = policy.active(request.capability)
    var verdict = NaiveVerdict(mode: effective.mode)
    guard let session else {
      verdict.reasons = ["unknown_session"]
      if effective.mode == "lockdown" { verdict.reasons.append("mode_lockdown") }
      if rule == nil { verdict.reasons.append("capability_unregistered") }
      return verdict
    }
    verdict.reasons = life(request, session, rule) + mode(effective, request.at, session)
    verdict.reasons += context(request, session, rule) + nonce(request)
    verdict.reasons += value(request, session, rule, guarded: effective.mode == "guarded", &verdict.remaining)
    return verdict
  }

  private func life(_ request: NaiveRequest, _ session: NaiveSession, _ rule: NaivePolicy.Capability?)
    -> [String]
  {
    let t = request.at
    var reasons: [String] = []
    if revocations.contains(where: { $0.key == request.key && t >= $0.from }) {
      reasons.append("session_revoked")
    }
    if t < session.issuedAt || t < session.envelope.notBefore ?? 0 { reasons.append("session_not_yet_valid") }
    if t >= session.expiresAt { reasons.append("session_expired") }
    var lastActive = max(session.issuedAt, session.lastAttested ?? session.issuedAt)
    for execution in allowed where execution.key == request.key { lastActive = max(lastActive, execution.at) }
    if t - lastActive > session.envelope.idle ?? rule?.idle ?? policy.idle {
      reasons.append("attestation_required")
    }
    return reasons
  }

  private func mode(_ effective: (mode: Text, start: Int), _ t: Int, _ session: NaiveSession) -> [String] {
    let attested = session.lastAttested.map { $0 >= effective.start } ?? false
    switch effective.mode {
    case "lockdown": return ["mode_lockdown"]
    case "denyFirst": return !attested || 0 >= policy.denyFirstMaxRisk ? ["mode_deny_first"] : []
    case "guarded":
      let long = session.expiresAt - t > policy.maxRemaining
      return 0 >= policy.guardedMaxRisk || long && !attested ? ["mode_guarded"] : []
    default: return []
    }
  }

  private func context(_ request: NaiveRequest, _ session: NaiveSession, _ rule: NaivePolicy.Capability?)
    -> [String]
  {
    let envelope = session.envelope
    var reasons: [String] = []
    if rule == nil { reasons.append("capability_unregistered") }
    if !envelope.capabilities.contains(request.capability) { reasons.append("capability_not_granted") }
    if request.chainID != envelope.chainID { reasons.append("chain_mismatch") }
    let listed = envelope.destinations[request.capability]?.contains(request.destination) ?? false
    let inFamily =
      rule?.families.map { names in
        names.contains { name in
          policy.families[name, default: []].contains {
            (try? Naive.canonical(Text($0))) == request.destination
          }
        }
      } ?? true
    if !listed || !inFamily { reasons.append("destination_not_allowed") }
    if request.domain != envelope.domain { reasons.append("domain_mismatch") }
    return reasons
  }

  private func nonce(_ request: NaiveRequest) -> [String] {
    let accepted = allowed.filter { $0.key == request.key && $0.domain == request.domain }.map(\.nonce)
    guard let highest = accepted.max() else { return [] }
    if request.nonce <= highest - 1024 { return ["nonce_out_of_window"] }
    return accepted.contains(request.nonce) ? ["nonce_replayed"] : []
  }

  private func value(
    _ request: NaiveRequest, _ session: NaiveSession, _ rule: NaivePolicy.Capability?, guarded: Bool,
    _ remaining: inout UInt128
  ) -> [String] {
    let own = allowed.filter { $0.key == request.key }
    func sum(_ executions: [NaiveRequest]) -> UInt128 { executions.map(\.value).reduce(0, +) }
    func scaled(_ limit: UInt128) -> UInt128 {
      guarded ? limit * UInt128(policy.factor) / 1_000_000_000_000_000_000 : limit
    }
    let envelope = session.envelope
    var reasons: [String] = []
    let each = [envelope.maxPerExecution, rule?.maxValue.map { UInt128($0) }].compactMap { $0 }
    if let smallest = each.min(), request.value > scaled(smallest) {
      reasons.append("value_over_execution_limit")
    }
    if let window = envelope.window {
      let recent = own.filter { $0.at > request.at - window.length && $0.at <= request.at }
      if request.value + sum(recent) > scaled(window.value) { reasons.append("value_over_window") }
    }
    let after = request.value + sum(own)
    if after > scaled(envelope.maxValue) {
      reasons.append("value_over_budget")
    } else {
      remaining = scaled(envelope.maxValue) - after
    }
    if let most = envelope.maxExecutions, own.count >= most { reasons.append("execution_limit_reached") }
    return reasons
  }
}

/// What replay prints for a decision, byte for byte.
func naiveDecision(_ line: Int, _ request: NaiveRequest, _ verdict: NaiveVerdict, policy: String) -> String {
  let reasons = verdict.reasons.map { "\"\($0)\"" }.joined(separator: ",")
  let allow = verdict.reasons.isEmpty
  return
    "{\"line\":\(line),\"requestId\":\(naiveQuoted(request.id)),\"sessionKey\":\(naiveQuoted(request.key)),"
    + "\"decision\":\"\(allow ? "allow" : "deny")\",\"reasons\":[\(reasons)],\"mode\":\"\(verdict.mode)\","
    + "\"at\":\(Naive.shortest(UInt128(request.at), places: 3)),\"policy\":\"\(policy)\""
    + (allow ? ",\"remainingUsd\":\"\(Naive.shortest(verdict.remaining, places: 6))\"}" : "}")
}

/// What replay prints for a refused line, without its `detail`.
func naiveRefusal(_ line: Int, _ type: Text?, _ reasons: [String]) -> String {
  let names = reasons.map { "\"\($0)\"" }.joined(separator: ",")
  return "{\"line\":\(line),\"rejected\":\(type.map(naiveQuoted) ?? "null"),\"reasons\":[\(names)]}"
}

private func naiveEscape(_ unit: UInt32) -> String {
  let hex = String(unit, radix: 16)
  return "\\u" + String(repeating: "0", count: 4 - hex.utf8.count) + hex
}

/// A JSON string in which everything but printable ASCII is an escape.
func naiveQuoted(_ text: Text) -> String {
  var result = "\""
  for point in text.points {
    switch point {
    case 0x22: result += "\\\""
    case 0x5C: result += "\\\\"
    case 0x20...0x7E: result.unicodeScalars.append(Unicode.Scalar(UInt8(point)))
    case 0x10000...: result += naiveEscape(0xD7C0 + (point >> 10)) + naiveEscape(0xDC00 + (point & 0x3FF))
    default: result += naiveEscape(point)
    }
  }
  return result + "\""
}

/// One line of replay's output with its `detail` taken off and `rejected` respelt by ``naiveQuoted(_:)``.
func withoutDetail(_ output: String) throws -> String {
  guard case .object(let members) = try NaiveJSON.text(Array(output.utf8)) else { throw Malformed() }
  guard members.map(\.key) == ["line", "rejected", "reasons", "detail"] else { return output }
  guard case .number(let line) = members[0].value, case .array(let reasons) = members[2].value,
    case .string(let detail) = members[3].value, !detail.points.isEmpty, let number = Int(line.description)
  else { throw Malformed() }
  var type: Text?
  if members[1].value != .null { type = try Naive.text(members[1].value) }
  return naiveRefusal(number, type, try reasons.map { try Naive.text($0).description })
}
