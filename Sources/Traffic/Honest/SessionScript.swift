import Delegation

/// What will happen to one session: written whole when it is granted, because nobody in it waits for an answer.
struct SessionScript: Sendable {
  let app: App
  let envelope: Envelope
  let grantedAt: Timestamp
  /// After the extensions that are planned.
  private(set) var expiresAt: Timestamp
  private(set) var entries: [ScriptEntry] = []
  private(set) var callCount = 0
  private let firstNonce: UInt64

  init(app: App, envelope: Envelope, grantedAt: Timestamp, random: inout SplitMix64) {
    self.app = app
    self.envelope = envelope
    self.grantedAt = grantedAt
    expiresAt = envelope.expiresAt
    firstNonce = UInt64(random.count(1, 500))
    add(.grant(envelope), at: grantedAt)
  }

  mutating func add(_ action: ScriptAction, at time: Timestamp, isMalicious: Bool = false) {
    entries.append(ScriptEntry(at: time, action: action, isMalicious: isMalicious))
  }

  /// - Returns: the call's number, by which it can be sent again.
  @discardableResult
  mutating func call(_ call: Call, at time: Timestamp, isMalicious: Bool = false) -> Int {
    add(.call(call, number: callCount), at: time, isMalicious: isMalicious)
    callCount += 1
    return callCount - 1
  }

  mutating func extend(to time: Timestamp, at now: Timestamp) {
    add(.extend(time), at: now)
    expiresAt = max(expiresAt, time)
  }

  /// Forgets what the user would have done from `time` on.
  /// - Parameter endsExtending: else the app goes on extending the session by itself.
  mutating func endHonest(at time: Timestamp, endsExtending: Bool = false) {
    entries.removeAll { entry in
      if !endsExtending, case .extend = entry.action { return false }
      return entry.at >= time && !entry.isMalicious
    }
    guard endsExtending else { return }
    expiresAt = entries.reduce(envelope.expiresAt) { latest, entry in
      if case .extend(let time) = entry.action { return max(latest, time) }
      return latest
    }
  }

  /// The user neither revokes nor logs out.
  mutating func keepOpen() {
    entries.removeAll {
      switch $0.action {
      case .revoke, .logOut: true
      default: false
      }
    }
  }

  /// The honest calls before `time`, by number, oldest first.
  func honestCalls(before time: Timestamp) -> [(at: Timestamp, number: Int)] {
    entries.compactMap { entry in
      guard case .call(let call, let number) = entry.action, entry.at < time, !entry.isMalicious,
        call.repeats == nil, envelope.allows(call.destination, for: call.capability)
      else { return nil }
      return (entry.at, number)
    }.sorted { ($0.at.milliseconds, $0.number) < ($1.at.milliseconds, $1.number) }
  }

  /// In the order of time, with the nonces that everybody reads from the chain.
  func steps(named name: String, scenario: Scenario?) -> [TrafficStep] {
    let ordered = entries.enumerated().sorted {
      ($0.element.at.milliseconds, $0.offset) < ($1.element.at.milliseconds, $1.offset)
    }
    var sent: [Int: ExecutionRequest] = [:]
    var nextNonce = firstNonce
    return ordered.map { item in
      let entry = item.element
      let event = event(
        of: entry.action, at: entry.at, id: "\(name)-\(item.offset)", sent: &sent, nextNonce: &nextNonce)
      let label = scenario.map { AttackLabel(scenario: $0, isMalicious: entry.isMalicious) }
      return TrafficStep(at: entry.at, sessionKey: envelope.sessionKey, event: event, label: label)
    }
  }

  private func event(
    of action: ScriptAction, at time: Timestamp, id: String, sent: inout [Int: ExecutionRequest],
    nextNonce: inout UInt64
  ) -> SessionEvent {
    switch action {
    case .grant(let envelope): return .granted(envelope)
    case .attest: return .attested(sessionKey: envelope.sessionKey)
    case .extend(let time): return .extended(sessionKey: envelope.sessionKey, expiresAt: time)
    case .logOut: return .loggedOut(wallet: envelope.wallet)
    case .revoke(let reason):
      return .revoked(
        RevocationNotice(
          sessionKey: envelope.sessionKey, effectiveAt: time, revokedBy: "user", reason: reason,
          invalidateCaches: nil, revocationID: id))
    case .call(let call, let number):
      let request = request(for: call, id: id, sent: sent, nextNonce: &nextNonce)
      sent[number] = request
      return .requested(request)
    }
  }

  private func request(
    for call: Call, id: String, sent: [Int: ExecutionRequest], nextNonce: inout UInt64
  ) -> ExecutionRequest {
    if let original = call.repeats.flatMap({ sent[$0] }) {
      return ExecutionRequest(
        requestID: id, sessionKey: original.sessionKey, capability: original.capability,
        destination: original.destination, chainID: original.chainID, value: original.value,
        nonceDomain: original.nonceDomain, nonce: original.nonce)
    }
    let nonce: UInt64
    switch call.nonce {
    case .next:
      nonce = nextNonce
      nextNonce += 1
    case .behind(let distance): nonce = nextNonce > distance ? nextNonce - distance : 0
    }
    return ExecutionRequest(
      requestID: id, sessionKey: envelope.sessionKey, capability: call.capability,
      destination: call.destination, chainID: call.chainID, value: call.value, nonceDomain: call.nonceDomain,
      nonce: nonce)
  }
}

struct ScriptEntry: Sendable {
  let at: Timestamp
  let action: ScriptAction
  let isMalicious: Bool
}

enum ScriptAction: Sendable {
  case grant(Envelope)
  case attest
  case extend(Timestamp)
  case call(Call, number: Int)
  case revoke(reason: String)
  case logOut
}

/// A request before it has its nonce.
struct Call: Sendable {
  var capability: Identifier
  var destination: Identifier
  var chainID: UInt64
  var value: Money
  var nonceDomain: Identifier
  var nonce = NonceChoice.next
  /// The number of an earlier call of the session that is sent once more, as it was.
  var repeats: Int?
}

enum NonceChoice: Sendable {
  /// The one after the last that anybody with the key used.
  case next
  /// So many below that one.
  case behind(UInt64)
}
