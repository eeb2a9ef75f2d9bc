/// A random log that aims at the edges of the decision, with what the naive model says to each of its lines.
struct HostileLog {
  private(set) var lines: [[UInt8]] = []
  private(set) var expected: [String?] = []
  let policy: NaivePolicy
  private var model: NaiveModel
  private var random: SeededRandom
  private var clock = 1_771_700_000_000

  /// - Parameter damage: how many lines of a hundred are spoilt after they were written.
  init(seed: Int, length: Int, damage: Int = 12) {
    random = SeededRandom(seed: seed)
    policy = random.policy()
    model = NaiveModel(policy: policy)
    for _ in 0..<length {
      clock = model.clock ?? clock
      let line = nextLine(damage: damage)
      expected.append(model.consume(line))
      lines.append(line)
    }
  }

  private mutating func nextLine(damage: Int) -> [UInt8] {
    var members = nextEvent()
    let spoilt = random.chance(damage)
    if spoilt && random.chance(55) { members = random.broken(members) }
    let line = Array(random.object(members).utf8)
    return spoilt && random.chance(55) ? random.garbled(line) : line
  }

  private mutating func nextEvent() -> [(key: String, value: String)] {
    if liveSessions.count < 2 && random.chance(50) { return grant() }
    switch random.below(100) {
    case 0..<8: return grant()
    case 8..<13: return life("session.attested")
    case 13..<19: return extension_()
    case 19..<25: return revocation()
    case 25..<29: return reinstatement()
    case 29: return [("type", "\"user.loggedOut\""), ("at", moment()), ("wallet", wallet())]
    case 30..<36: return modeChange()
    default: return request()
    }
  }

  // MARK: choosing

  private mutating func wallet() -> String { random.spelled(random.pick(Names.wallets)) }

  /// A moment at or a little after the clock, often exactly at an edge of some session; seldom late.
  private mutating func moment(_ session: NaiveSession? = nil) -> String {
    random.time(milliseconds(session))
  }

  private mutating func milliseconds(_ session: NaiveSession?) -> Int {
    switch random.below(40) {
    case 0: return clock - random.pick([1, 1000])
    case 1 where random.chance(30): return clock + random.below(90_000)
    case 2..<9:
      let edges = session.map(edges(of:)) ?? []
      let near = edges.map { $0 + random.pick([-1, 0, 1]) }.filter { $0 >= clock }.min() ?? clock
      return near - clock < 10_000 || random.chance(15) ? near : clock
    case 9..<22: return clock
    default: return clock + random.pick([1, 1, 10, 500, 1000])
    }
  }

  private func edges(of session: NaiveSession) -> [Int] {
    let envelope = session.envelope
    var edges = [session.issuedAt, session.expiresAt, session.expiresAt - policy.maxRemaining]
    edges += [envelope.notBefore, session.lastAttested].compactMap { $0 }
    edges += model.revocations.filter { $0.key == envelope.key }.map(\.from)
    let own = model.allowed.filter { $0.key == envelope.key }
    if let last = own.last { edges.append(last.at + (envelope.idle ?? policy.idle)) }
    if let window = envelope.window { edges += own.map { $0.at + window.length } }
    return edges
  }

  private var liveSessions: [NaiveSession] {
    model.sessions.filter { session in
      session.expiresAt > clock
        && !model.revocations.contains { $0.key == session.envelope.key && $0.from <= clock }
    }
  }

  private mutating func session() -> NaiveSession? {
    let live = liveSessions
    if !live.isEmpty && random.chance(88) { return random.pick(live) }
    return model.sessions.isEmpty ? nil : random.pick(model.sessions)
  }

  // MARK: events

  private mutating func grant() -> [(key: String, value: String)] {
    let at = milliseconds(nil)
    let known = model.sessions.map(\.envelope.key.description)
    let fresh = Names.keys.filter { !known.contains($0) }
    let key = fresh.isEmpty || random.chance(12) ? random.pick(Names.keys) : random.pick(fresh)
    return [
      ("type", "\"session.granted\""), ("at", random.time(at)),
      ("envelope", random.envelope(key: key, at: at, policy: policy)),
    ]
  }

  private mutating func life(_ type: String) -> [(key: String, value: String)] {
    let session = session()
    let key = session.map(\.envelope.key.description) ?? random.pick(Names.keys)
    return [("type", "\"\(type)\""), ("at", moment(session)), ("sessionKey", random.spelled(key))]
  }

  private mutating func extension_() -> [(key: String, value: String)] {
    let session = session()
    let key = session.map(\.envelope.key.description) ?? random.pick(Names.keys)
    let at = milliseconds(session)
    var limit = policy.maxTtl
    if let session {
      for capability in session.envelope.capabilities {
        limit = min(limit, policy.active(capability)?.maxTtl ?? limit)
      }
    }
    let ceiling = session.map { $0.issuedAt + policy.hardCeiling } ?? at
    let target = random.pick([at + limit, at + limit, ceiling, session?.expiresAt ?? at, at + limit / 2])
    return [
      ("type", "\"session.extended\""), ("at", random.time(at)), ("sessionKey", random.spelled(key)),
      ("expiresAt", random.time(target + random.pick([-1, 0, 0, 1]))),
    ]
  }

  private mutating func revocation() -> [(key: String, value: String)] {
    let session = session()
    let live = session.map(\.envelope.key.description) ?? random.pick(Names.keys)
    let key = random.chance(70) ? live : random.pick(Names.keys)
    var members = [
      (random.chance(30) ? "event" : "type", "\"session.revoked\""), ("sessionKey", random.spelled(key)),
    ]
    if random.chance(85) {
      members.append(("at", random.time(clock + random.pick([-5000, -1, 0, 0, 1, 1000]))))
    }
    if random.chance(70) {
      members.append(("effectiveAt", random.time(clock + random.pick([-1000, -1, 0, 1, 5000, 60_000]))))
    }
    if random.chance(50) { members.append(("revocationId", random.json(random.pick(["r1", "r2", "#7"])))) }
    if random.chance(30) {
      members += [("revokedBy", "\"secops.policy\""), ("reason", random.json("contexte é\t"))]
    }
    if random.chance(20) { members.append(("invalidateCaches", random.pick(["true", "false"]))) }
    return members
  }

  private mutating func reinstatement() -> [(key: String, value: String)] {
    let known = model.revocations.isEmpty ? nil : random.pick(model.revocations)
    let key = known?.key.description ?? random.pick(Names.keys)
    let id = random.chance(85) ? known?.id.description ?? "r1" : "r2"
    return [
      ("type", "\"session.reinstated\""), ("at", moment()), ("sessionKey", random.spelled(key)),
      ("revocationId", random.json(id)),
    ]
  }

  private mutating func modeChange() -> [(key: String, value: String)] {
    let mode = random.pick([
      "normal", "normal", "normal", "guarded", "guarded", "guarded", "denyFirst", "lockdown",
    ])
    var members = [("type", "\"mode.changed\""), ("at", moment()), ("mode", "\"\(mode)\"")]
    if random.chance(92) { members.append(("scope", random.scope(like: session(), near: clock))) }
    return members
  }

  private mutating func request() -> [(key: String, value: String)] {
    let session = random.chance(95) ? session() : nil
    let at = milliseconds(session)
    let target = random.target(session?.envelope)
    var members = [("type", "\"execution.requested\""), ("at", random.time(at))]
    if random.chance(60) {
      members.append(("requestId", random.json(random.pick(["r-1", "r\"2\\", "0xABCDEF"]))))
    }
    members += [
      ("sessionKey", random.spelled(target.key)), ("capability", random.spelled(target.capability)),
      ("destination", random.spelled(target.destination)), ("chainId", random.integer(target.chain)),
      ("valueUsd", random.money(amount(session))), ("nonceDomain", random.spelled(target.domain)),
      ("nonce", random.integer(nonce(session))),
    ]
    return members
  }

  /// Small, or within a micro-dollar of what is left of one of the limits.
  private mutating func amount(_ session: NaiveSession?) -> UInt64 {
    guard let session, random.chance(35) else { return random.pick([0, 0, 1, 1, 1, 2, 3]) }
    let total = model.allowed.filter { $0.key == session.envelope.key }.map(\.value).reduce(0, +)
    var limits = [session.envelope.maxValue]
    limits += [session.envelope.maxPerExecution, session.envelope.window?.value].compactMap { $0 }
    var limit = random.pick(limits)
    if random.chance(40) { limit = limit * UInt128(policy.factor) / 1_000_000_000_000_000_000 }
    if random.chance(50) { limit = limit > total ? limit - total : 0 }
    let near = limit + UInt128(random.below(3))
    return near == 0 ? 0 : UInt64(near - 1)
  }

  private mutating func nonce(_ session: NaiveSession?) -> UInt64 {
    let own = model.allowed.filter { $0.key == session?.envelope.key }.map(\.nonce)
    guard let highest = own.max(), random.chance(90) else {
      return random.pick([0, 1, 2, 1022, 1023, 1024, 1025, 5000, UInt64.max, UInt64.max - 1])
    }
    let step = random.pick([1, 1, 1, 1, 2, 3, -1, -2, 0, -1022, -1023, -1024, -1025, 1023, 1024, 1025])
    return UInt64(clamping: highest + Int128(step))
  }
}
